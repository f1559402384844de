"""Channels, what they are still to be told, and what waits to be sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import String, and_, cast, exists, func, literal, or_, select, update
from sqlalchemy.orm import Session

from tracker.models.channel import Channel, Dispatch
from tracker.models.event import Event
from tracker.models.letter import Reminder
from tracker.models.task import Assignment
from tracker.models.unit import Unit
from tracker.rules.lifecycle import Action
from tracker.rules.outbox import LetterState
from tracker.rules.reminding import ReminderKind

WAITING = (LetterState.NEW, LetterState.RETRY)


@dataclass(frozen=True, slots=True)
class EventNews:
    """A line of the diary a channel was not told of."""

    event_id: int
    action: Action
    assignment_id: int
    unit_code: str
    due_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ReminderNews:
    """A reminder that went into somebody's letter; several people may have the same."""

    kind: ReminderKind
    assignment_id: int
    unit_code: str
    due_on: dt.date | None
    slot_on: dt.date


def listed(session: Session) -> Sequence[Channel]:
    """Return all channels by name."""
    return list(session.scalars(select(Channel).order_by(Channel.name, Channel.id)))


def one(session: Session, channel_id: int) -> Channel | None:
    """Return a channel."""
    return session.get(Channel, channel_id)


def named(session: Session, name: str) -> Channel | None:
    """Return the channel of a name."""
    return session.scalar(select(Channel).where(Channel.name == name))


def active(session: Session) -> Sequence[Channel]:
    """Return the channels that are to be told."""
    return list(session.scalars(select(Channel).where(Channel.active.is_(True)).order_by(Channel.id)))


def events_to_tell(
    session: Session, channel_id: int, actions: Collection[Action], since: dt.datetime
) -> list[EventNews]:
    """Return the lines of the diary since an instant that a channel was not told of, in their order."""
    told = exists().where(
        Dispatch.channel_id == channel_id, Dispatch.source == literal("event:") + cast(Event.id, String)
    )
    question = (
        select(
            Event.id.label("event_id"),
            Event.action,
            Event.assignment_id,
            Unit.code.label("unit_code"),
            Event.due_on,
        )
        .join(Unit, Unit.id == Event.unit_id)
        .where(Event.recorded_at >= since, Event.action.in_(sorted(actions)), ~told)
        .order_by(Event.id)
    )
    return [EventNews(**row) for row in session.execute(question).mappings()]


def reminders_of(session: Session, day: dt.date, kinds: Collection[ReminderKind]) -> list[ReminderNews]:
    """Return the reminders of a day, each task once for each kind."""
    question = (
        select(
            Reminder.kind,
            Reminder.assignment_id,
            Unit.code.label("unit_code"),
            Reminder.due_on,
            Reminder.slot_on,
        )
        .join(Assignment, Assignment.id == Reminder.assignment_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Reminder.slot_on == day, Reminder.kind.in_(sorted(kinds)))
        .distinct()
        .order_by(Reminder.assignment_id, Reminder.kind)
    )
    return [ReminderNews(**row) for row in session.execute(question).mappings()]


def sources(session: Session, channel_id: int, wanted: Collection[str]) -> set[str]:
    """Return which of some messages a channel has already."""
    question = select(Dispatch.source).where(
        Dispatch.channel_id == channel_id, Dispatch.source.in_(sorted(wanted))
    )
    return set(session.scalars(question))


def give_back(session: Session, now: dt.datetime) -> None:
    """Let messages that were under way when the sender died be tried again at once."""
    session.execute(
        update(Dispatch)
        .where(Dispatch.state == LetterState.SENDING)
        .values(state=LetterState.RETRY, next_attempt_at=now)
    )


def claim(session: Session, now: dt.datetime, without: Collection[int]) -> tuple[Dispatch, Channel] | None:
    """Take the next message that is due of a channel that is open and not among `without`; each claim is a try."""
    is_due = or_(
        Dispatch.state == LetterState.NEW,
        and_(Dispatch.state == LetterState.RETRY, Dispatch.next_attempt_at <= now),
    )
    due = (
        select(Dispatch.id)
        .join(Channel, Channel.id == Dispatch.channel_id)
        .where(is_due, Channel.active.is_(True), Channel.id.not_in(sorted(without)))
        .order_by(Dispatch.next_attempt_at, Dispatch.id)
        .limit(1)
    )
    taken = session.scalar(
        update(Dispatch)
        .where(Dispatch.id.in_(due), Dispatch.state.in_(WAITING))
        .values(
            state=LetterState.SENDING,
            attempts=Dispatch.attempts + 1,
            first_tried_at=func.coalesce(Dispatch.first_tried_at, now),
        )
        .returning(Dispatch.id)
        .execution_options(synchronize_session=False)
    )
    return None if taken is None else under_way(session, taken)


def under_way(session: Session, dispatch_id: int) -> tuple[Dispatch, Channel]:
    """Return a message with its channel, as the database has them now."""
    question = (
        select(Dispatch, Channel)
        .join(Channel, Channel.id == Dispatch.channel_id)
        .where(Dispatch.id == dispatch_id)
    )
    row = session.execute(question.execution_options(populate_existing=True)).one()
    return row[0], row[1]


def log_of(session: Session, channel_id: int, limit: int) -> Sequence[Dispatch]:
    """Return the newest messages to a channel."""
    question = select(Dispatch).where(Dispatch.channel_id == channel_id).order_by(Dispatch.id.desc())
    return list(session.scalars(question.limit(limit)))
