"""A base of a hundred thousand lines of the diary goes from an early schema to the newest one by one command."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask_migrate import downgrade
from sqlalchemy.engine import URL

from bench.filling import Shape, fill_as
from tests.support.databases import an_app
from tracker import ROOT
from tracker.extensions import db
from tracker.models.event import Event
from tracker.store import sqlite

MIGRATIONS = str(ROOT / "migrations")
EARLY = "0031"
"""A schema of the first weeks, before most tables that came later and with the diary as it is."""
WITHIN = 60.0
LINES_A_TASK = 4
"""At least so many lines of the diary each task of the filling has."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many lines there were, and how long the upgrade took."""

    database: str
    lines: int
    kept: int
    seconds: float

    @property
    def holds(self) -> bool:
        """Tell whether every line is still there and it was quick enough."""
        return self.lines == self.kept > 0 and self.seconds < WITHIN

    def __str__(self) -> str:
        """Return the figures in one line."""
        return (
            f"{self.database:<11} upgrade of a large base: {self.lines} lines of the diary from schema {EARLY}, "
            f"{self.kept} kept, {self.seconds:.1f} s"
        )


def tried(address: URL, data_dir: Path, lines: int) -> Verdict:
    """Fill a base, take its schema back, and let `flask init` bring it forward."""
    engine = sa.create_engine(address)
    sqlite.prepare(engine)
    with sqlite.in_haste(engine):
        fill_as(engine, Shape(lines // LINES_A_TASK))
    engine.dispose()
    app = an_app(address, DATA_DIR=data_dir)
    with app.app_context():
        before = _lines()
        db.session.remove()
        downgrade(directory=MIGRATIONS, revision=EARLY)
        begun = time.monotonic()
        done = app.test_cli_runner().invoke(args=["init"])
        seconds = time.monotonic() - begun
        kept = _lines() if done.exit_code == 0 else 0
        db.session.remove()
        db.engine.dispose()
    return Verdict(address.get_backend_name(), before, kept, seconds)


def _lines() -> int:
    return int(db.session.scalar(sa.select(sa.func.count()).select_from(Event)) or 0)
