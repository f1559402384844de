"""The sentences of the event log: what somebody did to a task, with what stood before and what stands now.

The words around lists and pages of tasks: filters, columns, details of the event log, what was just done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tracker.core.i18n import make_message, make_messages
from tracker.law.lifecycle import Action

BY_MAIL = "trao đổi qua thư"

EVENT_SENTENCES: Mapping[Action, str] = make_messages(
    {
        Action.ASSIGN: "giao nhiệm vụ cho {unit}, hạn xử lý {due_on}",
        Action.ACCEPT: "tiếp nhận nhiệm vụ",
        Action.DECLINE: "đề nghị trả lại vì không đúng thẩm quyền",
        Action.REFUSE_DECLINE: "không đồng ý trả lại; {unit} tiếp tục thực hiện",
        Action.REASSIGN: "chuyển nhiệm vụ từ {unit_id_old} sang {unit_id_new}; hạn xử lý vẫn là {due_on}",
        Action.ENTRUST: "phân công người thực hiện",
        Action.DIVIDE: "giao phần việc phối hợp cho {unit}, hạn nội bộ {due_on}",
        Action.REPORT_PROGRESS: "cập nhật tiến độ",
        Action.SUBMIT: "báo cáo hoàn thành ngày {effective_on}",
        Action.CONFIRM: "xác nhận hoàn thành ngày {effective_on}",
        Action.SEND_BACK: "trả lại báo cáo, chưa đạt",
        Action.REQUEST_EXTENSION: "xin gia hạn từ {due_on} đến {asked_due_on}",
        Action.GRANT_EXTENSION: "đồng ý gia hạn từ {due_on_old} đến {due_on_new}",
        Action.REFUSE_EXTENSION: "không đồng ý gia hạn; hạn xử lý vẫn là {due_on}",
        Action.SET_DEADLINE: "điều chỉnh hạn từ {due_on_old} thành {due_on_new}",
        Action.DEMAND_EVIDENCE: "đặt quy định về minh chứng",
        Action.CORRECT: "đính chính nội dung đã ghi",
        Action.REDATE: "đính chính ngày hoàn thành từ {done_on_old} thành {done_on_new}",
        Action.ATTEST: "đánh dấu đạt yêu cầu đến thời điểm báo cáo, ngày {effective_on}",
        Action.SUSPEND: "tạm dừng nhiệm vụ từ ngày {effective_on}",
        Action.RESUME: "cho tiếp tục sau {days_suspended} ngày tạm dừng, hạn xử lý {due_on}",
        Action.WITHDRAW: "thu hồi nhiệm vụ từ ngày {effective_on}",
        Action.CANCEL: "quyết định không tiếp tục thực hiện từ ngày {effective_on}",
        Action.TRANSFER: "bàn giao cho {body} từ ngày {effective_on}",
        Action.MERGE: "nhập vào nhiệm vụ số {merged_into_old}",
        Action.REOPEN: "mở lại nhiệm vụ đã hoàn thành",
        Action.REPORT_OCCURRENCE: "báo cáo kỳ {occurrence} (hạn {occurrence_due_on}), xong ngày {effective_on}",
        Action.ACCEPT_OCCURRENCE: "xác nhận kỳ {occurrence} (hạn {occurrence_due_on}) xong ngày {effective_on}",
        Action.RETURN_OCCURRENCE: "trả lại báo cáo kỳ {occurrence} (hạn {occurrence_due_on})",
        Action.SKIP_OCCURRENCE: "bỏ kỳ {occurrence} (hạn {occurrence_due_on})",
        Action.PAUSE_OCCURRENCES: "tạm ngừng các kỳ từ {pause_from} đến {pause_to}: bỏ {skipped} kỳ",
        Action.END_OCCURRENCES: "kết thúc các kỳ từ ngày {ends_on}: bỏ {skipped} kỳ còn lại",
        Action.COMPLETE: "ghi nhận các kỳ đã xong, nhiệm vụ hoàn thành ngày {effective_on}",
        Action.URGE: "đôn đốc {unit} thực hiện nhiệm vụ",
        Action.TAG: "đổi nhãn của nhiệm vụ",
    }
)
"""What follows the name in the timeline. A detail with an old and a new value gives `…_old` and `…_new`."""

WITH_REASON = frozenset(
    {
        Action.DECLINE,
        Action.REFUSE_DECLINE,
        Action.REASSIGN,
        Action.SEND_BACK,
        Action.REQUEST_EXTENSION,
        Action.REFUSE_EXTENSION,
        Action.SET_DEADLINE,
        Action.REDATE,
        Action.CORRECT,
        Action.SUSPEND,
        Action.WITHDRAW,
        Action.CANCEL,
        Action.TRANSFER,
        Action.MERGE,
        Action.REOPEN,
        Action.RETURN_OCCURRENCE,
        Action.SKIP_OCCURRENCE,
        Action.PAUSE_OCCURRENCES,
        Action.END_OCCURRENCES,
    }
)
"""The lines whose note is a reason and ends the sentence."""

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

DONE_NOTICES: Mapping[Action, str] = make_messages(
    {
        Action.ACCEPT: "Đã tiếp nhận nhiệm vụ.",
        Action.REPORT_PROGRESS: "Đã ghi tiến độ.",
        Action.SUBMIT: "Đã gửi báo cáo hoàn thành. Nhiệm vụ chờ xác nhận.",
        Action.CONFIRM: "Đã xác nhận hoàn thành.",
        Action.SEND_BACK: "Đã trả lại báo cáo cho đơn vị.",
        Action.ATTEST: "Đã đánh dấu đạt yêu cầu đến thời điểm báo cáo.",
        Action.REQUEST_EXTENSION: "Đã gửi đề nghị gia hạn. Hạn cũ vẫn tính cho đến khi lãnh đạo quyết định.",
        Action.GRANT_EXTENSION: "Đã đồng ý gia hạn.",
        Action.REFUSE_EXTENSION: "Đã ghi ý kiến không đồng ý gia hạn. Hạn cũ giữ nguyên.",
        Action.WITHDRAW: "Đã thu hồi nhiệm vụ.",
        Action.DECLINE: "Đã gửi đề nghị trả lại. Nhiệm vụ vẫn tính cho đơn vị đến khi nơi giao trả lời.",
        Action.REFUSE_DECLINE: "Đã trả lời: đơn vị tiếp tục thực hiện nhiệm vụ.",
        Action.REASSIGN: "Đã chuyển nhiệm vụ sang đơn vị mới, chờ tiếp nhận. Hạn giữ nguyên.",
        Action.ENTRUST: "Đã phân công người thực hiện.",
        Action.DIVIDE: "Đã giao phần việc cho đơn vị phối hợp.",
        Action.SET_DEADLINE: "Đã điều chỉnh hạn. Hạn ban đầu vẫn lưu.",
        Action.DEMAND_EVIDENCE: "Đã ghi quy định về minh chứng.",
        Action.CORRECT: "Đã đính chính. Dòng cũ vẫn lưu trong nhật ký.",
        Action.REDATE: "Đã đính chính ngày hoàn thành. Số liệu tính theo ngày mới.",
        Action.SUSPEND: "Đã tạm dừng nhiệm vụ.",
        Action.RESUME: "Nhiệm vụ được tiếp tục.",
        Action.CANCEL: "Đã ghi quyết định không tiếp tục thực hiện.",
        Action.TRANSFER: "Đã ghi việc bàn giao cho cơ quan khác.",
        Action.MERGE: "Đã nhập vào nhiệm vụ kia. Hai nhiệm vụ dẫn sang nhau.",
        Action.REOPEN: "Đã mở lại nhiệm vụ.",
        Action.REPORT_OCCURRENCE: "Đã gửi báo cáo của kỳ này. Kỳ chờ xác nhận.",
        Action.ACCEPT_OCCURRENCE: "Đã xác nhận kỳ này.",
        Action.RETURN_OCCURRENCE: "Đã trả lại báo cáo của kỳ này cho đơn vị.",
        Action.SKIP_OCCURRENCE: "Đã bỏ kỳ này.",
        Action.PAUSE_OCCURRENCES: "Đã tạm ngừng: các kỳ trong khoảng này không phải báo cáo.",
        Action.END_OCCURRENCES: "Đã kết thúc: các kỳ còn lại không phải báo cáo.",
        Action.COMPLETE: "Các kỳ đã xong; nhiệm vụ hoàn thành.",
        Action.URGE: "Đã đôn đốc đơn vị.",
        Action.TAG: "Đã đổi nhãn.",
    }
)
"""What a page says once the action is carried out."""

BUTTON_WORDS: Mapping[Action, str] = make_messages(
    {
        Action.ACCEPT: "Tiếp nhận",
        Action.SUBMIT: "Báo cáo hoàn thành",
        Action.REPORT_PROGRESS: "Cập nhật tiến độ",
        Action.REPORT_OCCURRENCE: "Báo cáo một kỳ",
        Action.CONFIRM: "Xác nhận hoàn thành",
        Action.ACCEPT_OCCURRENCE: "Xác nhận kỳ",
        Action.RETURN_OCCURRENCE: "Trả lại báo cáo kỳ",
        Action.SEND_BACK: "Trả lại",
        Action.GRANT_EXTENSION: "Quyết định gia hạn",
        Action.REQUEST_EXTENSION: "Xin gia hạn",
        Action.REASSIGN: "Chuyển đơn vị khác",
        Action.REFUSE_DECLINE: "Không đồng ý trả lại",
        Action.RESUME: "Cho tiếp tục",
        Action.ENTRUST: "Phân công người thực hiện",
        Action.DIVIDE: "Giao phần việc, hạn nội bộ",
        Action.DECLINE: "Đề nghị trả lại",
        Action.ATTEST: "Đánh dấu đạt",
        Action.URGE: "Đôn đốc",
        Action.SKIP_OCCURRENCE: "Bỏ một kỳ",
        Action.PAUSE_OCCURRENCES: "Tạm ngừng các kỳ",
        Action.END_OCCURRENCES: "Kết thúc các kỳ",
        Action.SET_DEADLINE: "Rút ngắn hạn",
        Action.DEMAND_EVIDENCE: "Quy định minh chứng",
        Action.TAG: "Gắn, bỏ nhãn",
        Action.CORRECT: "Đính chính nội dung",
        Action.REDATE: "Đính chính ngày hoàn thành",
        Action.REOPEN: "Mở lại",
        Action.SUSPEND: "Tạm dừng",
        Action.MERGE: "Nhập vào nhiệm vụ khác",
        Action.TRANSFER: "Bàn giao cơ quan khác",
        Action.CANCEL: "Không tiếp tục thực hiện",
        Action.WITHDRAW: "Thu hồi",
    }
)
"""What stands on the button of each action, in the order in which a page offers them."""

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
