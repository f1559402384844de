"""Urging (đôn đốc): those who gave the work ask for it; the line of the diary tells the unit's people at once."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.clock import civil_day
from tracker.models.event import Event
from tracker.models.task import Assignment
from tracker.rules.lifecycle import Action
from tracker.rules.permissions import NEEDED
from tracker.rules.refusals import Reason, Refusal
from tracker.services import diary
from tracker.services.tasks.taking import take
from tracker.store import events
from tracker.transaction import Work


def urge(work: Work, assignment_id: int, *, note: str = "", version: int | None = None) -> Assignment:
    """Urge a unit (đôn đốc); nothing of the work changes. Raises `Refusal` ALREADY_URGED a second time on one day."""
    assignment = take(work, assignment_id, NEEDED[Action.URGE], version=version)
    if was_urged_today(work, events.of_assignment(work.session, assignment.id)):
        raise Refusal(Reason.ALREADY_URGED)
    diary.record(work, assignment, Action.URGE, effective_on=work.today, note=note)
    return assignment


def was_urged_today(work: Work, lines: Iterable[Event]) -> bool:
    """Tell whether a unit was urged on this civil day already."""
    return any(line.action is Action.URGE and civil_day(line.recorded_at) == work.today for line in lines)
