"""The outbox as the sender asks it: what is due, whose it is, what stands in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, text, update
from sqlalchemy.orm import Session

from tracker.models.letter import Letter, Reminder
from tracker.models.person import Person
from tracker.models.submission import Extension, Verdict
from tracker.models.task import Assignment, Task
from tracker.models.unit import Unit
from tracker.rules.lifecycle import AssignmentState
from tracker.rules.outbox import LetterState
from tracker.rules.reminding import ReminderKind
from tracker.rules.terms import TermKind
from tracker.store.reminders import WAITING, has_an_address, shown_on


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A reminder in a letter, beside the task as it stands now."""

    reminder_id: int
    letter_id: int
    kind: ReminderKind
    reminded_of: dt.date | None
    assignment_id: int
    state: AssignmentState
    due_on: dt.date | None
    attested_until: dt.date | None
    is_asking: bool
    term_kind: TermKind
    shown_on: dt.date | None
    urgency: str
    code: str
    title: str
    unit_name: str


def anything_due(session: Session, now: dt.datetime) -> bool:
    """Tell whether a letter is to be sent by now."""
    return bool(
        session.scalar(
            select(exists().where(_is_due(now))),
        )
    )


def _is_due(now: dt.datetime) -> ColumnElement[bool]:
    """Keep letters to be sent: new ones at once, even when the clock was set back since; others in their turn."""
    retry = and_(Letter.state == LetterState.RETRY, Letter.next_attempt_at <= now)
    return or_(Letter.state == LetterState.NEW, retry)


def claim(session: Session, now: dt.datetime, limit: int) -> Sequence[Letter]:
    """Take up to `limit` letters that are due, so that nobody else sends them; each claim is a try."""
    due = select(Letter.id).where(_is_due(now)).order_by(Letter.next_attempt_at, Letter.id).limit(limit)
    taken = session.scalars(
        update(Letter)
        .where(Letter.id.in_(due), Letter.state.in_(WAITING))
        .values(
            state=LetterState.SENDING,
            attempts=Letter.attempts + 1,
            first_tried_at=func.coalesce(Letter.first_tried_at, now),
        )
        .returning(Letter.id)
        .execution_options(synchronize_session=False)
    )
    return letters(session, list(taken))


def letters(session: Session, letter_ids: Collection[int]) -> Sequence[Letter]:
    """Return letters as the database has them now."""
    question = select(Letter).where(Letter.id.in_(letter_ids)).order_by(Letter.next_attempt_at, Letter.id)
    return list(session.scalars(question.execution_options(populate_existing=True)))


def settle_taken(session: Session, now: dt.datetime, keys: Collection[str]) -> None:
    """Note of letters under way that a server has taken them."""
    session.execute(
        update(Letter)
        .where(Letter.state == LetterState.SENDING, Letter.message_key.in_(keys))
        .values(state=LetterState.SENT, sent_at=now, error=""),
        execution_options={"synchronize_session": False},
    )


def without_waiting(session: Session) -> None:
    """Let this transaction of PostgreSQL not wait for the disk: only a power cut of the server could undo it."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL synchronous_commit TO off"))


def give_back(session: Session, now: dt.datetime) -> int:
    """Let letters that were under way when the sender died be tried again at once; return how many."""
    answer = session.scalars(
        update(Letter)
        .where(Letter.state == LetterState.SENDING)
        .values(state=LetterState.RETRY, next_attempt_at=now)
        .returning(Letter.id)
        .execution_options(synchronize_session=False)
    )
    return len(list(answer))


def recipients(session: Session, person_ids: Collection[int]) -> dict[int, Person]:
    """Return those of some people whom a letter can still reach, by id; whether they want it is another question."""
    return _by_id(session, select(Person).where(Person.id.in_(person_ids), *has_an_address()))


def owners(session: Session, person_ids: Collection[int]) -> dict[int, Person]:
    """Return some people by id, also those whose account is closed: they are told what happened to it."""
    return _by_id(session, select(Person).where(Person.id.in_(person_ids)))


def _by_id(session: Session, question: Select[Person]) -> dict[int, Person]:
    return {
        person.id: person for person in session.scalars(question.execution_options(populate_existing=True))
    }


def lines(session: Session, letter_ids: Collection[int]) -> list[LetterLine]:
    """Return the reminders in some letters, in a fixed order."""
    question = (
        select(
            Reminder.id.label("reminder_id"),
            Reminder.letter_id,
            Reminder.kind,
            Reminder.due_on.label("reminded_of"),
            Reminder.assignment_id,
            Assignment.state,
            Assignment.due_on,
            Assignment.attested_until,
            exists()
            .where(Extension.assignment_id == Assignment.id, Extension.verdict == Verdict.WAITING)
            .label("is_asking"),
            Task.kind.label("term_kind"),
            shown_on().label("shown_on"),
            Task.urgency,
            Task.code,
            Task.title,
            Unit.short_name.label("unit_name"),
        )
        .join(Assignment, Assignment.id == Reminder.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Reminder.letter_id.in_(letter_ids))
        .order_by(Reminder.letter_id, Reminder.id)
    )
    return [LetterLine(**row) for row in session.execute(question).mappings()]


def drop_lines(session: Session, reminder_ids: Collection[int]) -> None:
    """Take lines out of a letter that no longer hold; should they hold again, they may be said again."""
    if reminder_ids:
        session.execute(delete(Reminder).where(Reminder.id.in_(reminder_ids)))
