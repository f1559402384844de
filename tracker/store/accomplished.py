"""Questions about what was finished: for the lists of a report, with the paper that came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from tracker.models.document import Document
from tracker.models.event import Event
from tracker.models.plan import Area, Plan, PlanItem
from tracker.models.task import Assignment, Occurrence, Part, Task
from tracker.rules.lifecycle import OPEN, Action
from tracker.rules.references import parse
from tracker.rules.terms import TermKind

FINISHING = (Action.CONFIRM, Action.COMPLETE, Action.ATTEST, Action.ACCEPT_OCCURRENCE)
"""Lines of the diary that say something is done, or done so far."""


@dataclass(frozen=True, slots=True)
class Accomplished:
    """A task of a plan with the last day and paper by which it was said to be done.

    `occurrences`: of a recurring duty, how many were done by the cut-off and how many there are, skipped ones apart.
    """

    area_id: int
    title: str
    document: str
    done_on: dt.date
    occurrences: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class StillToDo:
    """A task of a plan that goes on: not finished, or continuous, with its deadline as written.

    `attested_until` is the last day for which it was marked «đạt yêu cầu đến thời điểm báo cáo» in all its units.
    """

    item_id: int
    title: str
    term_text: str
    kind: TermKind
    is_open: bool
    attested_until: dt.date | None


def of_plan(session: Session, first_on: dt.date, as_of: dt.date) -> list[Accomplished]:
    """Return what was finished of plans between two civil days, in the order of the plan; a task once."""
    question = (
        select(PlanItem.id, PlanItem.area_id, PlanItem.title, Event.document, Event.effective_on)
        .join(Assignment, Assignment.id == Event.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(PlanItem, PlanItem.id == Task.plan_item_id)
        .where(
            Assignment.part == Part.LEAD,
            Event.action.in_(FINISHING),
            Event.effective_on.between(first_on, as_of),
        )
        .order_by(PlanItem.position, Event.effective_on, Event.id)
    )
    last: dict[int, Accomplished] = {}
    counted = _occurrences(session, as_of)
    for row in session.execute(question):
        last[row.id] = Accomplished(
            row.area_id, row.title, row.document, row.effective_on, counted.get(row.id)
        )
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


def going_on(session: Session, year: int) -> list[StillToDo]:
    """Return the items of a year's plan that are unfinished or continuous, in the order of the plan."""
    question = (
        select(
            PlanItem.id,
            PlanItem.title,
            PlanItem.term_text,
            Task.kind,
            Assignment.state,
            Assignment.attested_until,
        )
        .join(Task, Task.plan_item_id == PlanItem.id)
        .join(Assignment, Assignment.task_id == Task.id)
        .join(Plan, Plan.id == PlanItem.plan_id)
        .where(Plan.year == year, Assignment.part == Part.LEAD)
        .order_by(PlanItem.position, Assignment.id)
    )
    found: dict[int, StillToDo] = {}
    for row in session.execute(question):
        known = found.get(row.id)
        is_open = row.state in OPEN or (known is not None and known.is_open)
        until = row.attested_until
        if known is not None:
            until = min(until, known.attested_until) if until and known.attested_until else None
        if is_open or row.kind in (TermKind.CONTINUOUS, TermKind.RECURRING):
            found[row.id] = StillToDo(row.id, row.title, row.term_text, row.kind, is_open, until)
    return list(found.values())


def area_of_plan(session: Session, year: int) -> list[Area]:
    """Return the areas of a year's plan, in order; those of the newest plan where the year has none."""
    plan = session.scalar(select(Plan).where(Plan.year <= year).order_by(Plan.year.desc()).limit(1))
    if plan is None:
        return []
    question = select(Area).where(Area.taxonomy == plan.taxonomy).order_by(Area.position)
    return list(session.scalars(question))


def days_of_papers(session: Session) -> dict[str, dt.date]:
    """Return the day of each registered paper by its comparing key; the latest where numbers begin anew each year."""
    question = select(Document.reference, Document.issued_on).where(Document.issued_on.is_not(None))
    found: dict[str, dt.date] = {}
    for row in session.execute(question.order_by(Document.issued_on)):
        reference = parse(row.reference)
        if reference is not None and row.issued_on is not None:
            found[reference.key()] = row.issued_on
    return found
