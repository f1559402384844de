"""Questions about people and the posts they hold.

Actors that are no person: the command line, which whoever runs the server may use for everything; the scheduler.

Acting for the office: who prepares the report asks units for figures and follow-up, and accepts just that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.core.labels import COMMAND_LINE_NAME, SCHEDULER_NAME
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Actor, Permission, Post, Role, require_permission
from tracker.office.models import Deputation, Membership, Person, SignInTry, Unit


def post_held_condition(day: dt.date) -> ColumnElement[bool]:
    """Return the WHERE that keeps posts held on a civil day."""
    return and_(Membership.valid_from <= day, or_(Membership.valid_to.is_(None), Membership.valid_to >= day))


def get_person_actor(session: Session, person: Person, day: dt.date) -> Actor:
    """Return a person as an actor, with the posts held on a civil day, own ones and those held as a deputy.

    Nobody administers by deputation, and a deputy of a deputy is nobody's deputy.
    """
    rows = session.execute(
        select(Membership.role, Membership.unit_id)
        .where(Membership.person_id == person.id, post_held_condition(day))
        .order_by(Membership.id)
    )
    own = [Post(row.role, row.unit_id) for row in rows]
    principals: dict[int, str] = {}
    for row in session.execute(_deputed_posts(day).where(Deputation.deputy_id == person.id)):
        principals[row.person_id] = row.name
        own.append(Post(row.role, row.unit_id, acting_for_id=row.person_id))
    return Actor(person.id, person.name, tuple(own), principals)


def _deputed_posts(day: dt.date) -> Select[int, int, str, Role, int | None]:
    """Return the question for posts that deputies hold on a civil day for principals with an open account."""
    return (
        select(Deputation.deputy_id, Membership.person_id, Person.name, Membership.role, Membership.unit_id)
        .join(Membership, Membership.person_id == Deputation.principal_id)
        .join(Person, Person.id == Deputation.principal_id)
        .where(
            Deputation.valid_from <= day,
            Deputation.valid_to >= day,
            Person.active,
            post_held_condition(day),
            Membership.role != Role.ADMINISTRATOR,
        )
        .order_by(Deputation.id, Membership.id)
    )


def deputed_posts(session: Session, day: dt.date) -> list[tuple[int, Role, int | None]]:
    """Return the posts held as a deputy on a civil day: the deputy, the role, the unit."""
    return [(row.deputy_id, row.role, row.unit_id) for row in session.execute(_deputed_posts(day))]


def list_deputations(session: Session, person_id: int) -> list[tuple[Deputation, Person, Person]]:
    """Return who acts for a person and for whom the person acts: deputation, principal, deputy; newest first."""
    principal, deputy = aliased(Person), aliased(Person)
    question = (
        select(Deputation, principal, deputy)
        .join(principal, principal.id == Deputation.principal_id)
        .join(deputy, deputy.id == Deputation.deputy_id)
        .where(or_(Deputation.principal_id == person_id, Deputation.deputy_id == person_id))
        .order_by(Deputation.valid_from.desc(), Deputation.id.desc())
    )
    return [(row[0], row[1], row[2]) for row in session.execute(question)]


def find_person_by_login(session: Session, login: str) -> Person | None:
    """Return the person with this sign-in name (compared in lower case)."""
    return session.scalar(select(Person).where(Person.login == login.strip().lower()))


def find_person_by_identifier(session: Session, name: str) -> Sequence[Person]:
    """Return the people whose sign-in name or mail address this is (compared in lower case)."""
    wanted = name.strip().lower()
    return list(session.scalars(select(Person).where(or_(Person.login == wanted, func.lower(Person.email) == wanted))))


def get_people_names(session: Session, person_ids: Collection[int | None]) -> dict[int, str]:
    """Return the names of some people by id."""
    wanted = [each for each in person_ids if each is not None]
    question = select(Person.id, Person.name).where(Person.id.in_(wanted))
    return {row.id: row.name for row in session.execute(question)}


def list_people(session: Session) -> Sequence[Person]:
    """Return all people by given name, as Vietnamese lists do."""
    return list(session.scalars(select(Person).order_by(Person.sort_key, Person.id)))


def list_posts(session: Session, person_ids: Sequence[int] | None = None) -> list[tuple[Membership, Unit | None]]:
    """Return posts, past ones too, each with its unit; of some people or of all."""
    question = select(Membership, Unit).outerjoin(Unit, Unit.id == Membership.unit_id)
    if person_ids is not None:
        question = question.where(Membership.person_id.in_(person_ids))
    rows = session.execute(question.order_by(Membership.person_id, Membership.valid_from, Membership.id))
    return [(row[0], row[1]) for row in rows]


def get_open_post(session: Session, person_id: int, role: Role, unit_id: int | None) -> Membership | None:
    """Return the post of a role in a unit that a person holds without end."""
    question = select(Membership).where(
        Membership.person_id == person_id,
        Membership.role == role,
        Membership.unit_id.is_not_distinct_from(unit_id),
        Membership.valid_to.is_(None),
    )
    return session.scalar(question.limit(1))


def list_post_holders(session: Session, day: dt.date) -> list[tuple[Person, Membership, Unit | None]]:
    """Return who holds which post on a civil day among open accounts, by role, then by unit."""
    question = (
        select(Person, Membership, Unit)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .where(Person.active, post_held_condition(day))
        .order_by(Membership.role, Unit.position, Person.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(question)]


def list_people_with_role(session: Session, role: Role, day: dt.date, unit_id: int | None = None) -> list[Person]:
    """Return the active people who hold a role on a civil day, in one unit or anywhere."""
    question = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.active, Membership.role == role, post_held_condition(day))
        .order_by(Person.id)
    )
    if unit_id is not None:
        question = question.where(Membership.unit_id == unit_id)
    return list(session.scalars(question.distinct()))


def list_unit_people(session: Session, unit_id: int, day: dt.date) -> list[Person]:
    """Return the active people with a post in a unit on a civil day, by given name."""
    question = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.active, Membership.unit_id == unit_id, post_held_condition(day))
        .order_by(Person.sort_key, Person.id)
    )
    return list(session.scalars(question.distinct()))


def list_units_of_person(session: Session, person_ids: Collection[int]) -> list[tuple[Membership, str]]:
    """Return the posts that some people hold or held in units, oldest first, each with the unit's present name."""
    if not person_ids:
        return []
    question = (
        select(Membership, Unit.short_name)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.person_id.in_(person_ids))
        .order_by(Membership.valid_from, Membership.id)
    )
    return [(row[0], row[1]) for row in session.execute(question)]


def delete_device_tries(session: Session, login: str, device: str) -> None:
    """Forget how often a name was tried from a device, once somebody proved to have it."""
    session.execute(delete(SignInTry).where(SignInTry.login == login, SignInTry.device == device))


COMMAND_LINE = Actor(
    user_id=None,
    name=COMMAND_LINE_NAME,
    posts=(Post(Role.ADMINISTRATOR), Post(Role.COORDINATOR), Post(Role.OFFICE), Post(Role.LEADER)),
)

SCHEDULER_ACTOR = Actor(user_id=None, name=SCHEDULER_NAME)
"""The scheduler and sender; it holds no post, for it changes no task."""

YEAR_OPENER = Actor(user_id=None, name=SCHEDULER_NAME, posts=(Post(Role.OFFICE),))
"""The scheduler when it gives the duties of the next year, as the office gave those of the year before."""


@contextmanager
def get_office_actor(work: UnitOfWork) -> Iterator[UnitOfWork]:
    """Let somebody who prepares the report give and confirm the directives that the report itself needs.

    Requests for figures and the follow-up of inspections are directives, which the office gives. The person stays
    who they are in the event log; the post holds inside this block only. Decision record 0013.
    """
    require_permission(work.actor, Permission.REPORT_PREPARE)
    present = work.actor
    work.actor = replace(present, posts=(*present.posts, Post(Role.OFFICE)))
    try:
        yield work
    finally:
        work.actor = present
