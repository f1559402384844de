"""`flask init` from every schema there ever was, with a town in it: diary and figures come through unchanged."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask_migrate import downgrade
from sqlalchemy.engine import URL

from tests.support.builders import a_directive, a_unit, an_official
from tests.support.databases import an_app
from tracker import ROOT
from tracker.clock import SystemClock
from tracker.extensions import db
from tracker.models.event import Event
from tracker.rules.permissions import Role
from tracker.services import tasks, verifying
from tracker.transaction import unit_of_work

MIGRATIONS = ROOT / "migrations"


@dataclass(frozen=True, slots=True)
class Verdict:
    """From how many schemas the town came through."""

    database: str
    schemas: int
    came_through: int

    @property
    def holds(self) -> bool:
        """Tell whether it always did."""
        return self.came_through == self.schemas > 0

    def __str__(self) -> str:
        """Return the figures in one line."""
        return f"{self.database:<11} upgrades with data: {self.came_through} of {self.schemas} schemas by one command"


def tried(address: URL, data_dir: Path) -> Verdict:
    """Put a town in, go back to each schema in turn, and come forward again by the command an office types."""
    app = an_app(address, DATA_DIR=data_dir)
    revisions = [each.revision for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][1:]
    good = 0
    with app.app_context():
        ward = a_unit(db.session())
        official = an_official(db.session(), Role.WARD_OFFICIAL, ward)
        number = a_directive(db.session(), ward)[0].id
        with unit_of_work(db.session(), official, SystemClock()) as work:
            tasks.accept(work, number)
        before = _hashes()
        for revision in revisions:
            db.session.remove()
            downgrade(directory=str(MIGRATIONS), revision=revision)
            done = app.test_cli_runner().invoke(args=["init"])
            db.session.remove()
            found = verifying.verify(db.session())
            same = _hashes() == before and found.broken_line is None and not found.differing
            good += done.exit_code == 0 and same
        db.session.remove()
        db.engine.dispose()
    return Verdict(address.get_backend_name(), len(revisions), good)


def _hashes() -> list[str]:
    return list(db.session.scalars(sa.select(Event.hash).order_by(Event.id)))
