"""Questions about several chosen assignments at once, so that a page of two hundred asks as often as a page of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.models.submission import Extension, Submission, Verdict
from tracker.models.task import Assignment
from tracker.rules.permissions import Scope
from tracker.store.tasks import readable


def several(session: Session, assignment_ids: Collection[int], scope: Scope) -> Sequence[Assignment]:
    """Return the assignments among some that stand within a scope, task and unit loaded; in the order chosen."""
    question = (
        select(Assignment)
        .where(Assignment.id.in_(sorted(assignment_ids)), readable(scope))
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .execution_options(populate_existing=True)
    )
    found = {each.id: each for each in session.scalars(question)}
    return [found[number] for number in assignment_ids if number in found]


def waiting(
    session: Session, assignment_ids: Collection[int]
) -> tuple[Mapping[int, Submission], Mapping[int, Extension]]:
    """Return the reports and the requests for more time that wait on some assignments, by assignment."""
    wanted = sorted(assignment_ids)
    reports = session.scalars(
        select(Submission).where(Submission.assignment_id.in_(wanted), Submission.verdict == Verdict.WAITING)
    )
    requests = session.scalars(
        select(Extension).where(Extension.assignment_id.in_(wanted), Extension.verdict == Verdict.WAITING)
    )
    return {each.assignment_id: each for each in reports}, {each.assignment_id: each for each in requests}
