"""Single cells changed past the program, over every table with facts: each must be found by `verify` alone."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.databases import sqlite_address
from tracker.database.base import Base
from tracker.database.ledger import UNSEALED, VOLATILE
from tracker.operations import verification

CHECKED_OTHERWISE = frozenset({"event", "frozen_member", "ledger_entry", "ledger_row", "status_interval"})
"""Tables that `verify` checks without the ledger."""

_HAS_TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


@dataclass
class Verdict:
    """How many cells were changed, by table, and which of them were not found."""

    tried: int = 0
    tables: Counter[str] = field(default_factory=Counter)
    unseen: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Tell whether every change was found."""
        return not self.unseen and self.tried > 0

    def __str__(self) -> str:
        """Return the figures in one line."""
        return (
            f"sqlite      single cells changed: {self.tried - len(self.unseen)} of {self.tried} found, "
            f"in {len(self.tables)} tables {self.unseen[:5]}"
        )


def tried(database: Path, count: int, seed: int = 1822) -> Verdict:
    """Change `count` cells of an SQLite base, one at a time, each undone before the next; every table in its turn."""
    verdict, dice = Verdict(), random.Random(seed)
    engine = sa.create_engine(sqlite_address(database), poolclass=sa.pool.NullPool)
    with Session(engine) as session:
        assert verification.verify_records(session).is_sound
        for (guard,) in session.connection().exec_driver_sql(_HAS_TRIGGERS).fetchall():
            session.connection().exec_driver_sql(f'DROP TRIGGER "{guard}"')
        session.commit()
        session.connection().exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        session.rollback()
        tables = [each for each in _tables() if _numbers(session, each)]
        while verdict.tried < count:
            table = tables[verdict.tried % len(tables)]
            _try(session, dice, table, verdict)
    engine.dispose()
    return verdict


def _try(session: Session, dice: random.Random, table: sa.Table, verdict: Verdict) -> None:
    row_id = dice.choice(_numbers(session, table))
    names = [each.name for each in table.columns if each.name not in {"id", *VOLATILE.get(table.name, ())}]
    name = dice.choice(names)
    question = sa.text(f'SELECT "{name}" FROM "{table.name}" WHERE id = :id')
    before = session.connection().execute(question, {"id": row_id}).scalar()
    change = sa.text(f'UPDATE "{table.name}" SET "{name}" = :value WHERE id = :id')
    try:
        session.connection().execute(change, {"value": _other(dice, before), "id": row_id})
        found = verification.verify_records(session).findings
    except sa.exc.IntegrityError:  # a value that is there already and must be unique: another cell
        session.rollback()
        return
    session.rollback()
    verdict.tried += 1
    verdict.tables[table.name] += 1
    if not found:
        verdict.unseen.append(f"{table.name}.{name}: {before!r}")


def _other(dice: random.Random, before: object) -> object:
    """Return another value of the same kind; a text that is a day or an instant stays one."""
    match before:
        case None:
            return 1
        case int():
            return 1 - before if before in (0, 1) else before + dice.choice((-1, 1))
        case str() if before[:4].isdigit() and before[4:5] == "-":
            return f"{int(before[:4]) - 1:04}{before[4:]}"
        case str() if before[:1] in "[{":
            return '["khác"]' if before.startswith("[") else '{"khác": 1}'
        case str():
            return f"{before}." if len(before) < 64 else before[:-1] + ("0" if before[-1] != "0" else "1")
        case _:
            return "khác"


def _tables() -> list[sa.Table]:
    named = sorted(Base.metadata.tables)
    return [Base.metadata.tables[name] for name in named if name not in UNSEALED or name in CHECKED_OTHERWISE]


def _numbers(session: Session, table: sa.Table) -> list[int]:
    return list(session.connection().execute(sa.select(table.c.id)).scalars())
