"""A report that came from elsewhere against the state of tasks: when its window of days is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from tracker.clock import at
from tracker.rules.checking import claims, comparing
from tracker.rules.checking.findings import Finding
from tracker.rules.checking.paper import Report
from tracker.rules.periods import period
from tracker.services import appendix
from tracker.services.machine import COMMAND_LINE
from tracker.store import indicators
from tracker.transaction import Work

Window = tuple[dt.date, dt.date]


def window_of(report: Report) -> Window | None:
    """Return the civil days a report is about: its year up to the last day its words name; None when it says none."""
    if report.year is None:
        return None
    named = claims.window(report)
    until = named[1] if named is not None else report.made_on
    whole = period(str(report.year))
    if until is None or not whole.first_on <= until <= dt.date(report.year, 12, 31):
        return None
    return whole.first_on, min(until, whole.last_on)


def against_state(session: Session, report: Report, asked: Window | None = None) -> Iterator[Finding]:
    """Yield the rows that differ from what our records count in a window: the one asked for, or the report's own.

    What our records do not keep for that window at all is not held against the report.
    """
    found = asked or window_of(report)
    if found is None:
        return
    first_on, as_of = found
    try:
        form = indicators.form_on(session, as_of)
        if form is None:
            return
        rows = indicators.rows(session, form.id)
        counted = appendix.count(Work(session, COMMAND_LINE, at(as_of, 12)), first_on, as_of)
    except (OperationalError, ProgrammingError):
        session.rollback()  # a machine without a database can still check a paper
        return
    known = {
        row.code: counted[row.binding].number
        for row in rows
        if row.binding is not None and counted[row.binding].number
    }
    yield from comparing.with_state(report, known, as_of)
