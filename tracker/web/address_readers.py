"""Reading filters from an address: one that cannot be read is refused by its name, never left out in silence."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from tracker.rules.refusals import Reason, Refusal
from tracker.rules.timeliness import DONE, DONE_ON_TIME, OPEN, Timing
from tracker.web.forms.base import day_of
from tracker.wording.tasks import FILTER_WORDS

Args = MultiDict[str, str]
Choice = TypeVar("Choice", bound=enum.StrEnum)
Value = TypeVar("Value")

NONE = "khong"
"""The value of a filter that keeps what has none of it."""

TIMING_GROUPS: dict[str, frozenset[Timing]] = {
    "tat-ca": frozenset(timing for timing in Timing if timing is not Timing.EXCLUDED),
    "hoan-thanh": frozenset(DONE),
    "truoc-va-dung-han": frozenset(DONE_ON_TIME),
    "dang-lam": frozenset(OPEN),
}
"""Groups of buckets that have a name of their own in an address."""

_GREATEST_KEY = 2**31 - 1


def unreadable(name: str, value: str) -> Refusal:
    """Return the refusal of a filter whose value means nothing."""
    return Refusal(Reason.FILTER_UNREADABLE, field=name, name=FILTER_WORDS.get(name, name), value=value[:80])


def day(args: Args, name: str) -> dt.date | None:
    """Read a civil day; None where none is given."""
    value = args.get(name)
    found = day_of(value)
    if value and found is None:
        raise unreadable(name, value)
    return found


def key(args: Args, name: str) -> int | None:
    """Read the number of a row; None where none is given, or the filter asks for what has none."""
    return next((found for _, found in _keys(args.getlist(name)[:1], name)), None)


def keys(args: Args, name: str) -> frozenset[int]:
    """Read the numbers of some rows."""
    return frozenset(found for _, found in _keys(args.getlist(name), name))


def key_of(value: str | None) -> int | None:
    """Read the number of a row from one value; None when it is not one."""
    if not value or not value.isdecimal() or len(value) >= 11:
        return None
    return int(value) if int(value) <= _GREATEST_KEY else None


def members(kind: type[Choice], args: Args, name: str) -> frozenset[Choice]:
    """Read values of an enumeration; «khong» is read by the caller."""
    given = [each for each in args.getlist(name) if each and each != NONE]
    for value in given:
        if value not in kind._value2member_map_:
            raise unreadable(name, value)
    return frozenset(kind(value) for value in given)


def timings(args: Args, name: str) -> frozenset[Timing]:
    """Read buckets and groups of buckets."""
    chosen: set[Timing] = set()
    single = MultiDict([(name, each) for each in args.getlist(name) if each and each not in TIMING_GROUPS])
    for value in args.getlist(name):
        chosen |= TIMING_GROUPS.get(value, frozenset())
    return frozenset(chosen) | members(Timing, single, name)


def flag(args: Args, name: str, value: str) -> bool:
    """Tell whether a switch is set; `value` is the one that sets it."""
    given = args.get(name)
    if given and given != value:
        raise unreadable(name, given)
    return bool(given)


def one_of(args: Args, name: str, choices: Mapping[str, Value]) -> Value | None:
    """Read one of some named values; None where none is given."""
    given = args.get(name)
    if given and given not in choices:
        raise unreadable(name, given)
    return choices[given] if given else None


def instant(args: Args, name: str) -> dt.datetime | None:
    """Read an instant with its zone; None where none is given."""
    given = args.get(name)
    if not given:
        return None
    try:
        found = dt.datetime.fromisoformat(given)
    except ValueError as wrong:
        raise unreadable(name, given) from wrong
    if found.tzinfo is None:
        raise unreadable(name, given)
    return found


def _keys(values: list[str], name: str) -> Iterator[tuple[str, int]]:
    for value in values:
        found = key_of(value)
        if found is not None:
            yield value, found
        elif value and value != NONE:
            raise unreadable(name, value)
