"""What people like."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tracker.models.preference import Preference
from tracker.store.reading import ask

_LIKED = select(Preference.name, Preference.value).where(Preference.person_id == bindparam("person"))


def of(session: Session, person_id: int | None) -> dict[str, str]:
    """Return what a person chose, by name."""
    if person_id is None:
        return {}
    return {row.name: row.value for row in ask(session, _LIKED, {"person": person_id})}


def one(session: Session, person_id: int, name: str) -> Preference | None:
    """Return one choice of a person."""
    return session.scalar(
        select(Preference).where(Preference.person_id == person_id, Preference.name == name)
    )
