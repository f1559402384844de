"""Days on which the working calendar differs from Monday to Friday."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, choice
from tracker.rules.calendar import DayKind


class CalendarDay(Base):
    """A holiday, a day in lieu, a swapped day off or a working Saturday, with the paper that made it so.

    A year without any row is a year without calendar: working days in it are refused, never assumed.
    """

    __tablename__ = "calendar_day"

    day: Mapped[dt.date] = mapped_column(unique=True)
    kind: Mapped[DayKind] = mapped_column(choice(DayKind, "day_kind"))
    name: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(200))
