"""Counts with derived totals: a total is a property of its parts and cannot contradict them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.rules.timeliness import DONE, DONE_ON_TIME, OPEN, Box, Timing


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stood in each bucket on a day; what stands outside the total is counted by its reason.

    Of the total, `carried_over` were given before the period, `extended` had a later deadline than the first one.
    """

    buckets: Mapping[Timing, int] = field(default_factory=dict)
    excluded: Mapping[Box, int] = field(default_factory=dict)
    carried_over: int = 0
    extended: int = 0

    def __getitem__(self, timing: Timing) -> int:
        return self.buckets.get(timing, 0)

    @property
    def done(self) -> int:
        """All that was finished, whenever it was due."""
        return sum(self[timing] for timing in DONE)

    @property
    def done_on_time(self) -> int:
        """Finished before or on the due day: what print calls «trước và đúng hạn» (counting rule 4)."""
        return sum(self[timing] for timing in DONE_ON_TIME)

    @property
    def done_with_deadline(self) -> int:
        """All that was finished and had a deadline: the whole of the rate on time (K35)."""
        return self.done_on_time + self[Timing.DONE_LATE]

    @property
    def open(self) -> int:
        """All that was still to be done; suspended work is counted apart."""
        return sum(self[timing] for timing in OPEN)

    @property
    def total(self) -> int:
        """The sum of all counted buckets."""
        return self.done + self.open + self[Timing.SUSPENDED]

    @property
    def assigned_ever(self) -> int:
        """The total and what was taken out of it."""
        return self.total + sum(self.excluded.values())

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            Counter(self.buckets) + Counter(other.buckets),
            Counter(self.excluded) + Counter(other.excluded),
            self.carried_over + other.carried_over,
            self.extended + other.extended,
        )

    def as_json(self) -> dict[str, object]:
        """Return the counts under the names of the command line (a stable surface)."""
        return {
            "total": self.total,
            "done": self.done,
            **{timing.value: self[timing] for timing in DONE},
            **{timing.value: self[timing] for timing in OPEN},
            "suspended": self[Timing.SUSPENDED],
            "excluded": {box.value: self.excluded.get(box, 0) for box in Box if box.value in _OUTSIDE},
            "carried_over": self.carried_over,
            "extended": self.extended,
        }

    @classmethod
    def from_json(cls, counts: Mapping[str, Any]) -> Tally:
        """Return the tally that `as_json` wrote down."""
        return cls(
            {
                timing: counts[timing.value]
                for timing in (*DONE, *OPEN, Timing.SUSPENDED)
                if counts[timing.value]
            },
            {Box(name): number for name, number in counts["excluded"].items() if number},
            counts["carried_over"],
            counts.get("extended", 0),
        )


_OUTSIDE = ("withdrawn", "cancelled", "transferred", "merged")


def tally(timings: Iterable[Timing]) -> Tally:
    """Count buckets; what is excluded is left out here, the store counts it by its reason."""
    counts = Counter(timings)
    counts.pop(Timing.EXCLUDED, None)
    return Tally(counts)
