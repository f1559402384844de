"""A letter as people mean it: to one person, with a subject and a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_KEY = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")
LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3
EXTRA_HEADERS = frozenset({"List-Unsubscribe", "X-Tracker-Attempt"})


class LetterError(ValueError):
    """A letter that must never be handed to a mail server."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one person.

    `key` names the letter for ever: every try carries the same Message-ID, so that servers and people
    can tell a repetition. `html` may be empty; `text` is always there; `reply_to` is where
    answers go, empty where none are read.
    """

    to_address: str
    to_name: str
    subject: str
    text: str
    key: str
    html: str = ""
    reply_to: str = ""
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        """Refuse what could become a second recipient, a second header or somebody else's letter."""
        if not is_address(self.to_address):
            raise LetterError("not one plain mail address")
        if self.reply_to and not is_address(self.reply_to):
            raise LetterError("answers go to one plain mail address")
        if not _KEY.fullmatch(self.key):
            raise LetterError("a key is made of letters, digits and single dots")
        if not self.text.strip():
            raise LetterError("a letter without a text")
        strange = set(self.headers) - EXTRA_HEADERS
        if strange:
            raise LetterError(f"headers a letter may not carry: {sorted(strange)}")


def is_address(text: str) -> bool:
    """Tell whether a text is exactly one mail address in plain letters."""
    return len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None
