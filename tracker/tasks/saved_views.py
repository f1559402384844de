"""Keeping a list under a name, showing it to others, keeping it on the first page.

Lists kept under a name.

Lists that somebody gave a name, and who keeps them on the first page.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, and_, delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.base import Base, enum_column_type
from tracker.database.unit_of_work import UnitOfWork
from tracker.office.models import Person


class ViewAudience(enum.StrEnum):
    """Who finds a saved view among theirs."""

    OWNER = "owner"
    UNIT = "unit"
    EVERYBODY = "everybody"


class SavedView(Base):
    """The conditions, columns and order of a list under a name. It holds no scope: each reader sees their own part."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("owner_id", "name"),
        CheckConstraint("(audience = 'unit') = (unit_id IS NOT NULL)", name="unit_when_for_a_unit"),
    )

    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(Text)
    audience: Mapped[ViewAudience] = mapped_column(
        enum_column_type(ViewAudience, "view_audience"), default=ViewAudience.OWNER
    )
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    created_at: Mapped[dt.datetime]


class ViewPin(Base):
    """A person keeps a saved view on the first page."""

    __tablename__ = "view_pin"
    __table_args__ = (UniqueConstraint("person_id", "view_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    view_id: Mapped[int] = mapped_column(ForeignKey("saved_view.id"), index=True)


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """A saved view as a reader finds it."""

    view: SavedView
    owner_name: str
    is_pinned: bool


def list_visible_views(session: Session, person_id: int, unit_ids: Collection[int]) -> Sequence[SavedViewRow]:
    """Return the saved views of a person and those shown to their units or to everybody, by name."""
    question = (
        select(SavedView, Person.name, ViewPin.id)
        .join(Person, Person.id == SavedView.owner_id)
        .outerjoin(ViewPin, and_(ViewPin.view_id == SavedView.id, ViewPin.person_id == person_id))
        .where(
            or_(
                SavedView.owner_id == person_id,
                SavedView.audience == ViewAudience.EVERYBODY,
                SavedView.unit_id.in_(sorted(unit_ids)),
            )
        )
        .order_by(SavedView.name, SavedView.id)
    )
    return [SavedViewRow(view, owner, pin is not None) for view, owner, pin in session.execute(question)]


def find_saved_view(session: Session, owner_id: int, name: str) -> SavedView | None:
    """Return the view that a person keeps under a name."""
    return session.scalar(select(SavedView).where(SavedView.owner_id == owner_id, SavedView.name == name))


def get_view_pin(session: Session, person_id: int, view_id: int) -> ViewPin | None:
    """Return the pin by which a person keeps a view on the first page."""
    return session.scalar(select(ViewPin).where(ViewPin.person_id == person_id, ViewPin.view_id == view_id))


def delete_view_pins(session: Session, view_id: int) -> None:
    """Take a view off everybody's first page."""
    session.execute(delete(ViewPin).where(ViewPin.view_id == view_id))


def list_own_views(work: UnitOfWork) -> Sequence[SavedViewRow]:
    """Return the views the actor keeps and those shown to them."""
    return list_visible_views(work.session, _person(work), work.actor.unit_ids)


def get_saved_view(work: UnitOfWork, view_id: int) -> SavedViewRow:
    """Return a view the actor may open; NOT_FOUND for another's own."""
    found = next((each for each in list_own_views(work) if each.view.id == view_id), None)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def save_view(work: UnitOfWork, name: str, query: str, audience: ViewAudience) -> SavedView:
    """Keep a list under a name; refuses NOTE_MISSING, and DUPLICATE for a name already used (field `name`)."""
    name = _free_name(work, name)
    units = sorted(work.actor.unit_ids)
    if audience is ViewAudience.UNIT and not units:
        raise Refusal(Reason.UNIT_UNKNOWN, field="audience", text="")
    view = SavedView(
        owner_id=_person(work),
        name=name,
        query=query,
        audience=audience,
        unit_id=units[0] if audience is ViewAudience.UNIT else None,
        created_at=work.now,
    )
    work.session.add(view)
    work.session.flush()
    return view


def rename_view(work: UnitOfWork, view_id: int, name: str) -> None:
    """Give one's own view another name."""
    view = _own(work, view_id)
    if normalise_text(name) != view.name:
        view.name = _free_name(work, name)


def delete_view(work: UnitOfWork, view_id: int) -> None:
    """Keep one's own view no longer; it leaves every first page."""
    view = _own(work, view_id)
    delete_view_pins(work.session, view.id)
    work.session.delete(view)


def pin_view(work: UnitOfWork, view_id: int) -> None:
    """Put a view on the actor's first page, or take it off."""
    view = get_saved_view(work, view_id).view
    known = get_view_pin(work.session, _person(work), view.id)
    if known is None:
        work.session.add(ViewPin(person_id=_person(work), view_id=view.id))
    else:
        work.session.delete(known)


def _own(work: UnitOfWork, view_id: int) -> SavedView:
    view = get_saved_view(work, view_id).view
    if view.owner_id != work.actor.user_id:
        raise Refusal(Reason.NOT_ALLOWED)
    return view


def _free_name(work: UnitOfWork, name: str) -> str:
    name = normalise_text(name)
    if not name:
        raise Refusal(Reason.NOTE_MISSING, field="name")
    if find_saved_view(work.session, _person(work), name) is not None:
        raise Refusal(Reason.DUPLICATE, field="name")
    return name


def _person(work: UnitOfWork) -> int:
    if work.actor.user_id is None:
        raise Refusal(Reason.NOT_ALLOWED)
    return work.actor.user_id
