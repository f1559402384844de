"""What was known of an assignment, and when: its standings by days, over the instants at which the diary grew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tracker.rules.history import Entry, growing
from tracker.rules.timeliness import Standing

Known = tuple[Standing, dt.datetime, dt.datetime | None]
"""A standing, the instant from which it was known, and the one up to which (exclusive; None: to this day)."""


def as_it_became_known(entries: Iterable[Entry]) -> list[Known]:
    """Return every standing that the diary ever said, with the instants between which it said so.

    Entries come in the order in which they were recorded. What one line leaves as it was goes on being known.
    """
    past: list[Known] = []
    present: dict[Standing, dt.datetime] = {}
    for entry, told in growing(entries):
        now = entry.recorded_at
        wanted = set(told)
        for standing in [each for each in present if each not in wanted]:
            since = present.pop(standing)
            if since < now:
                past.append((standing, since, now))
        for standing in told:
            present.setdefault(standing, now)
    return [*past, *((standing, since, None) for standing, since in present.items())]
