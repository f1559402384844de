"""Ranking units by rules that are published, with the numbers that put each where it is.

Source: the notices of Đà Nẵng on leaders' directives (2020, 2023): praised is who finished more than 90 % of the work
and less than 10 % late; named is who finished less than 50 %; units are compared with those that had about as
much work as they.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tracker.rules.tally import Tally
from tracker.rules.timeliness import Timing

PRAISE_DONE, PRAISE_LATE, BLAME_DONE = Fraction(9, 10), Fraction(1, 10), Fraction(1, 2)
ENOUGH = 10
"""Shares below which nobody is praised or named: one task more would turn the verdict."""

BANDS = (300, 50, ENOUGH, 1)
"""The least number of shares of each volume band, largest first."""


class Verdict(enum.StrEnum):
    """What the published rules say of a unit."""

    PRAISED = "praised"
    ORDINARY = "ordinary"
    NAMED = "named"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit in its band: `place` among its like (equal shares, equal place) and the two shares that judge it."""

    unit_id: int
    band: int
    place: int
    done: int
    late: int
    total: int
    verdict: Verdict


def ranked(tallies: Mapping[int, Tally]) -> list[Standing]:
    """Rank units within bands of volume, largest band first; who had no work is not ranked (K41).

    In a band comes first who finished the larger share on time of all that fell due or was finished with a deadline;
    who had nothing of the kind comes last.
    """
    found: list[Standing] = []
    for band in BANDS:
        own = {key: each for key, each in tallies.items() if _band(each.total) == band}
        ordered = sorted(own, key=lambda key: (-_on_time(own[key]), key))
        place = 0
        for number, key in enumerate(ordered, start=1):
            if number == 1 or _on_time(own[key]) != _on_time(own[ordered[number - 2]]):
                place = number
            found.append(_standing(key, own[key], band, place))
    return found


def verdict(done: int, late: int, total: int) -> Verdict:
    """Judge a unit by the shares of its work that it finished, and that is or was late."""
    if total < ENOUGH:
        return Verdict.TOO_FEW
    if Fraction(done, total) > PRAISE_DONE and Fraction(late, total) < PRAISE_LATE:
        return Verdict.PRAISED
    return Verdict.NAMED if Fraction(done, total) < BLAME_DONE else Verdict.ORDINARY


def _standing(unit_id: int, tally: Tally, band: int, place: int) -> Standing:
    late = tally[Timing.DONE_LATE] + tally[Timing.OPEN_OVERDUE]
    return Standing(
        unit_id, band, place, tally.done, late, tally.total, verdict(tally.done, late, tally.total)
    )


def _band(total: int) -> int:
    return next((least for least in BANDS if total >= least), 0)


def _on_time(tally: Tally) -> Fraction:
    fell_due = tally.done_with_deadline + tally[Timing.OPEN_OVERDUE]
    return Fraction(tally.done_on_time, fell_due) if fell_due else Fraction(-1)
