"""A sentence that remembers how it was made, so that a page can say it in English (decision record 0019).

To every other room it is the Vietnamese text itself: what is stored, printed on paper or sent in a letter is
Vietnamese. Only a page drawn for somebody who reads English asks for the pattern and the values and says it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

Key = TypeVar("Key")


class Sentence(str):
    """A Vietnamese text made from a pattern with names in braces and the values that fill them.

    `inside` tells that it stands within another sentence: its first letter is small.
    """

    __slots__ = ("inside", "pattern", "values")

    pattern: str
    values: Mapping[str, Any]
    inside: bool

    def __new__(
        cls, pattern: str, values: Mapping[str, Any] | None = None, *, inside: bool = False
    ) -> Sentence:
        """Make the text; raises `KeyError` when the pattern names a value that is not given."""
        text = str.format_map(pattern, values) if values else pattern
        made = super().__new__(cls, small(text) if inside else text)
        made.pattern, made.values, made.inside = pattern, values or {}, inside
        return made

    def format(self, *_: object, **values: Any) -> Sentence:
        """Fill the names in braces: still a sentence that remembers."""
        return Sentence(self.pattern, values)

    def format_map(self, values: Mapping[str, Any], /) -> Sentence:  # type: ignore[override]  # any mapping
        """Fill the names in braces from a mapping, which may answer for names it does not hold."""
        return Sentence(self.pattern, values)


def small(text: str) -> str:
    """Return a text with its first letter small."""
    return text[:1].lower() + text[1:]


def say(pattern: str, **values: Any) -> str:
    """Return a sentence; without values its braces wait for `format`."""
    return Sentence(pattern, values)


def inside(text: str) -> str:
    """Return a text as it stands within another sentence."""
    return Sentence(text.pattern, text.values, inside=True) if isinstance(text, Sentence) else small(text)


def together(pieces: Iterable[str], between: str = ", ", end: str = "") -> str:
    """Return several texts as one, each of which can still be said in English."""
    named = {f"piece{number}": piece for number, piece in enumerate(pieces)}
    return Sentence(between.join(f"{{{name}}}" for name in named) + end, named)


def words(table: Mapping[Key, str]) -> Mapping[Key, str]:
    """Return a table of words, each of which remembers its pattern."""
    return MappingProxyType({key: Sentence(text) for key, text in table.items()})
