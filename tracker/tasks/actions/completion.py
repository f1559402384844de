"""What the unit does: accept, report progress, report complete, with the files that prove it.

What those who gave the task decide: confirm, send back, attest. Never on one's own report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tracker.core.clock import VIETNAM
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import Action
from tracker.law.occurrences import may_be_attested, speaks_until, still_open
from tracker.law.permissions import get_last_reporters
from tracker.law.terms import DeadlineHour
from tracker.office import calendar as office_calendar, installation
from tracker.tasks import event_log, queries as task_queries, requirements
from tracker.tasks.actions.access import (
    close_extension,
    is_own_unit,
    open_for_change,
    require_not_before_assignment,
    require_not_before_start,
    require_not_future,
)
from tracker.tasks.evidence import NewFile
from tracker.tasks.models import Assignment, Evidence, ReviewDecision, Submission


def confirm_completion(
    work: UnitOfWork, assignment_id: int, *, note: str = "", late_report_seen: bool = False, version: int | None = None
) -> Assignment:
    """Confirm a report of completion (xác nhận): done from the day the unit finished, not from today.

    Raises `Refusal` OWN_REPORT to the person who reported (four eyes), LATE_REPORT_NOT_ACKNOWLEDGED when the
    report came more than three working days after the day it claims and `late_report_seen` is not given, OWN_UNIT
    within the unit that made the report, where somebody of another may confirm, and always when the report came so
    late, FIGURES_MISSING for a request for figures of which a row has neither a number nor a reason.
    """
    assignment = open_for_change(work, assignment_id, Action.CONFIRM, version=version)
    submission = get_waiting_submission(work, assignment, Action.CONFIRM)
    if submission.late_report and not late_report_seen:
        raise Refusal(Reason.LATE_REPORT_NOT_ACKNOWLEDGED, field="late_report_seen", done_on=submission.done_on)
    made_by = get_last_reporters(event_log.list_assignment_events(work.session, assignment.id))
    is_late = submission.late_report and assignment.unit_id in work.actor.unit_ids
    if is_late or is_own_unit(work, assignment, Action.CONFIRM, made_by):
        raise Refusal(Reason.OWN_UNIT)
    requirements.require_figures_complete(work, assignment, Reason.FIGURES_MISSING)
    record_submission_decision(work, submission, ReviewDecision.ACCEPTED, note)
    details = {"late_report": True} if submission.late_report else {}
    if is_reported_after_hour(work, assignment, submission):
        details["after_hour"] = True
    event_log.append_event(
        work,
        assignment,
        Action.CONFIRM,
        effective_on=submission.done_on,
        note=note,
        document=submission.document,
        details=details,
    )
    return assignment


def is_reported_after_hour(work: UnitOfWork, assignment: Assignment, submission: Submission) -> bool:
    """Tell whether work was reported on its due day after the hour that its paper names (counting rule 14).

    The hour belongs to the day the paper names: it does not go along with an extension, nor does it count for work
    said to have been finished on an earlier day. It is the hour in Viet Nam of the instant at which it was reported.
    """
    task, reported_at = assignment.task, submission.reported_at.astimezone(VIETNAM)
    if task.due_hour is None or installation.deadline_hour(work.session, task.assigned_on) is DeadlineHour.DAY_ONLY:
        return False
    is_that_day = submission.done_on == reported_at.date() == assignment.due_on == assignment.original_due_on
    return is_that_day and f"{reported_at:%H:%M}" > task.due_hour


def return_completion(work: UnitOfWork, assignment_id: int, *, note: str, version: int | None = None) -> Assignment:
    """Send a report back (trả lại) with the reason; the unit goes on working."""
    assignment = open_for_change(work, assignment_id, Action.SEND_BACK, version=version)
    submission = get_waiting_submission(work, assignment, Action.SEND_BACK)
    event_log.append_event(work, assignment, Action.SEND_BACK, effective_on=work.today, note=note)
    record_submission_decision(work, submission, ReviewDecision.RETURNED, note)
    return assignment


def attest_assignment(
    work: UnitOfWork,
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
    assignment = open_for_change(work, assignment_id, Action.ATTEST, version=version)
    require_not_future(work, effective_on, field="effective_on")
    require_not_before_assignment(assignment, effective_on, field="effective_on")
    if is_own_unit(work, assignment, Action.ATTEST, frozenset()):
        raise Refusal(Reason.OWN_UNIT)
    if not may_be_attested(assignment.task.kind, assignment.due_on):
        raise Refusal(Reason.MARK_NOT_ALLOWED)
    if not note.strip():
        raise Refusal(Reason.NOTE_MISSING, field="note", action=Action.ATTEST)
    event_log.append_event(
        work,
        assignment,
        Action.ATTEST,
        effective_on=effective_on,
        until_on=speaks_until(effective_on),
        note=note,
        document=document,
    )
    return assignment


def get_waiting_submission(work: UnitOfWork, assignment: Assignment, action: Action) -> Submission:
    """Return the report that waits, for somebody who did not make it; OWN_REPORT to the one who did."""
    submission = task_queries.find_waiting_submission(work.session, assignment.id)
    if submission is None:
        raise Refusal(Reason.WRONG_STATE, state=assignment.state, action=action)
    is_known = submission.reported_by_id is not None  # a register may not say who reported
    if (
        is_known
        and get_last_reporters(event_log.list_assignment_events(work.session, assignment.id)) & work.actor.selves
    ):
        raise Refusal(Reason.OWN_REPORT)
    return submission


def record_submission_decision(work: UnitOfWork, submission: Submission, verdict: ReviewDecision, note: str) -> None:
    """Write down what became of a report."""
    submission.verdict = verdict
    submission.decided_at = work.now
    submission.decided_by_id = work.actor.user_id
    submission.decision_note = note.strip()


LATE_REPORT_AFTER = 3
"""Working days between the day finished and the day of reporting after which the confirmer must say yes to it."""


def accept_assignment(work: UnitOfWork, assignment_id: int, *, version: int | None = None) -> Assignment:
    """Accept an assignment (tiếp nhận): the unit knows of it from today on."""
    assignment = open_for_change(work, assignment_id, Action.ACCEPT, version=version)
    event_log.append_event(work, assignment, Action.ACCEPT, effective_on=work.today)
    return assignment


def record_progress(
    work: UnitOfWork,
    assignment_id: int,
    *,
    note: str,
    percent: int | None = None,
    quantity: int | None = None,
    difficulties: str = "",
    proposals: str = "",
    files: Sequence[NewFile] = (),
    version: int | None = None,
) -> Assignment:
    """Write down how far the work is (cập nhật tiến độ): in words, and in per cent or as a number of the target.

    A number done sets the per cent where the task has a target. `difficulties` (khó khăn, vướng mắc) and `proposals`
    (kiến nghị, đề xuất) are kept apart, for the report (`store.events.difficulties`).
    """
    assignment = open_for_change(work, assignment_id, Action.REPORT_PROGRESS, version=version)
    told = {"difficulties": difficulties.strip(), "proposals": proposals.strip()}
    if not (note.strip() or any(told.values()) or files) and percent is None and quantity is None:
        raise Refusal(Reason.NOTE_MISSING, field="note", action=Action.REPORT_PROGRESS)
    details: dict[str, object] = {name: words for name, words in told.items() if words}
    if quantity is not None and quantity != assignment.quantity:
        details["quantity"] = [assignment.quantity, quantity]
        assignment.quantity = quantity
        percent = _share_of_target(assignment, quantity) if percent is None else percent
    if percent is not None and percent != assignment.progress:
        details["progress"] = [assignment.progress, percent]
        assignment.progress = percent
    attach_files(work, assignment, files, details)
    event_log.append_event(
        work, assignment, Action.REPORT_PROGRESS, effective_on=work.today, note=note, details=details
    )
    return assignment


def submit_completion(
    work: UnitOfWork,
    assignment_id: int,
    *,
    done_on: dt.date,
    note: str = "",
    document: str = "",
    document_on: dt.date | None = None,
    quantity: int | None = None,
    files: Sequence[NewFile] = (),
    version: int | None = None,
) -> Assignment:
    """Report an assignment complete (báo cáo hoàn thành); it counts once somebody else confirms it.

    `done_on` is the civil day on which the unit finished: not in the future, not before the work was last taken in
    hand (K23, K24). A report says what came of the work: in words, by a document, or by a file (RESULT_MISSING
    otherwise); where evidence is required, by a document or a file (EVIDENCE_MISSING). A recurring duty is reported
    by its occurrences (OCCURRENCES_OPEN); a request for figures with every row said (FIGURES_INCOMPLETE). What the
    unit still asked more time for is no longer asked.
    """
    assignment = open_for_change(work, assignment_id, Action.SUBMIT, version=version, checks_state=True)
    require_reportable(
        work, assignment, done_on, has_words=bool(note.strip()), document=document, has_files=bool(files)
    )
    details: dict[str, object] = {"done_on": done_on.isoformat()}
    if document_on is not None:
        details["document_on"] = document_on.isoformat()
    submission = Submission(
        assignment_id=assignment.id,
        done_on=done_on,
        reported_at=work.now,
        reported_by_id=work.actor.user_id,
        note=note.strip(),
        document=document.strip(),
        document_on=document_on,
        quantity=quantity,
        late_report=is_reported_late(work, done_on),
    )
    work.session.add(submission)
    assignment.submitted_by_id = work.actor.user_id
    if quantity is not None:
        details["quantity"] = [assignment.quantity, quantity]
        assignment.quantity = quantity
    work.session.flush()
    attach_files(work, assignment, files, details, submission)
    if close_extension(work, assignment.id):
        details["extension_dropped"] = True
    event_log.append_event(
        work, assignment, Action.SUBMIT, effective_on=done_on, note=note, document=document, details=details
    )
    return assignment


def require_reportable(
    work: UnitOfWork, assignment: Assignment, done_on: dt.date, *, has_words: bool, document: str, has_files: bool
) -> None:
    """Refuse a report of completion that breaks a rule, whoever brings it: a form, another program, a register."""
    require_day(work, assignment, done_on)
    if still_due := still_open(task_queries.list_occurrences(work.session, assignment.id)):
        raise Refusal(Reason.OCCURRENCES_OPEN, number=still_due)
    requirements.require_figures_complete(work, assignment, Reason.FIGURES_INCOMPLETE)
    require_result(assignment, has_words=has_words, document=document, has_files=has_files)


def require_day(work: UnitOfWork, assignment: Assignment, done_on: dt.date, *, occurrence: int | None = None) -> None:
    """Refuse a completion day in the future, or before the work (or one of its occurrences) was last open."""
    require_not_future(work, done_on, field="done_on")
    require_not_before_assignment(assignment, done_on, field="done_on")
    require_not_before_start(work, assignment, done_on, field="done_on", occurrence=occurrence)


def require_result(assignment: Assignment, *, has_words: bool, document: str, has_files: bool) -> None:
    """Refuse a report that says nothing of what came of the work, or lacks the evidence that is required."""
    if not (has_words or document.strip() or has_files):
        raise Refusal(Reason.RESULT_MISSING, field="note")
    if assignment.task.evidence_required and not (has_files or document.strip()):
        raise Refusal(Reason.EVIDENCE_MISSING, field="files")


def _share_of_target(assignment: Assignment, quantity: int) -> int | None:
    target = assignment.task.quantity_target
    return None if target is None else min(100, quantity * 100 // target)


def is_reported_late(work: UnitOfWork, done_on: dt.date) -> bool:
    """Tell whether a report comes more than three working days after the day it claims.

    Where the calendar of that time is not known, calendar days are counted: the stricter reading.
    """
    known = office_calendar.working_calendar(work.session)
    try:
        return known.working_days_between(done_on, work.today) > LATE_REPORT_AFTER
    except Refusal as refusal:
        if refusal.reason is not Reason.CALENDAR_MISSING:
            raise
        return (work.today - done_on).days > LATE_REPORT_AFTER


def attach_files(
    work: UnitOfWork,
    assignment: Assignment,
    files: Sequence[NewFile],
    details: dict[str, object],
    submission: Submission | None = None,
) -> None:
    """Attach files that are kept already to an assignment, and name them in the details of its next line."""
    for file in files:
        work.session.add(
            Evidence(
                assignment_id=assignment.id,
                submission_id=None if submission is None else submission.id,
                file_name=file.file_name,
                stored_name=file.stored_name,
                sha256=file.sha256,
                size=file.size,
                uploaded_at=work.now,
                uploaded_by_id=work.actor.user_id,
            )
        )
    if files:
        details["files"] = [[file.file_name, file.sha256] for file in files]
