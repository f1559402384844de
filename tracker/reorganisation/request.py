"""What is asked for: what happens to which units, from which day, by which paper.

The words of a change of organisation: what can happen to units, and what it says of a moved task.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.core.i18n import make_message, make_messages
from tracker.office.models import LineageKind
from tracker.office.name_reader import UnitKind

NEW_UNIT_KEY = 0
"""The key of the unit that the change itself opens, as long as it has no number."""


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that the change opens."""

    code: str
    name: str
    kind: UnitKind


@dataclass(frozen=True, slots=True)
class DecisionPaper:
    """The decision a change rests on."""

    reference: str
    issued_on: dt.date
    issuer: str = ""

    def __str__(self) -> str:
        return f"{self.reference}, {self.issued_on:%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class ReorganisationRequest:
    """One change of organisation: from the civil day `on` the units `unit_ids` are no longer what they were.

    `successor_ids` take their work over, together with `new_unit` if one is opened; `to_name` is the body outside
    that takes it (MOVED), or the new name (RENAMED).
    """

    kind: LineageKind
    on: dt.date
    paper: DecisionPaper
    unit_ids: tuple[int, ...] = ()
    successor_ids: tuple[int, ...] = ()
    new_unit: NewUnit | None = None
    to_name: str = ""


@dataclass(frozen=True, slots=True)
class ReorganisationChoices:
    """What the person decides after seeing what moves.

    `shares`: by assignment the successor that goes on with it, where there are several. `posts`: by post the
    successor its holder goes to, None to end it; a post not named goes to the first successor. `keep_both`: where
    a successor has the same task already, keep two shares instead of merging them (K04).
    """

    shares: Mapping[int, int] = field(default_factory=dict)
    posts: Mapping[int, int | None] = field(default_factory=dict)
    keep_both: bool = False


REORGANISATION_WORDS: Mapping[str, str] = make_messages(
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

CHANGE_HINTS: Mapping[str, str] = make_messages(
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
"""What became of a unit, as a verb before what follows it."""

NOTES: Mapping[str, str] = make_messages(
    {
        "moved": "{unit} chuyển về {to}; nhiệm vụ chưa xong bàn giao theo.",
        "merged": "{unit} sáp nhập vào {to}.",
        "split": "{unit} chia, tách; {to} tiếp tục thực hiện.",
        "dissolved": "{unit} giải thể; {to} tiếp tục thực hiện.",
    }
)
"""The reason that stands in the event log of a task that moved with its unit."""

HAND_OVER_NOTE = make_message("{person} bàn giao công việc.")
"""The reason that stands in the event log of a task whose official left."""


def transfer_note(kind: str, unit: str, to: str) -> str:
    """Return the reason written in the event log of an assignment that moved."""
    return NOTES[kind].format(unit=unit, to=to)
