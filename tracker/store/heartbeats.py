"""The heartbeat of the scheduler, and how full its outbox is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models.letter import Heartbeat, Letter
from tracker.rules.outbox import LetterState
from tracker.store.reminders import WAITING

SCHEDULER = "scheduler"
BACKUP = "backup"
"""The row that says when the last nightly backup was made, or what kept it from being made."""

OFTEN = "backup_often"
"""The same of those made every some minutes."""


def heartbeat(session: Session, name: str = SCHEDULER) -> Heartbeat | None:
    """Return the last heartbeat of a process, None when it never ran."""
    return session.scalar(select(Heartbeat).where(Heartbeat.name == name))


def letter_counts(session: Session) -> Mapping[LetterState, int]:
    """Return how many letters stand in each state."""
    rows = session.execute(select(Letter.state, func.count().label("n")).group_by(Letter.state))
    return {row.state: row.n for row in rows}


def oldest_unsent(session: Session) -> dt.datetime | None:
    """Return since when the oldest letter waits to be sent."""
    return session.scalar(
        select(func.min(Letter.created_at)).where(Letter.state.in_((*WAITING, LetterState.SENDING)))
    )


def last_faults(session: Session, limit: int) -> list[Letter]:
    """Return the newest letters that were refused or given up, newest first."""
    question = (
        select(Letter)
        .where(Letter.error != "", Letter.state.in_((LetterState.RETRY, LetterState.DEAD)))
        .order_by(Letter.id.desc())
        .limit(limit)
    )
    return list(session.scalars(question))
