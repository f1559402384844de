"""What the office urges: lead assignments at work past their deadline, unit by unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select
from sqlalchemy.orm import Session

from tracker.models.event import Event
from tracker.models.task import Assignment, Part, Task
from tracker.models.unit import Unit
from tracker.rules.lifecycle import AT_WORK, Action, AssignmentState
from tracker.rules.permissions import Scope
from tracker.store.tasks import readable


@dataclass(frozen=True, slots=True)
class LateTask:
    """One duty past its deadline in the hands of one unit."""

    assignment_id: int
    unit_id: int
    unit_name: str
    code: str
    title: str
    due_on: dt.date
    times_urged: int
    urged_on: dt.date | None


def urged(what: ColumnElement[Any]) -> ScalarSelect[Any]:
    """Return a figure over the lines of the diary in which the unit was urged."""
    return (
        select(what)
        .where(Event.assignment_id == Assignment.id, Event.action == Action.URGE)
        .correlate(Assignment)
        .scalar_subquery()
    )


def late_tasks(session: Session, scope: Scope, today: dt.date) -> list[LateTask]:
    """Return late work within a scope that nobody has reported yet, by unit and deadline.

    What waits for confirmation is not urged, nor what was marked in order up to today.
    """
    question = (
        select(
            Assignment.id.label("assignment_id"),
            Assignment.unit_id,
            Unit.name.label("unit_name"),
            Task.code,
            Task.title,
            Assignment.due_on,
            urged(func.count(Event.id)).label("times_urged"),
            urged(func.max(Event.effective_on)).label("urged_on"),
        )
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(
            readable(scope),
            Assignment.part == Part.LEAD,
            Assignment.state.in_((*AT_WORK, AssignmentState.DECLINED)),
            Assignment.due_on < today,
            or_(Assignment.attested_until.is_(None), Assignment.attested_until < today),
        )
        .order_by(Unit.sort_key, Unit.id, Assignment.due_on, Assignment.id)
    )
    return [LateTask(**row) for row in session.execute(question).mappings()]
