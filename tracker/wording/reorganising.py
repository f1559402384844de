"""The words of a change of organisation: what can happen to units, and what it says of a moved task."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.wording.sentence import say, words

CHANGE_WORDS: Mapping[str, str] = words(
    {
        "opened": "Thành lập đơn vị",
        "renamed": "Đổi tên đơn vị",
        "moved": "Chuyển ra ngoài",
        "merged": "Sáp nhập, hợp nhất",
        "split": "Chia, tách đơn vị",
        "dissolved": "Giải thể, chuyển nhiệm vụ",
    }
)
"""What happens to units, as the heading of its page."""

CHANGE_HINTS: Mapping[str, str] = words(
    {
        "opened": "Một đơn vị bắt đầu hoạt động từ một ngày.",
        "renamed": "Vẫn là đơn vị ấy; tên cũ được giữ lại để đọc văn bản cũ.",
        "moved": "Đơn vị về cơ quan khác; nhiệm vụ chưa xong bàn giao theo, nhiệm vụ đã xong ở lại.",
        "merged": "Hai hay nhiều đơn vị thành một; việc trùng nhau được nhập làm một hoặc giữ cả hai.",
        "split": "Một đơn vị thành nhiều; chọn nơi tiếp tục từng nhiệm vụ chưa xong.",
        "dissolved": "Đơn vị thôi hoạt động; nhiệm vụ chưa xong chuyển cho đơn vị tiếp nhận.",
    }
)
"""What each change does, in one sentence."""

LINEAGE_WORDS: Mapping[str, str] = words(
    {
        "opened": "thành lập",
        "renamed": "đổi tên thành",
        "moved": "chuyển về",
        "merged": "nhập vào",
        "split": "chia, tách thành",
        "dissolved": "giải thể, chuyển nhiệm vụ sang",
    }
)
"""What became of a unit, as a verb before what follows it."""

NOTES: Mapping[str, str] = words(
    {
        "moved": "{unit} chuyển về {to}; nhiệm vụ chưa xong bàn giao theo.",
        "merged": "{unit} sáp nhập vào {to}.",
        "split": "{unit} chia, tách; {to} tiếp tục thực hiện.",
        "dissolved": "{unit} giải thể; {to} tiếp tục thực hiện.",
    }
)
"""The reason that stands in the diary of a task that moved with its unit."""

HAND_OVER_NOTE = say("{person} bàn giao công việc.")
"""The reason that stands in the diary of a task whose official left."""


def note_of(kind: str, unit: str, to: str) -> str:
    """Return the reason written in the diary of an assignment that moved."""
    return NOTES[kind].format(unit=unit, to=to)
