"""The schema of a database that is not the one the program is running on: copies, and targets of a restore."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

ENGINE = "engine"
"""Under this name `migrations/env.py` finds the database it is to work on."""


def bring_to(engine: sa.Engine, migrations: Path, revision: str) -> None:
    """Bring a database up to a revision, `head` for the newest; raises `CommandError` for one nobody knows."""
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes[ENGINE] = engine
    command.upgrade(config, revision)


def revision_of(connection: sa.Connection) -> str | None:
    """Return the revision a database stands at, None when it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()
