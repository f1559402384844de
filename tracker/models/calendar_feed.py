"""Addresses under which a calendar program reads the deadlines of a person or of a unit."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class CalendarFeed(Base):
    """One address somebody made: for the own work, or for a unit (`unit_id`).

    The token in the address is not kept, only its SHA-256. What the address shows is what its maker may read today;
    a revoked one answers as one that never was.
    """

    __tablename__ = "calendar_feed"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]
