"""Open work that nobody can go on with: its unit has ended, or the person who has it open has no access.

Which unfinished work belongs to units that are no more, or to people who cannot get at it.

What a change of organisation has to know: the open work of some units, their people, what the successors hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import OPEN_STATES, AssignmentState
from tracker.law.permissions import Permission, require_permission
from tracker.office.models import Membership, Person, Unit, UnitLineage
from tracker.office.people import post_held_condition
from tracker.tasks.models import Assignment, AssignmentRole

MOVABLE_STATES = (*OPEN_STATES, AssignmentState.SUSPENDED)
"""States of work that somebody must go on with."""


def list_unit_assignments(session: Session, unit_ids: Collection[int], *, lock: bool = False) -> list[Assignment]:
    """Return the unfinished assignments of some units, leads first, in the order of units; with `lock`, ours alone."""
    question = (
        select(Assignment)
        .join(Unit)
        .where(Assignment.unit_id.in_(unit_ids), Assignment.state.in_(MOVABLE_STATES))
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .order_by(Assignment.part != AssignmentRole.LEAD, Unit.position, Assignment.id)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(question.with_for_update(of=Assignment) if lock else question))


def list_person_assignments(session: Session, person_id: int, *, lock: bool = False) -> list[Assignment]:
    """Return the unfinished assignments a person has open, earliest deadline first."""
    question = (
        select(Assignment)
        .where(Assignment.person_id == person_id, Assignment.state.in_(MOVABLE_STATES))
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .order_by(Assignment.due_on, Assignment.id)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(question.with_for_update(of=Assignment) if lock else question))


def count_settled_leads(session: Session, unit_ids: Collection[int]) -> dict[int, int]:
    """Return how many lead assignments of some units are no longer open and keep the old name, by unit."""
    question = (
        select(Assignment.unit_id, func.count().label("n"))
        .where(
            Assignment.unit_id.in_(unit_ids),
            Assignment.part == AssignmentRole.LEAD,
            Assignment.state.not_in(MOVABLE_STATES),
        )
        .group_by(Assignment.unit_id)
    )
    return {row.unit_id: row.n for row in session.execute(question)}


def list_affected_posts(session: Session, unit_ids: Collection[int], day: dt.date) -> list[tuple[Membership, Person]]:
    """Return the posts in some units that go on to a civil day or beyond, each with its holder."""
    question = (
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.unit_id.in_(unit_ids), or_(Membership.valid_to.is_(None), Membership.valid_to >= day))
        .order_by(Membership.unit_id, Person.sort_key, Membership.id)
    )
    return [(row[0], row[1]) for row in session.execute(question)]


def lineage_after(session: Session, unit_id: int, day: dt.date) -> Sequence[UnitLineage]:
    """Return what was written down to follow a unit on or after a civil day."""
    question = select(UnitLineage).where(
        UnitLineage.from_unit_id == unit_id, UnitLineage.changed_on >= day, UnitLineage.kind != "opened"
    )
    return list(session.scalars(question))


def list_orphans_of_units(session: Session, day: dt.date) -> list[Assignment]:
    """Return the unfinished assignments of units that ended before a civil day."""
    return list(session.scalars(_in_hand().where(Unit.valid_to < day)))


def list_orphans_of_people(session: Session, day: dt.date) -> list[Assignment]:
    """Return the unfinished assignments assigned to people with a closed account or without a post in the unit."""
    has_post = exists().where(
        Membership.person_id == Assignment.person_id, Membership.unit_id == Assignment.unit_id, post_held_condition(day)
    )
    is_closed = exists().where(Person.id == Assignment.person_id, Person.active.is_(False))
    question = _in_hand().where(
        Assignment.person_id.is_not(None), or_(Unit.valid_to.is_(None), Unit.valid_to >= day), or_(~has_post, is_closed)
    )
    return list(session.scalars(question))


def _in_hand() -> Select[Assignment]:
    return (
        select(Assignment)
        .join(Unit)
        .where(Assignment.state.in_(MOVABLE_STATES))
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .order_by(Unit.position, Assignment.id)
    )


@dataclass(frozen=True, slots=True)
class Orphans:
    """`of_units`: open assignments of ended units; `of_people`: of people without an account or a post there."""

    of_units: Sequence[Assignment]
    of_people: Sequence[Assignment]

    def __len__(self) -> int:
        return len(self.of_units) + len(self.of_people)


def list_orphans(work: UnitOfWork) -> Orphans:
    """Return the orphans of today, leads and coordinating shares, in the order of their units."""
    require_permission(work.actor, Permission.UNIT_REORGANISE)
    return Orphans(
        of_units=list_orphans_of_units(work.session, work.today),
        of_people=list_orphans_of_people(work.session, work.today),
    )
