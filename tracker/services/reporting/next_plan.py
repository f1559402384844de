"""The plan of next year proposed: what is unfinished or continuous goes on, its deadlines moved by a year."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.documents.import_forms import PlanCells, plan_file
from tracker.models.plan import PlanItem
from tracker.rules.occurrences import WITH_OCCURRENCES
from tracker.rules.permissions import Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.shifting import shifted
from tracker.rules.terms import TermKind
from tracker.store import accomplished, papers
from tracker.store.accomplished import StillToDo
from tracker.transaction import Work
from tracker.wording.reports import next_plan_note, next_plan_title


class GoesOn(enum.StrEnum):
    """Why an item goes on in the next year."""

    CONTINUOUS = "continuous"
    CONDITIONAL = "conditional"
    ATTESTED = "attested"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item that goes on: the row it comes from, its new deadline, and why."""

    item: PlanItem
    title: str
    term_text: str
    why: GoesOn


def propose(work: Work, year: int) -> list[Proposal]:
    """Return the items of a year's plan that go on in the next; NOT_FOUND without a plan."""
    require(work.actor, Permission.REPORT_DRAFT)
    plan = papers.plan(work.session, year)
    if plan is None:
        raise Refusal(Reason.NOT_FOUND)
    items = {item.id: item for item in papers.plan_items(work.session, plan.id)}
    return [
        Proposal(items[each.item_id], shifted(each.title), shifted(each.term_text), _why(each, work.today))
        for each in accomplished.going_on(work.session, year)
    ]


def _why(item: StillToDo, today: dt.date) -> GoesOn:
    if item.kind in (TermKind.CONTINUOUS, *WITH_OCCURRENCES):
        return GoesOn.CONTINUOUS
    if item.attested_until is not None and item.attested_until >= today:
        return GoesOn.ATTESTED
    return GoesOn.CONDITIONAL if item.kind is TermKind.CONDITIONAL else GoesOn.UNFINISHED


def as_file(proposals: Sequence[Proposal], year: int) -> bytes:
    """Return the proposal in the form in which plans are brought in, numbered anew."""
    rows = [
        PlanCells(
            area=each.item.area.name,
            number=str(number),
            title=each.title,
            product=shifted(each.item.product),
            lead_text=each.item.lead_text,
            coordinating_text=each.item.coordinating_text,
            term_text=each.term_text,
            basis=each.item.basis,
        )
        for number, each in enumerate(proposals, start=1)
    ]
    return plan_file(next_plan_title(year + 1), next_plan_note(year), rows)
