"""Which assignment stood in which timing, and how two such lists differ: the explanation of every difference.

Which assignment stood in which timing, of a selection as it is or of a period as it was frozen.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, insert, literal, or_, select
from sqlalchemy.orm import Session

from tracker.figures.models import FrozenMember
from tracker.law.permissions import Origin
from tracker.law.replay import COUNTING
from tracker.law.timing import TIMING_BY_ORDER, DayState, Timing
from tracker.tasks.classified import counted_rows
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Task
from tracker.tasks.selection import Count, Selection


@dataclass(frozen=True, slots=True)
class Member:
    """One assignment that is counted: its unit and timing on a day. `carried`: given before the period began."""

    assignment_id: int
    task_id: int
    origin: Origin
    unit_id: int
    timing: Timing
    day_state: DayState
    due_on: dt.date | None
    judged_due_on: dt.date | None
    done_on: dt.date | None
    carried: bool

    @property
    def counts_as(self) -> tuple[object, ...]:
        """What figures are made of: timing, what it is outside the total, unit, carried over or not."""
        outside = self.day_state if self.timing is Timing.EXCLUDED else None
        return self.timing, outside, self.unit_id, self.carried

    def line(self) -> str:
        """Return the member as one line of text, for the hash of a list."""
        days = (day.isoformat() if day else "" for day in (self.due_on, self.judged_due_on, self.done_on))
        parts = (self.assignment_id, self.task_id, self.origin, self.unit_id, self.timing, self.day_state, *days)
        return "|".join(map(str, (*parts, int(self.carried))))


@dataclass(frozen=True, slots=True)
class MembershipChange:
    """One assignment that counts otherwise in two lists; None where it is not in one of them."""

    before: Member | None
    after: Member | None

    @property
    def known(self) -> Member:
        """The member as it is known last."""
        found = self.after or self.before
        assert found is not None  # a change has a side
        return found


def digest_members(members: Iterable[Member]) -> str:
    """Return the hash of a list of members, in the order of their assignments (SHA-256, hexadecimal)."""
    sealed = hashlib.sha256()
    for member in members:
        sealed.update(member.line().encode() + b"\n")
    return sealed.hexdigest()


def compare_members(before: Iterable[Member], after: Iterable[Member]) -> list[MembershipChange]:
    """Return what counts otherwise in two lists, in the order of assignments."""
    earlier = {member.assignment_id: member for member in before}
    later = {member.assignment_id: member for member in after}
    return [
        MembershipChange(earlier.get(number), later.get(number))
        for number in sorted(earlier.keys() | later.keys())
        if number not in earlier or number not in later or earlier[number].counts_as != later[number].counts_as
    ]


MEMBER_CHUNK_ROWS = 1000
_COPIED = ("assignment_id", "task_id", "origin", "unit_id", "day_state", "due_on", "judged_due_on", "done_on")


@dataclass(frozen=True, slots=True)
class AssignmentTitle:
    """What an assignment is called: its paper, its words."""

    code: str
    title: str


def walk_selection_members(session: Session, selection: Selection) -> Iterator[Member]:
    """Yield each assignment of a selection with its timing, in the order of assignments."""
    wanted = ("assigned_on",) if selection.since else ()
    rows = counted_rows(selection.narrowed(count=Count.ASSIGNMENTS), wanted)
    carried = case((rows.c.assigned_on < selection.since, True), else_=False) if selection.since else literal(False)
    question = select(*(rows.c[name] for name in _COPIED), rows.c.timing_order, carried.label("carried"))
    for row in _read(session, question.order_by(rows.c.assignment_id)):
        values = dict(row)
        yield Member(
            timing=TIMING_BY_ORDER[values.pop("timing_order")], **values | {"carried": bool(values["carried"])}
        )


def walk_frozen_members(session: Session, frozen_id: int, among: tuple[int, int] | None = None) -> Iterator[Member]:
    """Yield the members of a frozen period, in the order of assignments; `among` some numbers of them only."""
    row = FrozenMember
    question = select(*(getattr(row, name) for name in _COPIED), row.timing, row.carried)
    question = question.where(row.frozen_id == frozen_id).order_by(row.assignment_id)
    if among is not None:
        question = question.where(row.assignment_id.between(*among))
    for found in _read(session, question):
        yield Member(**dict(found))


def save_frozen_members(session: Session, frozen_id: int, members: Collection[Member]) -> None:
    """Write down the members of a period that is being frozen."""
    rows = [
        {"frozen_id": frozen_id, "timing": each.timing, "carried": each.carried}
        | {name: getattr(each, name) for name in _COPIED}
        for each in members
    ]
    for first in range(0, len(rows), MEMBER_CHUNK_ROWS):
        session.execute(insert(FrozenMember), rows[first : first + MEMBER_CHUNK_ROWS])


def get_titles_by_task(session: Session, task_ids: Collection[int]) -> dict[int, AssignmentTitle]:
    """Return the words of some tasks."""
    question = select(Task.id, Task.code, Task.title)
    return {
        row.id: AssignmentTitle(row.code, row.title)
        for some in _chunks(task_ids)
        for row in session.execute(question.where(Task.id.in_(some)))
    }


def list_events_since(
    session: Session, assignment_ids: Collection[int], after_id: int, after_on: dt.date
) -> dict[int, list[TaskEvent]]:
    """Return by assignment the lines that can change what is counted, oldest first.

    They were written after one of the event log, or hold only from after a civil day on.
    """
    found: dict[int, list[TaskEvent]] = {}
    for some in _chunks(assignment_ids):
        question = select(TaskEvent).where(
            TaskEvent.assignment_id.in_(some),
            or_(TaskEvent.id > after_id, TaskEvent.effective_on > after_on),
            TaskEvent.action.in_(sorted(COUNTING)),
        )
        for event in session.scalars(question.order_by(TaskEvent.id)):
            found.setdefault(event.assignment_id, []).append(event)
    return found


def _chunks(numbers: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(numbers)
    for first in range(0, len(ordered), MEMBER_CHUNK_ROWS):
        yield ordered[first : first + MEMBER_CHUNK_ROWS]


def _read(session: Session, question: Select[Any]) -> Iterator[Any]:
    yield from session.execute(question, execution_options={"yield_per": MEMBER_CHUNK_ROWS}).mappings()
