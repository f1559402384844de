"""Questions about reports of a period.

Questions about what was finished: for the lists of a report, with the paper that came of it.

What units say stands in their way, and what they propose: from the progress they wrote down.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from tracker.core.clock import local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.ledger import row_is_sound
from tracker.law.lifecycle import OPEN_STATES, Action
from tracker.law.references import parse_reference
from tracker.law.terms import TermKind
from tracker.office.models import Document, Unit
from tracker.reports.models import FrozenReport, Report, ReportState, ReportTemplate, ReportWaiver
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Assignment, AssignmentRole, Occurrence, Task
from tracker.tasks.sources import Area, Plan, PlanItem

FINISHING_ACTIONS = (Action.CONFIRM, Action.COMPLETE, Action.ATTEST, Action.ACCEPT_OCCURRENCE)
"""Events that say something is done, or done so far."""


@dataclass(frozen=True, slots=True)
class FinishedTask:
    """A task of a plan with the last day and paper by which it was said to be done.

    `occurrences`: of a recurring duty, how many were done by the cut-off and how many there are, skipped ones apart.
    """

    area_id: int
    title: str
    document: str
    done_on: dt.date
    occurrences: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class UnfinishedTask:
    """A task of a plan that goes on: not finished, or continuous, with its deadline as written.

    `attested_until` is the last day for which it was marked «đạt yêu cầu đến thời điểm báo cáo» in all its units.
    """

    item_id: int
    title: str
    term_text: str
    kind: TermKind
    is_open: bool
    attested_until: dt.date | None


def list_finished_of_plan(session: Session, first_on: dt.date, as_of: dt.date) -> list[FinishedTask]:
    """Return what was finished of plans between two civil days, in the order of the plan; a task once."""
    question = (
        select(PlanItem.id, PlanItem.area_id, PlanItem.title, TaskEvent.document, TaskEvent.effective_on)
        .join(Assignment, Assignment.id == TaskEvent.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(PlanItem, PlanItem.id == Task.plan_item_id)
        .where(
            Assignment.part == AssignmentRole.LEAD,
            TaskEvent.action.in_(FINISHING_ACTIONS),
            TaskEvent.effective_on.between(first_on, as_of),
        )
        .order_by(PlanItem.position, TaskEvent.effective_on, TaskEvent.id)
    )
    last: dict[int, FinishedTask] = {}
    counted = _occurrences(session, as_of)
    for row in session.execute(question):
        last[row.id] = FinishedTask(row.area_id, row.title, row.document, row.effective_on, counted.get(row.id))
    return list(last.values())


def _occurrences(session: Session, as_of: dt.date) -> dict[int, tuple[int, int]]:
    """Return by item how many occurrences of all its units were done by the close of a civil day, of how many."""
    is_done = case((Occurrence.done_on <= as_of, 1))
    question = (
        select(Task.plan_item_id, func.count(is_done), func.count())
        .join(Assignment, Assignment.task_id == Task.id)
        .join(Occurrence, Occurrence.assignment_id == Assignment.id)
        .where(Task.plan_item_id.is_not(None), Occurrence.skipped_on.is_(None))
        .group_by(Task.plan_item_id)
    )
    return {item_id: (done, number) for item_id, done, number in session.execute(question) if item_id}


def list_unfinished_items(session: Session, year: int) -> list[UnfinishedTask]:
    """Return the items of a year's plan that are unfinished or continuous, in the order of the plan."""
    question = (
        select(PlanItem.id, PlanItem.title, PlanItem.term_text, Task.kind, Assignment.state, Assignment.attested_until)
        .join(Task, Task.plan_item_id == PlanItem.id)
        .join(Assignment, Assignment.task_id == Task.id)
        .join(Plan, Plan.id == PlanItem.plan_id)
        .where(Plan.year == year, Assignment.part == AssignmentRole.LEAD)
        .order_by(PlanItem.position, Assignment.id)
    )
    found: dict[int, UnfinishedTask] = {}
    for row in session.execute(question):
        known = found.get(row.id)
        is_open = row.state in OPEN_STATES or (known is not None and known.is_open)
        until = row.attested_until
        if known is not None:
            until = min(until, known.attested_until) if until and known.attested_until else None
        if is_open or row.kind in (TermKind.CONTINUOUS, TermKind.RECURRING):
            found[row.id] = UnfinishedTask(row.id, row.title, row.term_text, row.kind, is_open, until)
    return list(found.values())


def list_plan_areas(session: Session, year: int) -> list[Area]:
    """Return the areas of a year's plan, in order; those of the newest plan where the year has none."""
    plan = session.scalar(select(Plan).where(Plan.year <= year).order_by(Plan.year.desc()).limit(1))
    if plan is None:
        return []
    question = select(Area).where(Area.taxonomy == plan.taxonomy).order_by(Area.position)
    return list(session.scalars(question))


def get_paper_days(session: Session) -> dict[str, dt.date]:
    """Return the day of each registered paper by its comparing key; the latest where numbers begin anew each year."""
    question = select(Document.reference, Document.issued_on).where(Document.issued_on.is_not(None))
    found: dict[str, dt.date] = {}
    for row in session.execute(question.order_by(Document.issued_on)):
        reference = parse_reference(row.reference)
        if reference is not None and row.issued_on is not None:
            found[reference.key()] = row.issued_on
    return found


@dataclass(frozen=True, slots=True)
class Difficulty:
    """What one unit wrote about one assignment at an instant; either text may be empty, never both."""

    unit_id: int
    unit_name: str
    assignment_id: int
    title: str
    recorded_at: dt.datetime
    difficulties: str
    proposals: str


def list_difficulties(session: Session, since: dt.date, until: dt.date) -> list[Difficulty]:
    """Return what was written down on the civil days of a span, by unit in the order of the office, oldest first."""
    told = TaskEvent.details["difficulties"].as_string(), TaskEvent.details["proposals"].as_string()
    question = (
        select(TaskEvent, Unit.short_name, Task.title)
        .join(Assignment, Assignment.id == TaskEvent.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == TaskEvent.unit_id)
        .where(
            TaskEvent.action == Action.REPORT_PROGRESS,
            TaskEvent.recorded_at >= local_instant(since, 0),
            TaskEvent.recorded_at < local_instant(until + dt.timedelta(days=1), 0),
            or_(*(words.is_not(None) for words in told)),
        )
        .order_by(Unit.position, Unit.id, TaskEvent.id)
    )
    return [
        Difficulty(
            unit_id=event.unit_id,
            unit_name=unit_name,
            assignment_id=event.assignment_id,
            title=title,
            recorded_at=event.recorded_at,
            difficulties=event.details.get("difficulties", ""),
            proposals=event.details.get("proposals", ""),
        )
        for event, unit_name, title in session.execute(question)
    ]


def list_reports(session: Session) -> Sequence[Report]:
    """Return all reports, the newest cut-off first, the newest revision of each first."""
    question = select(Report).order_by(Report.as_of.desc(), Report.first_on, Report.revision.desc())
    return list(session.scalars(question))


def get_report(session: Session, report_id: int, *, lock: bool = False) -> Report | None:
    """Return a report; `lock` keeps others from changing it in this unit of work."""
    question = select(Report).where(Report.id == report_id)
    return session.scalar(question.with_for_update() if lock else question)


def get_last_revision(session: Session, period: str, first_on: dt.date, as_of: dt.date) -> int:
    """Return the number of the newest revision of a report, 0 when there is none."""
    question = select(func.max(Report.revision)).where(
        Report.period == period, Report.first_on == first_on, Report.as_of == as_of
    )
    return session.scalar(question) or 0


def get_previous_report(session: Session, report: Report) -> Report | None:
    """Return the report with the latest cut-off before this one's: the one its figures are compared with."""
    question = (
        select(Report)
        .where(Report.as_of < report.as_of, Report.state != ReportState.SUPERSEDED)
        .order_by(Report.as_of.desc(), Report.revision.desc(), Report.id.desc())
        .limit(1)
    )
    return session.scalar(question)


def get_requesting_report(session: Session, task_id: int) -> Report | None:
    """Return the report whose figures a task asks for, its newest version."""
    question = select(Report).where(Report.request_task_id == task_id)
    return session.scalar(question.order_by(Report.revision.desc()).limit(1))


def find_report_of_period(session: Session, period: str) -> Report | None:
    """Return the report of a period that is in force: the newest that no other replaces."""
    question = select(Report).where(Report.period == period, Report.state != ReportState.SUPERSEDED)
    return session.scalar(question.order_by(Report.as_of.desc(), Report.revision.desc()).limit(1))


def get_frozen_report(session: Session, report_id: int) -> FrozenReport | None:
    """Return a report as it was frozen; `Refusal` FILE_ALTERED when the row is not as it was sealed."""
    kept = session.scalar(select(FrozenReport).where(FrozenReport.report_id == report_id))
    if kept is not None and not row_is_sound(session, FrozenReport.__tablename__, kept.id):
        raise Refusal(Reason.FILE_ALTERED)
    return kept


def list_report_waivers(session: Session, report_id: int) -> Sequence[ReportWaiver]:
    """Return the findings of a report that stand for a reason, oldest first."""
    question = select(ReportWaiver).where(ReportWaiver.report_id == report_id)
    return list(session.scalars(question.order_by(ReportWaiver.id)))


def list_report_templates(session: Session) -> Sequence[ReportTemplate]:
    """Return the Word files of the office, newest first."""
    return list(session.scalars(select(ReportTemplate).order_by(ReportTemplate.id.desc())))
