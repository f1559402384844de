"""Making tasks and handing them out to units: one assignment to each lead, one to each coordinating unit.

A paper that comes in again with other words: they reach its task, and every open lead is told in its event log.

Splitting the work: who in the unit does it, and what the coordinating units are asked for by when.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.core.refusals import Reason, Refusal
from tracker.core.text import search_key
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import AT_WORK, OPEN_STATES, Action, AssignmentState
from tracker.law.permissions import Origin, Permission, Scope, require_permission
from tracker.law.terms import Term
from tracker.office import people as office_people
from tracker.office.models import Person, Unit
from tracker.tasks import event_log, queries as task_queries
from tracker.tasks.actions.access import open_for_change, require_not_before_assignment
from tracker.tasks.actions.completion import get_waiting_submission, record_submission_decision
from tracker.tasks.actions.deadline import save_extension_request
from tracker.tasks.labels import LATER_ON_PAPER
from tracker.tasks.models import Assignment, AssignmentRole, Occurrence, ReviewDecision, Task
from tracker.tasks.verbs import get_next_state

Changes = Mapping[str, list[str]]
"""What a paper says anew: by the name of the cell, old and new words."""


def amend_task_deadline(
    work: UnitOfWork, task: Task, term: Term, changes: Changes, *, due_by_unit: Mapping[int, dt.date] | None = None
) -> None:
    """Bring a new reading of the deadline into a task and tell every open lead what changed.

    The deadline of a unit comes forward when the words about it changed (`term_text`, `due_on`), through its
    event log, and
    never where a leader has extended it; a later one is an extension, which a leader decides. Finished work keeps what
    it was judged by.
    """
    task.term_text, task.kind, task.term_rule = term.phrase, term.kind, term.rule
    for listed in task_queries.list_task_assignments(work.session, task.id):
        if listed.part is AssignmentRole.LEAD and listed.state in OPEN_STATES:
            assignment = task_queries.get_assignment(work.session, listed.id, Scope(everywhere=True), lock=True)
            assert assignment is not None  # it was listed a moment ago in this transaction
            _tell(work, assignment, (due_by_unit or {}).get(assignment.unit_id, term.due), changes)


def gives_more_time(assignment: Assignment, due_on: dt.date | None) -> bool:
    """Tell whether a reading gives more time: a later day than the one in force, or none at all."""
    return assignment.due_on is not None and (due_on is None or due_on > assignment.due_on)


def can_be_asked(work: UnitOfWork, assignment: Assignment, due_on: dt.date | None) -> bool:
    """Tell whether more time can be put before a leader: work open, a day to come, and not asked for yet."""
    return (
        due_on is not None
        and due_on >= work.today
        and assignment.state in AT_WORK
        and task_queries.open_extension(work.session, assignment.id) is None
        and not task_queries.was_asked(work.session, assignment.id, due_on)
    )


def _tell(work: UnitOfWork, assignment: Assignment, due_on: dt.date | None, changes: Changes) -> None:
    speaks_of_time = "term_text" in changes or "due_on" in changes
    moved = speaks_of_time and due_on != assignment.due_on and assignment.extension_count == 0
    if moved and gives_more_time(assignment, due_on):
        _ask_for_time(work, assignment, due_on, changes)
        return
    event_log.append_event(
        work,
        assignment,
        Action.SET_DEADLINE if moved else Action.CORRECT,
        effective_on=work.today,
        note="; ".join(sorted(changes)) if moved else "",
        due_on=due_on if moved else assignment.due_on,
        details={"changes": dict(changes)},
    )


def _ask_for_time(work: UnitOfWork, assignment: Assignment, due_on: dt.date | None, changes: Changes) -> None:
    """Put a later deadline before a leader; until one decides, the work is judged by the deadline in force."""
    event_log.append_event(
        work, assignment, Action.CORRECT, effective_on=work.today, details={"changes": dict(changes)}
    )
    if due_on is not None and can_be_asked(work, assignment, due_on):
        save_extension_request(work, assignment, due_on, LATER_ON_PAPER)


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be made: its words, its deadline as read, and the units that get it.

    `assigned_on` is the civil day of the paper that gives it. A collective lead is simply several leads. `texts` are
    the carried texts by column (`tasks.sources`), `due_by_unit` holds deadlines of single units that differ from the
    term (counted from their own receipt).
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
    texts: Mapping[str, str] = field(default_factory=dict)
    quantity_target: int | None = None
    quantity_unit: str = ""
    leader: str = ""
    field_name: str = ""
    urgency: str = ""
    search_words: Sequence[str] = ()
    due_by_unit: Mapping[int, dt.date] = field(default_factory=dict)
    evidence_required: bool = False
    continues_id: int | None = None


def create_task(work: UnitOfWork, duty: NewTask) -> Task:
    """Make the task and assign it to its units; each lead gets its own deadline and its own event log.

    Raises `Refusal` LEAD_MISSING without a lead (K10), UNIT_NOT_ACTIVE for a unit that did not exist on the day.
    """
    check_new_task(work, duty)
    task = _task(work, duty)
    work.session.add(task)
    work.session.flush()
    lead_ids = {unit.id for unit in duty.leads}
    for unit in duty.leads:
        _assign(work, task, unit, AssignmentRole.LEAD, duty)
    for unit in duty.coordinating:
        if unit.id not in lead_ids:
            _assign(work, task, unit, AssignmentRole.COORDINATING, duty)
    return task


def add_lead_units(work: UnitOfWork, task: Task, duty: NewTask) -> None:
    """Give a task that is handed out already to more lead units; `duty` names them and their deadline."""
    check_new_task(work, duty)
    for unit in duty.leads:
        _assign(work, task, unit, AssignmentRole.LEAD, duty)


def set_evidence_rule(
    work: UnitOfWork, assignment_id: int, *, required: bool, note: str = "", version: int | None = None
) -> Assignment:
    """Say whether a report of completion must come with a document or a file («minh chứng bắt buộc»).

    The rule belongs to the task, so it holds for all units that have it, and stands in the event log of each.
    """
    assignment = open_for_change(work, assignment_id, Action.DEMAND_EVIDENCE, version=version)
    if assignment.task.evidence_required == required:
        raise Refusal(Reason.NOTHING_CHANGED, field="required")
    assignment.task.evidence_required = required
    get_next_state(assignment.state, Action.DEMAND_EVIDENCE)
    for each in task_queries.list_task_assignments(work.session, assignment.task_id):
        if each.part is AssignmentRole.LEAD and each.state in OPEN_STATES:
            each.task = assignment.task
            event_log.append_event(
                work,
                each,
                Action.DEMAND_EVIDENCE,
                effective_on=work.today,
                note=note,
                details={"evidence_required": [not required, required]},
            )
    return assignment


def check_new_task(work: UnitOfWork, duty: NewTask) -> None:
    """Refuse a duty that could not be handed out, and write nothing."""
    require_permission(work.actor, Permission.TASK_ASSIGN, origin=duty.origin)
    if not duty.leads:
        raise Refusal(Reason.LEAD_MISSING, field="leads")
    for unit in (*duty.leads, *duty.coordinating):
        if not unit_exists_on(unit, duty.assigned_on):
            raise Refusal(Reason.UNIT_NOT_ACTIVE, field="leads", unit=unit.name, day=duty.assigned_on)
    if duty.term.due is not None and duty.term.due < duty.assigned_on:
        raise Refusal(Reason.DEADLINE_BEFORE_ISSUE, field="deadline", due_on=duty.term.due, issued_on=duty.assigned_on)


def _task(work: UnitOfWork, duty: NewTask) -> Task:
    term = duty.term
    words = (duty.code, duty.title, *duty.texts.values(), term.phrase, duty.leader, duty.field_name, *duty.search_words)
    return Task(
        origin=duty.origin,
        plan_item_id=duty.plan_item_id,
        directive_id=duty.directive_id,
        continues_id=duty.continues_id,
        area_id=duty.area_id,
        code=duty.code,
        title=duty.title,
        **duty.texts,
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


def _assign(work: UnitOfWork, task: Task, unit: Unit, part: AssignmentRole, duty: NewTask) -> None:
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
    if part is AssignmentRole.LEAD:
        for number, day in enumerate(duty.term.occurrences, start=1):
            work.session.add(Occurrence(assignment_id=assignment.id, number=number, due_on=day))
    event_log.append_event(work, assignment, Action.ASSIGN, effective_on=duty.assigned_on)


def unit_exists_on(unit: Unit, day: dt.date) -> bool:
    """Tell whether a unit exists on a civil day."""
    return unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)


def entrust_assignment(
    work: UnitOfWork, assignment_id: int, *, person_id: int | None, note: str = "", version: int | None = None
) -> Assignment:
    """Say who in the unit does the work (phân công), or with None that nobody in particular does.

    Raises `Refusal` NOT_OF_THE_UNIT for somebody who holds no post in the unit today, NOTHING_CHANGED.
    """
    assignment = open_for_change(work, assignment_id, Action.ENTRUST, version=version)
    person = _colleague(work, assignment, person_id)
    if assignment.person_id == person_id:
        raise Refusal(Reason.NOTHING_CHANGED, field="person")
    before = assignment.person
    details: dict[str, Any] = {
        "person": [before.name if before else None, person.name if person else None],
        "person_id": [assignment.person_id, person_id],
    }
    assignment.person_id = person_id
    event_log.append_event(work, assignment, Action.ENTRUST, effective_on=work.today, note=note, details=details)
    return assignment


def request_share(
    work: UnitOfWork, assignment_id: int, *, share: str, due_on: dt.date | None, version: int | None = None
) -> Assignment:
    """Tell a coordinating unit what the lead unit asks of it and by when; its deadline never outlives the lead's.

    Raises `Refusal` INNER_DEADLINE_TOO_LATE (K21), NOTHING_CHANGED.
    """
    assignment = open_for_change(work, assignment_id, Action.DIVIDE, version=version)
    latest = task_queries.latest_lead_deadline(work.session, assignment.task_id)
    if due_on is not None:
        require_not_before_assignment(assignment, due_on, field="due_on")
        if latest is not None and due_on > latest:
            raise Refusal(Reason.INNER_DEADLINE_TOO_LATE, field="due_on", latest=latest)
    elif latest is not None:
        raise Refusal(Reason.INNER_DEADLINE_TOO_LATE, field="due_on", latest=latest)
    words = share.strip()
    details = {"share": [assignment.share, words]} if words != assignment.share else {}
    if not details and due_on == assignment.due_on:
        raise Refusal(Reason.NOTHING_CHANGED, field="share")
    assignment.share = words
    event_log.append_event(work, assignment, Action.DIVIDE, effective_on=work.today, due_on=due_on, details=details)
    return assignment


def accept_share(work: UnitOfWork, assignment_id: int, *, note: str = "", version: int | None = None) -> Assignment:
    """Receive what a coordinating unit reported (nhận kết quả phối hợp), as the unit that leads."""
    assignment = open_for_change(work, assignment_id, Action.CONFIRM, version=version, of_share=True)
    submission = get_waiting_submission(work, assignment, Action.CONFIRM)
    record_submission_decision(work, submission, ReviewDecision.ACCEPTED, note)
    event_log.append_event(
        work, assignment, Action.CONFIRM, effective_on=submission.done_on, note=note, document=submission.document
    )
    return assignment


def return_share_report(work: UnitOfWork, assignment_id: int, *, note: str, version: int | None = None) -> Assignment:
    """Send back what a coordinating unit reported, with the reason."""
    assignment = open_for_change(work, assignment_id, Action.SEND_BACK, version=version, of_share=True)
    submission = get_waiting_submission(work, assignment, Action.SEND_BACK)
    event_log.append_event(work, assignment, Action.SEND_BACK, effective_on=work.today, note=note)
    record_submission_decision(work, submission, ReviewDecision.RETURNED, note)
    return assignment


def list_colleagues(work: UnitOfWork, assignment: Assignment) -> list[Person]:
    """Return who could be given the work: the people with a post in the unit today."""
    return office_people.list_unit_people(work.session, assignment.unit_id, work.today)


def _colleague(work: UnitOfWork, assignment: Assignment, person_id: int | None) -> Person | None:
    if person_id is None:
        return None
    found = next((each for each in list_colleagues(work, assignment) if each.id == person_id), None)
    if found is None:
        raise Refusal(Reason.NOT_OF_THE_UNIT, field="person")
    return found
