"""Sealing rows: whatever a session commits gets its digest into the ledger, in the same transaction.

Every table takes part but those of `UNSEALED`, with every column but those of `VOLATILE`. Rows are read back before
the commit, so that what is sealed is what the database holds. A statement that changes rows of facts past the session
is refused (`UnsealedWriteError`).

The ledger: a digest of every row of facts each time it is saved, chained, so that a changed row shows.

Questions to the ledger, for whoever checks it: its entries, and the rows that are not as they were sealed.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    cast,
    column,
    event,
    func,
    insert,
    select,
    table as table_named,
    text,
)
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, SessionTransaction, mapped_column

from tracker.database.base import Base
from tracker.law.hash_chain import DELETED, GENESIS, UNREADABLE, RowDigest, entry_hash, row_digest


class LedgerEntry(Base):
    """What one transaction saved. `hash` seals the entry before it (`prev_hash`) and the rows of this one.

    The database refuses to change or delete it.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (CheckConstraint("length(hash) = 64", name="hash_is_sha256"),)

    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class LedgerRow(Base):
    """One row of facts as a transaction left it: SHA-256 of its columns, or an empty text once it was deleted.

    The newest for a row is what the row must be now. The database refuses to change or delete it.
    """

    __tablename__ = "ledger_row"
    __table_args__ = (
        UniqueConstraint("entry_id", "table_name", "row_id"),
        Index("ix_ledger_row_of_row", "table_name", "row_id", "entry_id"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"))
    table_name: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))


UNSEALED: Mapping[str, str] = {
    "dispatch": "what is on its way to other programs",
    "event": "the event log has a chain of its own",
    "frozen_member": "sealed as a whole by `frozen_period.members_hash`",
    "heartbeat": "says every minute that the scheduler is alive",
    "ledger_entry": "the ledger itself",
    "ledger_row": "the ledger itself",
    "notice": "what somebody has seen",
    "preference": "what somebody likes",
    "reminder": "why a letter was written; the letter is sealed",
    "request_record": "which forms were carried out",
    "saved_view": "a list somebody kept for himself",
    "sign_in_try": "counters of tries, kept for minutes",
    "signed_in_session": "who is signed in, changed with every page",
    "status_interval": "recounted from the event log",
    "view_pin": "a list somebody kept for himself",
}
"""Tables without facts, or sealed in another way, each with the reason."""

VOLATILE: Mapping[str, frozenset[str]] = {
    "figure_subscription": frozenset({"last_slot_on", "last_error"}),
    "letter": frozenset({"with_picture", "state", "attempts", "first_tried_at", "next_attempt_at", "error", "sent_at"}),
    "person": frozenset({"last_sign_in_at", "wants_mail"}),
    "second_factor": frozenset({"last_step"}),
}
"""Columns that change without an act of a person."""

CHAIN_LOCK = 20211110
"""Key of the PostgreSQL advisory lock that puts writers of the event log and of the ledger in a row."""

LEDGER_HEAD = "ledger"
"""In the details of the first event of a transaction: the hash of the last entry of the ledger before it."""

_LAST_NUMBER = 2**31 - 1
_TOUCHED = "ledger.touched"
_TOGETHER = 500


class UnsealedWriteError(Exception):
    """A statement would change rows of facts without their digests: change them through the session."""


def list_hashed_tables() -> list[Table]:
    """Return the tables whose rows are sealed, in the order of their names."""
    return [table for name, table in sorted(Base.metadata.tables.items()) if name not in UNSEALED]


@cache
def list_hashed_columns(table: Table) -> list[Column[object]]:
    """Return the columns of a table that are sealed."""
    return [each for each in table.columns if each.name not in VOLATILE.get(table.name, ())]


def lock_chain(session: Session) -> None:
    """Keep other writers of the event log and of the ledger out until this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})


def get_ledger_head(session: Session) -> str:
    """Return the hash of the last entry of the ledger."""
    return session.scalar(select(LedgerEntry.hash).order_by(LedgerEntry.id.desc()).limit(1)) or GENESIS


def row_digests(session: Session, table: Table, first: int, last: int) -> Iterator[tuple[int, str]]:
    """Yield the number and the digest of each row of a table from one number to another, as it is now.

    A row that holds what its column cannot hold was not written by the program: its digest is `UNREADABLE`.
    """
    question, after = select(*list_hashed_columns(table)).order_by(table.c.id), first - 1
    numbers = select(func.min(table.c.id))
    while True:
        try:
            for row in session.execute(
                question.where(table.c.id > after, table.c.id <= last).execution_options(yield_per=2000)
            ):
                yield row.id, row_digest(row._asdict())
                after = row.id
            return
        except (ValueError, TypeError, LookupError):
            after = session.scalar(numbers.where(table.c.id > after)) or last
            yield after, UNREADABLE


def hash_old_rows(session: Session) -> int:
    """Seal every row of a base that is older than the ledger; return how many, 0 when it is not older.

    A base whose ledger was emptied is not taken for an older one: its event log names entries. The caller commits.
    """
    lock_chain(session)
    events = table_named("event", column("id"), column("details"))
    named = cast(events.c.details, Text).contains(LEDGER_HEAD)
    if get_ledger_head(session) != GENESIS or session.scalar(select(events.c.id).where(named).limit(1)) is not None:
        return 0
    rows = [
        (table.name, number, digest)
        for table in list_hashed_tables()
        for number, digest in row_digests(session, table, 0, _LAST_NUMBER)
    ]
    if rows:
        _append(session, rows)
    return len(rows)


def _note_changes(session: Session, *_: object) -> None:
    """Remember which rows of facts this flush writes or deletes, by table and number, and which of them are new."""
    touched = session.info.setdefault(_TOUCHED, {})
    for row in chain(session.new, session.dirty, session.deleted):
        table: Table = row.__table__
        if table.name not in UNSEALED:
            touched.setdefault(table, {}).setdefault(row.id, row in session.new)


def _seal_changes(session: Session) -> None:
    """Before the outermost commit, write the digests of all rows that changed."""
    if session.in_nested_transaction():
        return
    session.flush()
    touched = session.info.pop(_TOUCHED, {})
    if touched:
        lock_chain(session)  # what is read from here on is what all entries before ours sealed
    changed = [change for table, ids in touched.items() for change in _changes(session, table, ids)]
    if changed:
        _append(session, changed)


def _forget(session: Session, transaction: SessionTransaction) -> None:
    """Drop what was remembered once the outermost transaction is rolled back."""
    if transaction.parent is None:
        session.info.pop(_TOUCHED, None)


def _changes(session: Session, table: Table, ids: Mapping[int, bool]) -> Iterator[RowDigest]:
    """Yield the rows whose digest is not the one sealed last; those that are gone as deleted."""
    ordered = sorted(ids)
    for first in range(0, len(ordered), _TOGETHER):
        some = ordered[first : first + _TOGETHER]
        rows = session.execute(select(*list_hashed_columns(table)).where(table.c.id.in_(some)))
        present = {row.id: row_digest(row._asdict()) for row in rows}
        known = _last_digests(session, table.name, [each for each in some if not ids[each]])
        for number in some:
            digest = present.get(number, DELETED)
            if digest != known.get(number, DELETED):
                yield table.name, number, digest


def _last_digests(session: Session, table_name: str, ids: Collection[int]) -> dict[int, str]:
    if not ids:
        return {}
    question = (
        select(LedgerRow.row_id, LedgerRow.digest)
        .where(LedgerRow.table_name == table_name, LedgerRow.row_id.in_(ids))
        .order_by(LedgerRow.entry_id)
    )
    return {number: digest for number, digest in session.execute(question)}  # rows, not pairs


def _append(session: Session, rows: Iterable[RowDigest]) -> None:
    """Write one entry with its rows behind the last."""
    listed = sorted(rows)
    prev_hash = get_ledger_head(session)
    entry_id = session.scalar(
        insert(LedgerEntry).values(prev_hash=prev_hash, hash=entry_hash(prev_hash, listed)).returning(LedgerEntry.id)
    )
    session.execute(
        insert(LedgerRow),
        [
            {"entry_id": entry_id, "table_name": table, "row_id": number, "digest": digest}
            for table, number, digest in listed
        ],
    )


def _refuse_unsealed_writes(state: ORMExecuteState) -> None:
    """Refuse a statement that writes rows of facts: it would leave them without their digests."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    table = getattr(state.statement, "table", None)
    if not isinstance(table, Table) or table.name in UNSEALED:
        return
    written = {getattr(each, "name", each) for each in getattr(state.statement, "_values", None) or ()}
    if state.is_update and written and written <= VOLATILE.get(table.name, frozenset()):
        return
    raise UnsealedWriteError(table.name)


event.listen(Session, "after_flush", _note_changes)
event.listen(Session, "before_commit", _seal_changes)
event.listen(Session, "after_soft_rollback", _forget)
event.listen(Session, "do_orm_execute", _refuse_unsealed_writes)


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


def get_last_entry_id(session: Session) -> int:
    """Return the number of the last entry, 0 before the first."""
    return session.scalar(select(func.max(LedgerEntry.id))) or 0


def get_last_row_ids(session: Session) -> dict[str, int]:
    """Return by sealed table the highest number of a row, there now or sealed once."""
    question = select(LedgerRow.table_name, func.max(LedgerRow.row_id)).group_by(LedgerRow.table_name)
    sealed = {name: last for name, last in session.execute(question)}  # rows, not pairs
    return {
        table.name: max(session.scalar(select(func.max(table.c.id))) or 0, sealed.get(table.name, 0))
        for table in list_hashed_tables()
    }


def walk_ledger_entries(session: Session, first: int, last: int) -> Iterator[tuple[int, str, str, list[RowDigest]]]:
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


def filter_known_heads(session: Session, hashes: Collection[str]) -> set[str]:
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
