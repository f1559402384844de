"""The working calendar: opening a year from what is known of its holidays, changing a day when notice comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from tracker.documents.holiday_source import holiday_rows
from tracker.models.calendar_day import CalendarDay
from tracker.models.task import Assignment
from tracker.rules.calendar import DayKind, WorkCalendar
from tracker.rules.deadlines import counted_from, read
from tracker.rules.lifecycle import Action
from tracker.rules.permissions import Permission, require
from tracker.rules.terms import TermKind
from tracker.rules.text import tidy
from tracker.services import diary
from tracker.store import calendar, policies, tasks
from tracker.transaction import Work


def known_or_announced(session: Session, years: Collection[int]) -> WorkCalendar:
    """Return the office's calendar, years it has not opened yet taken from what is announced. Writes nothing.

    Works before the database exists: a phrase can be read on an empty machine.
    """
    try:
        rows = session.execute(select(CalendarDay.day, CalendarDay.kind)).all()
    except (OperationalError, ProgrammingError):
        session.rollback()
        rows = []
    days = {row.day: row.kind for row in rows}
    for year in set(years) - {day.year for day in days}:
        days |= {row.day: row.kind for row in holiday_rows(year)}
    return WorkCalendar.of(days, {day.year for day in days})


def open_years(work: Work, years: Sequence[int]) -> int:
    """Fill the calendar of some years, each day with its source; days already there stay. Returns new days."""
    require(work.actor, Permission.CALENDAR_MANAGE)
    known = set(work.session.scalars(select(CalendarDay.day)))
    new = [row for year in years for row in holiday_rows(year) if row.day not in known]
    for row in new:
        work.session.add(CalendarDay(day=row.day, kind=row.kind, name=row.name, source=row.source[:200]))
    work.session.flush()
    return len(new)


@dataclass(frozen=True, slots=True)
class Change:
    """One day of the calendar as it shall be: `kind` None makes it an ordinary day again."""

    day: dt.date
    kind: DayKind | None
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Move:
    """An open assignment whose deadline is counted in working days and falls on another day now."""

    assignment: Assignment
    before: dt.date | None
    after: dt.date | None


def effects(work: Work, change: Change) -> list[Move]:
    """Return the open deadlines that a change of the calendar moves (K34); writes nothing.

    A deadline somebody has extended stands as it was granted.
    """
    known = calendar.days(work.session)
    if change.kind is None:
        known.pop(change.day, None)
    else:
        known[change.day] = change.kind
    changed = WorkCalendar.of(known, {day.year for day in known} | {change.day.year})
    moves = []
    for assignment in tasks.open_with_kind(work.session, TermKind.RELATIVE):
        task = assignment.task
        if assignment.due_on is None or assignment.extension_count:
            continue
        policy = policies.reading(work.session, task.assigned_on)
        term = read(
            task.term_text,
            issued=task.assigned_on,
            received=task.assigned_on,
            calendar=changed,
            policy=policy,
        )
        starts_on = assignment.term_starts_on
        due = (
            term.due if starts_on is None else counted_from(term, starts_on, calendar=changed, policy=policy)
        )
        if due is not None and due != assignment.due_on:
            moves.append(Move(assignment, assignment.due_on, due))
    return moves


def change_day(work: Work, change: Change) -> list[Move]:
    """Change one day of the calendar and move the open deadlines counted through it, each with its line of diary."""
    require(work.actor, Permission.CALENDAR_MANAGE)
    moves = effects(work, change)
    row = calendar.day(work.session, change.day)
    if change.kind is None:
        if row is not None:
            work.session.delete(row)
    elif row is None:
        work.session.add(
            CalendarDay(day=change.day, kind=change.kind, name=tidy(change.name), source=tidy(change.source))
        )
    else:
        row.kind, row.name, row.source = change.kind, tidy(change.name), tidy(change.source)
    for move in moves:
        diary.record(
            work,
            move.assignment,
            Action.SET_DEADLINE,
            effective_on=work.today,
            due_on=move.after,
            note=tidy(change.name),
            document=tidy(change.source),
            details={"calendar_day": change.day.isoformat()},
        )
    return moves
