"""The words around lists and pages of tasks: filters, columns, details of the event log."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tracker.core.i18n import make_message, make_messages

BY_MAIL = "trao đổi qua thư"

ACTOR_OF_UNIT = "{who} ({unit})"
REASON_WORDS = make_message("{sentence} – lý do: {reason}")
ENDS_WITH = "; "

AGE_WORDS: Mapping[str, str] = make_messages(
    {"week": "1–7 ngày", "month": "8–30 ngày", "quarters": "31–120 ngày", "longer": "Trên 120 ngày"}
)

ISSUED = make_message("Đã ghi công văn {reference} vào {count} nhiệm vụ quá hạn và báo cho đơn vị.")

OCCURRENCES_DONE = make_message("đã làm {done} kỳ")
SEVERAL_UNITS = make_message("{number} đơn vị")

EXPORT_TITLE = make_message("Danh sách nhiệm vụ tính đến {day}")
EXPORT_CONDITIONS = make_message("Điều kiện: {conditions}")
EXPORT_EVERYTHING = make_message("tất cả trong phạm vi được xem")
EXPORT_FILE = "danh-sach-nhiem-vu-{day}"

DETAIL_WORDS: Mapping[str, str] = make_messages(
    {
        "effective_on": "Có hiệu lực từ ngày",
        "due_on": "Hạn xử lý",
        "term_starts_on": "Hạn tính từ ngày",
        "asked_due_on": "Hạn đề nghị",
        "granted_late": "Gia hạn khi đã quá hạn",
        "unit_id": "Đơn vị chủ trì",
        "progress": "Tiến độ",
        "quantity": "Số lượng",
        "done_on": "Ngày hoàn thành",
        "late_report": "Báo cáo chậm so với ngày hoàn thành",
        "after_hour": "Báo cáo sau giờ ghi trong hạn",
        "opening_balance": "Hoàn thành trước khi dùng phần mềm",
        "until_on": "Đạt yêu cầu đến hết ngày",
        "document": "Văn bản",
        "files": "Tệp minh chứng",
        "to_name": "Cơ quan tiếp nhận",
        "merged_into": "Nhập vào nhiệm vụ số",
        "scope": "Số đối tượng",
        "difficulties": "Khó khăn, vướng mắc",
        "proposals": "Kiến nghị, đề xuất",
        "suggested_unit_id": "Đơn vị nên thực hiện",
        "person": "Người thực hiện",
        "share": "Phần việc",
        "evidence_required": "Bắt buộc có minh chứng",
        "extension_dropped": "Đề nghị gia hạn thôi xét vì đã báo cáo",
        "days_suspended": "Số ngày tạm dừng",
        "asked_from": "Đề nghị tính tạm dừng từ ngày",
        "document_on": "Ngày văn bản",
        "body": "Cơ quan nhận",
        "line": "Đính chính dòng nhật ký số",
        "note": "Nội dung",
        "document_number": "Số, ký hiệu văn bản",
        "made_on_time": "Từ quá hạn thành đúng hạn",
        "tag_added": "Gắn nhãn",
        "tag_removed": "Bỏ nhãn",
        "continued": "Thêm các kỳ của năm",
    }
)
"""The name of each detail of an event; `effective_on`, `until_on` and `document` are columns of it."""

YES_WORD, NO_WORD = make_message("Có"), make_message("Không")
CHANGED = "{old} → {new}"

DECIDE_EARLIER_DAY = make_message("Duyệt ngày tạm dừng")
"""The button of a second person while a suspension from an earlier day waits."""

WAITING_WORDS: Mapping[str, str] = make_messages(
    {
        "overdue": "Quá hạn",
        "due_soon": "Sắp đến hạn",
        "new": "Mới giao, chưa tiếp nhận",
        "returned": "Bị trả lại",
        "to_confirm": "Chờ xác nhận",
        "unaccepted": "Chưa tiếp nhận quá 2 ngày làm việc",
        "more_time": "Đề nghị gia hạn",
    }
)
"""The name of each list of the first page."""

GIVEN_IN_MONTH, DONE_OF_MONTH = make_message("Được giao"), make_message("Đã hoàn thành")
NOT_NAMED = make_message("Chưa rõ")

OF_YEAR = "{content} (năm {year})"
"""Kept with the duty, and Vietnamese like all that is kept."""

_YEAR_AFTER = re.compile(r" \(năm \d{4}\)$")


def title_in_year(content: str, year: int) -> str:
    """Return the words of a duty that goes on in another year."""
    return OF_YEAR.format(content=_YEAR_AFTER.sub("", content), year=year)
