"""Installations to back up and to restore into: a database of either kind, a folder of files, the migrations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL

from tests.support.databases import an_app
from tracker import PROJECT_ROOT
from tracker.database.engine import db
from tracker.operations.backups import BackupContext


@contextmanager
def premises_at(address: URL, data_dir: Path) -> Iterator[BackupContext]:
    """Yield an installation inside its application, as commands run."""
    app = an_app(address, DATA_DIR=data_dir)
    with app.app_context():
        yield BackupContext(db.engine, data_dir, PROJECT_ROOT / "migrations", "development", "0.0-test")
        db.session.remove()
        db.engine.dispose()
