"""Everything anybody may do to work, units, people and figures, in any order: then verify, back up and restore.

No legal act may ever look like a forgery, and what was backed up must restore.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.deep.office_acts import BEGIN, ROUNDS, Office
from tests.support.builders import a_unit, an_official, the_calendar_of
from tests.support.databases import sqlite_address
from tests.support.premises import premises_at
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Refusal
from tracker.database import engine as database_engine
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Actor, Role
from tracker.office.people import COMMAND_LINE
from tracker.operations import backups, verification


@dataclass
class Verdict:
    """How many acts were carried out, what `verify` found, and whether the backup came back as it was."""

    database: str
    acts: int = 0
    refused: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    findings: tuple[str, ...] = ()
    restored: bool = False

    @property
    def holds(self) -> bool:
        """Tell whether nothing legal looked like a forgery."""
        return not self.findings and self.restored and self.acts > 0

    def __str__(self) -> str:
        """Return the figures in one line."""
        return (
            f"{self.database:<11} {self.acts} legal acts of {len(self.kinds)} kinds ({self.refused} refused): "
            f"{len(self.findings)} findings {self.findings[:5]}, restored {self.restored}"
        )


RARE = frozenset(
    {"dissolve", "merge_units", "depart", "withdraw", "cancel", "transfer", "merge", "freeze", "change_day"}
)
"""Acts that end work or cost much: tried once in a while."""


def tried(address: URL, folder: Path, acts: int, seed: int = 1822) -> Verdict:
    """Let people act until so many acts were carried out; then verify, back up, restore elsewhere and verify again."""
    verdict, clock, dice = (
        Verdict(address.get_backend_name()),
        ManualClock(local_instant(BEGIN, 9)),
        random.Random(seed),
    )
    engine = sa.create_engine(address)
    database_engine.prepare_sqlite(engine)
    with Session(engine) as session, database_engine.skip_disk_sync(engine):
        shared = _shared(session)
        for number in range(1, 1 + max(1, 40 * acts)):
            if verdict.acts >= acts:
                break
            office = Office(session, clock, dice, number)
            office.begin(shared)
            for _ in range(ROUNDS):
                _act(office, verdict)
        session.rollback()
        verdict.findings = verification.verify_records(session).findings
    engine.dispose()
    verdict.restored = not verdict.findings and _comes_back(address, folder)
    return verdict


def _shared(session: Session) -> list[Actor]:
    office = a_unit(session, "VP", "Văn phòng")
    for year in (2021, 2022):
        the_calendar_of(session, year)
    roles = (Role.OFFICE, Role.COORDINATOR, Role.LEADER, Role.ADMINISTRATOR)
    return [*(an_official(session, role, office) for role in roles), COMMAND_LINE]


def _act(office: Office, verdict: Verdict) -> None:
    """Let somebody try something; days pass now and then."""
    dice = office.dice
    office.clock.move_to(office.clock.now() + dt.timedelta(days=dice.choice((0, 0, 0, 1, 4)), minutes=1))
    office.refresh()
    offered = office.acts()
    name = dice.choice(sorted(offered))
    if name in RARE and dice.random() < 0.8:
        return
    for actor in dice.sample(office.people, len(office.people)):
        try:
            with unit_of_work(office.session, actor, office.clock) as work:
                offered[name](work)
        except Refusal:
            verdict.refused += 1
            continue
        verdict.acts += 1
        verdict.kinds[name] += 1
        return


def _comes_back(address: URL, folder: Path) -> bool:
    """Back the base up and restore it into an SQLite file; tell whether neither found anything."""
    now = local_instant(dt.date(2022, 12, 31), 9)
    with premises_at(address, folder / "data") as house:
        made = backups.create_backup(house, folder / "backup", now)
    (folder / "elsewhere").mkdir()
    with premises_at(sqlite_address(folder / "elsewhere" / "tracker.db"), folder / "elsewhere") as other:
        backups.restore_backup(other, folder / "backup")
        with Session(other.engine) as session:
            return not made.findings and verification.verify_records(session).is_sound
