"""What belongs to an assignment: asked in one statement, so that a page asks further only for what is there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sqlalchemy import BindParameter, Integer, Select, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from tracker.models.comment import Comment
from tracker.models.submission import Evidence, Extension, Submission, Verdict
from tracker.models.tag import AssignmentTag
from tracker.models.task import Assignment
from tracker.services.requirements import figure_questions


@dataclass(frozen=True, slots=True)
class Belongings:
    """Which of these an assignment has; `extension`: a request for more time waits, `merged`: others went into it,
    `figures`: it is a request for figures of a report.
    """

    extension: bool
    submissions: bool
    evidence: bool
    merged: bool
    tags: bool
    comments: bool
    figures: bool


_NUMBER: BindParameter[int] = bindparam("number", type_=Integer())
_other = aliased(Assignment)
_task_id = select(Assignment.task_id).where(Assignment.id == _NUMBER).scalar_subquery()


@cache
def _question() -> Select[*tuple[bool, ...]]:
    return select(
        exists().where(Extension.assignment_id == _NUMBER, Extension.verdict == Verdict.WAITING),
        exists().where(Submission.assignment_id == _NUMBER),
        exists().where(Evidence.assignment_id == _NUMBER),
        exists().where(_other.successor_id == _NUMBER),
        exists().where(AssignmentTag.assignment_id == _NUMBER),
        exists().where(Comment.assignment_id == _NUMBER),
        figure_questions().is_request(_task_id),
    )


def of(session: Session, assignment_id: int) -> Belongings:
    """Return what an assignment has beside its diary."""
    return Belongings(*map(bool, session.execute(_question(), {"number": assignment_id}).one()))
