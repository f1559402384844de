"""What people are told inside the program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, insert, select, update
from sqlalchemy.orm import Session

from tracker.models.comment import Comment
from tracker.models.event import Event
from tracker.models.notice import Notice
from tracker.models.person import Membership, Person
from tracker.models.task import Assignment, Part, Task
from tracker.rules.lifecycle import Action
from tracker.rules.permissions import Scope
from tracker.rules.recipients import HeldPost
from tracker.store import tasks
from tracker.store.people import holds_on


@dataclass(frozen=True, slots=True)
class Told:
    """One notice as its reader sees it: `action` for a line of the diary, none for a comment."""

    notice_id: int
    assignment_id: int
    title: str
    action: Action | None
    who: str
    is_mention: bool
    told_at: dt.datetime
    read_at: dt.datetime | None


def posts(session: Session, day: dt.date) -> list[HeldPost]:
    """Return the posts held on a day by people with an open account."""
    question = (
        select(Membership.person_id, Membership.role, Membership.unit_id)
        .join(Person, Person.id == Membership.person_id)
        .where(holds_on(day), Person.active.is_(True))
        .order_by(Membership.id)
    )
    return [HeldPost(row.person_id, row.role, row.unit_id) for row in session.execute(question)]


def helpers(session: Session, task_id: int) -> frozenset[int]:
    """Return the units that coordinate in a task."""
    return frozenset(
        session.scalars(
            select(Assignment.unit_id).where(Assignment.task_id == task_id, Assignment.part != Part.LEAD)
        )
    )


def put(
    session: Session,
    person_ids: Collection[int],
    assignment_id: int,
    *,
    told_at: dt.datetime,
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
        "told_at": told_at,
    }
    if person_ids:
        session.execute(insert(Notice), [row | {"person_id": each} for each in sorted(person_ids)])


def unread(session: Session, person_id: int, scope: Scope) -> int:
    """Return how many notices a person has not read, of tasks within a scope."""
    return session.scalar(unread_question(scope), {"reader": person_id}) or 0


@lru_cache(maxsize=256)
def unread_question(scope: Scope) -> Select[int]:
    """Return the question for how many notices «reader» has not read, of tasks within a scope."""
    return select(func.count()).where(
        Notice.person_id == bindparam("reader"), Notice.read_at.is_(None), _seen(scope)
    )


def listed(session: Session, person_id: int, scope: Scope, *, limit: int) -> Sequence[Told]:
    """Return the notices of a person on tasks within a scope: unread first, then the newest."""
    question = (
        select(
            Notice.id.label("notice_id"),
            Notice.assignment_id,
            Task.title,
            Event.action,
            func.coalesce(Event.actor_name, Comment.author_name).label("who"),
            Notice.is_mention,
            Notice.told_at,
            Notice.read_at,
        )
        .join(Assignment, Assignment.id == Notice.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .outerjoin(Event, Event.id == Notice.event_id)
        .outerjoin(Comment, Comment.id == Notice.comment_id)
        .where(Notice.person_id == person_id, tasks.readable(scope))
        .order_by(Notice.read_at.is_not(None), Notice.id.desc())
        .limit(limit)
    )
    return [Told(**row) for row in session.execute(question).mappings()]


def read(session: Session, person_id: int, now: dt.datetime, notice_id: int | None = None) -> None:
    """Mark one notice of a person as read, or all."""
    change = update(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    if notice_id is not None:
        change = change.where(Notice.id == notice_id)
    session.execute(change.values(read_at=now))


def read_before(session: Session, instant: dt.datetime) -> None:
    """Mark everything told before an instant as read, whoever was told."""
    session.execute(
        update(Notice)
        .where(Notice.told_at < instant, Notice.read_at.is_(None))
        .values(read_at=Notice.told_at)
    )


def _seen(scope: Scope) -> ColumnElement[bool]:
    return exists().where(Assignment.id == Notice.assignment_id, tasks.readable(scope))
