"""Answering what still waits on an assignment when there is nothing left to confirm or to extend."""

from __future__ import annotations

from tracker.models.submission import Extension, Submission, Verdict
from tracker.store import tasks
from tracker.transaction import Work


def close_requests(work: Work, assignment_id: int, note: str) -> bool:
    """Answer the report and the request for more time that wait; return whether one asked for more time."""
    extension = close_extension(work, assignment_id, note)
    submission = tasks.waiting_submission(work.session, assignment_id)
    if submission is not None:
        _answer(work, submission, note)
    return extension


def close_extension(work: Work, assignment_id: int, note: str = "") -> bool:
    """Answer the request for more time that waits; return whether there was one."""
    extension = tasks.open_extension(work.session, assignment_id)
    if extension is not None:
        _answer(work, extension, note)
    return extension is not None


def _answer(work: Work, request: Submission | Extension, note: str) -> None:
    request.verdict = Verdict.RETURNED
    request.decided_at = work.now
    request.decided_by_id = work.actor.user_id
    request.decision_note = note.strip()
