"""Every domain word and sentence in Vietnamese: states, timings, distances to a deadline."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

STATE_WORDS: Mapping[str, str] = MappingProxyType(
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

TIMING_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "done_early": "Hoàn thành trước hạn",
        "done_on_day": "Hoàn thành đúng hạn",
        "done_late": "Hoàn thành quá hạn",
        "done_no_deadline": "Hoàn thành, không hạn",
        "open_in_time": "Trong hạn",
        "due_soon": "Sắp đến hạn",
        "open_overdue": "Quá hạn",
        "open_no_deadline": "Không hạn",
        "suspended": "Tạm dừng",
        "excluded": "Không tính vào tổng số",
    }
)
"""The label of each derived timing; `due_soon` is `open_in_time` within the warning window."""

NOTHING = "–"
"""What stands on screen where there is no value: an unknown date, a rate of nothing."""


def distance_to_deadline(days: int | None) -> str:
    """Say how far an open task is from its deadline; `days` is negative once it has passed."""
    if days is None:
        return "không hạn"
    if days < 0:
        return f"quá hạn {-days} ngày"
    if days == 0:
        return "hạn hôm nay"
    return f"còn {days} ngày"


def distance_at_completion(days: int | None) -> str:
    """Say how far before the deadline a task was finished; `days` is negative when it was late."""
    if days is None:
        return "không hạn"
    if days < 0:
        return f"quá hạn {-days} ngày"
    if days == 0:
        return "đúng hạn"
    return f"trước hạn {days} ngày"
