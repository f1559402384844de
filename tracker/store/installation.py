"""Facts about this installation."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from tracker.models.installation import InstallationFact
from tracker.models.letter import Heartbeat
from tracker.store.heartbeats import SCHEDULER
from tracker.store.reading import ask

ENVIRONMENT = "environment"
PLACE_NAME = "place_name"
SETUP_CODE = "setup_code_hash"
DEMO_PASSWORD = "demo_password"
DEMO_CASE = "demo_case"
SECOND_APPROVER = "second_approver_since"
"""When the installation had two people for the first time who may approve changes of accounts, an ISO instant."""
ABOVE = "level_above"
"""The kind of authority above this one; none means a province."""


def fact(session: Session, name: str) -> str | None:
    """Return a named fact, None when it was never set."""
    return session.scalar(select(InstallationFact.value).where(InstallationFact.name == name))


def set_fact(session: Session, name: str, value: str) -> None:
    """Set a named fact."""
    found = session.scalar(select(InstallationFact).where(InstallationFact.name == name))
    if found is None:
        session.add(InstallationFact(name=name, value=value))
    else:
        found.value = value


def facts(session: Session) -> dict[str, str]:
    """Return every fact by its name."""
    rows = session.execute(select(InstallationFact.name, InstallationFact.value))
    return {row.name: row.value for row in rows}


def place_name(session: Session) -> str:
    """Return the name of the authority that uses this installation."""
    return fact(session, PLACE_NAME) or ""


class HeadOfPage(NamedTuple):
    """What the head of every page says: the authority's name, the kind of the one above, the scheduler's beat."""

    place_name: str
    level_above: str | None
    beat_at: dt.datetime | None
    unread: int


def head_of_page(
    session: Session, unread: Select[int] | None = None, *, reader: int | None = None
) -> HeadOfPage:
    """Return what the head of every page says, in one statement; `unread` counts what `reader` has not read."""
    row = ask(session, _head(unread), {"reader": reader} if unread is not None else {}).one()
    return HeadOfPage(row.place or "", row.above, row.beat_at, row.unread or 0)


@lru_cache(maxsize=256)
def _head(unread: Select[int] | None) -> Select[Any]:
    name = select(InstallationFact.value).where(InstallationFact.name == PLACE_NAME).scalar_subquery()
    above = select(InstallationFact.value).where(InstallationFact.name == ABOVE).scalar_subquery()
    beat = select(Heartbeat.beat_at).where(Heartbeat.name == SCHEDULER).scalar_subquery()
    count = literal(0) if unread is None else unread.scalar_subquery()
    return select(name.label("place"), above.label("above"), beat.label("beat_at"), count.label("unread"))
