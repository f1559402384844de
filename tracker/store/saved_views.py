"""Lists kept under a name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from tracker.models.person import Person
from tracker.models.saved_view import Audience, SavedView, ViewPin


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved view as a reader finds it."""

    view: SavedView
    owner_name: str
    is_pinned: bool


def open_to(session: Session, person_id: int, unit_ids: Collection[int]) -> Sequence[Kept]:
    """Return the saved views of a person and those shown to their units or to everybody, by name."""
    question = (
        select(SavedView, Person.name, ViewPin.id)
        .join(Person, Person.id == SavedView.owner_id)
        .outerjoin(ViewPin, and_(ViewPin.view_id == SavedView.id, ViewPin.person_id == person_id))
        .where(
            or_(
                SavedView.owner_id == person_id,
                SavedView.audience == Audience.EVERYBODY,
                SavedView.unit_id.in_(sorted(unit_ids)),
            )
        )
        .order_by(SavedView.name, SavedView.id)
    )
    return [Kept(view, owner, pin is not None) for view, owner, pin in session.execute(question)]


def named(session: Session, owner_id: int, name: str) -> SavedView | None:
    """Return the view that a person keeps under a name."""
    return session.scalar(select(SavedView).where(SavedView.owner_id == owner_id, SavedView.name == name))


def pin(session: Session, person_id: int, view_id: int) -> ViewPin | None:
    """Return the pin by which a person keeps a view on the first page."""
    return session.scalar(select(ViewPin).where(ViewPin.person_id == person_id, ViewPin.view_id == view_id))


def unpin_all(session: Session, view_id: int) -> None:
    """Take a view off everybody's first page."""
    session.execute(delete(ViewPin).where(ViewPin.view_id == view_id))
