"""Telling people inside the program, in the transaction in which it happened, and noting what they have read."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select

from tracker.models.comment import Comment
from tracker.models.event import Event
from tracker.models.task import Assignment
from tracker.rules.notices import TALK, TOLD, Circle, told
from tracker.rules.permissions import Actor, Permission, scope
from tracker.store import notices
from tracker.store.notices import Told
from tracker.transaction import Work

SHOWN = 100
"""Notices on the page; older ones that were read are not looked for there."""


def tell(work: Work, assignment: Assignment, event: Event) -> None:
    """Tell whom it concerns of a line of the diary; what the machine itself brings in is not announced."""
    if work.actor.user_id is None:
        return
    people = _around(work, assignment, TOLD[event.action])
    notices.put(work.session, people, assignment.id, told_at=work.now, event_id=event.id)


def tell_of_comment(work: Work, assignment: Assignment, comment: Comment, mentioned: Collection[int]) -> None:
    """Tell those a comment names, and those around the task, each once."""
    named = frozenset(mentioned) - {comment.author_id}
    others = _around(work, assignment, TALK) - named
    notices.put(work.session, named, assignment.id, told_at=work.now, comment_id=comment.id, is_mention=True)
    notices.put(work.session, others, assignment.id, told_at=work.now, comment_id=comment.id)


def unread(work: Work) -> int:
    """Return how many notices the actor has not read."""
    if work.actor.user_id is None:
        return 0
    return notices.unread(work.session, work.actor.user_id, scope(work.actor, Permission.TASK_READ))


def unread_question(actor: Actor) -> Select[int]:
    """Return the question for how many notices «reader» has not read, for a statement that asks other things too."""
    return notices.unread_question(scope(actor, Permission.TASK_READ))


def mine(work: Work) -> Sequence[Told]:
    """Return what the actor was told of tasks they may still read."""
    assert work.actor.user_id is not None  # a page is opened by a person
    return notices.listed(
        work.session, work.actor.user_id, scope(work.actor, Permission.TASK_READ), limit=SHOWN
    )


def mark_read(work: Work, notice_id: int | None = None) -> None:
    """Mark one of the actor's notices as read, or all of them."""
    assert work.actor.user_id is not None  # a page is opened by a person
    notices.read(work.session, work.actor.user_id, work.now, notice_id)


def _around(work: Work, assignment: Assignment, circles: frozenset[Circle]) -> frozenset[int]:
    if work.held_posts is None:
        work.held_posts = notices.posts(work.session, work.today)
    helps = Circle.HELPERS in circles
    return told(
        circles,
        work.held_posts,
        origin=assignment.task.origin,
        unit_id=assignment.unit_id,
        helper_ids=notices.helpers(work.session, assignment.task_id) if helps else frozenset(),
        by=work.actor.user_id,
    )
