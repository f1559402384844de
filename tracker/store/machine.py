"""The database looked at as a machine: which kind, which version, which schema."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.orm import Session


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


def schema_revision(session: Session) -> str | None:
    """Return the migration the database stands at, None when it has no tables yet."""
    return MigrationContext.configure(session.connection()).get_current_revision()


@cache
def newest_revision(migrations: Path) -> str | None:
    """Return the newest migration that this version of the program brings."""
    return ScriptDirectory(str(migrations)).get_current_head()
