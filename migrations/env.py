"""How Alembic reaches the database of the application."""

from __future__ import annotations

from alembic import context
from flask import current_app

from tracker.extensions import db
from tracker.models.base import Base, UtcDateTime


def _written(kind: str, item: object, autogen_context: object) -> str | bool:
    """Write our own column type as the plain one it is stored in: a migration imports nothing of the program."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def run() -> None:
    """Run the migrations over one connection, tables altered by copy where the database cannot alter them."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=_written,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
