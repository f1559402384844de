"""Which assignment stood in which bucket, of a selection as it is or of a period as it was frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, insert, literal, or_, select
from sqlalchemy.orm import Session

from tracker.models.event import Event
from tracker.models.frozen import FrozenMember
from tracker.models.task import Task
from tracker.rules.history import COUNTING
from tracker.rules.membership import Member
from tracker.rules.selecting import Count, Selection
from tracker.rules.timeliness import BY_RANK
from tracker.store.counting import counted

CHUNK = 1000
_COPIED = ("assignment_id", "task_id", "origin", "unit_id", "box", "due_on", "judged_due_on", "done_on")


@dataclass(frozen=True, slots=True)
class Named:
    """What an assignment is called: its paper, its words."""

    code: str
    title: str


def of_selection(session: Session, selection: Selection) -> Iterator[Member]:
    """Yield each assignment of a selection with its bucket, in the order of assignments."""
    wanted = ("assigned_on",) if selection.since else ()
    rows = counted(selection.narrowed(count=Count.ASSIGNMENTS), wanted)
    carried = (
        case((rows.c.assigned_on < selection.since, True), else_=False) if selection.since else literal(False)
    )
    question = select(*(rows.c[name] for name in _COPIED), rows.c.rank, carried.label("carried"))
    for row in _read(session, question.order_by(rows.c.assignment_id)):
        values = dict(row)
        yield Member(timing=BY_RANK[values.pop("rank")], **values | {"carried": bool(values["carried"])})


def of_frozen(session: Session, frozen_id: int, among: tuple[int, int] | None = None) -> Iterator[Member]:
    """Yield the members of a frozen period, in the order of assignments; `among` some numbers of them only."""
    row = FrozenMember
    question = select(*(getattr(row, name) for name in _COPIED), row.timing, row.carried)
    question = question.where(row.frozen_id == frozen_id).order_by(row.assignment_id)
    if among is not None:
        question = question.where(row.assignment_id.between(*among))
    for found in _read(session, question):
        yield Member(**dict(found))


def keep(session: Session, frozen_id: int, members: Collection[Member]) -> None:
    """Write down the members of a period that is being frozen."""
    rows = [
        {"frozen_id": frozen_id, "timing": each.timing, "carried": each.carried}
        | {name: getattr(each, name) for name in _COPIED}
        for each in members
    ]
    for first in range(0, len(rows), CHUNK):
        session.execute(insert(FrozenMember), rows[first : first + CHUNK])


def names(session: Session, task_ids: Collection[int]) -> dict[int, Named]:
    """Return the words of some tasks."""
    question = select(Task.id, Task.code, Task.title)
    return {
        row.id: Named(row.code, row.title)
        for some in _chunks(task_ids)
        for row in session.execute(question.where(Task.id.in_(some)))
    }


def lines_since(
    session: Session, assignment_ids: Collection[int], after_id: int, after_on: dt.date
) -> dict[int, list[Event]]:
    """Return by assignment the lines that can change what is counted, oldest first.

    They were written after one of the diary, or hold only from after a civil day on.
    """
    found: dict[int, list[Event]] = {}
    for some in _chunks(assignment_ids):
        question = select(Event).where(
            Event.assignment_id.in_(some),
            or_(Event.id > after_id, Event.effective_on > after_on),
            Event.action.in_(sorted(COUNTING)),
        )
        for event in session.scalars(question.order_by(Event.id)):
            found.setdefault(event.assignment_id, []).append(event)
    return found


def _chunks(numbers: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(numbers)
    for first in range(0, len(ordered), CHUNK):
        yield ordered[first : first + CHUNK]


def _read(session: Session, question: Select[Any]) -> Iterator[Any]:
    yield from session.execute(question, execution_options={"yield_per": CHUNK}).mappings()
