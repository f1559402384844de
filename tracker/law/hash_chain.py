"""The hash chain of the event log: each line seals itself and the line before it.

Anchors of the event log: how long it was and how it ended, written down where nobody of this installation
can change it.

Digests of rows and of what one transaction saved: what a changed cell or a missing row shows by.
"""

from __future__ import annotations

import datetime as dt
import enum
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json.encoder import encode_basestring

from tracker.core.refusals import Reason, Refusal

Ends = Callable[[int], str | None]
"""How an event log ended when it had a number of lines: the hash of that line, None when it never had so many."""

SHORTEST = 16
"""Hexadecimal figures of a hash that are enough to know it by: 64 bits."""
_WRITTEN = re.compile(rf"\s*(\d{{1,12}})\s*:\s*([0-9a-fA-F]{{{SHORTEST},64}})\s*")


@dataclass(frozen=True, slots=True)
class ChainAnchor:
    """The event log had `lines` lines and the hash of the last began with `head`."""

    lines: int
    head: str

    @classmethod
    def parse(cls, text: str) -> ChainAnchor:
        """Read `4509:0f3a…` as letters and reports print it; refuse ANCHOR_UNREADABLE."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise Refusal(Reason.ANCHOR_UNREADABLE, field="anchor", written=text)
        return cls(int(found[1]), found[2].lower())

    def __str__(self) -> str:
        """Return the anchor as it is printed and mailed."""
        return f"{self.lines}:{self.head[:SHORTEST]}"

    def is_kept_by(self, ends: Ends) -> bool:
        """Tell whether an event log is the one that was anchored or goes on from it."""
        return (ends(self.lines) or "").startswith(self.head)


def find_first_broken_anchor(anchors: Iterable[ChainAnchor], ends: Ends) -> ChainAnchor | None:
    """Return the earliest anchor that the event log does not keep, None when it keeps all."""
    in_order = sorted(anchors, key=lambda anchor: anchor.lines)
    return next((anchor for anchor in in_order if not anchor.is_kept_by(ends)), None)


GENESIS = "0" * 64

EventRow = Mapping[str, object]
"""The sealed fields of one line, by name."""


def hash_event_line(prev_hash: str, line: EventRow) -> str:
    """Return the hash of a line that follows `prev_hash` (SHA-256, hexadecimal)."""
    return sha256(f"{prev_hash}\n{_json(line)}".encode()).hexdigest()


def to_hashed_text(line: Sequence[str | int | None]) -> str:
    """Return the text that `seal` hashes, from the fields as the event log keeps them, in the order of their names.

    Days and instants are written already, `details` as canonical JSON. A long event log is read again by the million
    lines, and here a line costs a third of what it costs by name.
    """
    (
        acting_for, action, actor, actor_name, assignment, details, document, due_on, effective_on, note, recorded_at,
        sequence, state_after, state_before, unit, until_on,
    ) = line  # fmt: skip
    return (
        f'{{"acting_for_id":{_number(acting_for)},"action":{_quoted(action)},"actor_id":{_number(actor)}'
        f',"actor_name":{_quoted(actor_name)},"assignment_id":{_number(assignment)},"details":{details}'
        f',"document":{_quoted(document)},"due_on":{_quoted(due_on)},"effective_on":{_quoted(effective_on)}'
        f',"note":{_quoted(note)},"recorded_at":{_quoted(recorded_at)},"sequence":{_number(sequence)}'
        f',"state_after":{_quoted(state_after)},"state_before":{_quoted(state_before)}'
        f',"unit_id":{_number(unit)},"until_on":{_quoted(until_on)}}}'
    )


def canonicalise_json(text: str) -> str:
    """Return JSON as a seal holds it, from JSON written in any way."""
    return text if text == "{}" else _json(json.loads(text))


@dataclass(frozen=True, slots=True)
class ChainStretch:
    """Some events, one after another: how many, what the first follows, how the last ends.

    `broken` is the id of the first line that does not follow the one before it or is not as it was sealed.
    """

    lines: int
    first_id: int
    follows: str
    head: str
    broken: int | None = None


def walk_chain_lines(lines: Iterable[tuple[int, str, str, str]]) -> ChainStretch | None:
    """Look at lines (id, previous hash, hash, text as sealed); None when there are none."""
    number, first_id, follows, expected, broken = 0, 0, "", "", None
    for line_id, prev_hash, own_hash, text in lines:
        if not number:
            first_id, follows, expected = line_id, prev_hash, prev_hash
        number += 1
        if broken is None and (
            prev_hash != expected or sha256(f"{prev_hash}\n{text}".encode()).hexdigest() != own_hash
        ):
            broken = line_id
        expected = own_hash
    return ChainStretch(number, first_id, follows, expected, broken) if number else None


def join_chain_stretches(stretches: Iterable[ChainStretch]) -> ChainStretch:
    """Put stretches together in the order of the event log; where one does not follow the last, the event log
    is broken.
    """
    whole = ChainStretch(0, 0, GENESIS, GENESIS)
    for each in sorted(stretches, key=lambda stretch: stretch.first_id):
        broken = each.first_id if each.follows != whole.head else each.broken
        first = whole.broken if whole.broken is not None else broken
        whole = ChainStretch(whole.lines + each.lines, whole.first_id or each.first_id, GENESIS, each.head, first)
    return whole


def find_first_break(lines: Iterable[tuple[int, str, str, EventRow]]) -> int | None:
    """Return the id of the first line (id, previous hash, hash, fields) that does not follow, or None."""
    expected = GENESIS
    for line_id, prev_hash, own_hash, line in lines:
        if prev_hash != expected or hash_event_line(prev_hash, line) != own_hash:
            return line_id
        expected = own_hash
    return None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _number(value: object) -> str:
    return "null" if value is None else str(value)


def _quoted(value: str | int | None) -> str:
    return "null" if value is None else encode_basestring(str(value))


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"cannot seal {type(value).__name__}")


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
    text = json.dumps(present, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain_value)
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


def check_entry_range(entries: Iterable[tuple[int, str, str, list[RowDigest]]]) -> EntryRange | None:
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


def find_first_broken(ranges: Iterable[EntryRange], genesis: str) -> int | None:
    """Return the id of the first entry that does not follow, over ranges of the ledger in any order."""
    expected = genesis
    for each in sorted(ranges, key=lambda found: found.first_id):
        if each.follows != expected:
            return each.first_id
        if each.broken is not None:
            return each.broken
        expected = each.head
    return None


def _plain_value(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return value.value
    raise TypeError(f"no digest of {type(value).__name__}")
