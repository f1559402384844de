"""Figures of a period as they were frozen: what was counted, from which events, by whom.

Figures that somebody wants by mail: which, how often, from which hour.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database.base import Base, enum_column_type
from tracker.law.periods import Rhythm
from tracker.law.permissions import Origin
from tracker.law.timing import DayState, Timing
from tracker.tasks.cuts import Cut


class FigureSubscription(Base):
    """A wish to get figures by mail in a rhythm, from an hour of the working day on.

    `since_january`: of the calendar year up to the day, else everything up to it. `last_slot_on` is the day of the last
    one that was written; `last_error` says why the last try failed, and is empty once one succeeded.
    """

    __tablename__ = "figure_subscription"
    __table_args__ = (CheckConstraint("hour >= 7 AND hour <= 17", name="hour_is_of_the_working_day"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    cut: Mapped[Cut] = mapped_column(enum_column_type(Cut, "figure_cut", is_checked=False))
    since_january: Mapped[bool]
    rhythm: Mapped[Rhythm] = mapped_column(enum_column_type(Rhythm, "rhythm"))
    hour: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)
    last_slot_on: Mapped[dt.date | None]
    last_error: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[dt.datetime]


class FrozenPeriod(Base):
    """The figures of a period as frozen by somebody. The database refuses to change or delete them.

    `period` is the name of a period («2021-Q3») or of any window of days («20210101-20211110»).

    `number` runs within the year of `as_of`; `known_at` is the instant up to which the event log was read,
    `last_event_id` and `event_head_hash` its last line. `figures` and `policies` hold what was counted and by which
    rules; `members_hash` seals the list of members. `supersedes_id` is the freeze of the same period that this one
    replaces, for `reason`.
    """

    __tablename__ = "frozen_period"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        CheckConstraint("(supersedes_id IS NULL) = (reason = '')", name="superseding_has_its_reason"),
        CheckConstraint("first_on <= as_of", name="ends_after_it_begins"),
    )

    year: Mapped[int]
    number: Mapped[int]
    period: Mapped[str] = mapped_column(String(20), index=True)
    first_on: Mapped[dt.date]
    as_of: Mapped[dt.date]
    known_at: Mapped[dt.datetime]
    figures: Mapped[dict[str, Any]]
    policies: Mapped[dict[str, Any]]
    event_count: Mapped[int]
    last_event_id: Mapped[int]
    event_head_hash: Mapped[str] = mapped_column(String(64))
    members: Mapped[int]
    members_hash: Mapped[str] = mapped_column(String(64))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    author_name: Mapped[str] = mapped_column(String(120))
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("frozen_period.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text, default="")


class FrozenMember(Base):
    """One assignment in its timing, as it was frozen."""

    __tablename__ = "frozen_member"
    __table_args__ = (UniqueConstraint("frozen_id", "assignment_id"),)

    frozen_id: Mapped[int] = mapped_column(ForeignKey("frozen_period.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    origin: Mapped[Origin] = mapped_column(enum_column_type(Origin, "frozen_origin"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    timing: Mapped[Timing] = mapped_column(enum_column_type(Timing, "frozen_timing"))
    day_state: Mapped[DayState] = mapped_column(enum_column_type(DayState, "frozen_day_state"))
    due_on: Mapped[dt.date | None]
    judged_due_on: Mapped[dt.date | None]
    done_on: Mapped[dt.date | None]
    carried: Mapped[bool]


class FreezeRequest(Base):
    """Somebody asks that figures frozen before be frozen again; a second person approves or puts it aside.

    `frozen_id` is the freeze that came of it; a request that was settled without one was put aside.
    """

    __tablename__ = "freeze_request"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="has_its_reason"),
        CheckConstraint("frozen_id IS NULL OR settled_at IS NOT NULL", name="settled_when_frozen"),
    )

    period: Mapped[str] = mapped_column(String(20))
    as_of: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[dt.datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_by: Mapped[str] = mapped_column(String(120))
    settled_at: Mapped[dt.datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    frozen_id: Mapped[int | None] = mapped_column(ForeignKey("frozen_period.id"))
