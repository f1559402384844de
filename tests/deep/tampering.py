"""A hand in the database file: lines altered, deleted, put in another order, cut off, or the whole chain forged anew.

Whoever has the file open can drop what guards the event log; what they did must show against the
anchor that left the installation.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.databases import sqlite_address
from tracker.law.hash_chain import GENESIS, ChainAnchor, find_first_break, find_first_broken_anchor, hash_event_line
from tracker.operations import verification
from tracker.tasks import event_log

GUARDS = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many forgeries were tried, how many were found, by kind."""

    tried: int
    found: int
    kinds: Mapping[str, int]

    @property
    def holds(self) -> bool:
        """Tell whether every forgery was found."""
        return self.found == self.tried > 0

    def __str__(self) -> str:
        """Return the figures in one line."""
        kinds = ", ".join(f"{name} {number}" for name, number in self.kinds.items())
        return f"sqlite      forgeries of the diary: {self.found} of {self.tried} found ({kinds})"


def alter(connection: sa.Connection, dice: random.Random, ids: list[int]) -> None:
    """Write another day into one line."""
    connection.execute(
        sa.text("UPDATE event SET effective_on = date(effective_on, '-1 day') WHERE id = :id"), {"id": dice.choice(ids)}
    )


def reword(connection: sa.Connection, dice: random.Random, ids: list[int]) -> None:
    """Add a word to one note."""
    connection.execute(sa.text("UPDATE event SET note = note || '.' WHERE id = :id"), {"id": dice.choice(ids)})


def delete(connection: sa.Connection, dice: random.Random, ids: list[int]) -> None:
    """Take one line out of the middle."""
    connection.execute(sa.text("DELETE FROM event WHERE id = :id"), {"id": dice.choice(ids[:-1])})


def swap(connection: sa.Connection, dice: random.Random, ids: list[int]) -> None:
    """Let two lines change places."""
    one, other = dice.sample(ids, 2)
    for old, new in ((one, 0), (other, one), (0, other)):
        connection.execute(sa.text("UPDATE event SET id = :new WHERE id = :old"), {"old": old, "new": new})


def cut(connection: sa.Connection, dice: random.Random, ids: list[int]) -> None:
    """Cut the end off: what is left is a sound chain."""
    connection.execute(sa.text("DELETE FROM event WHERE id > :id"), {"id": dice.choice(ids[:-1])})


def forge(connection: sa.Connection, dice: random.Random, ids: list[int]) -> None:
    """Change one line and seal all the following anew: a sound chain again, with another end."""
    alter(connection, dice, ids)
    with Session(connection) as session:
        lines = [(number, dict(line)) for number, _, _, line in event_log.walk_event_chain(session)]
    head = GENESIS
    connection.execute(sa.text("UPDATE event SET hash = printf('%064d', id)"))
    for number, line in lines:
        sealed = hash_event_line(head, line)
        connection.execute(
            sa.text("UPDATE event SET prev_hash = :head, hash = :sealed WHERE id = :id"),
            {"head": head, "sealed": sealed, "id": number},
        )
        head = sealed


FORGERIES: tuple[Callable[[sa.Connection, random.Random, list[int]], None], ...] = (
    alter,
    reword,
    delete,
    swap,
    cut,
    forge,
)


def tried(database: Path, folder: Path, count: int, seed: int = 1822) -> Verdict:
    """Forge `count` copies of an SQLite database, kind after kind, and look for each against its last anchor."""
    dice, found = random.Random(seed), 0
    kinds: dict[str, int] = {}
    for number in range(count):
        forgery = FORGERIES[number % len(FORGERIES)]
        copy = folder / "forged.db"
        shutil.copyfile(database, copy)
        engine = sa.create_engine(sqlite_address(copy), poolclass=sa.pool.NullPool)
        with engine.connect() as connection:
            with Session(connection) as session:
                anchor = ChainAnchor(*event_log.get_log_anchor(session))
                ids = [line[0] for line in event_log.walk_event_chain(session)]
                assert find_first_break(event_log.walk_event_chain(session)) is None
            for (guard,) in connection.exec_driver_sql(GUARDS).fetchall():
                connection.exec_driver_sql(f"DROP TRIGGER {guard}")
            forgery(connection, dice, ids)
            connection.commit()
            with Session(connection) as session:
                kept = find_first_broken_anchor([anchor], partial(event_log.get_hash_after, session)) is None
                shows = verification.verify_records(session).broken_line is not None or not kept
        engine.dispose()
        found += shows
        kinds[forgery.__name__] = kinds.get(forgery.__name__, 0) + shows
    return Verdict(count, found, kinds)
