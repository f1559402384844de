"""The database looked at as a machine: which kind, which version, which schema."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.orm import Session

_COUNTER = 24
"""Where the change counter stands in the head of an SQLite file (its file format, 1.3.7)."""

_SNAPSHOT = sa.text("SELECT CAST(pg_current_snapshot() AS text)")


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """Kind and version of the database; `journal_mode` for SQLite alone."""

    kind: str
    version: str
    journal_mode: str = ""


def database_facts(session: Session) -> DatabaseFacts:
    """Return what database answers."""
    kind = session.get_bind().dialect.name
    if kind == "sqlite":
        version = session.scalar(sa.select(sa.func.sqlite_version())) or ""
        return DatabaseFacts("SQLite", version, str(session.scalar(sa.text("PRAGMA journal_mode")) or ""))
    return DatabaseFacts("PostgreSQL", str(session.scalar(sa.text("SHOW server_version")) or ""))


def change_mark(session: Session) -> str | None:
    """Return a mark that is the same only while what can be read is the same; None where there is none.

    PostgreSQL: the snapshot, which says whose work is seen. SQLite: the counter in the head of its file, which every
    commit moves on; not in WAL mode, where commits go elsewhere first.
    """
    bind = session.get_bind()
    if bind.dialect.name == "postgresql":
        return str(session.connection().execute(_SNAPSHOT).scalar_one())
    file = sa.inspect(bind).engine.url.database
    if not file or Path(f"{file}-wal").exists():
        return None
    try:
        with Path(file).open("rb") as head:
            head.seek(_COUNTER)
            return head.read(4).hex()
    except OSError:
        return None


def schema_revision(session: Session) -> str | None:
    """Return the migration the database stands at, None when it has no tables yet."""
    return MigrationContext.configure(session.connection()).get_current_revision()


@cache
def newest_revision(migrations: Path) -> str | None:
    """Return the newest migration that this version of the program brings."""
    return ScriptDirectory(str(migrations)).get_current_head()
