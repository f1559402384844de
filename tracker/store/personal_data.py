"""Everything the database holds about one person, found by the tables' own references: no table is forgotten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, ForeignKey, LargeBinary, or_, select
from sqlalchemy.orm import Session

from tracker.models.base import Base
from tracker.models.person import Person, SignInTry

WITHHELD = frozenset(
    "password_hash token_hash code_hash secret hash prev_hash search_text sort_key content_html".split()
)
"""Columns that are no data about the person but what guards the account, or what the program derives."""
OWN = Person.__tablename__


def tables() -> Mapping[str, Sequence[Column[Any]]]:
    """Return the tables that name people, each with the columns that do."""
    naming = {
        table.name: [column for column in table.columns if _names_a_person(column)]
        for table in Base.metadata.sorted_tables
    }
    return {name: columns for name, columns in naming.items() if columns}


def held_about(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return all rows about a person by table, in the order they were made; values as JSON holds them."""
    found = {OWN: _rows(session, Person.__table__, Person.__table__.c.id == person.id)}
    for name, columns in tables().items():
        table = Base.metadata.tables[name]
        found[name] = _rows(session, table, or_(*(column == person.id for column in columns)))
    tries = SignInTry.__table__
    names = (person.login, f"link:{person.login}", f"code:{person.id}")
    found[SignInTry.__tablename__] = _rows(session, tries, tries.c.login.in_(names))
    return {name: rows for name, rows in found.items() if rows}


def _rows(session: Session, table: Any, condition: Any) -> list[dict[str, Any]]:
    shown = [
        column
        for column in table.columns
        if column.name not in WITHHELD and not isinstance(column.type, LargeBinary)
    ]
    rows = session.execute(select(*shown).where(condition).order_by(table.c.id))
    return [{column.name: _plain(value) for column, value in zip(shown, row, strict=True)} for row in rows]


def _names_a_person(column: Column[Any]) -> bool:
    return any(_target(key) == f"{OWN}.id" for key in column.foreign_keys)


def _target(key: ForeignKey) -> str:
    return str(key.target_fullname)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
