"""What a change of organisation has to know: the open work of some units, their people, what the successors hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.models.person import Membership, Person
from tracker.models.task import Assignment, Part
from tracker.models.unit import Unit, UnitLineage
from tracker.rules.lifecycle import OPEN, AssignmentState

IN_HAND = (*OPEN, AssignmentState.SUSPENDED)
"""States of work that somebody must go on with."""


def in_hand(session: Session, unit_ids: Collection[int], *, lock: bool = False) -> list[Assignment]:
    """Return the unfinished assignments of some units, leads first, in the order of units; with `lock`, ours alone."""
    question = (
        select(Assignment)
        .join(Unit)
        .where(Assignment.unit_id.in_(unit_ids), Assignment.state.in_(IN_HAND))
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .order_by(Assignment.part != Part.LEAD, Unit.position, Assignment.id)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(question.with_for_update(of=Assignment) if lock else question))


def of_person(session: Session, person_id: int, *, lock: bool = False) -> list[Assignment]:
    """Return the unfinished assignments a person has in hand, earliest deadline first."""
    question = (
        select(Assignment)
        .where(Assignment.person_id == person_id, Assignment.state.in_(IN_HAND))
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .order_by(Assignment.due_on, Assignment.id)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(question.with_for_update(of=Assignment) if lock else question))


def settled(session: Session, unit_ids: Collection[int]) -> dict[int, int]:
    """Return how many lead assignments of some units are no longer in hand and keep the old name, by unit."""
    question = (
        select(Assignment.unit_id, func.count().label("n"))
        .where(
            Assignment.unit_id.in_(unit_ids), Assignment.part == Part.LEAD, Assignment.state.not_in(IN_HAND)
        )
        .group_by(Assignment.unit_id)
    )
    return {row.unit_id: row.n for row in session.execute(question)}


def posts(session: Session, unit_ids: Collection[int], day: dt.date) -> list[tuple[Membership, Person]]:
    """Return the posts in some units that go on to a civil day or beyond, each with its holder."""
    question = (
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.unit_id.in_(unit_ids), or_(Membership.valid_to.is_(None), Membership.valid_to >= day)
        )
        .order_by(Membership.unit_id, Person.sort_key, Membership.id)
    )
    return [(row[0], row[1]) for row in session.execute(question)]


def lineage_after(session: Session, unit_id: int, day: dt.date) -> Sequence[UnitLineage]:
    """Return what was written down to follow a unit on or after a civil day."""
    question = select(UnitLineage).where(
        UnitLineage.from_unit_id == unit_id, UnitLineage.changed_on >= day, UnitLineage.kind != "opened"
    )
    return list(session.scalars(question))
