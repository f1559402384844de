"""The hash chain of the diary: each line seals itself and the line before it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json.encoder import encode_basestring

GENESIS = "0" * 64

Line = Mapping[str, object]
"""The sealed fields of one line, by name."""


def seal(prev_hash: str, line: Line) -> str:
    """Return the hash of a line that follows `prev_hash` (SHA-256, hexadecimal)."""
    return sha256(f"{prev_hash}\n{_json(line)}".encode()).hexdigest()


def as_sealed(line: Sequence[str | int | None]) -> str:
    """Return the text that `seal` hashes, from the fields as the diary keeps them, in the order of their names.

    Days and instants are written already, `details` as canonical JSON. A long diary is read again by the million
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


def canonical(text: str) -> str:
    """Return JSON as a seal holds it, from JSON written in any way."""
    return text if text == "{}" else _json(json.loads(text))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some lines of the diary, one after another: how many, what the first follows, how the last ends.

    `broken` is the id of the first line that does not follow the one before it or is not as it was sealed.
    """

    lines: int
    first_id: int
    follows: str
    head: str
    broken: int | None = None


def walked(lines: Iterable[tuple[int, str, str, str]]) -> Stretch | None:
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
    return Stretch(number, first_id, follows, expected, broken) if number else None


def joined(stretches: Iterable[Stretch]) -> Stretch:
    """Put stretches together in the order of the diary; where one does not follow the last, the diary is broken."""
    whole = Stretch(0, 0, GENESIS, GENESIS)
    for each in sorted(stretches, key=lambda stretch: stretch.first_id):
        broken = each.first_id if each.follows != whole.head else each.broken
        first = whole.broken if whole.broken is not None else broken
        whole = Stretch(whole.lines + each.lines, whole.first_id or each.first_id, GENESIS, each.head, first)
    return whole


def first_break(lines: Iterable[tuple[int, str, str, Line]]) -> int | None:
    """Return the id of the first line (id, previous hash, hash, fields) that does not follow, or None."""
    expected = GENESIS
    for line_id, prev_hash, own_hash, line in lines:
        if prev_hash != expected or seal(prev_hash, line) != own_hash:
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
