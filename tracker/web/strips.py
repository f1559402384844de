"""Strips of time: one line for each piece of work, from the day it was given to the day it was finished or is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.rules.timeliness import Timing
from tracker.web.badges import timing_tone
from tracker.web.charts import BAR_WIDTH

LEAST = 6
"""The width of the shortest stretch: a day among a year is still seen."""


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work with its days; `done_on` None: still open on the day of the look."""

    label: str
    href: str | None
    given_on: dt.date
    due_on: dt.date | None
    done_on: dt.date | None
    timing: Timing


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of work and where it lies on a line of `BAR_WIDTH`: the stretch, and the mark of its deadline."""

    work: Work
    tone: str
    x: int
    width: int
    mark: int | None


@dataclass(frozen=True, slots=True)
class Strips:
    """The strips, where each month begins, and where the day of the look lies."""

    strips: Sequence[Strip]
    months: Sequence[tuple[int, str]]
    now: int
    first_on: dt.date
    last_on: dt.date


def strips(works: Sequence[Work], as_of: dt.date) -> Strips:
    """Lay pieces of work out over the days from the first to the last that any of them names."""
    days = [day for each in works for day in (each.given_on, each.due_on, each.done_on) if day is not None]
    first, last = min((*days, as_of)).replace(day=1), max((*days, as_of))
    whole = max(1, (last - first).days)

    def place(day: dt.date) -> int:
        return round(BAR_WIDTH * (day - first).days / whole)

    return Strips(
        [
            _strip(
                each,
                place(each.given_on),
                place(each.done_on or as_of),
                None if each.due_on is None else place(each.due_on),
            )
            for each in works
        ],
        [(place(day), f"{day.month}/{day.year % 100:02}") for day in _months(first, last)],
        place(as_of),
        first,
        last,
    )


def _strip(work: Work, start: int, end: int, mark: int | None) -> Strip:
    return Strip(work, timing_tone(work.timing), min(start, BAR_WIDTH - LEAST), max(LEAST, end - start), mark)


def _months(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the first days of months, at most about a dozen of them."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    step = -(-count // 12)
    return [
        dt.date(first.year + (first.month - 1 + number) // 12, (first.month - 1 + number) % 12 + 1, 1)
        for number in range(0, count, step)
    ]
