"""Every domain word in Vietnamese; the sentences of refusals, letters, terms and areas have files of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.core.i18n import OriginWords, make_message, make_messages

STATE_WORDS: Mapping[str, str] = make_messages(
    {
        "draft": "Dự thảo",
        "assigned": "Đã giao, chờ tiếp nhận",
        "accepted": "Đã tiếp nhận",
        "in_progress": "Đang thực hiện",
        "submitted": "Chờ xác nhận",
        "done": "Hoàn thành",
        "returned": "Bị trả lại (chưa đạt)",
        "declined": "Đơn vị đề nghị trả lại",
        "suspended": "Tạm dừng",
        "withdrawn": "Thu hồi",
        "cancelled": "Không tiếp tục thực hiện",
        "transferred": "Bàn giao cơ quan khác",
        "merged": "Nhập vào nhiệm vụ khác",
    }
)
"""The label of each stored state of an assignment."""


@dataclass(frozen=True, slots=True)
class TimingLook:
    """How a timing is shown: its words, its tone and icon (tokens.css, icons.css), what it means in figures."""

    words: str
    tone: str
    icon: str
    meaning: str = ""


TIMING_LOOKS: Mapping[str, TimingLook] = {
    "done_early": TimingLook(
        make_message("Hoàn thành trước hạn"), "early", "early",
        make_message("Đơn vị làm xong trước ngày hạn, đã được xác nhận."),
    ),
    "done_on_day": TimingLook(
        make_message("Hoàn thành đúng hạn"), "on_day", "on_day",
        make_message("Đơn vị làm xong đúng ngày hạn, đã được xác nhận."),
    ),
    "done_late": TimingLook(
        make_message("Hoàn thành quá hạn"), "late", "late",
        make_message("Đơn vị làm xong sau ngày hạn. Gia hạn khi đã quá hạn không làm việc trễ thành đúng hạn."),
    ),
    "done_no_deadline": TimingLook(
        make_message("Hoàn thành, không hạn"), "no_deadline", "on_day",
        make_message("Đã xong, văn bản không ghi hạn."),
    ),
    "open_in_time": TimingLook(
        make_message("Trong hạn"), "open", "open",
        make_message("Chưa xong, đến hết ngày chốt chưa quá hạn (ngày hạn vẫn là trong hạn)."),
    ),
    "due_soon": TimingLook(make_message("Sắp đến hạn"), "due_soon", "due_soon"),
    "open_overdue": TimingLook(
        make_message("Quá hạn"), "overdue", "overdue", make_message("Chưa xong, ngày chốt đã sau ngày hạn."),
    ),
    "open_no_deadline": TimingLook(
        make_message("Không hạn"), "no_deadline", "no_deadline", make_message("Chưa xong, văn bản không ghi hạn."),
    ),
    "suspended": TimingLook(
        make_message("Tạm dừng"), "suspended", "suspended",
        make_message("Lãnh đạo cho tạm dừng; không tính là quá hạn trong thời gian dừng."),
    ),
    "excluded": TimingLook(make_message("Không tính vào tổng số"), "no_deadline", "cancelled"),
}  # fmt: skip
"""Each derived timing; `due_soon` is `open_in_time` within the warning window."""

TIMING_WORDS: Mapping[str, str] = {name: each.words for name, each in TIMING_LOOKS.items()}

COMMAND_LINE_NAME = make_message("Dòng lệnh trên máy chủ")
"""Who did what no person did at a screen: imports and commands run by the operator."""

SCHEDULER_NAME = make_message("Bộ gửi thư nhắc")
"""Who queues and sends letters."""

NOTHING = "–"
"""What stands on screen where there is no value: an unknown date, a rate of nothing."""


def acting_name(name: str, principal: str | None) -> str:
    """Name who acts: «X», or «X (thay Y)» for a deputy; at most as long as the event log keeps."""
    return name if principal is None else f"{name[:54]} (thay {principal[:54]})"


def distance_to_deadline(days: int | None) -> str:
    """Say how far an open task is from its deadline; `days` is negative once it has passed."""
    if days is None:
        return make_message("không hạn")
    if days < 0:
        return make_message("quá hạn {days} ngày", days=-days)
    if days == 0:
        return make_message("hạn hôm nay")
    return make_message("còn {days} ngày", days=days)


def distance_at_completion(days: int | None) -> str:
    """Say how far before the deadline a task was finished; `days` is negative when it was late."""
    if days is None:
        return make_message("không hạn")
    if days < 0:
        return make_message("quá hạn {days} ngày", days=-days)
    if days == 0:
        return make_message("đúng hạn")
    return make_message("trước hạn {days} ngày", days=days)


URGENCY_WORDS: Mapping[str, str] = make_messages(
    {"": "Thường", "Khẩn": "Khẩn", "Thượng khẩn": "Thượng khẩn", "Hỏa tốc": "Hỏa tốc"}
)
"""The mark of urgency on a paper (Decree 30/2020/NĐ-CP, annex I); what is kept is the mark as it is printed."""

ROLE_WORDS: Mapping[str, str] = make_messages(
    {
        "administrator": "Quản trị",
        "coordinator": "Đầu mối CCHC",
        "office": "Văn phòng theo dõi YKCD",
        "leader": "Lãnh đạo UBND",
        "unit_head": "Thủ trưởng đơn vị",
        "officer": "Cán bộ phụ trách",
        "ward_official": "Công chức xã, phường",
        "auditor": "Kiểm tra, giám sát",
    }
)
"""The word for each role."""

ORIGIN_WORDS: Mapping[str, str] = OriginWords()
"""Where a task comes from, in words."""

DAY_KIND_WORDS: Mapping[str, str] = make_messages(
    {
        "public_holiday": "Nghỉ lễ, Tết",
        "compensatory": "Nghỉ bù",
        "swapped_off": "Nghỉ hoán đổi",
        "working_saturday": "Làm bù",
    }
)
"""What makes a day of the calendar different from the ordinary week."""

ROW_OUTCOME_WORDS: Mapping[str, str] = make_messages(
    {"created": "Thêm mới", "updated": "Cập nhật", "unchanged": "Không đổi", "": "Chưa đọc được"}
)
"""What bringing a row in does to it."""

IMPORT_KIND_WORDS: Mapping[str, str] = make_messages({"plan": "Kế hoạch CCHC", "register": "Sổ ý kiến chỉ đạo"})
"""What a file holds."""

IMPORT_STATE_WORDS: Mapping[str, str] = make_messages(
    {"staged": "Chờ xác nhận", "applied": "Đã nhập", "discarded": "Đã bỏ"}
)
"""What became of a file."""

UNIT_KIND_WORDS: Mapping[str, str] = make_messages(
    {
        "authority": "Ủy ban nhân dân",
        "department": "Cơ quan chuyên môn",
        "service_unit": "Đơn vị sự nghiệp",
        "one_stop": "Hành chính công",
        "office": "Văn phòng",
        "ward": "Phường",
        "commune": "Xã",
        "party": "Cơ quan Đảng, đoàn thể",
        "external": "Cơ quan ngoài UBND",
    }
)
"""The word for each kind of unit."""

LINEAGE_WORDS: Mapping[str, str] = make_messages(
    {
        "opened": "thành lập",
        "renamed": "đổi tên thành",
        "moved": "chuyển về",
        "merged": "nhập vào",
        "split": "chia, tách thành",
        "dissolved": "giải thể, chuyển nhiệm vụ sang",
    }
)
