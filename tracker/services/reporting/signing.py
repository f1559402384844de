"""Signing a report off: frozen with number and date once nothing wrong is open; replaced only by a new version."""

from __future__ import annotations

import datetime as dt
import hashlib

from tracker.models.indicator import IndicatorEntry
from tracker.models.report import FrozenReport, Report, ReportState
from tracker.rules.periods import window_name
from tracker.rules.permissions import Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import tidy
from tracker.services import freezing
from tracker.services.reporting.judging import judge
from tracker.services.reporting.opening import found, taken
from tracker.services.reporting.writing import paper_of_report
from tracker.store import frozen, indicators, reports
from tracker.transaction import Work
from tracker.wording.reports import reason_of_freeze


def freeze(work: Work, report_id: int, *, number: str, dated_on: dt.date) -> FrozenReport:
    """Freeze a report with its number and date: its paper, and the figures of its period with their members.

    Raises `Refusal` ERRORS_OPEN while a finding that is provably wrong is neither put right nor waived, NUMBER_MISSING,
    DATE_IN_FUTURE, DATE_BEFORE_CUT_OFF; SECOND_PERSON for a corrected version when the actor opened it, or for figures
    that were frozen before when the actor opened the report.
    """
    require(work.actor, Permission.REPORT_PREPARE)
    require(work.actor, Permission.PERIOD_FREEZE)
    report = taken(work, report_id)
    if report.supersedes_id is not None:
        freezing.second_person(work, report.created_by_id)
    if not tidy(number):
        raise Refusal(Reason.NUMBER_MISSING, field="number")
    if dated_on > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field="dated_on", latest=work.today)
    if dated_on < report.as_of:
        raise Refusal(Reason.DATE_BEFORE_CUT_OFF, field="dated_on", as_of=report.as_of)
    report.number, report.dated_on = tidy(number), dated_on
    paper = paper_of_report(work, report)
    wrong = [each for each in judge(work, report, paper) if each.is_open]
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
    former = report.supersedes_id and reports.one(work.session, report.supersedes_id, lock=True)
    if former:
        former.state = ReportState.SUPERSEDED
    work.session.flush()
    return made


def anew(work: Work, report_id: int, *, reason: str) -> Report:
    """Open the next version of a frozen report, for a reason: its words and figures come along, to be put right."""
    require(work.actor, Permission.REPORT_PREPARE)
    former = found(work, report_id)
    if former.state is not ReportState.FROZEN:
        raise Refusal(Reason.NOT_FROZEN)
    if not reason.strip():
        raise Refusal(Reason.NOTE_MISSING, field="reason")
    last = reports.last_revision(work.session, former.period, former.first_on, former.as_of)
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
    for entry in indicators.entries(work.session, former.id):
        work.session.add(_copied(work, entry, made))
    work.session.flush()
    return made


def _figures(work: Work, report: Report) -> int:
    """Freeze the figures of the days of a report with their members."""
    name = report.period or window_name(report.first_on, report.as_of)
    known = frozen.in_force(work.session, name)
    reason = reason_of_freeze(report.number) if known else ""
    first = report.created_by_id
    if report.period:
        return freezing.freeze(work, report.period, as_of=report.as_of, reason=reason, asked_by=first).id
    return freezing.freeze_window(work, report.first_on, report.as_of, reason=reason, asked_by=first).id


def _copied(work: Work, entry: IndicatorEntry, report: Report) -> IndicatorEntry:
    return IndicatorEntry(
        report_id=report.id,
        indicator_id=entry.indicator_id,
        unit_id=entry.unit_id,
        typed=entry.typed,
        value=entry.value,
        part=entry.part,
        whole=entry.whole,
        blank=entry.blank,
        note=entry.note,
        evidence=entry.evidence,
        file_name=entry.file_name,
        stored_name=entry.stored_name,
        sha256=entry.sha256,
        size=entry.size,
        is_returned=entry.is_returned,
        remark=entry.remark,
        entered_at=entry.entered_at,
        entered_by_id=entry.entered_by_id,
    )
