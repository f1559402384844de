"""Inspections of administrative reform: rounds by a decision or by surprise, and what they found."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, choice
from tracker.models.unit import Unit


class InspectionKind(enum.StrEnum):
    """Announced in a plan, or without notice."""

    PLANNED = "planned"
    SURPRISE = "surprise"


class Inspection(Base):
    """One unit inspected in one round. `decision` is the paper that orders it, `conclusion` the one that ends it.

    Planned and not yet held, held on a day, or cancelled on a day with its reason (K02): never two of these.
    """

    __tablename__ = "inspection"
    __table_args__ = (
        UniqueConstraint("unit_id", "decision", "planned_on"),
        CheckConstraint("held_on IS NULL OR cancelled_on IS NULL", name="held_or_cancelled"),
        CheckConstraint("(cancelled_on IS NULL) = (cancel_reason = '')", name="cancelled_with_its_reason"),
        CheckConstraint("kind = 'planned' OR held_on IS NOT NULL", name="surprise_is_held"),
    )

    kind: Mapped[InspectionKind] = mapped_column(choice(InspectionKind, "inspection_kind"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    decision: Mapped[str] = mapped_column(String(160), default="")
    planned_on: Mapped[dt.date | None]
    held_on: Mapped[dt.date | None] = mapped_column(index=True)
    conclusion: Mapped[str] = mapped_column(String(160), default="")
    cancelled_on: Mapped[dt.date | None]
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[dt.datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}


class InspectionFinding(Base):
    """A problem found. It is settled on the day its follow-up task is done, or on `settled_on` by a paper."""

    __tablename__ = "inspection_finding"
    __table_args__ = (
        CheckConstraint("task_id IS NULL OR settled_on IS NULL", name="settled_by_task_or_by_paper"),
        CheckConstraint("(settled_on IS NULL) = (settled_by = '')", name="settled_by_a_paper"),
    )

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), index=True)
    content: Mapped[str] = mapped_column(Text)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    settled_on: Mapped[dt.date | None]
    settled_by: Mapped[str] = mapped_column(String(160), default="")
    created_at: Mapped[dt.datetime]
