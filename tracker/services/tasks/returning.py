"""Work that is not this unit's: the unit says so, the assigner answers, and work goes over to another unit."""

from __future__ import annotations

from typing import Any

from tracker.models.task import Assignment, Part
from tracker.models.unit import Unit
from tracker.rules.lifecycle import OUTSIDE, Action
from tracker.rules.permissions import NEEDED
from tracker.rules.refusals import Reason, Refusal
from tracker.services import diary
from tracker.services.tasks.assigning import exists_on
from tracker.services.tasks.closing import close_requests
from tracker.services.tasks.taking import take
from tracker.store import tasks, units
from tracker.transaction import Work


def decline(
    work: Work,
    assignment_id: int,
    *,
    note: str,
    suggested_unit_id: int | None = None,
    version: int | None = None,
) -> Assignment:
    """Ask to give an assignment back (đề nghị trả lại, không đúng thẩm quyền), with the reason.

    It stays counted with the unit, and its deadline runs, until the assigner answers.
    """
    assignment = take(work, assignment_id, NEEDED[Action.DECLINE], version=version)
    details: dict[str, Any] = {}
    if suggested_unit_id is not None:
        details["suggested_unit_id"] = _unit(work, suggested_unit_id, "suggested_unit").id
    diary.record(work, assignment, Action.DECLINE, effective_on=work.today, note=note, details=details)
    close_requests(work, assignment.id, note)
    return assignment


def refuse_decline(work: Work, assignment_id: int, *, note: str, version: int | None = None) -> Assignment:
    """Leave a declined assignment with its unit, with the reason; the unit accepts it anew."""
    assignment = take(work, assignment_id, NEEDED[Action.REFUSE_DECLINE], version=version)
    diary.record(work, assignment, Action.REFUSE_DECLINE, effective_on=work.today, note=note)
    return assignment


def reassign(
    work: Work, assignment_id: int, *, unit_id: int, note: str, document: str = "", version: int | None = None
) -> Assignment:
    """Hand an assignment over to another unit: the deadline does not move, the new unit has yet to accept.

    It counts for the new unit from today. Raises `Refusal` UNIT_NOT_ACTIVE, or UNIT_HAS_IT when that unit leads the
    same task already; a unit that only coordinated leads from now on.
    """
    assignment = take(work, assignment_id, NEEDED[Action.REASSIGN], version=version)
    unit = _unit(work, unit_id, "unit")
    for other in tasks.of_task(work.session, assignment.task_id):
        if other.unit_id != unit.id:
            continue
        if other.part is Part.LEAD:
            raise Refusal(Reason.UNIT_HAS_IT, field="unit", unit=unit.short_name)
        if other.state not in OUTSIDE:
            diary.record(work, other, Action.WITHDRAW, effective_on=work.today, note=note)
            close_requests(work, other.id, note)
    diary.record(
        work,
        assignment,
        Action.REASSIGN,
        effective_on=work.today,
        note=note,
        document=document,
        unit_id=unit.id,
    )
    close_requests(work, assignment.id, note)
    return assignment


def _unit(work: Work, unit_id: int, field: str) -> Unit:
    unit = units.find(work.session, unit_id)
    if unit is None:
        raise Refusal(Reason.UNIT_UNKNOWN, field=field, text="")
    if not exists_on(unit, work.today):
        raise Refusal(Reason.UNIT_NOT_ACTIVE, field=field, unit=unit.name, day=work.today)
    return unit
