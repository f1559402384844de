"""Splitting the work: who in the unit does it, and what the coordinating units are asked for by when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tracker.models.person import Person
from tracker.models.submission import Verdict
from tracker.models.task import Assignment
from tracker.rules.lifecycle import Action
from tracker.rules.permissions import NEEDED, NEEDED_OF_A_SHARE
from tracker.rules.refusals import Reason, Refusal
from tracker.services import diary
from tracker.services.tasks.deciding import decide_report, waiting_report
from tracker.services.tasks.taking import not_before_assignment, take
from tracker.store import people, tasks
from tracker.transaction import Work


def entrust(
    work: Work,
    assignment_id: int,
    *,
    person_id: int | None,
    note: str = "",
    version: int | None = None,
) -> Assignment:
    """Say who in the unit does the work (phân công), or with None that nobody in particular does.

    Raises `Refusal` NOT_OF_THE_UNIT for somebody who holds no post in the unit today, NOTHING_CHANGED.
    """
    assignment = take(work, assignment_id, NEEDED[Action.ENTRUST], version=version)
    person = _colleague(work, assignment, person_id)
    if assignment.person_id == person_id:
        raise Refusal(Reason.NOTHING_CHANGED, field="person")
    before = assignment.person
    details: dict[str, Any] = {
        "person": [before.name if before else None, person.name if person else None],
        "person_id": [assignment.person_id, person_id],
    }
    assignment.person_id = person_id
    diary.record(work, assignment, Action.ENTRUST, effective_on=work.today, note=note, details=details)
    return assignment


def divide(
    work: Work,
    assignment_id: int,
    *,
    share: str,
    due_on: dt.date | None,
    version: int | None = None,
) -> Assignment:
    """Tell a coordinating unit what the lead unit asks of it and by when; its deadline never outlives the lead's.

    Raises `Refusal` INNER_DEADLINE_TOO_LATE (K21), NOTHING_CHANGED.
    """
    assignment = take(work, assignment_id, NEEDED_OF_A_SHARE[Action.DIVIDE], version=version)
    latest = tasks.latest_lead_deadline(work.session, assignment.task_id)
    if due_on is not None:
        not_before_assignment(assignment, due_on, field="due_on")
        if latest is not None and due_on > latest:
            raise Refusal(Reason.INNER_DEADLINE_TOO_LATE, field="due_on", latest=latest)
    elif latest is not None:
        raise Refusal(Reason.INNER_DEADLINE_TOO_LATE, field="due_on", latest=latest)
    words = share.strip()
    details = {"share": [assignment.share, words]} if words != assignment.share else {}
    if not details and due_on == assignment.due_on:
        raise Refusal(Reason.NOTHING_CHANGED, field="share")
    assignment.share = words
    diary.record(work, assignment, Action.DIVIDE, effective_on=work.today, due_on=due_on, details=details)
    return assignment


def receive_share(
    work: Work, assignment_id: int, *, note: str = "", version: int | None = None
) -> Assignment:
    """Receive what a coordinating unit reported (nhận kết quả phối hợp), as the unit that leads."""
    assignment = take(work, assignment_id, NEEDED_OF_A_SHARE[Action.CONFIRM], version=version)
    submission = waiting_report(work, assignment, Action.CONFIRM)
    decide_report(work, submission, Verdict.ACCEPTED, note)
    diary.record(
        work,
        assignment,
        Action.CONFIRM,
        effective_on=submission.done_on,
        note=note,
        document=submission.document,
    )
    return assignment


def return_share(work: Work, assignment_id: int, *, note: str, version: int | None = None) -> Assignment:
    """Send back what a coordinating unit reported, with the reason."""
    assignment = take(work, assignment_id, NEEDED_OF_A_SHARE[Action.SEND_BACK], version=version)
    submission = waiting_report(work, assignment, Action.SEND_BACK)
    diary.record(work, assignment, Action.SEND_BACK, effective_on=work.today, note=note)
    decide_report(work, submission, Verdict.RETURNED, note)
    return assignment


def colleagues(work: Work, assignment: Assignment) -> list[Person]:
    """Return who could be given the work: the people with a post in the unit today."""
    return people.of_unit(work.session, assignment.unit_id, work.today)


def _colleague(work: Work, assignment: Assignment, person_id: int | None) -> Person | None:
    if person_id is None:
        return None
    found = next((each for each in colleagues(work, assignment) if each.id == person_id), None)
    if found is None:
        raise Refusal(Reason.NOT_OF_THE_UNIT, field="person")
    return found
