"""Figures that somebody wants by mail: which, how often, from which hour."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, choice
from tracker.rules.rhythms import Rhythm
from tracker.rules.selecting import Cut


class FigureLetter(Base):
    """A wish to get figures by mail in a rhythm, from an hour of the working day on.

    `since_january`: of the calendar year up to the day, else everything up to it. `last_slot_on` is the day of the last
    one that was written; `last_error` says why the last try failed, and is empty once one succeeded.
    """

    __tablename__ = "figure_letter"
    __table_args__ = (CheckConstraint("hour >= 7 AND hour <= 17", name="hour_is_of_the_working_day"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    cut: Mapped[Cut] = mapped_column(choice(Cut, "figure_cut"))
    since_january: Mapped[bool]
    rhythm: Mapped[Rhythm] = mapped_column(choice(Rhythm, "rhythm"))
    hour: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)
    last_slot_on: Mapped[dt.date | None]
    last_error: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[dt.datetime]
