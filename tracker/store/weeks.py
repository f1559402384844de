"""Open work by unit and deadline, for the matrix of units and weeks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.rules.selecting import Selection
from tracker.store.counting import counted


@dataclass(frozen=True, slots=True)
class DueDay:
    """How many open shares of a unit fall due on a civil day."""

    unit_id: int
    due_on: dt.date
    number: int


def due_days(session: Session, selection: Selection) -> list[DueDay]:
    """Return the shares of a selection by unit and deadline."""
    rows = counted(selection)
    question = (
        select(rows.c.unit_id, rows.c.due_on, func.count().label("number"))
        .where(rows.c.due_on.is_not(None))
        .group_by(rows.c.unit_id, rows.c.due_on)
        .order_by(rows.c.unit_id, rows.c.due_on)
    )
    return [DueDay(row.unit_id, row.due_on, row.number) for row in session.execute(question)]
