"""Seven simulated days with every fault at random: at the end nothing is lost, altered, or counted otherwise."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import random
import sqlite3
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.deep.moody_server import Moods, moody_server
from tests.deep.started import run_scheduler
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.waiting import eventually
from tracker.core.clock import DemoClock, local_instant
from tracker.database import engine as database_engine
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Role
from tracker.mail.outbox import Letter, LetterState
from tracker.operations import archives, verification
from tracker.tasks.actions import completion
from tracker.tasks.events import TaskEvent

DAYS = 7
WARDS = 12
FIRST = dt.date(2021, 6, 14)
ROUNDS_A_DAY = 4
JUMPS = (dt.timedelta(hours=1), dt.timedelta(hours=-1), dt.timedelta(days=1), dt.timedelta(days=-1))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What held at the end of a week of faults."""

    database: str
    days: int
    faults: int
    acknowledged: int
    lost: int
    letters: int
    missing: int
    twice: int
    backups: int
    is_sound: bool

    @property
    def holds(self) -> bool:
        """Tell whether all that was promised held: letters may come twice once a kill, and never not at all."""
        lost = self.lost or self.missing or self.twice > self.faults
        return self.is_sound and not lost and self.acknowledged > 0 and self.backups > 0

    def __str__(self) -> str:
        """Return the figures in one line."""
        return (
            f"{self.database:<11} soak of {self.days} days, {self.faults} faults: acknowledged {self.acknowledged}, "
            f"lost {self.lost}; letters {self.letters}, missing {self.missing}, twice {self.twice}; "
            f"backups {self.backups}; diary and figures {'sound' if self.is_sound else 'BROKEN'}"
        )


def tried(address: URL, data_dir: Path, seed: int = 1822) -> Verdict:
    """Live through a week: officials work, schedulers are killed, doubled, and their clock and mail misbehave."""
    dice, clock = random.Random(seed), DemoClock(data_dir / "demo-clock")
    engine = sa.create_engine(address)
    database_engine.prepare_sqlite(engine)
    with Session(engine) as session:
        the_calendar_of(session, FIRST.year)
        wards = [a_unit(session, f"P{n}", f"UBND phường số {n}") for n in range(WARDS)]
        officials = [an_official(session, Role.WARD_OFFICIAL, ward, f"p{n}") for n, ward in enumerate(wards)]
        for day in range(DAYS):
            a_directive(session, *wards, due_on=FIRST + dt.timedelta(days=day), given_on=FIRST)
        first = [a_directive(session, ward, given_on=FIRST)[0].id for ward in wards]
    acknowledged, faults = set[str](), 0
    with moody_server(Moods(seed=seed)) as post:
        settings = {
            "TRACKER_ENV": "demo",
            "TRACKER_SECRET_KEY": "0123456789abcdef" * 4,
            "TRACKER_DATABASE_URL": address.render_as_string(hide_password=False),
            "TRACKER_DATA_DIR": str(data_dir),
            "TRACKER_SMTP_URL": post.url,
            "TRACKER_BACKUP_DIR": str(data_dir / "backups"),
        }
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.deep.started"])
        for round_number in range(DAYS * ROUNDS_A_DAY):
            day, part = divmod(round_number, ROUNDS_A_DAY)
            clock.show(local_instant(FIRST + dt.timedelta(days=day), 7 + 3 * part, 31))
            senders = [
                context.Process(target=run_scheduler, args=(settings,)) for _ in range(dice.choice((1, 1, 2, 3)))
            ]
            for sender in senders:
                sender.start()
            if dice.random() < 0.3:
                clock.show(clock.now() + dice.choice(JUMPS))
                faults += 1
            if address.get_backend_name() == "sqlite" and dice.random() < 0.3:
                with closing(sqlite3.connect(str(address.database), isolation_level=None)) as holder:
                    holder.execute("BEGIN EXCLUSIVE")
                    time.sleep(dice.random() * 2)
                    holder.execute("ROLLBACK")
                faults += 1
            with Session(engine) as session:
                place = dice.randrange(WARDS)
                with unit_of_work(session, officials[place], clock) as work:
                    note = f"round {round_number}"
                    completion.record_progress(work, first[place], note=note)
                acknowledged.add(note)
            time.sleep(0.5 + dice.random())
            for sender in senders:
                if dice.random() < 0.6:
                    sender.kill()
                    faults += 1
                else:
                    sender.terminate()
                sender.join(30)
        post.moods.quiet()
        for extra in range(40):
            clock.show(local_instant(FIRST + dt.timedelta(days=DAYS), 9) + dt.timedelta(minutes=10 * extra))
            if not _waiting(engine):
                break
            sender = context.Process(target=run_scheduler, args=(settings,))
            sender.start()
            eventually(lambda: not _waiting(engine), patience=6)
            sender.terminate()
            sender.join(30)
    names = Counter(str(message_from_bytes(content)["Message-ID"]) for _, content in post.taken)
    with Session(engine) as session:
        found = verification.verify_records(session)
        notes = set(session.scalars(sa.select(TaskEvent.note)))
        missing = session.query(Letter).filter(Letter.state.in_(UNSENT)).count()
        letters = session.query(Letter).count()
    engine.dispose()
    return Verdict(
        database=address.get_backend_name(),
        days=DAYS,
        faults=faults,
        acknowledged=len(acknowledged),
        lost=len(acknowledged - notes),
        letters=letters,
        missing=missing,
        twice=sum(number - 1 for number in names.values()),
        backups=len(list(archives.list_backups_below(data_dir / "backups"))),
        is_sound=found.broken_line is None and not found.differing,
    )


UNSENT = (LetterState.NEW, LetterState.SENDING, LetterState.RETRY, LetterState.DEAD)


def _waiting(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        question = sa.select(sa.func.count()).select_from(Letter).where(Letter.state.in_(UNSENT[:3]))
        return int(connection.execute(question).scalar_one())
