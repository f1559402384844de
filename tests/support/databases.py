"""Databases for the tests: the same tables on SQLite and on PostgreSQL, empty before every test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL

import tracker.models  # noqa: F401 - registers every table on Base.metadata
from tracker.models.base import Base

ENGINES = ("sqlite", "postgresql")


def create_tables(address: URL) -> None:
    """Create every table of the house in the database at `address`."""
    engine = sa.create_engine(address, poolclass=sa.pool.NullPool)
    Base.metadata.create_all(engine)
    engine.dispose()


def sqlite_address(path: Path) -> URL:
    """Return the address of the SQLite file at `path`."""
    return URL.create("sqlite", database=str(path))


@contextmanager
def fresh_copy(template: Path, path: Path) -> Iterator[URL]:
    """Yield the address of a copy of an SQLite file that holds the tables and no rows."""
    shutil.copyfile(template, path)
    yield sqlite_address(path)


@contextmanager
def emptied(address: URL) -> Iterator[URL]:
    """Yield a PostgreSQL database with no rows in it; its sequences start at 1 again."""
    tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    if tables:
        engine = sa.create_engine(address, poolclass=sa.pool.NullPool)
        with engine.begin() as connection:
            connection.exec_driver_sql(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    yield address
