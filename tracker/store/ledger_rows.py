"""Questions to the ledger, for whoever checks it: its entries, and the rows that are not as they were sealed."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from tracker.ledger import row_digests, sealed_tables
from tracker.models.base import Base
from tracker.models.ledger import LedgerEntry, LedgerRow
from tracker.rules.digests import DELETED, RowDigest


class RowFault(enum.StrEnum):
    """How a row differs from what was sealed: changed, gone, or added past the program."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"


@dataclass(frozen=True, slots=True, order=True)
class RowFinding:
    """One row that is not as it was sealed."""

    table: str
    row_id: int
    fault: RowFault


def last_entry(session: Session) -> int:
    """Return the number of the last entry, 0 before the first."""
    return session.scalar(select(func.max(LedgerEntry.id))) or 0


def last_rows(session: Session) -> dict[str, int]:
    """Return by sealed table the highest number of a row, there now or sealed once."""
    question = select(LedgerRow.table_name, func.max(LedgerRow.row_id)).group_by(LedgerRow.table_name)
    sealed = {name: last for name, last in session.execute(question)}  # rows, not pairs
    return {
        table.name: max(session.scalar(select(func.max(table.c.id))) or 0, sealed.get(table.name, 0))
        for table in sealed_tables()
    }


def entries(session: Session, first: int, last: int) -> Iterator[tuple[int, str, str, list[RowDigest]]]:
    """Yield the entries from one number to another: number, previous hash, hash, rows."""
    question = (
        select(
            LedgerEntry.id,
            LedgerEntry.prev_hash,
            LedgerEntry.hash,
            LedgerRow.table_name,
            LedgerRow.row_id,
            LedgerRow.digest,
        )
        .outerjoin(LedgerRow, LedgerRow.entry_id == LedgerEntry.id)
        .where(LedgerEntry.id.between(first, last))
        .order_by(LedgerEntry.id)
    )
    found: Iterable[Any] = session.execute(question.execution_options(yield_per=5000))
    for (number, prev_hash, own_hash), rows in groupby(found, key=itemgetter(0, 1, 2)):
        yield number, prev_hash, own_hash, [(row[3], row[4], row[5]) for row in rows if row[3] is not None]


def differing_rows(session: Session, table_name: str, first: int, last: int) -> tuple[int, list[RowFinding]]:
    """Return how many rows of a table there are from one number to another, and those not as they were sealed."""
    sealed = _sealed(session, table_name, first, last)
    number, found = 0, []
    for row_id, digest in row_digests(session, _table(table_name), first, last):
        number += 1
        expected = sealed.pop(row_id, DELETED)
        if expected != digest:
            fault = RowFault.ADDED if expected == DELETED else RowFault.CHANGED
            found.append(RowFinding(table_name, row_id, fault))
    gone = [row_id for row_id, digest in sealed.items() if digest != DELETED]
    return number, [*found, *(RowFinding(table_name, row_id, RowFault.MISSING) for row_id in gone)]


def row_is_sound(session: Session, table_name: str, row_id: int) -> bool:
    """Tell whether one row is as it was sealed."""
    number, found = differing_rows(session, table_name, row_id, row_id)
    return number == 1 and not found


def known_heads(session: Session, hashes: Collection[str]) -> set[str]:
    """Return those of some hashes that entries of the ledger have."""
    return set(session.scalars(select(LedgerEntry.hash).where(LedgerEntry.hash.in_(hashes))))


def _sealed(session: Session, table_name: str, first: int, last: int) -> dict[int, str]:
    question = (
        select(LedgerRow.row_id, LedgerRow.digest)
        .where(LedgerRow.table_name == table_name, LedgerRow.row_id.between(first, last))
        .order_by(LedgerRow.row_id, LedgerRow.entry_id)
    )
    found = session.execute(question.execution_options(yield_per=5000))
    return {row_id: digest for row_id, digest in found}  # the newest of a row comes last


def _table(name: str) -> Table:
    return Base.metadata.tables[name]
