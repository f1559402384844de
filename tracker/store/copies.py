"""Whole databases, table by table: copied from one kind to another, counted and summed up in a digest.

Tables are read as the database describes them and not as the models do, so that a copy of an older schema can be
read too. The tables of words are left out: they follow from the others.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tracker.store import words

AT_ONCE = 2000
"""Rows carried in one go."""


@dataclass(frozen=True, slots=True)
class TableSum:
    """How many rows a table has, and the SHA-256 of them all in their order."""

    rows: int
    sha256: str


def table_names(connection: sa.Connection) -> list[str]:
    """Return the tables there are, in a fixed order."""
    return sorted(
        name for name in sa.inspect(connection).get_table_names() if not name.startswith(words.PREFIX)
    )


def is_empty(connection: sa.Connection) -> bool:
    """Tell whether no table holds a row."""
    return not any(_holds_a_row(connection, name) for name in table_names(connection))


def sums(connection: sa.Connection) -> Mapping[str, TableSum]:
    """Return count and digest of every table; equal on both kinds of database for equal rows."""
    return {name: _sum(connection, name) for name in table_names(connection)}


def carry(source: sa.Connection, target: sa.Connection) -> None:
    """Copy every row of `source` into a database of the same schema; what the schema brought along gives way.

    The caller commits. References are checked at the end, for rows may refer to later ones.
    """
    late = _references_late(target)
    names = table_names(source)
    for name in names:
        if _holds_a_row(target, name):
            target.execute(sa.delete(_table(target, name)))
    for name in names:
        fresh = _table(target, name)
        for part in _rows(source, name).partitions(AT_ONCE):
            target.execute(sa.insert(fresh), [dict(row._mapping) for row in part])
    for statement in late:
        target.exec_driver_sql(statement)
    if target.dialect.name == "sqlite":
        words.fill(target)
    else:
        _numbers_go_on(target, names)


def _references_late(target: sa.Connection) -> list[str]:
    """Let PostgreSQL look at references at the end; return how they are looked at and made strict again."""
    if target.dialect.name != "postgresql":
        return []  # SQLite was opened without looking at them; the caller checks them all
    inspector = sa.inspect(target)
    found = [
        (name, key["name"])
        for name in inspector.get_table_names()
        for key in inspector.get_foreign_keys(name)
    ]
    for table, key in found:
        target.exec_driver_sql(
            f'ALTER TABLE "{table}" ALTER CONSTRAINT "{key}" DEFERRABLE INITIALLY DEFERRED'
        )
    strict = [f'ALTER TABLE "{table}" ALTER CONSTRAINT "{key}" NOT DEFERRABLE' for table, key in found]
    return ["SET CONSTRAINTS ALL IMMEDIATE", *strict]


def _numbers_go_on(target: sa.Connection, names: list[str]) -> None:
    """Let the numbers PostgreSQL gives to new rows go on behind those that came."""
    for name in names:
        if "id" in _table(target, name).c:
            target.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), max(id)) FROM \"{name}\" HAVING max(id) > 0"
            )


def _table(connection: sa.Connection, name: str) -> sa.TableClause:
    columns = sa.inspect(connection).get_columns(name)
    return sa.table(name, *(sa.column(column["name"], column["type"]) for column in columns))


def _holds_a_row(connection: sa.Connection, name: str) -> bool:
    table = sa.table(name)
    return connection.scalar(sa.select(sa.literal(1)).select_from(table).limit(1)) is not None


def _rows(connection: sa.Connection, name: str) -> sa.CursorResult[Any]:
    table = _table(connection, name)
    order = [table.c.id] if "id" in table.c else sorted(table.c, key=lambda column: column.name)
    question = sa.select(*sorted(table.c, key=lambda column: column.name)).order_by(*order)
    return connection.execute(question.execution_options(yield_per=AT_ONCE))


def _sum(connection: sa.Connection, name: str) -> TableSum:
    digest, count = hashlib.sha256(), 0
    for line in _lines(connection, name):
        digest.update(line)
        count += 1
    return TableSum(count, digest.hexdigest())


def _lines(connection: sa.Connection, name: str) -> Iterator[bytes]:
    for row in _rows(connection, name):
        yield json.dumps(list(row), ensure_ascii=False, sort_keys=True, default=_plain).encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"cannot sum up {type(value).__name__}")
