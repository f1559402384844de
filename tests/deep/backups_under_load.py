"""Backups while people work: every change acknowledged before a backup began is in it, and it restores whole."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official
from tests.support.databases import sqlite_address
from tests.support.premises import premises_at
from tests.support.waiting import eventually
from tracker.core import files as core_files
from tracker.core.clock import SystemClock
from tracker.database import engine as database_engine
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Role
from tracker.operations import backups, verification
from tracker.tasks.actions import completion
from tracker.tasks.events import TaskEvent

WRITERS = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of some backups: those that restored whole with every change acknowledged before."""

    database: str
    backups: int
    whole: int
    changes: int

    @property
    def holds(self) -> bool:
        """Tell whether every backup was whole, and people did work meanwhile."""
        return self.whole == self.backups and self.changes > self.backups

    def __str__(self) -> str:
        """Return the figures in one line."""
        return (
            f"{self.database:<11} backups under load: {self.whole} of {self.backups} whole, "
            f"{self.changes} changes acknowledged meanwhile"
        )


def tried(address: URL, folder: Path, count: int) -> Verdict:
    """Back up `count` times while two officials write, restore each copy, and look for what was acknowledged."""
    engine = sa.create_engine(address)
    database_engine.prepare_sqlite(engine)
    with Session(engine) as session:
        wards = [a_unit(session, f"P{n}", f"Ward {n}") for n in range(WRITERS)]
        officials = [an_official(session, Role.WARD_OFFICIAL, ward, f"ward{n}") for n, ward in enumerate(wards)]
        numbers = [a_directive(session, ward)[0].id for ward in wards]
    acknowledged: list[str] = []
    stop = threading.Event()

    def work(place: int) -> None:
        with Session(engine) as session:
            number, official = numbers[place], officials[place]
            with unit_of_work(session, official, SystemClock()) as work:
                completion.accept_assignment(work, number)
            while not stop.is_set():
                with unit_of_work(session, official, SystemClock()) as work:
                    completion.record_progress(work, number, percent=len(acknowledged) % 99, note="on the way")
                    sealed = work.chain_head or ""
                acknowledged.append(sealed)
                stop.wait(0.05)  # a busy morning; without a pause the writers would starve the backup, not try it

    threads = [threading.Thread(target=work, args=(place,)) for place in range(WRITERS)]
    whole = 0
    with premises_at(address, folder / "live") as live:
        for thread in threads:
            thread.start()
        try:
            for number in range(count):
                _until_longer(acknowledged)
                core_files.store_file_bytes(folder / "live", b"proof %d" % number)
                before = set(acknowledged)
                backups.create_backup(live, folder / f"b{number}", SystemClock().now())
                whole += _is_whole(folder / f"b{number}", folder / f"r{number}", before, number + 1)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    engine.dispose()
    return Verdict(address.get_backend_name(), count, whole, len(acknowledged))


def _until_longer(acknowledged: list[str]) -> None:
    seen = len(acknowledged)
    assert eventually(lambda: len(acknowledged) > seen)  # else nobody works, and nothing is tried


def _is_whole(backup: Path, elsewhere: Path, before: set[str], proofs: int) -> bool:
    """Restore a backup elsewhere and tell whether nothing is missing and everything adds up."""
    elsewhere.mkdir()
    address = sqlite_address(elsewhere / "tracker.db")
    with premises_at(address, elsewhere) as house:
        backups.restore_backup(house, backup)
        with Session(house.engine) as session:
            there = set(session.scalars(sa.select(TaskEvent.hash)))
            found = verification.verify_records(session)
    kept = len(list((elsewhere / core_files.EVIDENCE_FOLDER).iterdir()))
    return before <= there and found.broken_line is None and not found.differing and kept == proofs
