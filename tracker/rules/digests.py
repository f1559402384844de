"""Digests of rows and of what one transaction saved: what a changed cell or a missing row shows by."""

from __future__ import annotations

import datetime as dt
import enum
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

DELETED = ""
"""The digest of a row that was deleted."""

UNREADABLE = "unreadable"
"""The digest of a row with a value that its column cannot hold; no row is ever sealed with it."""

RowDigest = tuple[str, int, str]
"""A table, the number of a row in it, and the digest of the row."""


def row_digest(values: Mapping[str, object]) -> str:
    """Return the SHA-256 of a row from its columns by name.

    Columns without a value do not take part, so that a column added later changes no digest of the rows before it.
    """
    present = {name: value for name, value in values.items() if value is not None}
    text = json.dumps(present, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return sha256(text.encode()).hexdigest()


def entry_hash(prev_hash: str, rows: Iterable[RowDigest]) -> str:
    """Return the hash of an entry of the ledger that follows `prev_hash`, whatever the order of its rows."""
    lines = (f"{table}:{row_id}:{digest}" for table, row_id, digest in sorted(rows))
    return sha256("\n".join((prev_hash, *lines)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class EntryRange:
    """Some entries of the ledger, one after another: how many, what the first follows, how the last ends.

    `broken` is the id of the first entry that does not follow the one before it or is not as it was sealed.
    """

    entries: int
    first_id: int
    follows: str
    head: str
    broken: int | None = None


def checked_range(entries: Iterable[tuple[int, str, str, list[RowDigest]]]) -> EntryRange | None:
    """Check entries (id, previous hash, hash, rows) in their order; None when there are none."""
    number, first_id, follows, expected, broken = 0, 0, "", "", None
    for entry_id, prev_hash, own_hash, rows in entries:
        if not number:
            first_id, follows, expected = entry_id, prev_hash, prev_hash
        number += 1
        if broken is None and (prev_hash != expected or entry_hash(prev_hash, rows) != own_hash):
            broken = entry_id
        expected = own_hash
    return EntryRange(number, first_id, follows, expected, broken) if number else None


def first_broken(ranges: Iterable[EntryRange], genesis: str) -> int | None:
    """Return the id of the first entry that does not follow, over ranges of the ledger in any order."""
    expected = genesis
    for each in sorted(ranges, key=lambda found: found.first_id):
        if each.follows != expected:
            return each.first_id
        if each.broken is not None:
            return each.broken
        expected = each.head
    return None


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return value.value
    raise TypeError(f"no digest of {type(value).__name__}")
