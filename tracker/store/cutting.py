"""By what counted rows are broken down: the key of each cut, and the tables it is looked up in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Subquery,
    and_,
    case,
    cast,
    exists,
    extract,
    func,
    or_,
    select,
)

from tracker.models.directive import Directive
from tracker.models.holding import Holding
from tracker.models.plan import Plan, PlanItem
from tracker.models.task import Assignment, Part, Task
from tracker.rules import searching
from tracker.rules.ageing import UP_TO, Age
from tracker.rules.selecting import Cut, Selection
from tracker.rules.timeliness import RANK, Timing
from tracker.store import holdings, words
from tracker.store.days import days_between

PAST = (RANK[Timing.OPEN_OVERDUE], RANK[Timing.DONE_LATE])
"""The buckets of what is or was finished past its deadline."""


def keyed(rows: Subquery, cut: Cut, selection: Selection) -> tuple[FromClause, ColumnElement[Any]]:
    """Return what to select from, and the key by which its rows are brought together."""
    match cut:
        case Cut.UNIT | Cut.SUBTREE:
            return rows, rows.c.unit_id
        case Cut.AREA:
            return rows, rows.c.area_id
        case Cut.LEADER:
            return rows, rows.c.leader
        case Cut.FIELD:
            return rows, rows.c.field
        case Cut.ORIGIN:
            return rows, rows.c.origin
        case Cut.MONTH:
            return rows, month(rows.c.assigned_on)
        case Cut.DUE_MONTH:
            return rows, month(rows.c.due_on)
        case Cut.DONE_MONTH:
            return rows, month(rows.c.done_on)
        case Cut.AGE:
            return rows, age(rows, selection.as_of)
        case Cut.PERSON:
            then = holdings.held_on(selection.as_of, selection.known_at)
            held = rows.outerjoin(Holding, and_(Holding.assignment_id == rows.c.assignment_id, then))
            return held, Holding.person_id.expression
        case Cut.COORDINATING:
            shares = (
                select(Assignment.task_id, Assignment.unit_id)
                .where(Assignment.part != Part.LEAD)
                .distinct()
                .subquery("shares")
            )
            return rows.join(shares, shares.c.task_id == rows.c.task_id), shares.c.unit_id
        case Cut.DOCUMENT:
            papers = (
                rows.join(Task, Task.id == rows.c.task_id)
                .outerjoin(Directive, Directive.id == Task.directive_id)
                .outerjoin(PlanItem, PlanItem.id == Task.plan_item_id)
                .outerjoin(Plan, Plan.id == PlanItem.plan_id)
            )
            return papers, func.coalesce(Directive.document_id, Plan.document_id)


def from_document(document_id: int) -> ColumnElement[bool]:
    """Keep tasks that a document gave: as a directive in it, or as an item of the plan it adopted."""
    directives = select(Directive.id).where(Directive.document_id == document_id)
    items = select(PlanItem.id).join(Plan, Plan.id == PlanItem.plan_id).where(Plan.document_id == document_id)
    return or_(Task.directive_id.in_(directives), Task.plan_item_id.in_(items))


def of_task(selection: Selection) -> list[ColumnElement[bool]]:
    """Return what a selection asks of the task."""
    conditions: list[ColumnElement[bool]] = []
    if selection.area_id is not None:
        conditions.append(Task.area_id.in_(sorted({selection.area_id, *selection.same_area_ids})))
    if selection.without_area:
        conditions.append(Task.area_id.is_(None))
    if selection.leader is not None:
        conditions.append(Task.leader == selection.leader)
    if selection.field_name is not None:
        conditions.append(Task.field == selection.field_name)
    if selection.month is not None:
        conditions.append(month(Task.assigned_on) == selection.month)
    if selection.directive_id is not None:
        conditions.append(Task.directive_id == selection.directive_id)
    if selection.document_id is not None:
        conditions.append(from_document(selection.document_id))
    if selection.plan_id is not None:
        conditions.append(
            exists().where(PlanItem.id == Task.plan_item_id, PlanItem.plan_id == selection.plan_id)
        )
    if selection.given_from is not None:
        conditions.append(Task.assigned_on >= selection.given_from)
    if selection.given_to is not None:
        conditions.append(Task.assigned_on <= selection.given_to)
    if selection.words:
        conditions.append(words.held(Task, searching.question(selection.words)))
    return conditions


def age(rows: Subquery, as_of: dt.date) -> ColumnElement[str | None]:
    """Return how late something is or was, in the groups of `rules.ageing`; NULL when it is not late."""
    overdue = [
        (
            and_(rows.c.rank == RANK[Timing.OPEN_OVERDUE], rows.c.due_on >= as_of - dt.timedelta(days=last)),
            group.value,
        )
        for last, group in UP_TO
    ]
    late = [
        (
            and_(
                rows.c.rank == RANK[Timing.DONE_LATE],
                days_between(rows.c.judged_due_on, rows.c.done_on) <= last,
            ),
            group.value,
        )
        for last, group in UP_TO
    ]
    return case(*overdue, *late, (rows.c.rank.in_(PAST), Age.LONGER.value))


def month(day: Any) -> ColumnElement[int]:
    """Return year and month of a day as one number (202107), on both databases."""
    return cast(extract("year", day) * 100 + extract("month", day), Integer)
