"""The event log: what happened to assignments, appended and never changed; and what follows from it by days.

Who in the unit had a task open, from which day to which.

Notices: what somebody is told inside the program about a task.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    String,
    Subquery,
    Text,
    UniqueConstraint,
    and_,
    case,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database.base import Base, days_between, enum_column_type
from tracker.law.lifecycle import Action, AssignmentState
from tracker.law.permissions import Origin
from tracker.law.timing import TIMING_ORDER, UP_TO, Age, DayState, Timing
from tracker.tasks.selection import Basis

FAR_DAY = dt.date(9999, 12, 31)
FAR_INSTANT = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)


class TaskEvent(Base):
    """One event of an assignment. The database refuses to change or delete it.

    `effective_on`: the civil day from which it holds; `recorded_at`: the instant we learnt of it; `unit_id`: the
    unit that has the assignment from then on; `details`: what changed, old and new. `prev_hash` and `hash` chain
    all lines in the order of `id`, so that an altered or missing one shows.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("assignment_id", "sequence"),
        CheckConstraint("length(hash) = 64", name="hash_is_sha256"),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    sequence: Mapped[int]
    action: Mapped[Action] = mapped_column(enum_column_type(Action, "action", is_checked=False))
    state_before: Mapped[AssignmentState] = mapped_column(enum_column_type(AssignmentState, "state_before"))
    state_after: Mapped[AssignmentState] = mapped_column(enum_column_type(AssignmentState, "state_after"))
    effective_on: Mapped[dt.date]
    recorded_at: Mapped[dt.datetime] = mapped_column(index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    due_on: Mapped[dt.date | None]
    until_on: Mapped[dt.date | None]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor_name: Mapped[str] = mapped_column(String(120))
    acting_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(String(160), default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class StatusIntervalRow(Base):
    """What held for a lead assignment over some days, as it was known over some instants.

    Written only where events are appended, equal to the replay of the event log at every instant. Ends are
    exclusive; `FAR_DAY` and `FAR_INSTANT` mean no end. `task_id`, `origin` and `first_due_on`, the deadline first
    given, are copied so that counts read one table. `left_on` and `after_hour`: see `StatusInterval`.
    """

    __tablename__ = "status_interval"
    __table_args__ = (
        CheckConstraint("from_on < until_on", name="lasts_at_least_one_day"),
        CheckConstraint("(day_state = 'done') = (done_on IS NOT NULL)", name="done_on_when_done"),
        Index(
            "ix_status_interval_counted",
            "known_until",
            "origin",
            "until_on",
            "from_on",
            "unit_id",
            "task_id",
            "assignment_id",
            "day_state",
            "due_on",
            "judged_due_on",
            "done_on",
            "first_due_on",
            "left_on",
            "after_hour",
        ),
        Index(
            "ix_status_interval_of_unit",
            "unit_id",
            "known_until",
            "day_state",
            "due_on",
            "until_on",
            "from_on",
            "origin",
            "task_id",
            "assignment_id",
            "judged_due_on",
            "done_on",
            "first_due_on",
            "left_on",
            "after_hour",
        ),
        Index("ix_status_interval_assignment_known", "assignment_id", "known_until"),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    origin: Mapped[Origin] = mapped_column(enum_column_type(Origin, "interval_origin"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    from_on: Mapped[dt.date]
    until_on: Mapped[dt.date] = mapped_column(Date)
    known_from: Mapped[dt.datetime]
    known_until: Mapped[dt.datetime]
    day_state: Mapped[DayState] = mapped_column(enum_column_type(DayState, "day_state"))
    due_on: Mapped[dt.date | None]
    judged_due_on: Mapped[dt.date | None]
    done_on: Mapped[dt.date | None]
    first_due_on: Mapped[dt.date | None]
    left_on: Mapped[dt.date | None]
    after_hour: Mapped[bool] = mapped_column(default=False)


class RequestRecord(Base):
    """A form or message that was already carried out: asked again, it is answered and not repeated."""

    __tablename__ = "request_record"

    request: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    recorded_at: Mapped[dt.datetime]


class AssigneeInterval(Base):
    """A person had an assignment open from a civil day on, up to but not including another (`FAR_DAY`: to this day).

    `known_from` is the instant at which it was recorded, `known_until` the one at which its end was (`FAR_INSTANT`:
    not yet). Kept by the event log from the lines that entrust, so that past figures by person can be asked for.
    """

    __tablename__ = "assignee_interval"
    __table_args__ = (
        CheckConstraint("from_on <= until_on", name="ends_after_it_begins"),
        Index("ix_assignee_interval_of_assignment", "assignment_id", "until_on"),
        Index("ix_assignee_interval_of_person", "person_id", "until_on"),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_on: Mapped[dt.date]
    until_on: Mapped[dt.date]
    known_from: Mapped[dt.datetime]
    known_until: Mapped[dt.datetime]


class Notice(Base):
    """One person is told of one event, or of one comment; never twice.

    `is_mention`: the comment names this person.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "event_id"),
        UniqueConstraint("person_id", "comment_id"),
        CheckConstraint("(event_id IS NULL) <> (comment_id IS NULL)", name="of_one_thing"),
        Index(
            "ix_notice_unread",
            "person_id",
            "id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    is_mention: Mapped[bool] = mapped_column(default=False)
    notified_at: Mapped[dt.datetime]
    read_at: Mapped[dt.datetime | None]


PAST = (TIMING_ORDER[Timing.OPEN_OVERDUE], TIMING_ORDER[Timing.DONE_LATE])
"""The timings of what is or was finished past its deadline."""


def lateness_group(rows: Subquery, as_of: dt.date) -> ColumnElement[str | None]:
    """Return how late something is or was, in the groups of `Age`; NULL when it is not late."""
    timing, due_on = rows.c.timing_order, rows.c.due_on
    late_by = days_between(rows.c.judged_due_on, rows.c.done_on)
    overdue = timing == TIMING_ORDER[Timing.OPEN_OVERDUE]
    late = timing == TIMING_ORDER[Timing.DONE_LATE]
    return case(
        *((and_(overdue, due_on >= as_of - dt.timedelta(days=last)), group.value) for last, group in UP_TO),
        *((and_(late, late_by <= last), group.value) for last, group in UP_TO),
        (timing.in_(PAST), Age.LONGER.value),
    )


def judging_deadlines(basis: Basis) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return the deadline in force and the one that judges a completion, or twice the one first given.

    What had no deadline on the day asked about has none, whatever was set later.
    """
    row = StatusIntervalRow
    if basis is Basis.IN_FORCE:
        return row.due_on.expression, row.judged_due_on.expression
    first = row.first_due_on
    return case((row.due_on.is_not(None), first)), case((row.judged_due_on.is_not(None), first))
