"""The outbox: what is to be sent to whom, once; and each reminder that went into it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, choice
from tracker.rules.outbox import LetterState
from tracker.rules.reminder_policy import WorkKind
from tracker.rules.reminding import ReminderKind


class Letter(Base):
    """One letter to one person: for reminders the digest of a day, never two (`kind`, person, `slot_on`).

    Written in the transaction that knows why; claimed, checked again and sent outside any transaction by the one
    sender. `with_picture`: it brings the picture of the week and goes even without a reminder. `message_key` makes the
    Message-ID, constant over all tries; patience runs from `first_tried_at`.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("kind", "person_id", "slot_on"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at_when_sent"),
        Index("ix_letter_state_next_attempt_at", "state", "next_attempt_at"),
    )

    kind: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    slot_on: Mapped[dt.date]
    address: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(400), default="")
    body_text: Mapped[str] = mapped_column(Text, default="")
    body_html: Mapped[str] = mapped_column(Text, default="")
    message_key: Mapped[str] = mapped_column(String(64), unique=True)
    with_picture: Mapped[bool] = mapped_column(default=False)
    state: Mapped[LetterState] = mapped_column(choice(LetterState, "letter_state"), default=LetterState.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    first_tried_at: Mapped[dt.datetime | None]
    next_attempt_at: Mapped[dt.datetime]
    error: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]


class Reminder(Base):
    """Why an assignment stands in a digest: once per kind, assignment, person and day."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("kind", "assignment_id", "person_id", "slot_on"),)

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[ReminderKind] = mapped_column(choice(ReminderKind, "reminder_kind"))
    slot_on: Mapped[dt.date] = mapped_column(index=True)
    due_on: Mapped[dt.date | None]


class ReminderRule(Base):
    """When reminders of one kind of work fall, from a day on (see `ReminderPolicy`); former lines are kept.

    `before_due` holds the working days before the deadline, separated by commas; `source` is the paper, if any.
    """

    __tablename__ = "reminder_rule"
    __table_args__ = (UniqueConstraint("work", "valid_from"),)

    work: Mapped[WorkKind] = mapped_column(choice(WorkKind, "reminder_work"))
    valid_from: Mapped[dt.date]
    before_due: Mapped[str] = mapped_column(String(40))
    overdue: Mapped[int]
    head: Mapped[int]
    office: Mapped[int]
    leader: Mapped[int]
    not_accepted: Mapped[int]
    not_confirmed: Mapped[int]
    undecided: Mapped[int]
    repeat_every: Mapped[int]
    source: Mapped[str] = mapped_column(String(200), default="")
    changed_at: Mapped[dt.datetime]
    changed_by: Mapped[str] = mapped_column(String(120))


class Heartbeat(Base):
    """The scheduler says here that it is alive, what it did last, and what went wrong.

    `gap_from` and `gap_until` frame the last time during which it was silent over a whole working day.
    """

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    beat_at: Mapped[dt.datetime]
    holder: Mapped[str] = mapped_column(String(120), default="")
    last_result: Mapped[str] = mapped_column(String(400), default="")
    last_error: Mapped[str] = mapped_column(String(400), default="")
    last_error_at: Mapped[dt.datetime | None]
    gap_from: Mapped[dt.datetime | None]
    gap_until: Mapped[dt.datetime | None]
