"""A directive given to several units: when it is closed, and who of them was late or is missing.

It is closed once no unit has anything left to do: done, or taken out of the count. It was closed on the day the last
unit finished (counting rule 7: one directive, one assignment to a unit).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.rules.timeliness import DONE, Timing


@dataclass(frozen=True, slots=True)
class Share:
    """One unit's part: its name, where it stands, the civil day it finished."""

    unit: str
    timing: Timing
    done_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Closing:
    """Where a directive stands as a whole; names are those of units, in the order of the office."""

    total: int
    done: int
    late: Sequence[str]
    overdue: Sequence[str]
    in_time: Sequence[str]
    suspended: Sequence[str]
    closed_on: dt.date | None

    @property
    def missing(self) -> list[str]:
        """Who has not finished, the overdue ones first."""
        return [*self.overdue, *self.in_time, *self.suspended]


def closing(shares: Iterable[Share]) -> Closing:
    """Return where a directive stands; what stands outside the total is left out."""
    counted = [each for each in shares if each.timing is not Timing.EXCLUDED]

    def named(*timings: Timing) -> list[str]:
        return [each.unit for each in counted if each.timing in timings]

    done = [each for each in counted if each.timing in DONE]
    days = [each.done_on for each in done if each.done_on is not None]
    is_closed = bool(counted) and len(done) == len(counted)
    return Closing(
        total=len(counted),
        done=len(done),
        late=named(Timing.DONE_LATE),
        overdue=named(Timing.OPEN_OVERDUE),
        in_time=named(Timing.OPEN_IN_TIME, Timing.OPEN_NO_DEADLINE),
        suspended=named(Timing.SUSPENDED),
        closed_on=max(days, default=None) if is_closed else None,
    )
