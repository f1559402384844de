"""Who in the unit had a task in hand, from which day to which."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class Holding(Base):
    """A person had an assignment in hand from a civil day on, up to but not including another (`FAR_DAY`: to this day).

    `known_from` is the instant at which it was recorded, `known_until` the one at which its end was (`FAR_INSTANT`:
    not yet). Kept by the one door from the lines that entrust, so that past figures by person can be asked for.
    """

    __tablename__ = "holding"
    __table_args__ = (
        CheckConstraint("from_on <= until_on", name="ends_after_it_begins"),
        Index("ix_holding_of_assignment", "assignment_id", "until_on"),
        Index("ix_holding_of_person", "person_id", "until_on"),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_on: Mapped[dt.date]
    until_on: Mapped[dt.date]
    known_from: Mapped[dt.datetime]
    known_until: Mapped[dt.datetime]
