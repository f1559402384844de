"""How Alembic reaches the database of the application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from tracker.database.base import Base, UtcDateTime
from tracker.database.engine import ENGINE, db
from tracker.tasks.search import SEARCH_TABLE_PREFIX


def _written(kind: str, item: object, autogen_context: object) -> str | bool:
    """Write our own column type as the plain one it is stored in: a migration imports nothing of the program."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def _is_known(name: str | None, kind: str, parents: object) -> bool:
    """Leave out the tables and indexes of words, which migrations make by hand and no model describes."""
    return not (kind in ("table", "index") and (name or "").startswith(SEARCH_TABLE_PREFIX))


def run() -> None:
    """Run the migrations over one connection, tables altered by copy where the database cannot alter them."""
    engine = context.config.attributes.get(ENGINE) or db.engine  # a copy, when a backup is made or restored
    with engine.connect() as connection, _tables_may_be_copied(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=_written,
            include_name=_is_known,
            transactional_ddl=True,  # of SQLite too: a killed upgrade leaves the old schema, never one between
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


@contextmanager
def _tables_may_be_copied(connection: Connection) -> Iterator[None]:
    """Let SQLite replace a table that others refer to, and check all references afterwards."""
    driver = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        broken = driver.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"references broken by a migration: {broken[:5]}")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


run()
