"""Facts about this installation."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.installation import InstallationFact
from tracker.models.letter import Heartbeat
from tracker.store.heartbeats import SCHEDULER

ENVIRONMENT = "environment"
PLACE_NAME = "place_name"
SETUP_CODE = "setup_code_hash"
DEMO_PASSWORD = "demo_password"


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


def place_name(session: Session) -> str:
    """Return the name of the authority that uses this installation."""
    return fact(session, PLACE_NAME) or ""


def head_of_page(session: Session) -> tuple[str, dt.datetime | None]:
    """Return the authority's name and when the scheduler was last heard of, in one statement: every page asks."""
    name = select(InstallationFact.value).where(InstallationFact.name == PLACE_NAME).scalar_subquery()
    beat = select(Heartbeat.beat_at).where(Heartbeat.name == SCHEDULER).scalar_subquery()
    row = session.execute(select(name.label("place_name"), beat.label("beat_at"))).one()
    return row.place_name or "", row.beat_at
