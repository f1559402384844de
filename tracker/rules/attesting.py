"""Marking a duty «đạt yêu cầu đến thời điểm báo cáo»: for which duties, and for how long it speaks.

Source: counting rule 6 and decision record 0003 (a continuous duty shows evidence every quarter); K29, K54.
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


def quarter_began(day: dt.date) -> dt.date:
    """Return the first civil day of the quarter of a day."""
    return dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def evidence_missing_until(
    kind: TermKind, *, shown_on: dt.date | None, due_on: dt.date | None, today: dt.date
) -> dt.date | None:
    """Return the end of the quarter for which a continuous duty has shown nothing yet, None when nothing is missing.

    `shown_on` is the civil day of the last report of progress. What ends with the quarter is asked for by its own
    deadline, and once.
    """
    if kind is not TermKind.CONTINUOUS or (shown_on is not None and shown_on >= quarter_began(today)):
        return None
    end = speaks_until(today)
    return None if due_on is not None and due_on <= end else end


def speaks_until(effective_on: dt.date) -> dt.date:
    """Return the last civil day a mark speaks for: the end of the quarter in which it was given."""
    first_of_next = (quarter_began(effective_on) + dt.timedelta(days=95)).replace(day=1)
    return first_of_next - dt.timedelta(days=1)
