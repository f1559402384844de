"""The words around lists and pages of tasks: filters, columns, details of the diary, what was just done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from tracker.rules.lifecycle import Action
from tracker.wording import TIMING_WORDS
from tracker.wording.sentence import say, words

TIMING_GROUP_WORDS: Mapping[str, str] = words(
    {
        "tat-ca": "Tất cả trong tổng số",
        "hoan-thanh": "Đã hoàn thành",
        "truoc-va-dung-han": "Hoàn thành trước và đúng hạn",
        "dang-lam": "Chưa hoàn thành",
    }
)
"""The label of each group of timings that has a name of its own in an address."""

RESULT_WORDS: Mapping[str, str] = MappingProxyType(
    {**TIMING_GROUP_WORDS, **{name: words for name, words in TIMING_WORDS.items() if name != "due_soon"}}
)
"""Every value of the parameter `ket-qua`, in words."""

FILTER_WORDS: Mapping[str, str] = words(
    {
        "tinh-den": "Tính đến",
        "biet-den": "Theo dữ liệu có lúc",
        "tu-ngay": "Kỳ từ ngày",
        "dem": "Cách tính",
        "han-tinh": "Tính theo",
        "tuoi": "Thời gian quá hạn",
        "nguon": "Nguồn giao",
        "ket-qua": "Kết quả",
        "trang-thai": "Trạng thái",
        "don-vi": "Chủ trì",
        "don-vi-cu": "Kể cả đơn vị cũ",
        "phoi-hop": "Phối hợp",
        "linh-vuc": "Lĩnh vực",
        "linh-vuc-cung": "Kể cả lĩnh vực tương ứng",
        "lanh-dao": "Lãnh đạo",
        "nganh": "Ngành",
        "thang": "Giao trong tháng",
        "chi-dao": "Ý kiến chỉ đạo",
        "ke-hoach": "Kế hoạch",
        "ke-hoach-tu": "Kế hoạch từ năm",
        "ke-hoach-den": "Kế hoạch đến năm",
        "van-ban": "Văn bản giao",
        "viec": "Nhiệm vụ",
        "vai": "Đơn vị",
        "han": "Hạn",
        "han-tu": "Hạn từ",
        "han-den": "Hạn đến",
        "giao": "Ngày giao",
        "giao-tu": "Giao từ ngày",
        "giao-den": "Giao đến ngày",
        "xong": "Kết quả",
        "xong-tu": "Hoàn thành từ ngày",
        "xong-den": "Hoàn thành đến ngày",
        "nguoi": "Người được giao",
        "doi-han": "Hạn xử lý",
        "dieu-chinh": "Ghi nhận",
        "cua-toi": "Việc",
        "gia-han-tu": "Số lần gia hạn",
        "im-tu": "Không có cập nhật",
        "kho-khan": "Báo cáo",
        "gia-han": "Gia hạn",
        "nhan": "Nhãn",
        "tim": "Tìm",
    }
)
"""The name of each condition of a list, by its parameter in the address."""

COUNT_WORDS: Mapping[str, str] = words({"luot-giao": "theo lượt giao", "chi-dao": "theo nhiệm vụ"})
WITHOUT_AREA = say("chưa xếp lĩnh vực")
NOT_NAMED = say("không ghi")
WAITING_FOR_DECISION = say("chờ quyết định")
NUMBER_WORDS = say("số {number}")
OCCURRENCES_DONE = say("đã làm {done} kỳ")
SEVERAL_UNITS = say("{number} đơn vị")

EXPORT_TITLE = say("Danh sách nhiệm vụ tính đến {day}")
EXPORT_CONDITIONS = say("Điều kiện: {conditions}")
EXPORT_EVERYTHING = say("tất cả trong phạm vi được xem")
EXPORT_FILE = "danh-sach-nhiem-vu-{day}"

DETAIL_WORDS: Mapping[str, str] = words(
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
"""The name of each detail of a line of the diary; `effective_on`, `until_on` and `document` are columns of it."""

YES, NO = say("Có"), say("Không")
CHANGED = "{old} → {new}"

DONE_NOTICES: Mapping[Action, str] = words(
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

BUTTON_WORDS: Mapping[Action, str] = words(
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

DECIDE_EARLIER_DAY = say("Duyệt ngày tạm dừng")
"""The button of a second person while a suspension from an earlier day waits."""

WAITING_WORDS: Mapping[str, str] = words(
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

FIGURE_WORDS: Mapping[str, str] = words(
    {
        "total": "Tổng số",
        "done": "Đã hoàn thành",
        "done_on_time": "Trước và đúng hạn",
        "done_late": "Hoàn thành quá hạn",
        "open_in_time": "Đang làm, trong hạn",
        "open_overdue": "Chưa xong, quá hạn",
        "other": "Không hạn, tạm dừng",
    }
)
"""The name of each figure of the whole picture."""

GIVEN_IN_MONTH, DONE_OF_MONTH = say("Được giao"), say("Đã hoàn thành")
NOT_NAMED = say("Chưa rõ")

OF_YEAR = "{content} (năm {year})"
"""Kept with the duty, and Vietnamese like all that is kept."""

_YEAR_AFTER = re.compile(r" \(năm \d{4}\)$")


def of_year(content: str, year: int) -> str:
    """Return the words of a duty that goes on in another year."""
    return OF_YEAR.format(content=_YEAR_AFTER.sub("", content), year=year)
