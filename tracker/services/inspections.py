"""Inspections: planned or by surprise, held or cancelled, what they found and how it is followed up."""

from __future__ import annotations

import datetime as dt

from tracker.models.inspection import Inspection, InspectionFinding, InspectionKind
from tracker.models.unit import Unit
from tracker.rules.permissions import Origin, Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import tidy
from tracker.services import directives
from tracker.services.office import in_the_name_of_the_office
from tracker.services.tasks.assigning import exists_on
from tracker.store import inspections, installation
from tracker.transaction import Work


def add(
    work: Work,
    *,
    kind: InspectionKind,
    unit: Unit,
    decision: str,
    planned_on: dt.date | None,
    held_on: dt.date | None,
    conclusion: str = "",
) -> Inspection:
    """Enter a round at one unit. A planned one has its day in the plan, a surprise the day on which it was held.

    Raises `Refusal` DAY_MISSING for a day that is missing, DATE_IN_FUTURE, UNIT_NOT_ACTIVE.
    """
    require(work.actor, Permission.REPORT_PREPARE)
    if kind is InspectionKind.PLANNED and planned_on is None:
        raise Refusal(Reason.DAY_MISSING, field="planned_on")
    if kind is InspectionKind.SURPRISE and held_on is None:
        raise Refusal(Reason.DAY_MISSING, field="held_on")
    _not_in_future(work, held_on, "held_on")
    day = held_on or planned_on
    if held_on is not None and not exists_on(unit, held_on):
        raise Refusal(Reason.UNIT_NOT_ACTIVE, field="unit_id", unit=unit.name, day=day)
    made = Inspection(
        kind=kind,
        unit_id=unit.id,
        decision=tidy(decision),
        planned_on=planned_on,
        held_on=held_on,
        conclusion=tidy(conclusion),
        cancel_reason="",
        created_at=work.now,
        created_by_id=work.actor.user_id,
    )
    work.session.add(made)
    work.session.flush()
    return made


def hold(work: Work, inspection_id: int, *, held_on: dt.date, conclusion: str) -> Inspection:
    """Say that a planned round was held, and by which paper it ended."""
    inspection = _open(work, inspection_id)
    _not_in_future(work, held_on, "held_on")
    if not exists_on(inspection.unit, held_on):
        raise Refusal(Reason.UNIT_NOT_ACTIVE, field="held_on", unit=inspection.unit.name, day=held_on)
    inspection.held_on, inspection.conclusion = held_on, tidy(conclusion)
    return inspection


def cancel(work: Work, inspection_id: int, *, cancelled_on: dt.date, reason: str) -> Inspection:
    """Say that a planned round does not take place, and why (K02)."""
    inspection = _open(work, inspection_id)
    _not_in_future(work, cancelled_on, "cancelled_on")
    if not reason.strip():
        raise Refusal(Reason.NOTE_MISSING, field="reason")
    inspection.cancelled_on, inspection.cancel_reason = cancelled_on, reason.strip()
    return inspection


def find(work: Work, inspection_id: int, *, content: str) -> InspectionFinding:
    """Write down a problem that a round found."""
    require(work.actor, Permission.REPORT_PREPARE)
    inspection = inspections.one(work.session, inspection_id)
    if inspection is None or inspection.held_on is None:
        raise Refusal(Reason.NOT_FOUND)
    made = InspectionFinding(inspection_id=inspection.id, content=tidy(content), created_at=work.now)
    made.settled_by = ""
    work.session.add(made)
    work.session.flush()
    return made


def settle(work: Work, finding_id: int, *, settled_on: dt.date, settled_by: str) -> InspectionFinding:
    """Say that a problem without follow-up task is settled, on which day and by which paper."""
    finding, inspection = _problem(work, finding_id)
    _not_in_future(work, settled_on, "settled_on")
    if inspection.held_on is not None and settled_on < inspection.held_on:
        raise Refusal(Reason.DATE_BEFORE_ASSIGNMENT, field="settled_on", earliest=inspection.held_on)
    finding.settled_on, finding.settled_by = settled_on, tidy(settled_by)
    return finding


def follow_up(
    work: Work, finding_id: int, *, reference: str, leader: str, term_text: str
) -> InspectionFinding:
    """Give the inspected unit a task to put a problem right, by the paper that says so; settled when it is done."""
    finding, inspection = _problem(work, finding_id)
    with in_the_name_of_the_office(work):
        task = directives.register(
            work,
            directives.Instruction(
                origin=Origin.TOWN,
                reference=reference,
                given_on=work.today,
                issuer=installation.place_name(work.session),
                leader=leader,
                content=finding.content,
                term_text=term_text,
                leads=[inspection.unit],
            ),
        )
    finding.task_id = task.id
    return finding


def _open(work: Work, inspection_id: int) -> Inspection:
    require(work.actor, Permission.REPORT_PREPARE)
    inspection = inspections.one(work.session, inspection_id)
    if inspection is None:
        raise Refusal(Reason.NOT_FOUND)
    if inspection.held_on is not None or inspection.cancelled_on is not None:
        raise Refusal(Reason.INSPECTION_SETTLED)
    return inspection


def _problem(work: Work, finding_id: int) -> tuple[InspectionFinding, Inspection]:
    require(work.actor, Permission.REPORT_PREPARE)
    finding = inspections.finding(work.session, finding_id)
    if finding is None:
        raise Refusal(Reason.NOT_FOUND)
    if finding.task_id is not None or finding.settled_on is not None:
        raise Refusal(Reason.INSPECTION_SETTLED)
    inspection = inspections.one(work.session, finding.inspection_id)
    assert inspection is not None  # a finding has its round
    return finding, inspection


def _not_in_future(work: Work, day: dt.date | None, field: str) -> None:
    if day is not None and day > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field=field, latest=work.today)
