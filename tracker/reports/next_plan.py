"""The plan of next year proposed: what is unfinished or continuous goes on, its deadlines moved by a year."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.sheets import build_plan_file
from tracker.law.occurrences import WITH_OCCURRENCES
from tracker.law.periods import shift_years
from tracker.law.permissions import Permission, require_permission
from tracker.law.terms import TermKind
from tracker.reports import queries
from tracker.reports.labels import next_plan_note, next_plan_title
from tracker.reports.queries import UnfinishedTask
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
