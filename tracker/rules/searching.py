"""Finding words: what is kept of a text so that it can be found, and what somebody typed to find it.

Typed without marks, a word matches every word of those letters; typed with marks, it must match them. The place of
a tone mark counts for nothing («hoá» is «hóa»), nor do case and the zeros before a number («06» is «6»).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.rules.text import fold, fold_tones, tidy

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile('["\u201c\u201d«»]([^"\u201c\u201d«»]*)["\u201c\u201d«»]')
LONGEST_QUESTION = 200
"""Letters of a question that are read; the rest is left out."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for: every phrase must be there, the words of a phrase side by side.

    Words are in the form in which `search_key` keeps them.
    """

    phrases: tuple[tuple[str, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.phrases)


def search_key(*texts: str) -> str:
    """Return the form of some texts that is kept for finding: their words without marks, then with marks.

    A word stands between spaces, so that a phrase can be looked for as a part of the key.
    """
    whole = " ".join(text for text in texts if text)
    marked = _words(whole)
    if not marked:
        return ""
    return f" {' '.join(map(fold, marked))} | {' '.join(marked)} "


def question(typed: str) -> Question:
    """Read what somebody typed: several words are all wanted; words in quotes are wanted side by side."""
    found: list[tuple[str, ...]] = []
    rest = typed[:LONGEST_QUESTION]
    for quoted in _QUOTED.findall(rest):
        found += _phrases(quoted)
    found += [(word,) for word in _words(_QUOTED.sub(" ", rest))]
    return Question(tuple(dict.fromkeys(found)))


def matches(wanted: Question, key: str) -> bool:
    """Tell whether a text, by its `search_key`, holds every phrase that is wanted."""
    return all(f" {' '.join(phrase)} " in key for phrase in wanted.phrases)


def _phrases(quoted: str) -> list[tuple[str, ...]]:
    """Return a quotation as phrases: side by side without marks, and each word typed with marks by itself."""
    words = tuple(_words(quoted))
    plain = tuple(map(fold, words))
    if not words or words == plain:
        return [plain] if words else []
    if not set(words) & set(plain):
        return [words]
    return [plain, *((word,) for word in words if word not in plain)]


def _words(text: str) -> list[str]:
    """Return the words of a text with their marks, the tone of each moved to its end, no zeros before numbers."""
    return [
        word.lstrip("0") or "0" if word[0] == "0" else fold_tones(word)
        for word in _WORD.findall(tidy(text).casefold())
    ]
