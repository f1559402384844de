"""A base of a hundred thousand events that is older than the ledger is sealed by one command, and holds afterwards."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL

from bench.filling import fill_as
from bench.lives import Shape
from tests.support.databases import an_app
from tracker.database import engine as database_engine
from tracker.database.engine import db
from tracker.operations import verification

WITHIN = 120.0
LINES_A_TASK = 4
"""At least so many events each task of the filling has."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many events there were, how many rows are sealed, what was found, and how long sealing took."""

    database: str
    lines: int
    rows: int
    findings: int
    seconds: float

    @property
    def holds(self) -> bool:
        """Tell whether every row is sealed and it was quick enough."""
        return self.rows > 0 and self.findings == 0 and self.seconds < WITHIN

    def __str__(self) -> str:
        """Return the figures in one line."""
        return (
            f"{self.database:<11} a large base without a ledger: {self.lines} events, {self.rows} rows sealed in "
            f"{self.seconds:.1f} s, {self.findings} findings"
        )


def tried(address: URL, data_dir: Path, lines: int) -> Verdict:
    """Fill a base past the program and let `flask init` seal it."""
    engine = sa.create_engine(address)
    database_engine.prepare_sqlite(engine)
    with database_engine.skip_disk_sync(engine):
        fill_as(engine, Shape(lines // LINES_A_TASK))
    engine.dispose()
    app = an_app(address, DATA_DIR=data_dir)
    with app.app_context():
        begun = time.monotonic()
        app.test_cli_runner().invoke(args=["init"], catch_exceptions=False)
        seconds = time.monotonic() - begun
        found = verification.verify_records(db.session())
        db.session.remove()
        db.engine.dispose()
    return Verdict(address.get_backend_name(), found.lines, found.rows, len(found.findings), seconds)
