"""Marking a duty «đạt yêu cầu đến thời điểm báo cáo»: for which duties, and for how long it speaks.

Source: decision 6; domain study 2.5 (a continuous duty shows evidence every quarter) and K29, K54.
"""

from __future__ import annotations

import datetime as dt

from tracker.rules.terms import TermKind

_WITHOUT_END = frozenset(
    {TermKind.CONTINUOUS, TermKind.RECURRING, TermKind.CONDITIONAL, TermKind.QUANTITY, TermKind.COMPOSITE}
)


def may_be_attested(kind: TermKind, due_on: dt.date | None) -> bool:
    """Tell whether a duty may be marked: it goes on, waits for others, or runs to the end of the year."""
    return kind in _WITHOUT_END or (due_on is not None and (due_on.month, due_on.day) == (12, 31))


def speaks_until(effective_on: dt.date) -> dt.date:
    """Return the last civil day a mark speaks for: the end of the quarter in which it was given."""
    first_of_next = dt.date(effective_on.year, 3 * ((effective_on.month - 1) // 3) + 1, 1) + dt.timedelta(days=95)
    return first_of_next.replace(day=1) - dt.timedelta(days=1)
