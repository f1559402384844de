"""What units say stands in their way, and what they propose: from the progress they wrote down."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.clock import at
from tracker.models.event import Event
from tracker.models.task import Assignment, Task
from tracker.models.unit import Unit
from tracker.rules.lifecycle import Action


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


def difficulties(session: Session, since: dt.date, until: dt.date) -> list[Difficulty]:
    """Return what was written down on the civil days of a span, by unit in the order of the office, oldest first."""
    told = Event.details["difficulties"].as_string(), Event.details["proposals"].as_string()
    question = (
        select(Event, Unit.short_name, Task.title)
        .join(Assignment, Assignment.id == Event.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Event.unit_id)
        .where(
            Event.action == Action.REPORT_PROGRESS,
            Event.recorded_at >= at(since, 0),
            Event.recorded_at < at(until + dt.timedelta(days=1), 0),
            or_(*(words.is_not(None) for words in told)),
        )
        .order_by(Unit.position, Unit.id, Event.id)
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
