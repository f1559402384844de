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
from tests.support.paid_once import TEMPLATES
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
    app = create_app(Settings.from_env(environ).as_mapping() | {"TESTING": True} | settings)
    app.jinja_env.bytecode_cache = TEMPLATES
    return app


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
    """Yield a PostgreSQL database with no rows in it; its sequences start at 1 again.

    Few tables hold rows after a test, and TRUNCATE makes new files for each of seventy: it took the server longer
    than most tests. Triggers would forbid the deletion, so the session says that it repeats another's changes.
    """
    engine = sa.create_engine(address, poolclass=sa.pool.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        names = [f'"{table.name}"' for table in Base.metadata.sorted_tables]
        asked = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names)
        full = connection.exec_driver_sql(" UNION ALL ".join(asked)).scalars().all()
        used = connection.exec_driver_sql(_USED_SEQUENCES).scalars().all()
        for statement in [f"DELETE FROM {name}" for name in full] + [f"ALTER SEQUENCE {name} RESTART" for name in used]:
            connection.exec_driver_sql(statement)
    yield address


_USED_SEQUENCES = "SELECT quote_ident(sequencename) FROM pg_sequences WHERE last_value IS NOT NULL"
