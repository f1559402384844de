"""Rows of a report against what is known elsewhere: the state of tasks, and the report before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

from tracker.rules.checking.findings import Case, Family, Finding, Severity
from tracker.rules.checking.paper import Report

MUCH = Decimal("0.5")
"""A change by more than this share of the former value is asked about."""
FROM = 20
"""Former values below this move by chance."""


def with_state(report: Report, counted: Mapping[str, int], as_of: dt.date) -> Iterator[Finding]:
    """Yield the rows that differ from what our records count at the close of a civil day, by code."""
    for row in report.leaves():
        known = counted.get(row.code)
        if known is None or row.value is None or row.value == known:
            continue
        yield Finding(
            Family.STATE,
            Case.ROW_DIFFERS_FROM_STATE,
            Severity.ERROR,
            (row.place(),),
            (row.value, Decimal(known)),
            {"code": row.code, "value": row.value, "counted": Decimal(known), "day": as_of},
        )


def with_before(report: Report, before: Mapping[str, Decimal]) -> Iterator[Finding]:
    """Yield the rows that moved far from the report before and say nothing of it in their note."""
    for row in report.leaves():
        earlier = before.get(row.code)
        if earlier is None or row.value is None or earlier < FROM or row.is_percent or row.note:
            continue
        if abs(row.value - earlier) > MUCH * earlier:
            yield Finding(
                Family.DELTA,
                Case.CHANGED_MUCH,
                Severity.WARNING,
                (row.place(),),
                (row.value, earlier),
                {"code": row.code, "value": row.value, "before": earlier},
            )
