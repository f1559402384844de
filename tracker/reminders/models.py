"""Tables of reminders: each reminder sent or to be sent, the rules chosen, and the heartbeat of the scheduler."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database.base import Base, enum_column_type
from tracker.reminders.rules import ReminderKind, WorkKind


class Reminder(Base):
    """Why an assignment stands in a digest: once per kind, assignment, person and day."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("kind", "assignment_id", "person_id", "slot_on"),)

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[ReminderKind] = mapped_column(enum_column_type(ReminderKind, "reminder_kind"))
    slot_on: Mapped[dt.date] = mapped_column(index=True)
    due_on: Mapped[dt.date | None]


class ReminderRule(Base):
    """When reminders of one kind of work fall, from a day on (see `ReminderPolicy`); former lines are kept.

    `before_due` holds the working days before the deadline, separated by commas; `source` is the paper, if any.
    """

    __tablename__ = "reminder_rule"
    __table_args__ = (UniqueConstraint("work", "valid_from"),)

    work: Mapped[WorkKind] = mapped_column(enum_column_type(WorkKind, "reminder_work"))
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
