"""Who is told inside the program when something happens to a task: one table, for every action there is.

Nobody is told of what they did themselves, nor of a task they may not read.

Telling people inside the program, in the transaction in which it happened, and noting what they have read.

What people are told inside the program.

The words of notices and comments.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, insert, select, update
from sqlalchemy.orm import Session

from tracker.core.i18n import make_message
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import Action
from tracker.law.permissions import DIRECTIVE_ORIGINS, Actor, Origin, Permission, Role, Scope, get_permission_scope
from tracker.law.recipients import HeldPost
from tracker.office.models import Membership, Person
from tracker.office.people import post_held_condition
from tracker.tasks import queries
from tracker.tasks.events import Notice, TaskEvent
from tracker.tasks.models import Assignment, AssignmentRole, Comment, Task


class NoticeCircle(enum.StrEnum):
    """A circle of people around an assignment."""

    UNIT = "unit"
    HELPERS = "helpers"
    FOLLOWERS = "followers"
    DECIDERS = "deciders"


UNIT_CIRCLE, COORDINATOR_CIRCLE, FOLLOWER_CIRCLE, DECIDER_CIRCLE = (
    NoticeCircle.UNIT,
    NoticeCircle.HELPERS,
    NoticeCircle.FOLLOWERS,
    NoticeCircle.DECIDERS,
)
_UNIT_ROLES = frozenset({Role.UNIT_HEAD, Role.OFFICER, Role.WARD_OFFICIAL})

NOTICE_CIRCLES: Mapping[Action, frozenset[NoticeCircle]] = MappingProxyType(
    {
        Action.ASSIGN: frozenset({UNIT_CIRCLE}),
        Action.ACCEPT: frozenset({FOLLOWER_CIRCLE}),
        Action.DECLINE: frozenset({FOLLOWER_CIRCLE}),
        Action.REFUSE_DECLINE: frozenset({UNIT_CIRCLE}),
        Action.REASSIGN: frozenset({UNIT_CIRCLE, FOLLOWER_CIRCLE}),
        Action.ENTRUST: frozenset({UNIT_CIRCLE}),
        Action.DIVIDE: frozenset({UNIT_CIRCLE}),
        Action.REPORT_PROGRESS: frozenset({FOLLOWER_CIRCLE}),
        Action.SUBMIT: frozenset({FOLLOWER_CIRCLE}),
        Action.CONFIRM: frozenset({UNIT_CIRCLE}),
        Action.SEND_BACK: frozenset({UNIT_CIRCLE}),
        Action.REQUEST_EXTENSION: frozenset({FOLLOWER_CIRCLE, DECIDER_CIRCLE}),
        Action.GRANT_EXTENSION: frozenset({UNIT_CIRCLE, FOLLOWER_CIRCLE}),
        Action.REFUSE_EXTENSION: frozenset({UNIT_CIRCLE, FOLLOWER_CIRCLE}),
        Action.SET_DEADLINE: frozenset({UNIT_CIRCLE, COORDINATOR_CIRCLE}),
        Action.DEMAND_EVIDENCE: frozenset({UNIT_CIRCLE}),
        Action.CORRECT: frozenset({UNIT_CIRCLE}),
        Action.REDATE: frozenset({UNIT_CIRCLE}),
        Action.ATTEST: frozenset({UNIT_CIRCLE}),
        Action.SUSPEND: frozenset({UNIT_CIRCLE, COORDINATOR_CIRCLE}),
        Action.RESUME: frozenset({UNIT_CIRCLE, COORDINATOR_CIRCLE}),
        Action.WITHDRAW: frozenset({UNIT_CIRCLE, COORDINATOR_CIRCLE}),
        Action.CANCEL: frozenset({UNIT_CIRCLE, COORDINATOR_CIRCLE}),
        Action.TRANSFER: frozenset({UNIT_CIRCLE, COORDINATOR_CIRCLE}),
        Action.MERGE: frozenset({UNIT_CIRCLE, COORDINATOR_CIRCLE}),
        Action.REOPEN: frozenset({UNIT_CIRCLE, FOLLOWER_CIRCLE}),
        Action.REPORT_OCCURRENCE: frozenset({FOLLOWER_CIRCLE}),
        Action.ACCEPT_OCCURRENCE: frozenset({UNIT_CIRCLE}),
        Action.RETURN_OCCURRENCE: frozenset({UNIT_CIRCLE}),
        Action.SKIP_OCCURRENCE: frozenset({UNIT_CIRCLE}),
        Action.PAUSE_OCCURRENCES: frozenset({UNIT_CIRCLE}),
        Action.END_OCCURRENCES: frozenset({UNIT_CIRCLE}),
        Action.COMPLETE: frozenset({UNIT_CIRCLE}),
        Action.URGE: frozenset({UNIT_CIRCLE}),
        Action.TAG: frozenset(),
    }
)
"""Which circles each action is told to."""

COMMENT_AUDIENCE: frozenset[NoticeCircle] = frozenset({UNIT_CIRCLE, FOLLOWER_CIRCLE})
"""Which circles a comment is told to."""


def get_notified_people(
    circles: frozenset[NoticeCircle],
    posts: Iterable[HeldPost],
    *,
    origin: Origin,
    unit_id: int,
    helper_ids: frozenset[int],
    by: int | None,
) -> frozenset[int]:
    """Return the people in some circles around an assignment of `unit_id`, without the one who acts (`by`)."""
    follower = Role.OFFICE if origin in DIRECTIVE_ORIGINS else Role.COORDINATOR
    found = set()
    for post in posts:
        in_unit = post.role in _UNIT_ROLES
        if (
            (NoticeCircle.UNIT in circles and in_unit and post.unit_id == unit_id)
            or (NoticeCircle.HELPERS in circles and in_unit and post.unit_id in helper_ids)
            or (NoticeCircle.FOLLOWERS in circles and post.role is follower)
            or (NoticeCircle.DECIDERS in circles and post.role is Role.LEADER)
        ):
            found.add(post.person_id)
    return frozenset(found - {by})


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice as its reader sees it: `action` for an event, none for a comment."""

    notice_id: int
    assignment_id: int
    title: str
    action: Action | None
    who: str
    is_mention: bool
    notified_at: dt.datetime
    read_at: dt.datetime | None


def list_notice_posts(session: Session, day: dt.date) -> list[HeldPost]:
    """Return the posts held on a day by people with an open account."""
    question = (
        select(Membership.person_id, Membership.role, Membership.unit_id)
        .join(Person, Person.id == Membership.person_id)
        .where(post_held_condition(day), Person.active.is_(True))
        .order_by(Membership.id)
    )
    return [HeldPost(row.person_id, row.role, row.unit_id) for row in session.execute(question)]


def list_coordinating_units(session: Session, task_id: int) -> frozenset[int]:
    """Return the units that coordinate in a task."""
    return frozenset(
        session.scalars(
            select(Assignment.unit_id).where(Assignment.task_id == task_id, Assignment.part != AssignmentRole.LEAD)
        )
    )


def add_notices(
    session: Session,
    person_ids: Collection[int],
    assignment_id: int,
    *,
    notified_at: dt.datetime,
    event_id: int | None = None,
    comment_id: int | None = None,
    is_mention: bool = False,
) -> None:
    """Write a notice for each person, in one statement."""
    row = {
        "assignment_id": assignment_id,
        "event_id": event_id,
        "comment_id": comment_id,
        "is_mention": is_mention,
        "notified_at": notified_at,
    }
    if person_ids:
        session.execute(insert(Notice), [row | {"person_id": each} for each in sorted(person_ids)])


def count_unread_notices(session: Session, person_id: int, scope: Scope) -> int:
    """Return how many notices a person has not read, of tasks within a scope."""
    return session.scalar(unread_notices_query(scope), {"reader": person_id}) or 0


@lru_cache(maxsize=256)
def unread_notices_query(scope: Scope) -> Select[int]:
    """Return the question for how many notices «reader» has not read, of tasks within a scope."""
    return select(func.count()).where(Notice.person_id == bindparam("reader"), Notice.read_at.is_(None), _seen(scope))


def list_notices(session: Session, person_id: int, scope: Scope, *, limit: int) -> Sequence[NoticeRow]:
    """Return the notices of a person on tasks within a scope: unread first, then the newest."""
    question = (
        select(
            Notice.id.label("notice_id"),
            Notice.assignment_id,
            Task.title,
            TaskEvent.action,
            func.coalesce(TaskEvent.actor_name, Comment.author_name).label("who"),
            Notice.is_mention,
            Notice.notified_at,
            Notice.read_at,
        )
        .join(Assignment, Assignment.id == Notice.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .outerjoin(TaskEvent, TaskEvent.id == Notice.event_id)
        .outerjoin(Comment, Comment.id == Notice.comment_id)
        .where(Notice.person_id == person_id, queries.readable_condition(scope))
        .order_by(Notice.read_at.is_not(None), Notice.id.desc())
        .limit(limit)
    )
    return [NoticeRow(**row) for row in session.execute(question).mappings()]


def mark_notices_read(session: Session, person_id: int, now: dt.datetime, notice_id: int | None = None) -> None:
    """Mark one notice of a person as read, or all."""
    change = update(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    if notice_id is not None:
        change = change.where(Notice.id == notice_id)
    session.execute(change.values(read_at=now))


def notices_read_before(session: Session, instant: dt.datetime) -> None:
    """Mark everything told before an instant as read, whoever was told."""
    session.execute(
        update(Notice).where(Notice.notified_at < instant, Notice.read_at.is_(None)).values(read_at=Notice.notified_at)
    )


def _seen(scope: Scope) -> ColumnElement[bool]:
    return exists().where(Assignment.id == Notice.assignment_id, queries.readable_condition(scope))


NOTICES_SHOWN = 100
"""Notices on the page; older ones that were read are not looked for there."""


def notify_of_event(work: UnitOfWork, assignment: Assignment, event: TaskEvent) -> None:
    """Tell whom it concerns of an event; what the machine itself brings in is not announced."""
    if work.actor.user_id is None:
        return
    people = _around(work, assignment, NOTICE_CIRCLES[event.action])
    add_notices(work.session, people, assignment.id, notified_at=work.now, event_id=event.id)


def notify_of_comment(work: UnitOfWork, assignment: Assignment, comment: Comment, mentioned: Collection[int]) -> None:
    """Tell those a comment names, and those around the task, each once."""
    named = frozenset(mentioned) - {comment.author_id}
    others = _around(work, assignment, COMMENT_AUDIENCE) - named
    add_notices(work.session, named, assignment.id, notified_at=work.now, comment_id=comment.id, is_mention=True)
    add_notices(work.session, others, assignment.id, notified_at=work.now, comment_id=comment.id)


def own_unread_query(actor: Actor) -> Select[int]:
    """Return the question for how many notices «reader» has not read, for a statement that asks other things too."""
    return unread_notices_query(get_permission_scope(actor, Permission.TASK_READ))


def list_own_notices(work: UnitOfWork) -> Sequence[NoticeRow]:
    """Return what the actor was told of tasks they may still read."""
    assert work.actor.user_id is not None  # a page is opened by a person
    return list_notices(
        work.session, work.actor.user_id, get_permission_scope(work.actor, Permission.TASK_READ), limit=NOTICES_SHOWN
    )


def mark_own_notices_read(work: UnitOfWork, notice_id: int | None = None) -> None:
    """Mark one of the actor's notices as read, or all of them."""
    assert work.actor.user_id is not None  # a page is opened by a person
    mark_notices_read(work.session, work.actor.user_id, work.now, notice_id)


def _around(work: UnitOfWork, assignment: Assignment, circles: frozenset[NoticeCircle]) -> frozenset[int]:
    if work.held_posts is None:
        work.held_posts = list_notice_posts(work.session, work.today)
    helps = NoticeCircle.HELPERS in circles
    return get_notified_people(
        circles,
        work.held_posts,
        origin=assignment.task.origin,
        unit_id=assignment.unit_id,
        helper_ids=list_coordinating_units(work.session, assignment.task_id) if helps else frozenset(),
        by=work.actor.user_id,
    )


MENTIONED = make_message("nhắc đến anh/chị trong trao đổi")
COMMENTED = make_message("viết trao đổi")
COMMENT_WORDS, WITHDRAWN_WORDS = make_message("Trao đổi"), make_message("Trao đổi đã được người viết thu hồi")
COMMENT_WRITTEN = make_message("Đã gửi trao đổi. Có thể sửa trong 15 phút.")
COMMENT_CORRECTED, COMMENT_WITHDRAWN = make_message("Đã sửa trao đổi."), make_message("Đã thu hồi trao đổi.")
EDITED, CORRECT, WITHDRAW = make_message("Đã sửa lúc"), make_message("Sửa"), make_message("Thu hồi")
