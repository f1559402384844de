"""Looking after letters: the list, one letter as it was sent, sending one again, sending oneself a trial.

Lists of letters for people who look after them: newest first, page by page.

The outbox as the sender asks it: what is due, whose it is, what stands in it.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, text, update
from sqlalchemy.orm import Session

from tracker.core.clock import VIETNAM
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import AssignmentState
from tracker.law.permissions import Permission, require_permission
from tracker.law.terms import TermKind
from tracker.mail.outbox import Letter, LetterState
from tracker.office.models import Person, Unit
from tracker.reminders.models import Reminder
from tracker.reminders.queries import WAITING_LETTER_STATES, get_digest_place_on, has_an_address
from tracker.reminders.rules import ReminderKind
from tracker.tasks.models import Assignment, Extension, ReviewDecision, Task


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


def load_letter_page(
    session: Session, chosen: LetterFilter, *, limit: int, before: int | None = None, after: int | None = None
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


def count_letters(session: Session, chosen: LetterFilter) -> int:
    """Return how many letters there are."""
    return session.scalar(select(func.count()).select_from(Letter).where(*_conditions(chosen))) or 0


def list_letter_readers(session: Session) -> Sequence[tuple[int, str]]:
    """Return id and name of everybody who ever had a letter, by given name."""
    question = (
        select(Person.id, Person.name)
        .where(Person.id.in_(select(Letter.person_id)))
        .order_by(Person.sort_key, Person.id)
    )
    return [(row.id, row.name) for row in session.execute(question)]


def get_letter_with_person(session: Session, letter_id: int) -> tuple[Letter, Person] | None:
    """Return a letter and whom it is to."""
    question = select(Letter, Person).join(Person, Person.id == Letter.person_id)
    row = session.execute(question.where(Letter.id == letter_id)).first()
    return None if row is None else (row[0], row[1])


def list_letter_reasons(session: Session, letter_id: int) -> list[LetterReason]:
    """Return why a letter was written, gravest first; `due_on` is the deadline it speaks of."""
    question = (
        select(Reminder.kind, Reminder.assignment_id, Task.title, Unit.short_name.label("unit_name"), Reminder.due_on)
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


LETTERS_PER_PAGE = 50
TRIAL = "trial"
"""How the kind of a trial letter begins: it says only that letters arrive."""


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One page of the list; `newer` and `older` are the letters beyond which the next pages lie."""

    rows: Sequence[LetterRow]
    count: int
    readers: Sequence[tuple[int, str]]
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter: to whom, as written, and why."""

    letter: Letter
    person: Person
    reasons: Sequence[LetterReason]


def list_letter_page(
    work: UnitOfWork,
    chosen: LetterFilter,
    *,
    before: int | None = None,
    after: int | None = None,
    size: int = LETTERS_PER_PAGE,
) -> LetterPage:
    """Return a page of letters, newest first."""
    require_permission(work.actor, Permission.LETTER_READ)
    rows = load_letter_page(work.session, chosen, limit=size + 1, before=before, after=after)
    more = len(rows) > size
    if after is not None:
        rows = rows[1:] if more else rows
        has_newer, has_older = more, bool(rows)
    else:
        rows = rows[:size]
        has_newer, has_older = before is not None and bool(rows), more
    return LetterPage(
        rows=rows,
        count=count_letters(work.session, chosen),
        readers=list_letter_readers(work.session),
        newer=rows[0].letter_id if has_newer and rows else None,
        older=rows[-1].letter_id if has_older and rows else None,
    )


def view_letter(work: UnitOfWork, letter_id: int) -> LetterView:
    """Return one letter; NOT_FOUND when there is none of this number."""
    require_permission(work.actor, Permission.LETTER_READ)
    found = get_letter_with_person(work.session, letter_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return LetterView(found[0], found[1], list_letter_reasons(work.session, letter_id))


def retry_letter(work: UnitOfWork, letter_id: int) -> None:
    """Let a letter that was given up be tried again at once, with as much patience as a new one.

    It is looked at again before it goes: what no longer holds is not said. Raises `Refusal` NOT_FOUND or
    LETTER_NOT_DEAD.
    """
    require_permission(work.actor, Permission.LETTER_MANAGE)
    found = get_letter_with_person(work.session, letter_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    letter = found[0]
    if letter.state is not LetterState.DEAD:
        raise Refusal(Reason.LETTER_NOT_DEAD)
    letter.state, letter.next_attempt_at, letter.first_tried_at = LetterState.RETRY, work.now, None
    letter.attempts, letter.error = 0, ""


def send_trial(work: UnitOfWork, subject: str, text: str) -> str:
    """Put a trial letter to the actor into the outbox; return the address. Raises `Refusal` NO_ADDRESS."""
    require_permission(work.actor, Permission.LETTER_MANAGE)
    person = work.session.get(Person, work.actor.user_id)
    if person is None or not person.email:
        raise Refusal(Reason.NO_ADDRESS)
    local = work.now.astimezone(VIETNAM)
    kind = f"{TRIAL}.{local:%H%M%S}{secrets.token_hex(2)}"
    work.session.add(
        Letter(
            kind=kind,
            person_id=person.id,
            slot_on=work.today,
            address=person.email,
            subject=subject,
            body_text=text,
            message_key=f"{kind}.{person.id}.{work.today:%Y%m%d}",
            state=LetterState.NEW,
            next_attempt_at=work.now,
            created_at=work.now,
        )
    )
    return person.email


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


def is_letter_due(session: Session, now: dt.datetime) -> bool:
    """Tell whether a letter is to be sent by now."""
    return bool(session.scalar(select(exists().where(_is_due(now)))))


def _is_due(now: dt.datetime) -> ColumnElement[bool]:
    """Keep letters to be sent: new ones at once, even when the clock was set back since; others in their turn."""
    retry = and_(Letter.state == LetterState.RETRY, Letter.next_attempt_at <= now)
    return or_(Letter.state == LetterState.NEW, retry)


def claim_due_letters(session: Session, now: dt.datetime, limit: int) -> Sequence[Letter]:
    """Take up to `limit` letters that are due, so that nobody else sends them; each claim is a try."""
    due = select(Letter.id).where(_is_due(now)).order_by(Letter.next_attempt_at, Letter.id).limit(limit)
    taken = session.scalars(
        update(Letter)
        .where(Letter.id.in_(due), Letter.state.in_(WAITING_LETTER_STATES))
        .values(
            state=LetterState.SENDING,
            attempts=Letter.attempts + 1,
            first_tried_at=func.coalesce(Letter.first_tried_at, now),
        )
        .returning(Letter.id)
        .execution_options(synchronize_session=False)
    )
    return reload_letters(session, list(taken))


def reload_letters(session: Session, letter_ids: Collection[int]) -> Sequence[Letter]:
    """Return letters as the database has them now."""
    question = select(Letter).where(Letter.id.in_(letter_ids)).order_by(Letter.next_attempt_at, Letter.id)
    return list(session.scalars(question.execution_options(populate_existing=True)))


def mark_letters_taken(session: Session, now: dt.datetime, keys: Collection[str]) -> None:
    """Note of letters under way that a server has taken them."""
    session.execute(
        update(Letter)
        .where(Letter.state == LetterState.SENDING, Letter.message_key.in_(keys))
        .values(state=LetterState.SENT, sent_at=now, error=""),
        execution_options={"synchronize_session": False},
    )


def commit_without_sync(session: Session) -> None:
    """Let this transaction of PostgreSQL not wait for the disk: only a power cut of the server could undo it."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL synchronous_commit TO off"))


def release_letters(session: Session, now: dt.datetime) -> int:
    """Let letters that were under way when the sender died be tried again at once; return how many."""
    answer = session.scalars(
        update(Letter)
        .where(Letter.state == LetterState.SENDING)
        .values(state=LetterState.RETRY, next_attempt_at=now)
        .returning(Letter.id)
        .execution_options(synchronize_session=False)
    )
    return len(list(answer))


def get_reachable_people(session: Session, person_ids: Collection[int]) -> dict[int, Person]:
    """Return those of some people whom a letter can still reach, by id; whether they want it is another question."""
    return _by_id(session, select(Person).where(Person.id.in_(person_ids), *has_an_address()))


def get_letter_owners(session: Session, person_ids: Collection[int]) -> dict[int, Person]:
    """Return some people by id, also those whose account is closed: they are told what happened to it."""
    return _by_id(session, select(Person).where(Person.id.in_(person_ids)))


def _by_id(session: Session, question: Select[Person]) -> dict[int, Person]:
    return {person.id: person for person in session.scalars(question.execution_options(populate_existing=True))}


def list_letter_lines(session: Session, letter_ids: Collection[int]) -> list[LetterLine]:
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
            .where(Extension.assignment_id == Assignment.id, Extension.verdict == ReviewDecision.WAITING)
            .label("is_asking"),
            Task.kind.label("term_kind"),
            get_digest_place_on().label("shown_on"),
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


def delete_letter_lines(session: Session, reminder_ids: Collection[int]) -> None:
    """Take lines out of a letter that no longer hold; should they hold again, they may be said again."""
    if reminder_ids:
        session.execute(delete(Reminder).where(Reminder.id.in_(reminder_ids)))
