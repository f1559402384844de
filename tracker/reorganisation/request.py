"""What is asked for: what happens to which units, from which day, by which paper.

The words of a change of organisation: what can happen to units, and what it says of a moved task.

An official who leaves: everything open goes to a colleague or back to the unit, in one act (K39).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tracker.accounts import accounts as account_accounts
from tracker.core.i18n import make_message, make_messages
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import Action
from tracker.law.permissions import Permission, require_permission
from tracker.office import people as office_people
from tracker.office.models import LineageKind, Membership, Person
from tracker.office.name_reader import UnitKind
from tracker.reorganisation import queries
from tracker.tasks import event_log
from tracker.tasks.models import Assignment

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


@dataclass(frozen=True, slots=True)
class Departure:
    """What a person has open, the posts held, and the colleagues in the same units, by id with their units."""

    person: Person
    assignments: Sequence[Assignment]
    posts: Sequence[Membership]
    colleagues: Sequence[tuple[Person, frozenset[int]]]
    mark: str


def preview_departure(work: UnitOfWork, person_id: int, *, lock: bool = False) -> Departure:
    """Return what somebody's leaving would move; refuse NOT_FOUND for nobody."""
    require_permission(work.actor, Permission.PEOPLE_MANAGE)
    person = work.session.get(Person, person_id)
    if person is None:
        raise Refusal(Reason.NOT_FOUND)
    assignments = queries.list_person_assignments(work.session, person_id, lock=lock)
    posts = [
        post
        for post, _ in office_people.list_posts(work.session, [person_id])
        if post.valid_to is None or post.valid_to >= work.today
    ]
    units = {post.unit_id for post in posts} | {each.unit_id for each in assignments}
    beside: dict[int, tuple[Person, set[int]]] = {}
    for other, post, _ in office_people.list_post_holders(work.session, work.today):
        if other.id != person_id and post.unit_id is not None and post.unit_id in units:
            beside.setdefault(other.id, (other, set()))[1].add(post.unit_id)
    seen = ([(each.id, each.version) for each in assignments], [post.id for post in posts])
    return Departure(
        person=person,
        assignments=assignments,
        posts=posts,
        colleagues=[(other, frozenset(of)) for other, of in beside.values()],
        mark=hashlib.sha256(repr(seen).encode()).hexdigest()[:32],
    )


def execute_departure(
    work: UnitOfWork, person_id: int, *, to_person_id: int | None, close_account: bool, mark: str | None = None
) -> int:
    """Move all open work of a person, end the posts with yesterday, close the account if asked; return how much moved.

    Work goes to the colleague where that one holds a post in its unit, else back to the unit; the unit of an
    assignment never changes. Raises `Refusal` NOT_A_DEPUTY (field `to_person_id`), STALE, LAST_ADMINISTRATOR.
    """
    found = preview_departure(work, person_id, lock=True)
    if mark is not None and mark != found.mark:
        raise Refusal(Reason.STALE)
    units_of = {other.id: units for other, units in found.colleagues}
    names = {other.id: other.name for other, _ in found.colleagues}
    if to_person_id is not None and to_person_id not in units_of:
        raise Refusal(Reason.NOT_A_DEPUTY, field="to_person_id")
    for assignment in found.assignments:
        takes = to_person_id if assignment.unit_id in units_of.get(to_person_id or 0, ()) else None
        assignment.person_id = takes
        event_log.append_event(
            work,
            assignment,
            Action.CORRECT,
            effective_on=work.today,
            note=HAND_OVER_NOTE.format(person=found.person.name),
            details={"person": [found.person.name, names.get(takes or 0)], "person_id": [person_id, takes]},
        )
    for post in found.posts:
        account_accounts.close_post(work, post.id)
    if close_account:
        account_accounts.set_account_active(work, person_id, active=False)
    return len(found.assignments)
