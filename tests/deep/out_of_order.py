"""The machine out of order: the database locked or away, the disk full; people are told and nothing is half saved."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL

from tests.deep.served import Reply, Town, a_town, ask, environment, web
from tests.support.databases import create_tables, sqlite_address
from tracker.tasks.events import TaskEvent

HOST = "127.0.0.1"
SLOWEST = 16.0
"""Seconds within which somebody is told that the database is away (P32)."""
EVERY = 5.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What people were told while something was out of order, and whether work went on after."""

    database: str
    what: str
    answers: int
    told: int
    slowest: float
    works_again: bool
    is_whole: bool

    @property
    def holds(self) -> bool:
        """Tell whether everybody was told in time, and work went on with nothing half saved."""
        in_time = self.answers > 0 and self.told == self.answers and self.slowest < SLOWEST
        return in_time and self.works_again and self.is_whole

    def __str__(self) -> str:
        """Return the figures in one line."""
        return (
            f"{self.database:<11} {self.what}: {self.told} of {self.answers} changes answered 503 or 507, "
            f"slowest {self.slowest:.1f} s, works again {'yes' if self.works_again else 'NO'}, "
            f"nothing half saved {'yes' if self.is_whole else 'NO'}"
        )


def database_away(address: URL, data_dir: Path, port: int, seconds: float) -> Verdict:
    """Lock SQLite, or shut PostgreSQL's door and end its lines, for a while; ask all along."""
    town = a_town(address, 1, 2)
    with web(environment(address, data_dir), port):
        _accept(town, port, 0)
        before, tag = _events(address), _tag(town, port, 1)
        answers: list[tuple[Reply, float]] = []
        with away(address):
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                begun = time.monotonic()
                answers.append((_accept(town, port, 1, tag=tag), time.monotonic() - begun))
                time.sleep(max(0.0, EVERY - (time.monotonic() - begun)))
        unchanged = _events(address) == before
        again = any(_accept(town, port, 1).status == 200 for _ in range(5))
    what = "locked" if address.get_backend_name() == "sqlite" else "away"
    return _verdict(address.get_backend_name(), f"{what} {seconds:.0f} s", answers, again, unchanged)


def disk_full(port: int) -> Verdict | str:
    """Put an installation on a disk of some megabytes, fill it, work, make room, work; only root may mount one."""
    if os.name == "nt" or os.geteuid() != 0:
        return "sqlite      disk full: not tried, for only root may mount a small disk"
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small"
        small.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(small)], check=False).returncode:
            return "sqlite      disk full: not tried, for this machine does not let a small disk be mounted"
        try:
            return _on_small_disk(small, port)
        finally:
            subprocess.run(["umount", "-l", str(small)], check=False)


def _on_small_disk(small: Path, port: int) -> Verdict:
    address = sqlite_address(small / "tracker.db")
    create_tables(address)
    town = a_town(address, 1, 2)
    with web(environment(address, small), port):
        _accept(town, port, 0)
        before, tag = _events(address), _tag(town, port, 1)
        ballast = small / "ballast"
        with ballast.open("wb", buffering=0) as file, suppress(OSError):  # until it is full, as wanted
            while file.write(bytes(4096)):
                pass
        answers = []
        for _ in range(3):
            begun = time.monotonic()
            answers.append((_accept(town, port, 1, tag=tag), time.monotonic() - begun))
        unchanged = _events(address) == before
        ballast.unlink()
        again = _accept(town, port, 1).status == 200
    with closing(sqlite3.connect(small / "tracker.db")) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    return _verdict("sqlite", "disk full", answers, again, unchanged and whole)


def _verdict(database: str, what: str, answers: list[tuple[Reply, float]], again: bool, unchanged: bool) -> Verdict:
    return Verdict(
        database=database,
        what=what,
        answers=len(answers),
        told=sum(reply.status in (503, 507) for reply, _ in answers),
        slowest=max(seconds for _, seconds in answers),
        works_again=again,
        is_whole=unchanged,
    )


def _accept(town: Town, port: int, number: int, tag: str = "") -> Reply:
    """Accept a task of the one ward over HTTP."""
    path, token = f"/api/v1/tasks/{town.tasks[0][number]}", town.tokens[0]
    seen = tag or _tag(town, port, number)
    return ask(HOST, port, "POST", f"{path}/accept", token, If_Match=seen)


def _tag(town: Town, port: int, number: int) -> str:
    """Return the version of a task as a program sees it."""
    seen = ask(HOST, port, "GET", f"/api/v1/tasks/{town.tasks[0][number]}", town.tokens[0])
    return seen.headers.get("ETag", "")


@contextmanager
def away(address: URL) -> Iterator[None]:
    """Keep everybody else out of a database while the block runs."""
    if address.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(address.database), isolation_level=None)) as holder:
            holder.execute("BEGIN EXCLUSIVE")
            yield
            holder.execute("ROLLBACK")
        return
    server = sa.create_engine(address.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f'ALTER DATABASE "{address.database}" ALLOW_CONNECTIONS false')
        connection.exec_driver_sql(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{address.database}'"
        )
        try:
            yield
        finally:
            connection.exec_driver_sql(f'ALTER DATABASE "{address.database}" ALLOW_CONNECTIONS true')
    server.dispose()


def _events(address: URL) -> int:
    """Count the events."""
    engine = sa.create_engine(address, poolclass=sa.pool.NullPool)
    try:
        with engine.connect() as connection:
            return int(connection.execute(sa.select(sa.func.count()).select_from(TaskEvent)).scalar_one())
    finally:
        engine.dispose()
