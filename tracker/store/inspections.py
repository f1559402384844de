"""Questions about inspections and what they found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.models.inspection import Inspection, InspectionFinding
from tracker.rules.permissions import Scope
from tracker.rules.selecting import Count, Selection
from tracker.store import counting


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A problem, the round that found it, and whether it was settled by the close of a day."""

    finding: InspectionFinding
    inspection: Inspection
    is_settled: bool


def listed(session: Session, first: dt.date, last: dt.date) -> Sequence[Inspection]:
    """Return the rounds planned, held or cancelled between two civil days, by day."""
    day = (Inspection.planned_on, Inspection.held_on, Inspection.cancelled_on)
    question = (
        select(Inspection)
        .where(day[0].between(first, last) | day[1].between(first, last) | day[2].between(first, last))
        .options(joinedload(Inspection.unit))
    )
    found = list(session.scalars(question))
    return sorted(
        found, key=lambda each: (each.held_on or each.cancelled_on or each.planned_on or last, each.id)
    )


def held(session: Session, first: dt.date, last: dt.date) -> Sequence[Inspection]:
    """Return the rounds held between two civil days, by day."""
    question = select(Inspection).where(Inspection.held_on.between(first, last))
    question = question.options(joinedload(Inspection.unit))
    return list(session.scalars(question.order_by(Inspection.held_on, Inspection.id)))


def one(session: Session, inspection_id: int) -> Inspection | None:
    """Return one round with its unit."""
    question = select(Inspection).where(Inspection.id == inspection_id)
    return session.scalar(question.options(joinedload(Inspection.unit)))


def finding(session: Session, finding_id: int) -> InspectionFinding | None:
    """Return one problem."""
    return session.get(InspectionFinding, finding_id)


def problems(session: Session, rounds: Sequence[Inspection], as_of: dt.date) -> list[FoundProblem]:
    """Return what some rounds found, and whether each was settled at the close of a civil day.

    A problem with a follow-up task is settled once all units that lead the task have done it.
    """
    by_id = {each.id: each for each in rounds}
    question = select(InspectionFinding).where(InspectionFinding.inspection_id.in_(by_id))
    found = session.scalars(question.order_by(InspectionFinding.inspection_id, InspectionFinding.id))
    return [
        FoundProblem(each, by_id[each.inspection_id], _is_settled(session, each, as_of)) for each in found
    ]


def _is_settled(session: Session, finding: InspectionFinding, as_of: dt.date) -> bool:
    if finding.task_id is None:
        return finding.settled_on is not None and finding.settled_on <= as_of
    asked = Selection(
        as_of=as_of, scope=Scope(everywhere=True), task_id=finding.task_id, count=Count.ASSIGNMENTS
    )
    tally = counting.count(session, asked)
    return bool(tally.total) and tally.done == tally.total
