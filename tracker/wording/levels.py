"""What this authority and the one above it are called: data of the installation, spoken wherever words are chosen.

A town under a province in 2021, a ward under a city since 01/7/2025: the same work, other words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass

from tracker.wording.sentence import say

KINDS = (
    say("thị xã"), say("thành phố"), say("thị trấn"), say("đặc khu"), say("huyện"), say("quận"), say("phường"),
    say("xã"), say("tỉnh"),
)  # fmt: skip
"""Kinds of authority, as they stand in a name: «UBND thị xã Hương Trà»."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The kind of this authority and of the one above it."""

    own: str
    above: str


TOWN = Levels(KINDS[0], KINDS[-1])
"""What is spoken of where no installation is: in tests of words, on a machine without a database."""

_ABOVE = re.compile(rf"\b{TOWN.above}\b")
_spoken: ContextVar[Levels | Callable[[], Levels]] = ContextVar("levels")


def levels() -> Levels:
    """Return the levels of the installation that is spoken of."""
    found = _spoken.get(TOWN)
    if isinstance(found, Levels):
        return found
    known = found()
    _spoken.set(known)
    return known


def levels_of(place_name: str, above: str | None) -> Levels:
    """Return the levels of an authority by its name and, where it is not a province, the kind of the one above."""
    words = place_name.lower()
    own = next((kind for kind in KINDS if f" {kind} " in f" {words} "), TOWN.own)
    return Levels(own, say(above) if above else TOWN.above)


def speak_of(find: Callable[[], Levels]) -> None:
    """Speak of an authority from here on, in this request or command; it is looked up when a word is needed."""
    _spoken.set(find)


def in_our_words(label: str) -> str:
    """Return the label of a form that was written for towns under a province, in the words of this installation."""
    above = levels().above
    return label if above == TOWN.above else _ABOVE.sub(above, label)


class OriginWords(Mapping[str, str]):
    """Where a task comes from, in the words of the installation."""

    _PATTERNS: Mapping[str, str] = {
        "plan": say("Theo kế hoạch CCHC"),
        "province": say("UBND {above} giao"),
        "town": say("UBND {own} giao"),
    }

    def __getitem__(self, origin: str) -> str:
        """Return the words of an origin."""
        spoken = levels()
        return self._PATTERNS[origin].format(own=spoken.own, above=spoken.above)

    def __iter__(self) -> Iterator[str]:
        """Walk the origins."""
        return iter(self._PATTERNS)

    def __len__(self) -> int:
        """Count the origins."""
        return len(self._PATTERNS)
