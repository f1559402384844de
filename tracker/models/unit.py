"""Units of the authority and how they came from one another."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, choice
from tracker.rules.unit_names import UnitKind, UnitLevel


class LineageKind(enum.StrEnum):
    """How one unit became another, or ended; OPENED and RENAMED lead from a unit to itself."""

    OPENED = "opened"
    MOVED = "moved"
    MERGED = "merged"
    SPLIT = "split"
    DISSOLVED = "dissolved"
    RENAMED = "renamed"


class Unit(Base):
    """An agency, department, service unit, ward or commune, with the days between which it exists.

    `aliases` are other spellings found in papers; `sort_key` orders names as Vietnamese does. A unit is never
    deleted: it ends on `valid_to`, and `UnitLineage` says what follows it.
    """

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_it_begins"),
    )

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[UnitKind] = mapped_column(choice(UnitKind, "unit_kind"))
    level: Mapped[UnitLevel] = mapped_column(choice(UnitLevel, "unit_level"), default=UnitLevel.DISTRICT)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    aliases: Mapped[list[Any]] = mapped_column(default=list)
    search_text: Mapped[str] = mapped_column(String(600))
    sort_key: Mapped[str] = mapped_column(String(400))
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class FormerUnitName(Base):
    """A name that a unit had up to a civil day, by a decision; what happened until then goes on bearing it (K05)."""

    __tablename__ = "former_unit_name"
    __table_args__ = (UniqueConstraint("unit_id", "until_on"),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(80))
    until_on: Mapped[dt.date]


class UnitLineage(Base):
    """On a day, by a document, one unit went over into another (or out of the authority).

    `to_name` is what follows in words: the successor's name of that day, the new name, or the body outside.
    """

    __tablename__ = "unit_lineage"
    __table_args__ = (UniqueConstraint("from_unit_id", "to_unit_id", "changed_on"),)

    from_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    to_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    to_name: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[LineageKind] = mapped_column(choice(LineageKind, "lineage_kind"))
    changed_on: Mapped[dt.date]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
