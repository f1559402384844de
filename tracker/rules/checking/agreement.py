"""The text against the appendix: one fact, two places, two numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tracker.rules.checking import appendix_rules as rules
from tracker.rules.checking import bindings
from tracker.rules.checking.bindings import Binding
from tracker.rules.checking.findings import Case, Family, Finding, Severity
from tracker.rules.checking.paper import Passage, Report
from tracker.rules.checking.ratios import rate
from tracker.rules.quantities import value_of


def check(report: Report) -> Iterator[Finding]:
    """Yield facts that text and appendix state with different numbers."""
    for binding in bindings.BINDINGS:
        yield from _bound(report, binding)
    yield from _resolved_on_time(report)
    yield from _every_procedure(report)
    yield from _staff(report)


def _bound(report: Report, binding: Binding) -> Iterator[Finding]:
    found = _places(report, binding.pattern)
    rows = [row for code in binding.codes if (row := report.row(code)) is not None]
    values = [row.value for row in rows if row.value is not None]
    if not found or len(values) != len(binding.codes):
        return
    passage, match = found[-1] if binding.last else found[0]
    told, stated = sum(_numbers(match), Decimal()), sum(values, Decimal())
    if told != stated:
        yield Finding(
            Family.EQUAL,
            Case.TEXT_DIFFERS_FROM_ROW,
            Severity.ERROR,
            (passage.place(), *(row.place() for row in rows)),
            (told, stated),
            {"told": told, "stated": stated, "codes": binding.codes},
        )


def _resolved_on_time(report: Report) -> Iterator[Finding]:
    """Compare the share of files resolved on time with the files that the text counts."""
    row, found = report.row(rules.RESOLVED_ON_TIME), _places(report, bindings.FILES)
    if row is None or row.value is None or not found:
        return
    passage, match = found[0]
    early, on_day, late = _numbers(match)
    resolved = early + on_day + late
    decimals = max(-int(row.value.as_tuple().exponent), 1)
    expected = rate(early + on_day, resolved, decimals)
    if expected != row.value:
        yield Finding(
            Family.RATIO,
            Case.RATE_DIFFERS_FROM_TEXT,
            Severity.ERROR,
            (row.place(), passage.place()),
            (early + on_day, resolved, row.value, expected),
            {
                "code": row.code,
                "part": early + on_day,
                "whole": resolved,
                "share": row.value,
                "expected": rate(early + on_day, resolved, 2),
            },
        )


def _every_procedure(report: Report) -> Iterator[Finding]:
    whole, part = (report.row(code) for code in rules.ONE_PORTAL)
    found = _places(report, bindings.EVERY_PROCEDURE)
    if whole is None or part is None or not whole.value or part.value is None or not found:
        return
    if part.value < whole.value:
        yield Finding(
            Family.RATIO,
            Case.ALL_CLAIMED_ROWS_SAY_LESS,
            Severity.ERROR,
            (found[0][0].place(), part.place(), whole.place()),
            (part.value, whole.value),
            {"part": part.value, "whole": whole.value, "expected": rate(part.value, whole.value, 2)},
        )


def _staff(report: Report) -> Iterator[Finding]:
    """Compare posts of officials, contracts and service units with all posts; more means people counted twice."""
    rows = [row for code in rules.STAFF_PARTS if (row := report.row(code)) is not None]
    values = [row.value for row in rows if row.value is not None]
    found = _places(report, bindings.ALL_STAFF)
    if len(values) != len(rules.STAFF_PARTS) or not found:
        return
    passage, match = found[-1]
    [total] = _numbers(match)
    if sum(values, Decimal()) != total:
        yield Finding(
            Family.SUM,
            Case.COUNTED_TWICE,
            Severity.ERROR,
            (passage.place(), *(row.place() for row in rows)),
            (total, sum(values, Decimal()), *values),
            {"total": total, "found": sum(values, Decimal()), "codes": rules.STAFF_PARTS},
        )


def _places(report: Report, pattern: re.Pattern[str]) -> list[tuple[Passage, re.Match[str]]]:
    return [
        (passage, match)
        for passage in report.passages
        if (match := pattern.search(passage.folded)) is not None
    ]


def _numbers(match: re.Match[str]) -> list[Decimal]:
    groups = match.groupdict()
    return [
        value_of(text.rstrip("."), is_percent=False)
        for name, text in sorted(groups.items())
        if name.startswith("n") and text
    ]
