"""Walking the whole diary and everything that is read from it, side by side, in the order of assignments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.event import FAR_DAY, Event, StandingRow
from tracker.models.task import Assignment, Part
from tracker.rules.history import Entry
from tracker.rules.timeliness import Standing

CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Kept:
    """One dated interval, the deadline first given that it copies, and the instants between which it was known."""

    standing: Standing
    first_due_on: dt.date | None
    known_from: dt.datetime
    known_until: dt.datetime


@dataclass(frozen=True, slots=True)
class Life:
    """A lead assignment: its diary with the number of each line, and the intervals kept of it."""

    assignment_id: int
    original_due_on: dt.date | None
    entries: list[tuple[int, Entry]]
    kept: list[Kept]


def lives(session: Session) -> Iterator[Life]:
    """Yield every lead assignment with its diary and its intervals, from three statements read side by side."""
    leads = (
        select(Assignment.id, Assignment.original_due_on)
        .where(Assignment.part == Part.LEAD)
        .order_by(Assignment.id)
    )
    lines = select(
        Event.assignment_id,
        Event.id,
        Event.action,
        Event.effective_on,
        Event.recorded_at,
        Event.unit_id,
        Event.due_on,
        Event.until_on,
    ).order_by(Event.assignment_id, Event.sequence)
    row = StandingRow
    intervals = select(
        row.assignment_id,
        row.from_on,
        row.until_on,
        row.box,
        row.unit_id,
        row.due_on,
        row.judged_due_on,
        row.done_on,
        row.first_due_on,
        row.known_from,
        row.known_until,
    ).order_by(row.assignment_id, row.from_on, row.id)
    diary, kept = _Groups(_read(session, lines)), _Groups(_read(session, intervals))
    for number, original_due_on in _read(session, leads):
        entries = [(each[1], Entry(*each[2:])) for each in diary.of(number)]
        yield Life(number, original_due_on, entries, [_kept(each) for each in kept.of(number)])


class _Groups:
    """Rows in the order of assignments, given out assignment by assignment."""

    def __init__(self, rows: Iterator[Any]) -> None:
        self._groups = ((key, list(group)) for key, group in groupby(rows, key=itemgetter(0)))
        self._next: tuple[int, list[Any]] | None = next(self._groups, None)

    def of(self, number: int) -> list[Any]:
        """Return the rows of an assignment; those of assignments passed over are left out."""
        while self._next is not None and self._next[0] < number:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != number:
            return []
        found = self._next[1]
        self._next = next(self._groups, None)
        return found


def _kept(row: Any) -> Kept:
    (
        _,
        from_on,
        until_on,
        box,
        unit_id,
        due_on,
        judged_due_on,
        done_on,
        first_due_on,
        known_from,
        known_until,
    ) = row
    until = None if until_on == FAR_DAY else until_on
    standing = Standing(from_on, until, box, unit_id, due_on, judged_due_on, done_on)
    return Kept(standing, first_due_on, known_from, known_until)


def _read(session: Session, question: Any) -> Iterator[Any]:
    yield from session.execute(question, execution_options={"yield_per": CHUNK})
