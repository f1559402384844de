"""Comments on tasks, and who may be named in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.models.comment import Comment
from tracker.models.person import Membership, Person
from tracker.models.task import Assignment
from tracker.rules.mentions import Reader
from tracker.rules.permissions import GRANTS, Permission
from tracker.rules.reach import Reach
from tracker.store.people import holds_on

EVERYWHERE = sorted(role for role, reach in GRANTS[Permission.TASK_READ].items() if reach is Reach.EVERYWHERE)
IN_THEIR_UNIT = sorted(
    role for role, reach in GRANTS[Permission.TASK_READ].items() if reach is Reach.OWN_UNIT
)


def of_assignment(session: Session, assignment_id: int) -> Sequence[Comment]:
    """Return the comments on an assignment, oldest first, withdrawn ones too."""
    question = select(Comment).where(Comment.assignment_id == assignment_id).order_by(Comment.id)
    return list(session.scalars(question))


def one(session: Session, assignment_id: int, comment_id: int) -> Comment | None:
    """Return one comment on an assignment, locked."""
    question = select(Comment).where(Comment.id == comment_id, Comment.assignment_id == assignment_id)
    return session.scalar(question.with_for_update())


def readers(session: Session, assignment: Assignment, day: dt.date) -> list[Reader]:
    """Return the people who may read an assignment on a civil day, by given name."""
    units = select(Assignment.unit_id).where(
        Assignment.task_id == assignment.task_id,
        or_(Assignment.part != "lead", Assignment.id == assignment.id),
    )
    question = (
        select(Person.id, Person.name, Person.login, Person.sort_key)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Person.active.is_(True),
            holds_on(day),
            or_(
                Membership.role.in_(EVERYWHERE),
                Membership.role.in_(IN_THEIR_UNIT) & Membership.unit_id.in_(units),
            ),
        )
        .distinct()
        .order_by(Person.sort_key, Person.id)
    )
    return [Reader(row.id, row.name, row.login) for row in session.execute(question)]
