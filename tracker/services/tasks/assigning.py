"""Making tasks and handing them out to units: one assignment to each lead, one to each coordinating unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tracker.models.task import Assignment, Occurrence, Part, Task
from tracker.models.unit import Unit
from tracker.rules.lifecycle import OPEN, Action, AssignmentState, step
from tracker.rules.permissions import NEEDED, Origin, Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.searching import search_key
from tracker.rules.terms import Term
from tracker.services import diary
from tracker.services.tasks.taking import take
from tracker.store import tasks
from tracker.transaction import Work


@dataclass(frozen=True, slots=True)
class Duty:
    """A task to be made: its words, its deadline as read, and the units that get it.

    `assigned_on` is the civil day of the paper that gives it. A collective lead is simply several leads.
    `due_by_unit` holds deadlines of single units that differ from the term (counted from their own receipt).
    """

    origin: Origin
    title: str
    term: Term
    assigned_on: dt.date
    leads: Sequence[Unit]
    coordinating: Sequence[Unit] = ()
    plan_item_id: int | None = None
    directive_id: int | None = None
    area_id: int | None = None
    code: str = ""
    product: str = ""
    quantity_target: int | None = None
    quantity_unit: str = ""
    leader: str = ""
    field_name: str = ""
    urgency: str = ""
    search_words: Sequence[str] = ()
    due_by_unit: Mapping[int, dt.date] = field(default_factory=dict)
    evidence_required: bool = False
    continues_id: int | None = None


def hand_out(work: Work, duty: Duty) -> Task:
    """Make the task and assign it to its units; each lead gets its own deadline and its own diary.

    Raises `Refusal` LEAD_MISSING without a lead (K10), UNIT_NOT_ACTIVE for a unit that did not exist on the day.
    """
    check(work, duty)
    task = _task(work, duty)
    work.session.add(task)
    work.session.flush()
    lead_ids = {unit.id for unit in duty.leads}
    for unit in duty.leads:
        _assign(work, task, unit, Part.LEAD, duty)
    for unit in duty.coordinating:
        if unit.id not in lead_ids:
            _assign(work, task, unit, Part.COORDINATING, duty)
    return task


def join(work: Work, task: Task, duty: Duty) -> None:
    """Give a task that is handed out already to more lead units; `duty` names them and their deadline."""
    check(work, duty)
    for unit in duty.leads:
        _assign(work, task, unit, Part.LEAD, duty)


def demand_evidence(
    work: Work, assignment_id: int, *, required: bool, note: str = "", version: int | None = None
) -> Assignment:
    """Say whether a report of completion must come with a document or a file («minh chứng bắt buộc»).

    The rule belongs to the task, so it holds for all units that have it, and stands in the diary of each.
    """
    assignment = take(work, assignment_id, NEEDED[Action.DEMAND_EVIDENCE], version=version)
    if assignment.task.evidence_required == required:
        raise Refusal(Reason.NOTHING_CHANGED, field="required")
    assignment.task.evidence_required = required
    step(assignment.state, Action.DEMAND_EVIDENCE)
    for each in tasks.of_task(work.session, assignment.task_id):
        if each.part is Part.LEAD and each.state in OPEN:
            each.task = assignment.task
            diary.record(
                work,
                each,
                Action.DEMAND_EVIDENCE,
                effective_on=work.today,
                note=note,
                details={"evidence_required": [not required, required]},
            )
    return assignment


def check(work: Work, duty: Duty) -> None:
    """Refuse a duty that could not be handed out, and write nothing."""
    require(work.actor, Permission.TASK_ASSIGN, origin=duty.origin)
    if not duty.leads:
        raise Refusal(Reason.LEAD_MISSING, field="leads")
    for unit in (*duty.leads, *duty.coordinating):
        if not exists_on(unit, duty.assigned_on):
            raise Refusal(Reason.UNIT_NOT_ACTIVE, field="leads", unit=unit.name, day=duty.assigned_on)
    if duty.term.due is not None and duty.term.due < duty.assigned_on:
        raise Refusal(
            Reason.DEADLINE_BEFORE_ISSUE, field="deadline", due_on=duty.term.due, issued_on=duty.assigned_on
        )


def _task(work: Work, duty: Duty) -> Task:
    term = duty.term
    words = (
        duty.code,
        duty.title,
        duty.product,
        term.phrase,
        duty.leader,
        duty.field_name,
        *duty.search_words,
    )
    return Task(
        origin=duty.origin,
        plan_item_id=duty.plan_item_id,
        directive_id=duty.directive_id,
        continues_id=duty.continues_id,
        area_id=duty.area_id,
        code=duty.code,
        title=duty.title,
        product=duty.product,
        quantity_target=duty.quantity_target,
        quantity_unit=duty.quantity_unit,
        urgency=duty.urgency,
        leader=duty.leader,
        field=duty.field_name,
        kind=term.kind,
        term_text=term.phrase,
        term_rule=term.rule,
        term_assumptions=list(term.assumptions),
        needs_review=term.needs_review,
        named_date=term.named_date,
        start_on=term.start,
        due_on=term.due,
        due_hour=term.hour,
        evidence_required=duty.evidence_required,
        assigned_on=duty.assigned_on,
        search_text=search_key(*words),
        created_at=work.now,
    )


def _assign(work: Work, task: Task, unit: Unit, part: Part, duty: Duty) -> None:
    assignment = Assignment(
        task_id=task.id,
        unit_id=unit.id,
        part=part,
        state=AssignmentState.DRAFT,
        due_on=duty.due_by_unit.get(unit.id, duty.term.due),
        last_event_at=work.now,
    )
    assignment.task = task
    assignment.unit = unit
    work.session.add(assignment)
    work.session.flush()
    if part is Part.LEAD:
        for number, day in enumerate(duty.term.occurrences, start=1):
            work.session.add(Occurrence(assignment_id=assignment.id, number=number, due_on=day))
    diary.record(work, assignment, Action.ASSIGN, effective_on=duty.assigned_on)


def exists_on(unit: Unit, day: dt.date) -> bool:
    """Tell whether a unit exists on a civil day."""
    return unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)
