"""Rows by the million into an empty database: plain values, indexes made afterwards, nothing waits for the disk."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from tracker.database.base import Base

Row = Mapping[str, Any]
INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT IN"
    " (SELECT conname FROM pg_constraint)",
}
UNCHECKED = {
    "sqlite": ("PRAGMA foreign_keys=OFF", "PRAGMA cache_size=-1000000"),
    "postgresql": ("SET session_replication_role = replica", "SET maintenance_work_mem = '512MB'"),
}
CHECKED = {
    "sqlite": ("PRAGMA foreign_keys=ON", "PRAGMA cache_size=-2000"),
    "postgresql": ("RESET session_replication_role", "RESET maintenance_work_mem"),
}
"""Our rows refer to one another as they should; looking every reference up would take longer than writing them."""


@contextmanager
def in_bulk(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Yield a connection for filling; the indexes that no constraint needs are made once it is full."""
    kind = engine.dialect.name
    with engine.connect() as connection:
        found = connection.exec_driver_sql(INDEXES[kind]).all()
        connection.rollback()
        for statement in UNCHECKED[kind]:
            _at_once(connection, statement)
        for name, _ in found:
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
        connection.commit()
        yield connection
        connection.commit()
        for _, statement in found:
            connection.exec_driver_sql(statement)
        if kind == "postgresql":
            for table in Base.metadata.sorted_tables:
                connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'),"
                    f' (SELECT coalesce(max(id), 1) FROM "{table.name}"))'
                )
        connection.commit()
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
        for statement in CHECKED[kind]:
            _at_once(connection, statement)


def _at_once(connection: sa.Connection, statement: str) -> None:
    """Say something outside of any transaction: a setting of the connection."""
    driver = connection.connection.dbapi_connection
    assert driver is not None  # it is open
    driver.cursor().execute(statement)
    driver.commit()


def insert(connection: sa.Connection, model: type[Base], rows: Iterable[Row]) -> None:
    """Write rows of a table; columns that a row does not name get their default."""
    table = model.__table__
    assert isinstance(table, sa.Table)
    columns = [column for column in table.columns if column.name != "id" or _has_id(rows)]
    names = ", ".join(f'"{column.name}"' for column in columns)
    writers = [(column.name, _default(column), _writer(column, connection)) for column in columns]
    values = ([write(row.get(name, default)) for name, default, write in writers] for row in rows)
    driver = connection.connection.dbapi_connection
    assert driver is not None  # it is open
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        driver.cursor().executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', values)  # type: ignore[arg-type]  # rows as they come
        return
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:  # type: ignore[attr-defined]  # psycopg
        for value in values:
            copy.write_row(value)


def _has_id(rows: Iterable[Row]) -> bool:
    assert isinstance(rows, Sequence)
    return bool(rows) and "id" in rows[0]


def _default(column: sa.Column[Any]) -> Any:
    """Return what a column holds when nobody says; those that the program computes must be said."""
    default = column.default
    return default.arg if isinstance(default, sa.ColumnDefault) and default.is_scalar else None


def _writer(column: sa.Column[Any], connection: sa.Connection) -> Callable[[Any], Any]:
    """Return how the database of a connection takes the values of a column."""
    on_sqlite = connection.dialect.name == "sqlite"
    match column.type:
        case sa.JSON():
            return lambda value: value if isinstance(value, str) else json.dumps(value)
        case sa.Enum():
            return lambda value: None if value is None else value.value
        case sa.Date() if on_sqlite:
            return lambda value: None if value is None else value.isoformat()
        case sa.types.TypeDecorator():
            return _instant_as_text if on_sqlite else _instant
        case _:
            return lambda value: value


def _instant(value: dt.datetime | None) -> dt.datetime | None:
    return None if value is None else value.astimezone(dt.UTC).replace(tzinfo=None)


def _instant_as_text(value: dt.datetime | None) -> str | None:
    if value is None:
        return None
    return value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
