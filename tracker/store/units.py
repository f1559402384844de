"""Questions about units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.models.document import Document
from tracker.models.unit import FormerUnitName, Unit, UnitLineage
from tracker.rules.text import tidy
from tracker.rules.unit_names import FormerNames, UnitKind
from tracker.store.reading import ask


def exists_on(day: dt.date) -> ColumnElement[bool]:
    """Return the WHERE that keeps units existing on a civil day."""
    return and_(Unit.valid_from <= day, or_(Unit.valid_to.is_(None), Unit.valid_to >= day))


def listed(session: Session) -> Sequence[Unit]:
    """Return all units, past ones too, in the order of the office."""
    return list(session.scalars(select(Unit).order_by(Unit.position, Unit.sort_key, Unit.id)))


def existing(session: Session, day: dt.date) -> Sequence[Unit]:
    """Return the units existing on a civil day, in the order of the office."""
    question = select(Unit).where(exists_on(day)).order_by(Unit.position, Unit.sort_key, Unit.id)
    return list(session.scalars(question))


def one(session: Session, unit_id: int) -> Unit:
    """Return a unit that is known to exist."""
    return session.get_one(Unit, unit_id)


def subtree(unit_id: int) -> Select[tuple[int]]:
    """Return the question for a unit and all units below it."""
    below = select(Unit.id).where(Unit.id == unit_id).cte("below", recursive=True)
    below = below.union(select(Unit.id).where(Unit.parent_id == below.c.id))
    return select(below.c.id)


def find(session: Session, unit_id: int) -> Unit | None:
    """Return the unit with a number somebody chose, if there is one."""
    return session.get(Unit, unit_id)


def by_code(session: Session, code: str) -> Unit | None:
    """Return the unit with a code."""
    return session.scalar(select(Unit).where(Unit.code == code))


def authority(session: Session) -> Unit | None:
    """Return the authority itself."""
    return session.scalar(select(Unit).where(Unit.kind == UnitKind.AUTHORITY).order_by(Unit.id).limit(1))


def name_on(day: dt.date) -> ColumnElement[str]:
    """Return the short name that a unit of the question had on a civil day."""
    former = (
        select(FormerUnitName.short_name)
        .where(FormerUnitName.unit_id == Unit.id, FormerUnitName.until_on >= day)
        .order_by(FormerUnitName.until_on)
        .limit(1)
        .correlate(Unit)
        .scalar_subquery()
    )
    return func.coalesce(former, Unit.short_name)


def names(session: Session, day: dt.date | None = None) -> dict[int, str]:
    """Return the short name of every unit by id, in the order of the office: as it is now, or was on a civil day."""
    name = Unit.short_name if day is None else name_on(day)
    question = select(Unit.id, name.label("name")).order_by(Unit.position, Unit.sort_key, Unit.id)
    return {row.id: row.name for row in ask(session, question)}


def former_names(session: Session) -> FormerNames:
    """Return the names that units no longer have."""
    question = select(FormerUnitName.unit_id, FormerUnitName.until_on, FormerUnitName.short_name)
    return FormerNames(tuple((row[0], row[1], row[2]) for row in session.execute(question)))


def named_like(session: Session, name: str, first_on: dt.date, last_on: dt.date | None) -> list[Unit]:
    """Return the units whose name reads like another and that exist on a day of a span."""
    key = tidy(name).casefold()
    exist = [
        unit
        for unit in listed(session)
        if (unit.valid_to is None or unit.valid_to >= first_on)
        and (last_on is None or unit.valid_from <= last_on)
    ]
    return [unit for unit in exist if tidy(unit.name).casefold() == key]


def parents(session: Session) -> dict[int, int]:
    """Return by unit the one above it; the uppermost have none."""
    question = select(Unit.id, Unit.parent_id).where(Unit.parent_id.is_not(None))
    return {row.id: row.parent_id for row in ask(session, question)}


def order(session: Session) -> dict[int, int]:
    """Return the place of every unit in the order of the office."""
    return {unit.id: place for place, unit in enumerate(listed(session))}


def papers_of(session: Session, lines: Sequence[UnitLineage]) -> dict[int, Document]:
    """Return by id the papers that lines of the lineage rest on."""
    wanted = {line.document_id for line in lines if line.document_id is not None}
    return {paper.id: paper for paper in session.scalars(select(Document).where(Document.id.in_(wanted)))}


def lineage(session: Session) -> Sequence[UnitLineage]:
    """Return how units became one another, oldest first."""
    return list(session.scalars(select(UnitLineage).order_by(UnitLineage.changed_on, UnitLineage.id)))
