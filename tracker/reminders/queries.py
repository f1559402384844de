"""What the morning round asks: which assignments are open, who can be written to, what was said already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, insert, or_, select, union_all, update
from sqlalchemy.orm import Session

from tracker.core.clock import civil_day
from tracker.law.lifecycle import OPEN_STATES, Action, AssignmentState
from tracker.law.permissions import Origin
from tracker.law.recipients import HeldPost
from tracker.law.terms import TermKind
from tracker.mail.outbox import URGENT, Letter, LetterState
from tracker.office.installation import LANGUAGE
from tracker.office.models import Membership, Person, Preference
from tracker.office.people import deputed_posts, post_held_condition
from tracker.reminders.models import Reminder
from tracker.reminders.rules import ReminderKind
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Assignment, AssignmentRole, Extension, ReviewDecision, Submission, Task

DIGEST = "digest"
"""The kind of letter that brings all reminders of a day together."""

REMINDER_HOUR_PREFERENCE = "reminder_hour"
"""Under this name people keep the hour at which they want their digest."""
"""Under this name people keep the language they read in."""

WAITING_LETTER_STATES = (LetterState.NEW, LetterState.RETRY)
"""States in which a letter can still be added to."""

REMINDED_ONCE_KINDS = (ReminderKind.ASSIGNED, ReminderKind.RETURNED)
"""Kinds whose slot may lie far back; the others repeat and have a recent one."""


@dataclass(frozen=True, slots=True)
class OpenAssignment:
    """A lead assignment that somebody still has to do something about."""

    assignment_id: int
    unit_id: int
    person_id: int | None
    origin: Origin
    kind: TermKind
    urgency: str
    state: AssignmentState
    assigned_on: dt.date
    due_on: dt.date | None
    reported_at: dt.datetime | None
    returned_at: dt.datetime | None
    asked_at: dt.datetime | None
    shown_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ReminderKey:
    """What makes a reminder the same reminder."""

    kind: ReminderKind
    assignment_id: int
    person_id: int
    slot_on: dt.date


@dataclass(frozen=True, slots=True)
class DigestPlace:
    """A digest that bears on today's: one that waits can be added to, one that went means no other today."""

    letter_id: int
    person_id: int
    is_open: bool
    with_picture: bool = False


def open_assignments(session: Session, today: dt.date) -> list[OpenAssignment]:
    """Return open, not suspended lead assignments, without those attested to be in order up to today."""
    returned = (
        select(func.max(Submission.decided_at))
        .where(Submission.assignment_id == Assignment.id, Submission.verdict == ReviewDecision.RETURNED)
        .correlate(Assignment)
        .scalar_subquery()
    )
    question = (
        select(
            Assignment.id.label("assignment_id"),
            Assignment.unit_id,
            Assignment.person_id,
            Task.origin,
            Task.kind,
            Task.urgency,
            Assignment.state,
            Assignment.assigned_on,
            Assignment.due_on,
            Submission.reported_at,
            case((Assignment.state == AssignmentState.RETURNED, returned)).label("returned_at"),
            Extension.asked_at,
            get_digest_place_on().label("shown_on"),
        )
        .join(Task, Task.id == Assignment.task_id)
        .outerjoin(
            Submission, (Submission.assignment_id == Assignment.id) & (Submission.verdict == ReviewDecision.WAITING)
        )
        .outerjoin(
            Extension, (Extension.assignment_id == Assignment.id) & (Extension.verdict == ReviewDecision.WAITING)
        )
        .where(
            Assignment.part == AssignmentRole.LEAD,
            Assignment.state.in_(OPEN_STATES),
            or_(Assignment.attested_until.is_(None), Assignment.attested_until < today),
        )
        .order_by(Assignment.id)
    )
    return [OpenAssignment(**row) for row in session.execute(question).mappings()]


def get_digest_place_on() -> ColumnElement[dt.date | None]:
    """Return the civil day on which a continuous duty last showed how far it is; NULL for every other duty."""
    last = (
        select(func.max(TaskEvent.effective_on))
        .where(TaskEvent.assignment_id == Assignment.id, TaskEvent.action == Action.REPORT_PROGRESS)
        .correlate(Assignment)
        .scalar_subquery()
    )
    return case((Task.kind == TermKind.CONTINUOUS, last))


def held_posts(session: Session, day: dt.date, *, urgent: bool = False) -> list[HeldPost]:
    """Return the posts held on a day, as a deputy too, by active people who have an address and want mail.

    What is urgent goes to those as well who want no other mail.
    """
    reachable = has_an_address() if urgent else can_be_written_to()
    question = (
        select(Membership.person_id, Membership.role, Membership.unit_id)
        .join(Person, Person.id == Membership.person_id)
        .where(post_held_condition(day), *reachable)
        .order_by(Membership.id)
    )
    own = [HeldPost(row.person_id, row.role, row.unit_id) for row in session.execute(question)]
    reached = set(session.scalars(select(Person.id).where(*reachable)))
    return own + [HeldPost(*post) for post in deputed_posts(session, day) if post[0] in reached]


def can_be_written_to() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which somebody gets letters."""
    return (Person.wants_mail.is_(True), *has_an_address())


def has_an_address() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which a letter can reach somebody at all: enough for what is urgent."""
    return (Person.active.is_(True), Person.email.is_not(None), Person.email != "")


def list_reminded_since(session: Session, oldest: dt.date) -> set[ReminderKey]:
    """Return reminders already queued: all with a slot from `oldest` on, and those told once that still matter."""
    key = (Reminder.kind, Reminder.assignment_id, Reminder.person_id, Reminder.slot_on)
    fresh = select(Assignment.id).where(Assignment.state.in_((AssignmentState.ASSIGNED, AssignmentState.RETURNED)))
    question = union_all(
        select(*key).where(Reminder.slot_on >= oldest),
        select(*key).where(
            Reminder.slot_on < oldest, Reminder.kind.in_(REMINDED_ONCE_KINDS), Reminder.assignment_id.in_(fresh)
        ),
    )
    return {ReminderKey(*row) for row in session.execute(question)}


def digests_in_question(session: Session, today: dt.date, since: dt.datetime) -> list[DigestPlace]:
    """Return digests that wait to be sent, are of today, or were sent since an instant (the day's beginning)."""
    question = (
        select(Letter.id, Letter.person_id, Letter.state, Letter.with_picture)
        .where(
            Letter.kind == DIGEST,
            or_(Letter.state.in_(WAITING_LETTER_STATES), Letter.slot_on == today, Letter.sent_at >= since),
        )
        .order_by(Letter.id)
    )
    return [
        DigestPlace(row.id, row.person_id, row.state in WAITING_LETTER_STATES, row.with_picture)
        for row in session.execute(question)
    ]


def get_last_reminded(session: Session, assignment_id: int, due_on: dt.date) -> dict[ReminderKind, dt.date]:
    """Return the day of the last letter that went out about a deadline of an assignment, for each kind."""
    question = (
        select(Reminder.kind, func.max(Letter.sent_at).label("sent_at"))
        .join(Letter, Letter.id == Reminder.letter_id)
        .where(Reminder.assignment_id == assignment_id, Reminder.due_on == due_on, Letter.state == LetterState.SENT)
        .group_by(Reminder.kind)
    )
    return {row.kind: civil_day(row.sent_at) for row in session.execute(question)}


def letters_alone(session: Session, today: dt.date) -> frozenset[tuple[str, int]]:
    """Return kind and recipient of today's letters that bring one urgent thing each."""
    question = select(Letter.kind, Letter.person_id).where(
        Letter.slot_on == today, Letter.kind.startswith(f"{URGENT}.", autoescape=True)
    )
    return frozenset((row.kind, row.person_id) for row in session.execute(question))


def get_digest_hours(session: Session) -> dict[int, int]:
    """Return the local hour before which somebody wants no digest, for those who chose one."""
    return {
        person: int(value) for person, value in _chosen(session, REMINDER_HOUR_PREFERENCE).items() if value.isdecimal()
    }


def get_letter_languages(session: Session) -> dict[int, str]:
    """Return the language in which somebody wants letters, for those who chose one."""
    return _chosen(session, LANGUAGE)


def _chosen(session: Session, name: str) -> dict[int, str]:
    question = select(Preference.person_id, Preference.value).where(Preference.name == name)
    return {row.person_id: row.value for row in session.execute(question)}


def list_account_holders(session: Session) -> Sequence[Person]:
    """Return everybody who ever had an account."""
    return session.scalars(select(Person).order_by(Person.id)).all()


def get_mail_addresses(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Return the mail addresses of some people by id."""
    rows = session.execute(select(Person.id, Person.email).where(Person.id.in_(person_ids)))
    return {row.id: row.email or "" for row in rows}


def get_people_by_id(session: Session, person_ids: Collection[int]) -> dict[int, Person]:
    """Return some people by id."""
    question = select(Person).where(Person.id.in_(person_ids))
    return {person.id: person for person in session.scalars(question)}


def get_titles_by_assignment(session: Session, assignment_ids: Collection[int]) -> dict[int, str]:
    """Return what some assignments are about, by id."""
    question = select(Assignment.id, Task.title).join(Task, Task.id == Assignment.task_id)
    rows = session.execute(question.where(Assignment.id.in_(assignment_ids)))
    return {row.id: row.title for row in rows}


def add_pictures(session: Session, letter_ids: Sequence[int]) -> None:
    """Let some letters bring the picture of the week."""
    if letter_ids:
        session.execute(
            update(Letter).where(Letter.id.in_(letter_ids)).values(with_picture=True),
            execution_options={"synchronize_session": False},
        )


def add_reminders(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Write reminders in one statement."""
    if rows:
        session.execute(insert(Reminder), list(rows))
