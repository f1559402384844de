"""A sentence that remembers how it was made, so that a page can say it in English (decision record 0032).

To every other module it is the Vietnamese text itself: what is stored, printed on paper or sent in a letter is
Vietnamese. Only a page drawn for somebody who reads English asks for the pattern and the values and says it anew.

What this authority and the one above it are called: data of the installation, spoken wherever words are chosen.

A town under a province in 2021, a ward under a city since 01/7/2025: the same work, other words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from markupsafe import escape

VIETNAMESE, ENGLISH = "vi", "en"
LANGUAGES = (VIETNAMESE, ENGLISH)

MessageKey = TypeVar("MessageKey")


class Message(str):
    """A Vietnamese text made from a pattern with names in braces and the values that fill them.

    `shape` changes the letters of the whole, as where the first is small because it stands in another sentence.
    """

    __slots__ = ("pattern", "shape", "values")

    pattern: str
    values: Mapping[str, Any]
    shape: Callable[[str], str]

    def __new__(
        cls, pattern: str, values: Mapping[str, Any] | None = None, shape: Callable[[str], str] = str
    ) -> Message:
        """Make the text; raises `KeyError` when the pattern names a value that is not given."""
        made = super().__new__(cls, shape(str.format_map(pattern, values) if values else str(pattern)))
        made.pattern, made.values, made.shape = pattern, values or {}, shape
        return made

    def format(self, *_: object, **values: Any) -> Message:
        """Fill the names in braces: still a sentence that remembers."""
        return Message(self.pattern, values)

    def format_map(self, values: Mapping[str, Any], /) -> Message:  # type: ignore[override]  # any mapping
        """Fill the names in braces from a mapping, which may answer for names it does not hold."""
        return Message(self.pattern, values)

    def lower(self) -> Message:
        """Return the sentence in small letters."""
        return Message(self.pattern, self.values, str.lower)

    def capitalize(self) -> Message:
        """Return the sentence in small letters but for the first."""
        return Message(self.pattern, self.values, str.capitalize)

    def __html__(self) -> str:
        """Return the sentence for a page, in the language of its reader."""
        return escape(_translate(self))


_translate: Callable[[Message], str] = str


def set_translator(translate: Callable[[Message], str]) -> None:
    """Let pages say sentences by a function; without one they are said in Vietnamese."""
    global _translate
    _translate = translate


def lower_initial(text: str) -> str:
    """Return a text with its first letter small."""
    return text[:1].lower() + text[1:]


def make_message(pattern: str, **values: Any) -> str:
    """Return a sentence; without values its braces wait for `format`."""
    return Message(pattern, values)


def embed_message(text: str) -> str:
    """Return a text as it stands within another sentence."""
    return Message(text.pattern, text.values, lower_initial) if isinstance(text, Message) else lower_initial(text)


def join_messages(pieces: Iterable[str], between: str = ", ", end: str = "") -> str:
    """Return several texts as one, each of which can still be said in English."""
    named = {f"piece{number}": piece for number, piece in enumerate(pieces)}
    return Message(between.join(f"{{{name}}}" for name in named) + end, named)


def make_messages(table: Mapping[MessageKey, str]) -> Mapping[MessageKey, str]:
    """Return a table of words, each of which remembers its pattern."""
    return MappingProxyType({key: Message(text) for key, text in table.items()})


AUTHORITY_KINDS = (
    make_message("thị xã"), make_message("thành phố"), make_message("thị trấn"),
    make_message("đặc khu"), make_message("huyện"), make_message("quận"),
    make_message("phường"), make_message("xã"), make_message("tỉnh"),
)  # fmt: skip
"""Kinds of authority, as they stand in a name: «UBND thị xã Hương Trà»."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The kind of this authority and of the one above it."""

    own: str
    above: str


TOWN = Levels(AUTHORITY_KINDS[0], AUTHORITY_KINDS[-1])
"""What is spoken of where no installation is: in tests of words, on a machine without a database."""

_ABOVE = re.compile(rf"\b{TOWN.above}\b")
_spoken: ContextVar[Levels | Callable[[], Levels]] = ContextVar("levels")


def get_spoken_levels() -> Levels:
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
    own = next((kind for kind in AUTHORITY_KINDS if f" {kind} " in f" {words} "), TOWN.own)
    return Levels(own, make_message(above) if above else TOWN.above)


def set_spoken_levels(find: Callable[[], Levels]) -> None:
    """Speak of an authority from here on, in this request or command; it is looked up when a word is needed."""
    _spoken.set(find)


def label_for_authority(label: str) -> str:
    """Return the label of a form that was written for towns under a province, in the words of this installation."""
    above = get_spoken_levels().above
    return label if above == TOWN.above else _ABOVE.sub(above, label)


class OriginWords(Mapping[str, str]):
    """Where a task comes from, in the words of the installation."""

    _PATTERNS: Mapping[str, str] = {
        "plan": make_message("Theo kế hoạch CCHC"),
        "province": make_message("UBND {above} giao"),
        "town": make_message("UBND {own} giao"),
    }

    def __getitem__(self, origin: str) -> str:
        """Return the words of an origin."""
        spoken = get_spoken_levels()
        return self._PATTERNS[origin].format(own=spoken.own, above=spoken.above)

    def __iter__(self) -> Iterator[str]:
        """Walk the origins."""
        return iter(self._PATTERNS)

    def __len__(self) -> int:
        """Count the origins."""
        return len(self._PATTERNS)
