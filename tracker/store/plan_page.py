"""The page of a plan: its rows as written, and where each stood on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from tracker.models.plan import Area, PlanItem
from tracker.models.task import Assignment, Part, Task
from tracker.models.unit import Unit
from tracker.rules.permissions import Scope
from tracker.rules.selecting import Selection
from tracker.rules.timeliness import BY_RANK, Timing
from tracker.store.gathering import gathered
from tracker.store.tasks import readable


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One row of the plan. `timing` is None where the asker has no share in it, or it was not given yet.

    `units` and `done` count the shares within the selection; `due_on` is the deadline in force on its day.
    """

    task_id: int
    number: str
    area_id: int
    area_name: str
    title: str
    product: str
    coordinating_text: str
    term_text: str
    assigned_on: dt.date
    due_on: dt.date | None
    done_on: dt.date | None
    units: int
    done: int
    timing: Timing | None


@dataclass(frozen=True, slots=True)
class Lead:
    """A unit that leads a row of the plan, and whether the asker may open its assignment."""

    task_id: int
    assignment_id: int
    unit_name: str
    progress: int
    mine: bool


def lines(session: Session, plan_id: int, selection: Selection) -> Sequence[PlanLine]:
    """Return all rows of a plan in its own order, with the standing of what the selection reaches."""
    found = gathered(selection)
    question = (
        select(
            Task.id.label("task_id"),
            PlanItem.number,
            PlanItem.area_id,
            Area.name.label("area_name"),
            PlanItem.title,
            PlanItem.product,
            PlanItem.coordinating_text,
            PlanItem.term_text,
            Task.assigned_on,
            func.coalesce(found.c.due_on, Task.due_on).label("due_on"),
            found.c.done_on,
            func.coalesce(found.c.units, 0).label("units"),
            func.coalesce(found.c.done, 0).label("done"),
            found.c.rank,
        )
        .join(Task, Task.plan_item_id == PlanItem.id)
        .join(Area, Area.id == PlanItem.area_id)
        .outerjoin(found, found.c.task_id == Task.id)
        .where(PlanItem.plan_id == plan_id)
        .order_by(Area.position, PlanItem.position)
    )
    return [_line(row) for row in session.execute(question)]


def leads(session: Session, plan_id: int, scope: Scope) -> Sequence[Lead]:
    """Return the leads of every row of a plan, in the order of the office."""
    question = (
        select(
            Assignment.task_id,
            Assignment.id.label("assignment_id"),
            Unit.short_name.label("unit_name"),
            Assignment.progress,
            readable(scope).label("mine"),
        )
        .join(Task, Task.id == Assignment.task_id)
        .join(PlanItem, PlanItem.id == Task.plan_item_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(PlanItem.plan_id == plan_id, Assignment.part == Part.LEAD)
        .order_by(Unit.position, Assignment.id)
    )
    return [Lead(**row._mapping) for row in session.execute(question)]


def _line(row: Row[Any]) -> PlanLine:
    values = dict(row._mapping)
    rank = values.pop("rank")
    return PlanLine(timing=None if rank is None else BY_RANK[rank], **values)
