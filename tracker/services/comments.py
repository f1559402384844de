"""Talking about a task: writing, correcting for a quarter of an hour, withdrawing with a trace."""

from __future__ import annotations

import datetime as dt

from tracker.models.comment import Comment
from tracker.models.task import Assignment
from tracker.rules.mentions import mentioned
from tracker.rules.permissions import Permission, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.services import diary, notices
from tracker.store import comments, tasks
from tracker.transaction import Work

EDITABLE_FOR = dt.timedelta(minutes=15)
"""How long a comment may be corrected by who wrote it."""


def write(work: Work, assignment_id: int, text: str, *, by_mail: bool = False) -> Comment:
    """Write a comment; whom it names is told. Refuses NOTE_MISSING and names nobody has, beside the field `text`."""
    assignment = may_be_written(work, assignment_id)
    named = _read(work, assignment, text)
    assert work.actor.user_id is not None  # _take refuses who is no person
    comment = Comment(
        assignment_id=assignment.id,
        author_id=work.actor.user_id,
        author_name=work.actor.name,
        text=text.strip(),
        by_mail=by_mail,
        written_at=work.now,
    )
    diary.once(work, assignment_id)
    work.session.add(comment)
    work.session.flush()
    notices.tell_of_comment(work, assignment, comment, named)
    return comment


def correct(work: Work, assignment_id: int, comment_id: int, text: str) -> None:
    """Correct one's own comment within fifteen minutes (COMMENT_FIXED later); who is named newly is not told again."""
    comment = _own(work, assignment_id, comment_id)
    if not may_correct(comment, work):
        raise Refusal(Reason.COMMENT_FIXED, field="text")
    _read(work, may_be_written(work, assignment_id), text)
    comment.text, comment.edited_at = text.strip(), work.now


def withdraw(work: Work, assignment_id: int, comment_id: int) -> None:
    """Withdraw one's own comment: its words are hidden, that it was there stays."""
    comment = _own(work, assignment_id, comment_id)
    comment.withdrawn_at = comment.withdrawn_at or work.now


def may_correct(comment: Comment, work: Work) -> bool:
    """Tell whether the actor may still correct a comment."""
    is_fresh = work.now - comment.written_at <= EDITABLE_FOR
    return is_fresh and comment.author_id == work.actor.user_id and comment.withdrawn_at is None


def may_be_written(work: Work, assignment_id: int) -> Assignment:
    """Return an assignment the actor may speak about; NOT_FOUND when it is not seen, NOT_ALLOWED when only read."""
    assignment = tasks.get(work.session, assignment_id, scope(work.actor, Permission.TASK_READ))
    if assignment is None or work.actor.user_id is None:
        raise Refusal(Reason.NOT_FOUND)
    if tasks.get(work.session, assignment_id, scope(work.actor, Permission.TASK_COMMENT)) is None:
        raise Refusal(Reason.NOT_ALLOWED, permission=Permission.TASK_COMMENT)
    return assignment


def _own(work: Work, assignment_id: int, comment_id: int) -> Comment:
    may_be_written(work, assignment_id)
    comment = comments.one(work.session, assignment_id, comment_id)
    if comment is None:
        raise Refusal(Reason.NOT_FOUND)
    if comment.author_id != work.actor.user_id:
        raise Refusal(Reason.NOT_ALLOWED, permission=Permission.TASK_COMMENT)
    return comment


def _read(work: Work, assignment: Assignment, text: str) -> frozenset[int]:
    if not text.strip():
        raise Refusal(Reason.NOTE_MISSING, field="text")
    return mentioned(text, comments.readers(work.session, assignment, work.today))
