"""Signing a report off: frozen with number and date once nothing wrong is open; replaced only by a new version."""

from __future__ import annotations

import datetime as dt
import hashlib

from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.figures import freezing
from tracker.law.periods import window_name
from tracker.law.permissions import Permission, require_permission
from tracker.reports import form_versions, queries
from tracker.reports.content import paper_of_report
from tracker.reports.labels import reason_of_freeze
from tracker.reports.models import FrozenReport, Report, ReportState
from tracker.reports.opening import lock_draft_report, require_report
from tracker.reports.verdict import judge_report


def freeze_report(work: UnitOfWork, report_id: int, *, number: str, dated_on: dt.date) -> FrozenReport:
    """Freeze a report with its number and date: its paper, and the figures of its period with their members.

    Raises `Refusal` ERRORS_OPEN while a finding that is provably wrong is neither put right nor waived, NUMBER_MISSING,
    DATE_IN_FUTURE, DATE_BEFORE_CUT_OFF; SECOND_PERSON for a corrected version when the actor opened it, or for figures
    that were frozen before when the actor opened the report.
    """
    require_permission(work.actor, Permission.REPORT_PREPARE)
    require_permission(work.actor, Permission.PERIOD_FREEZE)
    report = lock_draft_report(work, report_id)
    if report.supersedes_id is not None:
        freezing.require_second_person(work, report.created_by_id)
    if not normalise_text(number):
        raise Refusal(Reason.NUMBER_MISSING, field="number")
    if dated_on > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field="dated_on", latest=work.today)
    if dated_on < report.as_of:
        raise Refusal(Reason.DATE_BEFORE_CUT_OFF, field="dated_on", as_of=report.as_of)
    report.number, report.dated_on = normalise_text(number), dated_on
    paper = paper_of_report(work, report)
    wrong = [each for each in judge_report(work, report, paper) if each.is_open]
    if wrong:
        report.number, report.dated_on = "", None
        raise Refusal(Reason.ERRORS_OPEN, number=len(wrong))
    text = paper.as_text()
    made = FrozenReport(
        report_id=report.id,
        frozen_period_id=_figures(work, report),
        paper=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        frozen_at=work.now,
        frozen_by_id=work.actor.user_id,
    )
    work.session.add(made)
    report.state = ReportState.FROZEN
    report.frozen_at, report.frozen_by_id = work.now, work.actor.user_id
    former = report.supersedes_id and queries.get_report(work.session, report.supersedes_id, lock=True)
    if former:
        former.state = ReportState.SUPERSEDED
    work.session.flush()
    return made


def open_report_version(work: UnitOfWork, report_id: int, *, reason: str) -> Report:
    """Open the next version of a frozen report, for a reason: its words and figures come along, to be put right."""
    require_permission(work.actor, Permission.REPORT_PREPARE)
    former = require_report(work, report_id)
    if former.state is not ReportState.FROZEN:
        raise Refusal(Reason.NOT_FROZEN)
    if not reason.strip():
        raise Refusal(Reason.NOTE_MISSING, field="reason")
    last = queries.get_last_revision(work.session, former.period, former.first_on, former.as_of)
    if last != former.revision:
        raise Refusal(Reason.DUPLICATE)
    made = Report(
        period=former.period,
        title=former.title,
        first_on=former.first_on,
        as_of=former.as_of,
        form_id=former.form_id,
        revision=last + 1,
        supersedes_id=former.id,
        reason=reason.strip(),
        request_task_id=former.request_task_id,
        texts=dict(former.texts),
        created_at=work.now,
        created_by_id=work.actor.user_id,
    )
    work.session.add(made)
    work.session.flush()
    for entry in form_versions.list_indicator_entries(work.session, former.id):
        work.session.add(entry.copy(report_id=made.id))
    work.session.flush()
    return made


def _figures(work: UnitOfWork, report: Report) -> int:
    """Freeze the figures of the days of a report with their members."""
    name = report.period or window_name(report.first_on, report.as_of)
    known = freezing.get_freeze_in_force(work.session, name)
    reason = reason_of_freeze(report.number) if known else ""
    first = report.created_by_id
    if report.period:
        return freezing.freeze_figures(work, report.period, as_of=report.as_of, reason=reason, asked_by=first).id
    return freezing.freeze_window(work, report.first_on, report.as_of, reason=reason, asked_by=first).id
