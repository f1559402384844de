"""How Alembic reaches the database of the application."""

from __future__ import annotations

from alembic import context
from flask import current_app

from tracker.extensions import db
from tracker.models.base import Base


def run() -> None:
    """Run the migrations over one connection, tables altered by copy where the database cannot alter them."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
