"""Questions about frozen periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from tracker.models.event import Event
from tracker.models.frozen import FreezeRequest, FrozenPeriod


def listed(session: Session) -> Sequence[FrozenPeriod]:
    """Return every freeze, newest first."""
    return list(session.scalars(select(FrozenPeriod).order_by(FrozenPeriod.id.desc())))


def find(session: Session, frozen_id: int) -> FrozenPeriod | None:
    """Return the freeze of a number somebody chose, if there is one."""
    return session.get(FrozenPeriod, frozen_id)


def in_force(session: Session, period: str) -> FrozenPeriod | None:
    """Return the freeze of a period that no later one supersedes."""
    later = aliased(FrozenPeriod)
    superseded = select(later.id).where(later.supersedes_id == FrozenPeriod.id).exists()
    return session.scalar(select(FrozenPeriod).where(FrozenPeriod.period == period, ~superseded))


def next_number(session: Session, year: int) -> int:
    """Return the number that the next freeze of a year gets."""
    last = session.scalar(select(func.max(FrozenPeriod.number)).where(FrozenPeriod.year == year))
    return (last or 0) + 1


def successor(session: Session, frozen_id: int) -> FrozenPeriod | None:
    """Return the freeze that supersedes one."""
    return session.scalar(select(FrozenPeriod).where(FrozenPeriod.supersedes_id == frozen_id))


def requests(session: Session) -> Sequence[FreezeRequest]:
    """Return what is asked to be frozen again and not settled, oldest first."""
    question = select(FreezeRequest).where(FreezeRequest.settled_at.is_(None)).order_by(FreezeRequest.id)
    return list(session.scalars(question))


def request(session: Session, request_id: int) -> FreezeRequest | None:
    """Return a request, locked: it is settled once."""
    return session.get(FreezeRequest, request_id, with_for_update=True)


def last_line(session: Session) -> tuple[int, dt.datetime | None]:
    """Return the id of the last line of the diary and the latest instant of any line."""
    row = session.execute(select(func.max(Event.id), func.max(Event.recorded_at))).one()
    return row[0] or 0, row[1]


def last_line_at(session: Session, instant: dt.datetime) -> int:
    """Return the id of the last line that had been recorded at an instant, 0 when there was none."""
    return session.scalar(select(func.max(Event.id)).where(Event.recorded_at <= instant)) or 0
