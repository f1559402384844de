"""Names in a comment: «@Nguyễn Văn An» or «@vanphong», found among the people who may read the task."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import fold_tones

_AT = re.compile(r"(?<![\w.@])@(?=\w)")
_WORD = re.compile(r"[\w.-]*\w")


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may read a task: by name, and by sign-in name."""

    person_id: int
    name: str
    login: str


def mentioned(text: str, readers: Iterable[Reader]) -> frozenset[int]:
    """Return the people a text names after «@»; the longest name that fits is meant.

    Refuses MENTION_UNKNOWN (field `text`) for a name nobody who may read the task has, MENTION_AMBIGUOUS for a name
    that several have; a sign-in name is always one person's.
    """
    called: dict[str, set[int]] = {}
    for reader in readers:
        for name in (reader.name, reader.login):
            called.setdefault(fold_tones(name), set()).add(reader.person_id)
    names = sorted(called, key=len, reverse=True)
    found: set[int] = set()
    for match in _AT.finditer(text):
        rest = fold_tones(text[match.end() :])
        meant = next((each for each in names if _begins(rest, each)), None)
        if meant is None:
            raise Refusal(Reason.MENTION_UNKNOWN, field="text", name=_first_word(text[match.end() :]))
        if len(called[meant]) > 1:
            raise Refusal(Reason.MENTION_AMBIGUOUS, field="text", name=text[match.end() :][: len(meant)])
        found |= called[meant]
    return frozenset(found)


def _begins(text: str, name: str) -> bool:
    return text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()


def _first_word(text: str) -> str:
    word = _WORD.match(text)
    return word[0] if word else ""
