"""Anchors of the diary: how long it was and how it ended, written down where nobody of the house can change it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tracker.rules.refusals import Reason, Refusal

Ends = Callable[[int], str | None]
"""How a diary ended when it had a number of lines: the hash of that line, None when it never had so many."""

SHORTEST = 16
"""Hexadecimal figures of a hash that are enough to know it by: 64 bits."""
_WRITTEN = re.compile(rf"\s*(\d{{1,12}})\s*:\s*([0-9a-fA-F]{{{SHORTEST},64}})\s*")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The diary had `lines` lines and the hash of the last began with `head`."""

    lines: int
    head: str

    @classmethod
    def parse(cls, text: str) -> Anchor:
        """Read `4509:0f3a…` as letters and reports print it; refuse ANCHOR_UNREADABLE."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise Refusal(Reason.ANCHOR_UNREADABLE, field="anchor", written=text)
        return cls(int(found[1]), found[2].lower())

    def __str__(self) -> str:
        """Return the anchor as it is printed and mailed."""
        return f"{self.lines}:{self.head[:SHORTEST]}"

    def is_kept_by(self, ends: Ends) -> bool:
        """Tell whether a diary is the one that was anchored or goes on from it."""
        return (ends(self.lines) or "").startswith(self.head)


def first_not_kept(anchors: Iterable[Anchor], ends: Ends) -> Anchor | None:
    """Return the earliest anchor that the diary does not keep, None when it keeps all."""
    in_order = sorted(anchors, key=lambda anchor: anchor.lines)
    return next((anchor for anchor in in_order if not anchor.is_kept_by(ends)), None)
