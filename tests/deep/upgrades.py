"""`flask init` on a new database, killed in the middle and started again; and from each schema before the newest.

A killed upgrade leaves the schema it began with or the one it was to reach, and the next one goes on from there. Every
schema since the first is gone back to with a town in it, and brought forward by the command an office types.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade
from sqlalchemy.engine import URL

from tests.support.builders import a_directive, a_unit, an_official
from tests.support.databases import an_app
from tracker import PROJECT_ROOT
from tracker.core.clock import SystemClock
from tracker.database import engine
from tracker.database.base import Base
from tracker.database.engine import db
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Role
from tracker.operations import verification
from tracker.tasks.actions import completion
from tracker.tasks.events import TaskEvent

MIGRATIONS = PROJECT_ROOT / "migrations"
PATIENCE = 120.0
KILLS = 10
"""How often the making of a new database is killed."""


@dataclass
class Verdict:
    """From how many schemas the town came through, and what was found after each kill."""

    database: str
    schemas: int = 0
    came_through: int = 0
    kills: int = 0
    went_on: int = 0
    lies_at: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Tell whether it always did, and some kills fell into the middle of the work."""
        return self.came_through == self.schemas and self.went_on == self.kills > 0

    def __str__(self) -> str:
        """Return the figures in one line."""
        old, new = self.lies_at.count("old"), self.lies_at.count("new")
        return (
            f"{self.database:<11} upgrades with data: {self.came_through} of {self.schemas} earlier schemas; "
            f"a new database, killed in the middle: {self.kills} kills, {self.went_on} went on when started again "
            f"(after the kill old {old}, new {new}, between {self.kills - old - new})"
        )


def tried(address: URL, data_dir: Path, share: float = 1.0) -> Verdict:
    """Make a new database again and again, killed at some moment; then come forward from each earlier schema."""
    app, dice = an_app(address, DATA_DIR=data_dir), random.Random(1822)
    verdict = Verdict(address.get_backend_name())
    with app.app_context():
        _back_to("base")
        seconds = _upgraded(address, data_dir, None)
        for _ in range(max(1, round(KILLS * share))):
            _back_to("base")
            if _upgraded(address, data_dir, seconds * dice.uniform(0.1, 0.9)) < 0:
                verdict.kills += 1
                verdict.lies_at.append(_where("base"))
                done = app.test_cli_runner().invoke(args=["init"])
                verdict.went_on += done.exit_code == 0 and _is_whole()
        before = _a_town()
        for each in [each.revision for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][1:]:
            _back_to(each)
            verdict.schemas += 1
            verdict.came_through += _upgraded(address, data_dir, None) > 0 and _is_same(before)
        db.session.remove()
        db.engine.dispose()
    return verdict


def _a_town() -> list[str]:
    ward = a_unit(db.session())
    official = an_official(db.session(), Role.WARD_OFFICIAL, ward)
    number = a_directive(db.session(), ward)[0].id
    with unit_of_work(db.session(), official, SystemClock()) as work:
        completion.accept_assignment(work, number)
    return _hashes()


def _back_to(revision: str) -> None:
    db.session.remove()
    downgrade(directory=str(MIGRATIONS), revision=revision)
    db.engine.dispose()


def _upgraded(address: URL, data_dir: Path, kill_after: float | None) -> float:
    """Let a process of its own upgrade; return its seconds, a negative number when it was killed at its work."""
    begun = time.monotonic()
    child = multiprocessing.get_context("fork").Process(target=_init, args=(address, data_dir))
    child.start()
    if kill_after is not None:
        child.join(kill_after)
    killed = kill_after is not None and child.is_alive()
    if killed and child.pid is not None:
        os.kill(child.pid, signal.SIGKILL)
    child.join(PATIENCE)
    seconds = time.monotonic() - begun
    return -seconds if killed and child.exitcode == -signal.SIGKILL else seconds


def _init(address: URL, data_dir: Path) -> None:
    """Be `flask init`."""
    app: Flask = an_app(address, DATA_DIR=data_dir)
    os._exit(app.test_cli_runner().invoke(args=["init"]).exit_code)


def _where(revision: str) -> str:
    """Tell whether the schema is still the old one, the new one, or one between."""
    newest = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    with db.engine.connect() as connection:
        here = engine.get_revision(connection)
    return {revision: "old", newest: "new"}.get(here or "base", here or "none")


def _is_whole() -> bool:
    """Tell whether every table is there and nothing looks altered."""
    db.session.remove()
    there = set(sa.inspect(db.engine).get_table_names())
    sound = Base.metadata.tables.keys() <= there and verification.verify_records(db.session()).is_sound
    db.session.remove()
    return sound


def _is_same(before: list[str]) -> bool:
    db.session.remove()
    same = _hashes() == before and verification.verify_records(db.session()).is_sound
    db.session.remove()
    return same


def _hashes() -> list[str]:
    return list(db.session.scalars(sa.select(TaskEvent.hash).order_by(TaskEvent.id)))
