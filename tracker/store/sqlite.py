"""SQLite made safe: real transactions, full sync, foreign keys, and a journal mode its version can be trusted with."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

from tracker.transaction import SQLITE_BEGIN

BUSY_MILLISECONDS = 14_000
"""Whoever waits longer is told so (503), within the 16 seconds that were promised."""


def prepare(engine: Engine) -> None:
    """Set up every connection of an engine; does nothing for other databases."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


@contextmanager
def in_haste(engine: Engine) -> Iterator[None]:
    """Let an SQLite engine skip waiting for the disk, for data that can simply be loaded again."""
    if engine.dialect.name != "sqlite":
        yield
        return
    engine.dispose()
    event.listen(engine, "connect", _hurry)
    try:
        yield
    finally:
        event.remove(engine, "connect", _hurry)
        engine.dispose()


@contextmanager
def unchecked(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that does not look at references and is kept when the block ends well: filling a copy."""
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None  # just connected
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def journal_mode(version: tuple[int, ...]) -> str:
    """Return WAL only for library versions that hold the fix for its checkpoint race, DELETE for all others."""
    fixed = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    return "WAL" if fixed else "DELETE"


def _on_connect(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver would say it too late
    cursor = connection.cursor()
    for name, value in (
        ("busy_timeout", BUSY_MILLISECONDS),
        ("journal_mode", journal_mode(sqlite3.sqlite_version_info)),
        ("synchronous", "FULL"),
        ("foreign_keys", "ON"),
        ("recursive_triggers", "ON"),
        ("trusted_schema", "OFF"),
    ):
        cursor.execute(f"PRAGMA {name}={value}")
    cursor.close()


def _hurry(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA journal_mode=MEMORY")


def _on_begin(connection: Connection) -> None:
    how = connection.get_execution_options().get(SQLITE_BEGIN, "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {how}")
