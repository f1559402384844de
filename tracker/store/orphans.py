"""Which unfinished work belongs to units that are no more, or to people who cannot get at it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.models.person import Membership, Person
from tracker.models.task import Assignment
from tracker.models.unit import Unit
from tracker.store.people import holds_on
from tracker.store.reorganising import IN_HAND


def of_ended_units(session: Session, day: dt.date) -> list[Assignment]:
    """Return the unfinished assignments of units that ended before a civil day."""
    return list(session.scalars(_in_hand().where(Unit.valid_to < day)))


def of_people_without_access(session: Session, day: dt.date) -> list[Assignment]:
    """Return the unfinished assignments in the hands of people with a closed account or without a post in the unit."""
    has_post = exists().where(
        Membership.person_id == Assignment.person_id, Membership.unit_id == Assignment.unit_id, holds_on(day)
    )
    is_closed = exists().where(Person.id == Assignment.person_id, Person.active.is_(False))
    question = _in_hand().where(
        Assignment.person_id.is_not(None),
        or_(Unit.valid_to.is_(None), Unit.valid_to >= day),
        or_(~has_post, is_closed),
    )
    return list(session.scalars(question))


def _in_hand() -> Select[Assignment]:
    return (
        select(Assignment)
        .join(Unit)
        .where(Assignment.state.in_(IN_HAND))
        .options(joinedload(Assignment.task), joinedload(Assignment.unit))
        .order_by(Unit.position, Assignment.id)
    )
