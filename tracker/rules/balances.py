"""Sums that must hold before a figure is shown: lines add up to the whole, bucket by bucket (counting rule 5)."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.rules.tally import Tally
from tracker.rules.timeliness import Box, Timing


class ImbalanceError(Exception):
    """Figures that contradict one another, which must never be shown."""

    def __init__(self, what: str, whole: Tally, parts: Tally) -> None:
        super().__init__(f"{what}: whole {whole.as_json()} parts {parts.as_json()}")


def must_balance(what: str, whole: Tally, parts: Iterable[Tally]) -> None:
    """Raise `ImbalanceError` unless the parts add up to the whole in every bucket and outside the total.

    What was carried over from before the period must be a part of the total, too.
    """
    together = sum(parts, Tally())
    if not same(whole, together) or whole.carried_over > whole.total:
        raise ImbalanceError(what, whole, together)


def same(one: Tally, other: Tally) -> bool:
    """Tell whether two tallies say the same; a bucket that is not named is empty."""
    return (
        all(one[timing] == other[timing] for timing in Timing)
        and all(one.excluded.get(box, 0) == other.excluded.get(box, 0) for box in Box)
        and one.carried_over == other.carried_over
        and one.extended == other.extended
    )
