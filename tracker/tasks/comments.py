"""Talking about a task: writing, correcting for a quarter of an hour, withdrawing with a trace.

Comments on tasks, and who may be named in them.

Names in a comment: «@Nguyễn Văn An» or «@vanphong», found among the people who may read the task.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.core.refusals import Reason, Refusal
from tracker.core.text import fold_tones
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import GRANTS, GrantReach, Permission, get_permission_scope
from tracker.office.models import Membership, Person
from tracker.office.people import post_held_condition
from tracker.tasks import event_log, notices, queries
from tracker.tasks.models import Assignment, Comment

_AT = re.compile(r"(?<![\w.@])@(?=\w)")
_WORD = re.compile(r"[\w.-]*\w")


@dataclass(frozen=True, slots=True)
class MentionCandidate:
    """Somebody who may read a task: by name, and by sign-in name."""

    person_id: int
    name: str
    login: str


def find_mentioned_people(text: str, readers: Iterable[MentionCandidate]) -> frozenset[int]:
    """Return the people a text names after «@»; the longest name that fits is meant.

    Refuses MENTION_UNKNOWN (field `text`) for a name nobody who may read the task has, MENTION_AMBIGUOUS for a name
    that several have; a sign-in name is always one person's.
    """
    called: dict[str, set[int]] = {}
    for reader in readers:
        for name in (reader.name, reader.login):
            called.setdefault(fold_tones(name), set()).add(reader.person_id)
    names = sorted(called, key=len, reverse=True)
    found: set[int] = set()
    for match in _AT.finditer(text):
        rest = fold_tones(text[match.end() :])
        meant = next((each for each in names if _begins(rest, each)), None)
        if meant is None:
            raise Refusal(Reason.MENTION_UNKNOWN, field="text", name=_first_word(text[match.end() :]))
        if len(called[meant]) > 1:
            raise Refusal(Reason.MENTION_AMBIGUOUS, field="text", name=text[match.end() :][: len(meant)])
        found |= called[meant]
    return frozenset(found)


def _begins(text: str, name: str) -> bool:
    return text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()


def _first_word(text: str) -> str:
    word = _WORD.match(text)
    return word[0] if word else ""


EVERYWHERE = sorted(role for role, reach in GRANTS[Permission.TASK_READ].items() if reach is GrantReach.EVERYWHERE)
IN_THEIR_UNIT = sorted(role for role, reach in GRANTS[Permission.TASK_READ].items() if reach is GrantReach.OWN_UNIT)


def list_comments(session: Session, assignment_id: int) -> Sequence[Comment]:
    """Return the comments on an assignment, oldest first, withdrawn ones too."""
    question = select(Comment).where(Comment.assignment_id == assignment_id).order_by(Comment.id)
    return list(session.scalars(question))


def get_comment(session: Session, assignment_id: int, comment_id: int) -> Comment | None:
    """Return one comment on an assignment, locked."""
    question = select(Comment).where(Comment.id == comment_id, Comment.assignment_id == assignment_id)
    return session.scalar(question.with_for_update())


def list_comment_readers(session: Session, assignment: Assignment, day: dt.date) -> list[MentionCandidate]:
    """Return the people who may read an assignment on a civil day, by given name."""
    units = select(Assignment.unit_id).where(
        Assignment.task_id == assignment.task_id, or_(Assignment.part != "lead", Assignment.id == assignment.id)
    )
    question = (
        select(Person.id, Person.name, Person.login, Person.sort_key)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Person.active.is_(True),
            post_held_condition(day),
            or_(Membership.role.in_(EVERYWHERE), Membership.role.in_(IN_THEIR_UNIT) & Membership.unit_id.in_(units)),
        )
        .distinct()
        .order_by(Person.sort_key, Person.id)
    )
    return [MentionCandidate(row.id, row.name, row.login) for row in session.execute(question)]


EDITABLE_FOR = dt.timedelta(minutes=15)
"""How long a comment may be corrected by who wrote it."""


def add_comment(work: UnitOfWork, assignment_id: int, text: str, *, by_mail: bool = False) -> Comment:
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
    event_log.claim_request(work, assignment_id)
    work.session.add(comment)
    work.session.flush()
    notices.notify_of_comment(work, assignment, comment, named)
    return comment


def edit_comment(work: UnitOfWork, assignment_id: int, comment_id: int, text: str) -> None:
    """Correct one's own comment within fifteen minutes (COMMENT_FIXED later); who is named newly is not told again."""
    comment = _own(work, assignment_id, comment_id)
    if not may_correct(comment, work):
        raise Refusal(Reason.COMMENT_FIXED, field="text")
    _read(work, may_be_written(work, assignment_id), text)
    comment.text, comment.edited_at = text.strip(), work.now


def retract_comment(work: UnitOfWork, assignment_id: int, comment_id: int) -> None:
    """Withdraw one's own comment: its words are hidden, that it was there stays."""
    comment = _own(work, assignment_id, comment_id)
    comment.withdrawn_at = comment.withdrawn_at or work.now


def may_correct(comment: Comment, work: UnitOfWork) -> bool:
    """Tell whether the actor may still correct a comment."""
    is_fresh = work.now - comment.written_at <= EDITABLE_FOR
    return is_fresh and comment.author_id == work.actor.user_id and comment.withdrawn_at is None


def may_be_written(work: UnitOfWork, assignment_id: int) -> Assignment:
    """Return an assignment the actor may speak about; NOT_FOUND when it is not seen, NOT_ALLOWED when only read."""
    assignment = queries.get_assignment(
        work.session, assignment_id, get_permission_scope(work.actor, Permission.TASK_READ)
    )
    if assignment is None or work.actor.user_id is None:
        raise Refusal(Reason.NOT_FOUND)
    if (
        queries.get_assignment(work.session, assignment_id, get_permission_scope(work.actor, Permission.TASK_COMMENT))
        is None
    ):
        raise Refusal(Reason.NOT_ALLOWED, permission=Permission.TASK_COMMENT)
    return assignment


def _own(work: UnitOfWork, assignment_id: int, comment_id: int) -> Comment:
    may_be_written(work, assignment_id)
    comment = get_comment(work.session, assignment_id, comment_id)
    if comment is None:
        raise Refusal(Reason.NOT_FOUND)
    if comment.author_id != work.actor.user_id:
        raise Refusal(Reason.NOT_ALLOWED, permission=Permission.TASK_COMMENT)
    return comment


def _read(work: UnitOfWork, assignment: Assignment, text: str) -> frozenset[int]:
    if not text.strip():
        raise Refusal(Reason.NOTE_MISSING, field="text")
    return find_mentioned_people(text, list_comment_readers(work.session, assignment, work.today))
