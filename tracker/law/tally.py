"""Counts with derived totals: a total is a property of its parts and cannot contradict them.

Sums that must hold before a figure is shown: lines add up to the whole, timing by timing (counting rule 5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.law.timing import COUNTED_TIMINGS, DONE_ON_TIME, DONE_TIMINGS, OPEN_TIMINGS, DayState, Timing


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stood in each timing on a day; what stands outside the total is counted by its reason.

    Of the total, `carried_over` were given before the period, `extended` had a later deadline than the first one.
    """

    counts: Mapping[Timing, int] = field(default_factory=dict)
    excluded: Mapping[DayState, int] = field(default_factory=dict)
    carried_over: int = 0
    extended: int = 0

    def __getitem__(self, timing: Timing) -> int:
        return self.counts.get(timing, 0)

    def count(self, timings: Iterable[Timing]) -> int:
        """Count some timings; EXCLUDED is all that stands outside the total."""
        return sum(sum(self.excluded.values()) if each is Timing.EXCLUDED else self[each] for each in timings)

    @property
    def done(self) -> int:
        """All that was finished, whenever it was due."""
        return self.count(DONE_TIMINGS)

    @property
    def done_on_time(self) -> int:
        """Finished before or on the due day: what print calls «trước và đúng hạn» (counting rule 4)."""
        return self.count(DONE_ON_TIME)

    @property
    def done_with_deadline(self) -> int:
        """All that was finished and had a deadline: the whole of the rate on time (K35)."""
        return self.done_on_time + self[Timing.DONE_LATE]

    @property
    def open(self) -> int:
        """All that was still to be done; suspended work is counted apart."""
        return self.count(OPEN_TIMINGS)

    @property
    def total(self) -> int:
        """The sum of all counted timings."""
        return self.done + self.open + self[Timing.SUSPENDED]

    @property
    def assigned_ever(self) -> int:
        """The total and what was taken out of it."""
        return self.total + sum(self.excluded.values())

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            Counter(self.counts) + Counter(other.counts),
            Counter(self.excluded) + Counter(other.excluded),
            self.carried_over + other.carried_over,
            self.extended + other.extended,
        )

    def as_json(self) -> dict[str, object]:
        """Return the counts under the names of the command line (a stable surface)."""
        return {
            "total": self.total,
            "done": self.done,
            **{timing.value: self[timing] for timing in COUNTED_TIMINGS},
            "excluded": {
                day_state.value: self.excluded.get(day_state, 0)
                for day_state in DayState
                if day_state.value in _OUTSIDE
            },
            "carried_over": self.carried_over,
            "extended": self.extended,
        }

    @classmethod
    def from_json(cls, counts: Mapping[str, Any]) -> Tally:
        """Return the tally that `as_json` wrote down."""
        return cls(
            {timing: counts[timing.value] for timing in COUNTED_TIMINGS if counts[timing.value]},
            {DayState(name): number for name, number in counts["excluded"].items() if number},
            counts["carried_over"],
            counts.get("extended", 0),
        )


_OUTSIDE = ("withdrawn", "cancelled", "transferred", "merged")


def count_timings(timings: Iterable[Timing]) -> Tally:
    """Count timings; what is excluded is left out here, the store counts it by its reason."""
    counts = Counter(timings)
    counts.pop(Timing.EXCLUDED, None)
    return Tally(counts)


class ImbalanceError(Exception):
    """Figures that contradict one another, which must never be shown."""

    def __init__(self, what: str, whole: Tally, parts: Tally) -> None:
        super().__init__(f"{what}: whole {whole.as_json()} parts {parts.as_json()}")


def must_balance(what: str, whole: Tally, parts: Iterable[Tally]) -> None:
    """Raise `ImbalanceError` unless the parts add up to the whole in every timing and outside the total.

    What was carried over from before the period must be a part of the total, too.
    """
    together = sum(parts, Tally())
    if not are_tallies_equal(whole, together) or whole.carried_over > whole.total:
        raise ImbalanceError(what, whole, together)


def are_tallies_equal(one: Tally, other: Tally) -> bool:
    """Tell whether two tallies say the same; a timing that is not named is empty."""
    return (
        all(one[timing] == other[timing] for timing in Timing)
        and all(one.excluded.get(day_state, 0) == other.excluded.get(day_state, 0) for day_state in DayState)
        and one.carried_over == other.carried_over
        and one.extended == other.extended
    )
