"""Lists of tasks: the rows behind a number, from the same classified table that counted it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.models.event import FAR_DAY
from tracker.models.task import Assignment, Task
from tracker.models.unit import Unit
from tracker.rules.lifecycle import AssignmentState
from tracker.rules.permissions import Origin
from tracker.rules.selecting import Selection
from tracker.rules.timeliness import BY_RANK, Timing
from tracker.store.counting import KEPT, counted


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One line of a list: an assignment, or a directive with the number of units that have it.

    `assignment_id` opens the page of the assignment (of the first one for a directive).
    """

    assignment_id: int
    task_id: int
    directive_id: int | None
    plan_item_id: int | None
    code: str
    title: str
    origin: Origin
    unit_name: str
    units: int
    state: AssignmentState
    timing: Timing
    term_text: str
    due_on: dt.date | None
    done_on: dt.date | None
    assigned_on: dt.date
    progress: int
    extension_count: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list ordered by deadline: what comes after it is the next page."""

    due_on: dt.date
    assignment_id: int


def rows(session: Session, selection: Selection, *, after: Place | None, limit: int) -> Sequence[TaskRow]:
    """Return the rows of a selection, earliest deadline first, those without deadline last."""
    question = _question(selection).limit(limit)
    if after is not None:
        thing = counted(selection)
        due = func.coalesce(thing.c.due_on, FAR_DAY)
        question = question.where(
            or_(due > after.due_on, and_(due == after.due_on, thing.c.assignment_id > after.assignment_id))
        )
    return [_row(found) for found in session.execute(question).mappings()]


@lru_cache(maxsize=KEPT)
def _question(selection: Selection) -> Select[Any]:
    thing = counted(selection)
    due = func.coalesce(thing.c.due_on, FAR_DAY)
    return (
        select(
            thing.c.assignment_id,
            thing.c.task_id,
            Task.directive_id,
            Task.plan_item_id,
            Task.code,
            Task.title,
            Task.origin,
            Unit.short_name.label("unit_name"),
            thing.c.units,
            Assignment.state,
            thing.c.rank,
            Task.term_text,
            thing.c.due_on,
            thing.c.done_on,
            Task.assigned_on,
            Assignment.progress,
            Assignment.extension_count,
        )
        .join(Task, Task.id == thing.c.task_id)
        .join(Assignment, Assignment.id == thing.c.assignment_id)
        .join(Unit, Unit.id == thing.c.unit_id)
        .order_by(due, thing.c.assignment_id)
    )


def _row(found: object) -> TaskRow:
    values = dict(found)  # type: ignore[call-overload]  # a RowMapping is a mapping
    return TaskRow(timing=BY_RANK[values.pop("rank")], **values)


def place_of(row: TaskRow) -> Place:
    """Return the place a row has in its list."""
    return Place(row.due_on or FAR_DAY, row.assignment_id)
