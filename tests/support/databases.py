"""Databases for the tests: the same tables on SQLite and on PostgreSQL, empty before every test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.engine import URL

from config import Settings
from tracker import PROJECT_ROOT, create_app
from tracker.database.base import Base
from tracker.database.engine import db

ENGINES = ("sqlite", "postgresql")


def create_tables(address: URL) -> None:
    """Bring the database at `address` to the newest schema, by the migrations an office would run."""
    app = an_app(address)
    with app.app_context():
        upgrade(directory=str(PROJECT_ROOT / "migrations"))
        db.engine.dispose()


def an_app(address: URL, **settings: object) -> Flask:
    """Return the application over the database at `address`."""
    environ = {
        "TRACKER_ENV": "development",
        "TRACKER_SECRET_KEY": "0123456789abcdef" * 4,
        "TRACKER_DATABASE_URL": address.render_as_string(hide_password=False),
    }
    return create_app(Settings.from_env(environ).as_mapping() | {"TESTING": True} | settings)


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
