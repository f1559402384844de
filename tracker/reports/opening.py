"""Opening the report of a period: its window of days, its cut-off, and the form it fills in."""

from __future__ import annotations

import datetime as dt

from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.periods import Period
from tracker.law.permissions import Permission, require_permission
from tracker.reports import form_versions, queries
from tracker.reports.form_versions import FAMILY
from tracker.reports.labels import period_words, title_of_period, title_of_window
from tracker.reports.models import Report, ReportState


def open_period(work: UnitOfWork, period: Period, as_of: dt.date) -> Report:
    """Open the report of a period with its data up to the close of `as_of`."""
    title = title_of_period(period_words(period.year, period.part))
    return _open(work, period.name, title, period.first_on, as_of)


def open_window(work: UnitOfWork, first_on: dt.date, as_of: dt.date) -> Report:
    """Open the report of any window of civil days, both included."""
    return _open(work, "", title_of_window(first_on, as_of), first_on, as_of)


def lock_draft_report(work: UnitOfWork, report_id: int) -> Report:
    """Return a report that is still a draft, locked; NOT_FOUND, or REPORT_FIXED for one that is frozen."""
    report = queries.get_report(work.session, report_id, lock=True)
    if report is None:
        raise Refusal(Reason.NOT_FOUND)
    if report.state is not ReportState.DRAFT:
        raise Refusal(Reason.REPORT_FIXED)
    return report


def require_report(work: UnitOfWork, report_id: int) -> Report:
    """Return a report; NOT_FOUND when there is none."""
    report = queries.get_report(work.session, report_id)
    if report is None:
        raise Refusal(Reason.NOT_FOUND)
    return report


def _open(work: UnitOfWork, period: str, title: str, first_on: dt.date, as_of: dt.date) -> Report:
    """Raise `Refusal` PERIOD_REVERSED, FORM_MISSING, or DUPLICATE for a report that is open or frozen already."""
    require_permission(work.actor, Permission.REPORT_PREPARE)
    if first_on > as_of:
        raise Refusal(Reason.PERIOD_REVERSED, field="as_of", as_of=as_of)
    form = form_versions.get_form_on(work.session, as_of, FAMILY) or form_versions.get_form_on(work.session, as_of)
    if form is None:
        raise Refusal(Reason.FORM_MISSING, field="as_of", day=as_of)
    if queries.get_last_revision(work.session, period, first_on, as_of):
        raise Refusal(Reason.DUPLICATE, field="as_of")
    made = Report(
        period=period,
        title=title,
        first_on=first_on,
        as_of=as_of,
        form_id=form.id,
        texts={},
        created_at=work.now,
        created_by_id=work.actor.user_id,
    )
    work.session.add(made)
    work.session.flush()
    return made
