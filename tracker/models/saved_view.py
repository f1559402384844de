"""Lists that somebody gave a name, and who keeps them on the first page."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, choice


class Audience(enum.StrEnum):
    """Who finds a saved view among theirs."""

    OWNER = "owner"
    UNIT = "unit"
    EVERYBODY = "everybody"


class SavedView(Base):
    """The conditions, columns and order of a list under a name. It holds no scope: each reader sees their own part."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("owner_id", "name"),
        CheckConstraint("(audience = 'unit') = (unit_id IS NOT NULL)", name="unit_when_for_a_unit"),
    )

    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(Text)
    audience: Mapped[Audience] = mapped_column(choice(Audience, "view_audience"), default=Audience.OWNER)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    created_at: Mapped[dt.datetime]


class ViewPin(Base):
    """A person keeps a saved view on the first page."""

    __tablename__ = "view_pin"
    __table_args__ = (UniqueConstraint("person_id", "view_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    view_id: Mapped[int] = mapped_column(ForeignKey("saved_view.id"), index=True)
