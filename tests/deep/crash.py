"""`make crash`: the sender is killed, paused and started twice, again and again, and every letter arrives once.

Each round lets the scheduler send a few letters and then ends it with SIGKILL at a random instant, or stops it for a
while with a second one standing by. The mail server answers late, refuses 3 % for now, and hangs up on 1 % after it
took the letter: such a letter must come twice, for no sender can know; it is counted apart.
`KILLS=120 LETTERS=1500 PAUSES=12 make crash`.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from multiprocessing.process import BaseProcess
from pathlib import Path

import click
import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.deep.moody_server import Moods, moody_server
from tests.deep.started import run_scheduler
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.databases import create_tables, sqlite_address
from tests.support.postgres import database_on, postgres_server
from tests.support.waiting import eventually
from tracker.core.clock import DemoClock, local_instant
from tracker.database import engine as database_engine
from tracker.law.permissions import Role
from tracker.mail.outbox import Letter, LetterState

MONDAY = dt.date(2021, 6, 14)
MORNING = local_instant(MONDAY, 7, 30)
MOST_BETWEEN_KILLS = 12
"""Letters that may arrive before the next kill."""
PATIENCE_SECONDS = 15.0
SLOWLY = 0.3
"""Seconds the mail server takes, at most, before and after a letter while senders are paused."""
PAUSE_SECONDS = 2.5
"""Longer than a second scheduler waits between two looks at the lock."""
WAITING = (LetterState.NEW, LetterState.SENDING, LetterState.RETRY)


@dataclass(frozen=True, slots=True)
class Trial:
    """How much is asked of the sender."""

    letters: int = 1500
    kills: int = 110
    pauses: int = 12
    seed: int = 1822


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a trial. `hung_up`: letters that came again because the server hung up after taking them."""

    database: str
    letters: int
    kills: int
    pauses: int
    lost: int
    duplicates: int
    hung_up: int
    unsettled: int
    twice_started: int

    @property
    def holds(self) -> bool:
        """Tell whether the promise holds: nothing lost, at most one letter twice to a kill, none otherwise."""
        lost = self.lost or self.unsettled or self.twice_started
        return not lost and self.duplicates <= self.kills

    def __str__(self) -> str:
        """Return the figures in one line."""
        rate = self.duplicates / self.kills if self.kills else 0.0
        return (
            f"{self.database:<11} letters {self.letters}, kill -9 {self.kills}, "
            f"pauses {self.pauses}: lost {self.lost}, "
            f"duplicates {self.duplicates} ({rate:.2f} a kill), hung up after taking {self.hung_up}, "
            f"left unsettled {self.unsettled}, duplicates from pauses and double starts {self.twice_started}"
        )


def main() -> int:
    """Try both databases and print the figures; 1 when a promise did not hold."""
    usual = Trial()
    trial = Trial(
        letters=int(os.environ.get("LETTERS", usual.letters)),
        kills=int(os.environ.get("KILLS", usual.kills)),
        pauses=int(os.environ.get("PAUSES", usual.pauses)),
    )
    verdicts = []
    with tempfile.TemporaryDirectory() as folder:
        verdicts.append(tried(sqlite_address(Path(folder) / "crash.db"), Path(folder) / "sqlite", trial))
        click.echo(verdicts[-1])
        with postgres_server("crash") as server, database_on(server, "crash") as address:
            verdicts.append(tried(address, Path(folder) / "postgresql", trial))
            click.echo(verdicts[-1])
    return 0 if all(verdict.holds for verdict in verdicts) else 1


def tried(address: URL, data_dir: Path, trial: Trial, *, tables: bool = True) -> Verdict:
    """Carry out one trial over an empty database: pauses and double starts first, then kills."""
    if tables:
        create_tables(address)
    engine = sa.create_engine(address)
    database_engine.prepare_sqlite(engine)
    addresses = _people(engine, trial.letters)
    dice = random.Random(trial.seed)
    with moody_server(Moods(seed=trial.seed)) as server:
        rig = _Rig(address, data_dir, server.url)
        taken = server.taken
        server.moods.before = server.moods.after = SLOWLY
        for number in range(trial.pauses):
            with ExitStack() as stack:
                running = [stack.enter_context(rig.scheduler()) for _ in range(dice.choice((2, 4)))]
                _until_more(taken, dice.randint(1, 4))
                for process in running:
                    _pause(process, PAUSE_SECONDS if number % 2 else dice.random())
                _until_more(taken, dice.randint(1, 4))
                for process in running:
                    _close(process)
        twice_started = _duplicates(taken) - _again_after_hanging_up(taken, server.hung_up)
        server.moods = Moods(seed=trial.seed)
        for _ in range(trial.kills):
            with rig.scheduler() as process:
                _until_more(taken, dice.randint(1, MOST_BETWEEN_KILLS))
                time.sleep(dice.random() * 0.03)
                process.kill()
                process.join()
        server.moods.quiet()
        while (left := _left(engine)) and rig.minutes < 600:
            rig.minutes += 10
            with rig.scheduler() as process:
                eventually(lambda: _left(engine) == 0, patience=20 if left > 20 else 4)
                _close(process)
    hung_up = _again_after_hanging_up(taken, server.hung_up)
    arrived = {recipient for recipient, _ in taken}
    verdict = Verdict(
        database=address.get_backend_name(),
        letters=len(addresses),
        kills=trial.kills,
        pauses=trial.pauses,
        lost=len(addresses - arrived),
        duplicates=_duplicates(taken) - hung_up - twice_started,
        hung_up=hung_up,
        unsettled=_left(engine),
        twice_started=twice_started,
    )
    engine.dispose()
    return verdict


class _Rig:
    """Starts schedulers, each a minute later than the one before."""

    def __init__(self, address: URL, data_dir: Path, smtp_url: str) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.deep.started"])
        self._settings = {
            "TRACKER_ENV": "demo",
            "TRACKER_SECRET_KEY": "0123456789abcdef" * 4,
            "TRACKER_DATABASE_URL": address.render_as_string(hide_password=False),
            "TRACKER_DATA_DIR": str(data_dir),
            "TRACKER_SMTP_URL": smtp_url,
        }
        self._clock = DemoClock(data_dir / "demo-clock")
        self.minutes = 0

    @contextmanager
    def scheduler(self) -> Iterator[BaseProcess]:
        """Start one scheduler; whatever is left of it is ended."""
        self.minutes += 1
        self._clock.show(MORNING + dt.timedelta(minutes=self.minutes))
        process = self._context.Process(target=run_scheduler, args=(self._settings,))
        process.start()
        try:
            yield process
        finally:
            if process.is_alive():
                process.kill()
            process.join()


def _people(engine: sa.Engine, count: int) -> set[str]:
    """Give `count` wards a directive that falls due today, each with one official; return their addresses."""
    with Session(engine) as session:
        the_calendar_of(session, 2021)
        units = [a_unit(session, f"P{n}", f"UBND phường số {n}") for n in range(count)]
        for unit in units:
            an_official(session, Role.WARD_OFFICIAL, unit, login=unit.code.lower())
        a_directive(session, *units, due_on=MONDAY, given_on=MONDAY)
        return {f"{unit.code.lower()}@example.org" for unit in units}


def _until_more(taken: list[tuple[str, bytes]], count: int) -> None:
    wanted = len(taken) + count
    eventually(lambda: len(taken) >= wanted, patience=PATIENCE_SECONDS)


def _pause(process: BaseProcess, seconds: float) -> None:
    assert process.pid is not None
    os.kill(process.pid, signal.SIGSTOP)
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGCONT)


def _close(process: BaseProcess) -> None:
    process.terminate()
    process.join(30)


def _left(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        waiting = sa.select(sa.func.count()).where(Letter.state.in_(WAITING))
        return int(connection.execute(waiting).scalar_one())


def _names(taken: list[tuple[str, bytes]]) -> Counter[str]:
    return Counter(str(message_from_bytes(content)["Message-ID"]) for _, content in taken)


def _duplicates(taken: list[tuple[str, bytes]]) -> int:
    return sum(count - 1 for count in _names(taken).values())


def _again_after_hanging_up(taken: list[tuple[str, bytes]], hung_up: list[bytes]) -> int:
    """Return how many letters came again that the server had hung up on."""
    names = _names(taken)
    dropped = Counter(str(message_from_bytes(content)["Message-ID"]) for content in hung_up)
    return sum(min(names[name] - 1, count) for name, count in dropped.items())


if __name__ == "__main__":
    sys.exit(main())
