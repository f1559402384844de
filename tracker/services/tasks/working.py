"""What the unit does: accept, report progress, report complete, with the files that prove it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.models.submission import Evidence, Submission
from tracker.models.task import Assignment
from tracker.rules.lifecycle import Action
from tracker.rules.occurrences import still_open
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Reason, Refusal
from tracker.services import diary, requirements
from tracker.services.tasks.closing import close_extension
from tracker.services.tasks.taking import not_before_assignment, not_before_in_hand, not_future, take
from tracker.store import calendar, tasks
from tracker.transaction import Work

LATE_REPORT_AFTER = 3
"""Working days between the day finished and the day of reporting after which the confirmer must say yes to it."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file already kept in the store of files, to be attached: its display name and what identifies it."""

    file_name: str
    stored_name: str
    sha256: str
    size: int


def accept(work: Work, assignment_id: int, *, version: int | None = None) -> Assignment:
    """Accept an assignment (tiếp nhận): the unit knows of it from today on."""
    assignment = take(work, assignment_id, Permission.TASK_ACCEPT, version=version)
    diary.record(work, assignment, Action.ACCEPT, effective_on=work.today)
    return assignment


def report_progress(
    work: Work,
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
    assignment = take(work, assignment_id, Permission.TASK_PROGRESS, version=version)
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
    attach(work, assignment, files, details)
    diary.record(
        work, assignment, Action.REPORT_PROGRESS, effective_on=work.today, note=note, details=details
    )
    return assignment


def submit(
    work: Work,
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
    otherwise); where evidence is required, by a document or a file (EVIDENCE_MISSING). A recurring duty is reported by
    its occurrences (OCCURRENCES_OPEN); a request for figures with every row said (FIGURES_OWED). What the unit still
    asked more time for is no longer asked.
    """
    assignment = take(work, assignment_id, Permission.TASK_SUBMIT, version=version, action=Action.SUBMIT)
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
    attach(work, assignment, files, details, submission)
    if close_extension(work, assignment.id):
        details["extension_dropped"] = True
    diary.record(
        work, assignment, Action.SUBMIT, effective_on=done_on, note=note, document=document, details=details
    )
    return assignment


def require_reportable(
    work: Work, assignment: Assignment, done_on: dt.date, *, has_words: bool, document: str, has_files: bool
) -> None:
    """Refuse a report of completion that breaks a rule, whoever brings it: a form, another program, a register."""
    require_day(work, assignment, done_on)
    if still_due := still_open(tasks.occurrences(work.session, assignment.id)):
        raise Refusal(Reason.OCCURRENCES_OPEN, number=still_due)
    requirements.require_figures_complete(work, assignment, Reason.FIGURES_OWED)
    require_result(assignment, has_words=has_words, document=document, has_files=has_files)


def require_day(
    work: Work, assignment: Assignment, done_on: dt.date, *, occurrence: int | None = None
) -> None:
    """Refuse a completion day in the future, or before the work (or one of its occurrences) was last in hand."""
    not_future(work, done_on, field="done_on")
    not_before_assignment(assignment, done_on, field="done_on")
    not_before_in_hand(work, assignment, done_on, field="done_on", occurrence=occurrence)


def require_result(assignment: Assignment, *, has_words: bool, document: str, has_files: bool) -> None:
    """Refuse a report that says nothing of what came of the work, or lacks the evidence that is required."""
    if not (has_words or document.strip() or has_files):
        raise Refusal(Reason.RESULT_MISSING, field="note")
    if assignment.task.evidence_required and not (has_files or document.strip()):
        raise Refusal(Reason.EVIDENCE_MISSING, field="files")


def _share_of_target(assignment: Assignment, quantity: int) -> int | None:
    target = assignment.task.quantity_target
    return None if target is None else min(100, quantity * 100 // target)


def is_reported_late(work: Work, done_on: dt.date) -> bool:
    """Tell whether a report comes more than three working days after the day it claims.

    Where the calendar of that time is not known, calendar days are counted: the stricter reading.
    """
    known = calendar.working_calendar(work.session)
    try:
        return known.working_days_between(done_on, work.today) > LATE_REPORT_AFTER
    except Refusal as refusal:
        if refusal.reason is not Reason.CALENDAR_MISSING:
            raise
        return (work.today - done_on).days > LATE_REPORT_AFTER


def attach(
    work: Work,
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
