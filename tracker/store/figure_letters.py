"""Questions about figures that go out by mail."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.figure_letter import FigureLetter
from tracker.models.person import Person


def of_person(session: Session, person_id: int) -> Sequence[FigureLetter]:
    """Return what a person wants, oldest wish first."""
    question = select(FigureLetter).where(FigureLetter.person_id == person_id, FigureLetter.active)
    return list(session.scalars(question.order_by(FigureLetter.id)))


def active(session: Session) -> list[tuple[FigureLetter, Person]]:
    """Return every wish of people with an open account and an address."""
    question = (
        select(FigureLetter, Person)
        .join(Person, Person.id == FigureLetter.person_id)
        .where(FigureLetter.active, Person.active, Person.email.is_not(None), Person.email != "")
        .order_by(FigureLetter.id)
    )
    return [(row[0], row[1]) for row in session.execute(question)]


def one(session: Session, wish_id: int) -> FigureLetter | None:
    """Return one wish."""
    return session.get(FigureLetter, wish_id)
