"""The ledger: a digest of every row of facts each time it is saved, chained, so that a changed row shows."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


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
