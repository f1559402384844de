"""Rates as the reports print them: of a named whole, one decimal, never flattered to 100."""

from __future__ import annotations

from decimal import Decimal

FULL_IN_TENTHS = 1000


def rate(part: int, whole: int) -> Decimal | None:
    """Return `part` of `whole` in per cent with one decimal, or None when there is no whole.

    Half goes up. A part smaller than its whole never reads 100: 9,996 of 10,000 is 99.9, because
    «100 %» tells a reader that nothing is missing. Counts above the whole are allowed (a quota
    exceeded is over 100).
    """
    if part < 0 or whole < 0:
        raise ValueError("a rate is made of counts, and counts are not negative")
    if whole == 0:
        return None
    tenths = (2 * FULL_IN_TENTHS * part + whole) // (2 * whole)
    if part < whole:
        tenths = min(tenths, FULL_IN_TENTHS - 1)
    return Decimal(tenths) / 10
