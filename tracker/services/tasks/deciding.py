"""What those who gave the task decide: confirm, send back, attest. Never on one's own report."""

from __future__ import annotations

import datetime as dt

from tracker.clock import VIETNAM
from tracker.models.submission import Submission, Verdict
from tracker.models.task import Assignment
from tracker.rules.attesting import may_be_attested, speaks_until
from tracker.rules.deputising import reporters
from tracker.rules.lifecycle import Action
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.terms import DeadlineHour
from tracker.services import diary, requirements
from tracker.services.tasks.taking import is_own_unit, not_before_assignment, not_future, take
from tracker.store import events, policies, tasks
from tracker.transaction import Work


def confirm(
    work: Work,
    assignment_id: int,
    *,
    note: str = "",
    late_report_seen: bool = False,
    version: int | None = None,
) -> Assignment:
    """Confirm a report of completion (xác nhận): done from the day the unit finished, not from today.

    Raises `Refusal` OWN_REPORT to the person who reported (four eyes), LATE_REPORT_NOT_ACKNOWLEDGED when the
    report came more than three working days after the day it claims and `late_report_seen` is not given, OWN_UNIT
    within the unit that made the report, where somebody of another may confirm, and always when the report came so
    late, FIGURES_MISSING for a request for figures of which a row has neither a number nor a reason.
    """
    assignment = take(work, assignment_id, Permission.TASK_CONFIRM, version=version)
    submission = waiting_report(work, assignment, Action.CONFIRM)
    if submission.late_report and not late_report_seen:
        raise Refusal(
            Reason.LATE_REPORT_NOT_ACKNOWLEDGED, field="late_report_seen", done_on=submission.done_on
        )
    made_by = reporters(events.of_assignment(work.session, assignment.id))
    is_late = submission.late_report and assignment.unit_id in work.actor.unit_ids
    if is_late or is_own_unit(work, assignment, Action.CONFIRM, made_by):
        raise Refusal(Reason.OWN_UNIT)
    requirements.require_figures_complete(work, assignment, Reason.FIGURES_MISSING)
    decide_report(work, submission, Verdict.ACCEPTED, note)
    details = {"late_report": True} if submission.late_report else {}
    if came_after_hour(work, assignment, submission):
        details["after_hour"] = True
    diary.record(
        work,
        assignment,
        Action.CONFIRM,
        effective_on=submission.done_on,
        note=note,
        document=submission.document,
        details=details,
    )
    return assignment


def came_after_hour(work: Work, assignment: Assignment, submission: Submission) -> bool:
    """Tell whether work was reported on its due day after the hour that its paper names (counting rule 14).

    The hour belongs to the day the paper names: it does not go along with an extension, nor does it count for work
    said to have been finished on an earlier day. It is the hour in Viet Nam of the instant at which it was reported.
    """
    task, reported_at = assignment.task, submission.reported_at.astimezone(VIETNAM)
    if (
        task.due_hour is None
        or policies.deadline_hour(work.session, task.assigned_on) is DeadlineHour.DAY_ONLY
    ):
        return False
    is_that_day = submission.done_on == reported_at.date() == assignment.due_on == assignment.original_due_on
    return is_that_day and f"{reported_at:%H:%M}" > task.due_hour


def send_back(work: Work, assignment_id: int, *, note: str, version: int | None = None) -> Assignment:
    """Send a report back (trả lại) with the reason; the unit goes on working."""
    assignment = take(work, assignment_id, Permission.TASK_CONFIRM, version=version)
    submission = waiting_report(work, assignment, Action.SEND_BACK)
    diary.record(work, assignment, Action.SEND_BACK, effective_on=work.today, note=note)
    decide_report(work, submission, Verdict.RETURNED, note)
    return assignment


def attest(
    work: Work,
    assignment_id: int,
    *,
    effective_on: dt.date,
    note: str,
    document: str = "",
    version: int | None = None,
) -> Assignment:
    """Mark a duty that has no end of its own «đạt yêu cầu đến thời điểm báo cáo» (counting rule 6, K29).

    It counts as done from `effective_on` to the end of that quarter; then somebody must look again. Raises
    `Refusal` MARK_NOT_ALLOWED for work that has an ordinary deadline, OWN_UNIT for a duty of the actor's unit where
    somebody of another may mark it.
    """
    assignment = take(work, assignment_id, Permission.TASK_ATTEST, version=version)
    not_future(work, effective_on, field="effective_on")
    not_before_assignment(assignment, effective_on, field="effective_on")
    if is_own_unit(work, assignment, Action.ATTEST, frozenset()):
        raise Refusal(Reason.OWN_UNIT)
    if not may_be_attested(assignment.task.kind, assignment.due_on):
        raise Refusal(Reason.MARK_NOT_ALLOWED)
    if not note.strip():
        raise Refusal(Reason.NOTE_MISSING, field="note", action=Action.ATTEST)
    diary.record(
        work,
        assignment,
        Action.ATTEST,
        effective_on=effective_on,
        until_on=speaks_until(effective_on),
        note=note,
        document=document,
    )
    return assignment


def waiting_report(work: Work, assignment: Assignment, action: Action) -> Submission:
    """Return the report that waits, for somebody who did not make it; OWN_REPORT to the one who did."""
    submission = tasks.waiting_submission(work.session, assignment.id)
    if submission is None:
        raise Refusal(Reason.WRONG_STATE, state=assignment.state, action=action)
    is_known = submission.reported_by_id is not None  # a register may not say who reported
    if is_known and reporters(events.of_assignment(work.session, assignment.id)) & work.actor.selves:
        raise Refusal(Reason.OWN_REPORT)
    return submission


def decide_report(work: Work, submission: Submission, verdict: Verdict, note: str) -> None:
    """Write down what became of a report."""
    submission.verdict = verdict
    submission.decided_at = work.now
    submission.decided_by_id = work.actor.user_id
    submission.decision_note = note.strip()
