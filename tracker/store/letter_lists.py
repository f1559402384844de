"""Lists of letters for people who look after them: newest first, page by page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tracker.models.letter import Letter, Reminder
from tracker.models.person import Person
from tracker.models.task import Assignment, Task
from tracker.models.unit import Unit
from tracker.rules.outbox import LetterState
from tracker.rules.reminding import ReminderKind


@dataclass(frozen=True, slots=True)
class LetterFilter:
    """Which letters: in a state, to a person, of a day; nothing chosen means all."""

    state: LetterState | None = None
    person_id: int | None = None
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One line of the list. `subject` is empty until the letter is written, at its first try."""

    letter_id: int
    person_name: str
    slot_on: dt.date
    subject: str
    state: LetterState
    attempts: int
    error: str
    created_at: dt.datetime
    sent_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class LetterReason:
    """Why a task stands in a letter."""

    kind: ReminderKind
    assignment_id: int
    title: str
    unit_name: str
    due_on: dt.date | None


def page(
    session: Session,
    chosen: LetterFilter,
    *,
    limit: int,
    before: int | None = None,
    after: int | None = None,
) -> list[LetterRow]:
    """Return letters newest first: those older than the letter `before`, or the nearest newer than `after`."""
    question = (
        select(
            Letter.id.label("letter_id"),
            Person.name.label("person_name"),
            Letter.slot_on,
            Letter.subject,
            Letter.state,
            Letter.attempts,
            Letter.error,
            Letter.created_at,
            Letter.sent_at,
        )
        .join(Person, Person.id == Letter.person_id)
        .where(*_conditions(chosen))
        .limit(limit)
    )
    if after is not None:
        nearest = question.where(Letter.id > after).order_by(Letter.id)
        return [LetterRow(**row) for row in session.execute(nearest).mappings()][::-1]
    if before is not None:
        question = question.where(Letter.id < before)
    return [LetterRow(**row) for row in session.execute(question.order_by(Letter.id.desc())).mappings()]


def count(session: Session, chosen: LetterFilter) -> int:
    """Return how many letters there are."""
    return session.scalar(select(func.count()).select_from(Letter).where(*_conditions(chosen))) or 0


def readers(session: Session) -> Sequence[tuple[int, str]]:
    """Return id and name of everybody who ever had a letter, by given name."""
    question = (
        select(Person.id, Person.name)
        .where(Person.id.in_(select(Letter.person_id)))
        .order_by(Person.sort_key, Person.id)
    )
    return [(row.id, row.name) for row in session.execute(question)]


def letter(session: Session, letter_id: int) -> tuple[Letter, Person] | None:
    """Return a letter and whom it is to."""
    question = select(Letter, Person).join(Person, Person.id == Letter.person_id)
    row = session.execute(question.where(Letter.id == letter_id)).first()
    return None if row is None else (row[0], row[1])


def reasons(session: Session, letter_id: int) -> list[LetterReason]:
    """Return why a letter was written, gravest first; `due_on` is the deadline it speaks of."""
    question = (
        select(
            Reminder.kind,
            Reminder.assignment_id,
            Task.title,
            Unit.short_name.label("unit_name"),
            Reminder.due_on,
        )
        .join(Assignment, Assignment.id == Reminder.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Reminder.letter_id == letter_id)
        .order_by(Reminder.due_on, Reminder.id)
    )
    found = [LetterReason(**row) for row in session.execute(question).mappings()]
    order = list(ReminderKind)
    return sorted(found, key=lambda reason: order.index(reason.kind))


def _conditions(chosen: LetterFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.state is not None:
        conditions.append(Letter.state == chosen.state)
    if chosen.person_id is not None:
        conditions.append(Letter.person_id == chosen.person_id)
    if chosen.day is not None:
        conditions.append(Letter.slot_on == chosen.day)
    return conditions
