"""Facts about this installation."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.installation import InstallationFact

ENVIRONMENT = "environment"
PLACE_NAME = "place_name"
SETUP_CODE = "setup_code_hash"
DEMO_PASSWORD = "demo_password"
DEMO_CASE = "demo_case"
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
