"""The hash chain of the diary: each line seals itself and the line before it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping

GENESIS = "0" * 64

Line = Mapping[str, object]
"""The sealed fields of one line, by name."""


def seal(prev_hash: str, line: Line) -> str:
    """Return the hash of a line that follows `prev_hash` (SHA-256, hexadecimal)."""
    text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(f"{prev_hash}\n{text}".encode()).hexdigest()


def first_break(lines: Iterable[tuple[int, str, str, Line]]) -> int | None:
    """Return the id of the first line (id, previous hash, hash, fields) that does not follow, or None."""
    expected = GENESIS
    for line_id, prev_hash, own_hash, line in lines:
        if prev_hash != expected or seal(prev_hash, line) != own_hash:
            return line_id
        expected = own_hash
    return None


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"cannot seal {type(value).__name__}")
