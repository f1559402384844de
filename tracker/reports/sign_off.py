"""The plan of next year proposed: what is unfinished or continuous goes on, its deadlines moved by a year.

Signing a report off: frozen with number and date once nothing wrong is open; replaced only by a new version.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.sheets import build_plan_file
from tracker.figures import freezing
from tracker.law.occurrences import WITH_OCCURRENCES
from tracker.law.periods import shift_years, window_name
from tracker.law.permissions import Permission, require_permission
from tracker.law.terms import TermKind
from tracker.reports import form_versions, queries
from tracker.reports.content import paper_of_report
from tracker.reports.labels import next_plan_note, next_plan_title, reason_of_freeze
from tracker.reports.models import FrozenReport, IndicatorEntry, Report, ReportState
from tracker.reports.opening import lock_draft_report, require_report
from tracker.reports.queries import UnfinishedTask
from tracker.reports.verdict import judge_report
from tracker.tasks import sources as task_sources
from tracker.tasks.sources import PlanItem


class ContinuationReason(enum.StrEnum):
    """Why an item goes on in the next year."""

    CONTINUOUS = "continuous"
    CONDITIONAL = "conditional"
    ATTESTED = "attested"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class NextPlanItem:
    """An item that goes on: the row it comes from, its new deadline, and why."""

    item: PlanItem
    title: str
    term_text: str
    why: ContinuationReason


def propose_next_plan(work: UnitOfWork, year: int) -> list[NextPlanItem]:
    """Return the items of a year's plan that go on in the next; NOT_FOUND without a plan."""
    require_permission(work.actor, Permission.REPORT_DRAFT)
    plan = task_sources.get_plan(work.session, year)
    if plan is None:
        raise Refusal(Reason.NOT_FOUND)
    items = {item.id: item for item in task_sources.plan_items(work.session, plan.id)}
    return [
        NextPlanItem(items[each.item_id], shift_years(each.title), shift_years(each.term_text), _why(each, work.today))
        for each in queries.list_unfinished_items(work.session, year)
    ]


def _why(item: UnfinishedTask, today: dt.date) -> ContinuationReason:
    if item.kind in (TermKind.CONTINUOUS, *WITH_OCCURRENCES):
        return ContinuationReason.CONTINUOUS
    if item.attested_until is not None and item.attested_until >= today:
        return ContinuationReason.ATTESTED
    return ContinuationReason.CONDITIONAL if item.kind is TermKind.CONDITIONAL else ContinuationReason.UNFINISHED


def build_next_plan_file(proposals: Sequence[NextPlanItem], year: int) -> bytes:
    """Return the proposal in the form in which plans are brought in, numbered anew."""
    rows = [
        task_sources.get_plan_cells(
            each.item,
            number=str(number),
            title=each.title,
            term_text=each.term_text,
            **{name: shift_years(text) for name, text in task_sources.get_carried_texts(each.item).items()},
        )
        for number, each in enumerate(proposals, start=1)
    ]
    return build_plan_file(next_plan_title(year + 1), next_plan_note(year), rows)


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
        work.session.add(_copied(work, entry, made))
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


def _copied(work: UnitOfWork, entry: IndicatorEntry, report: Report) -> IndicatorEntry:
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
