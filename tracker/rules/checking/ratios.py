"""Shares in the text against the numbers beside them: «hoàn thành 6.932 (83,70%)» of a total of 8.282."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from tracker.rules.checking.findings import Case, Family, Finding, Severity
from tracker.rules.checking.paper import Passage, Report
from tracker.rules.quantities import Quantity

NEAR = 45
"""Letters between a number and the share that is said of it."""


def check(report: Report) -> Iterator[Finding]:
    """Yield shares that no total named before them gives, at the number of decimals they are written with."""
    for passage in report.passages:
        numbers = passage.numbers
        for place, number in enumerate(numbers):
            if number.is_percent:
                yield from _share(passage, number, numbers[:place])


def rate(part: Decimal, whole: Decimal, decimals: int) -> Decimal:
    """Return a share in per cent, half up at a number of decimals."""
    return (part * 100 / whole).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _share(passage: Passage, share: Quantity, before: Sequence[Quantity]) -> Iterator[Finding]:
    counts = [each for each in before if not each.is_percent]
    if share.value > 100:
        yield Finding(
            Family.RANGE, Case.BEYOND_HUNDRED, Severity.WARNING, (passage.place(),), (share.value,),
            {"share": share.text},
        )  # fmt: skip
        return
    if not counts or share.start - counts[-1].end > NEAR:
        return
    part = counts[-1]
    if part.whole is not None:
        wholes = [part.whole]
    else:
        wholes = [each.value for each in counts[:-1] if each.value >= part.value]
    wholes = [whole for whole in wholes if whole]
    if not wholes or any(rate(part.value, whole, share.decimals) == share.value for whole in wholes):
        return
    if part.whole is None and (len(wholes) > 1 or not _is_of_it(passage, part, share)):
        return  # which total is meant is not certain
    expected = rate(part.value, wholes[-1], max(share.decimals, 1))
    yield Finding(
        Family.RATIO,
        Case.SHARE_DIFFERS,
        Severity.ERROR,
        (passage.place(),),
        (part.value, wholes[-1], share.value, expected),
        {"part": part.value, "whole": wholes[-1], "share": share.value, "expected": expected},
    )


def _is_of_it(passage: Passage, part: Quantity, share: Quantity) -> bool:
    """Tell whether the share stands in a parenthesis right after the number, or is said to be reached by it."""
    between = passage.folded[part.end : share.start]
    return "(" in between or any(word in between for word in ("dat", "chiem", "ty le", "bang"))
