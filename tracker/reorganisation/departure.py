"""An official who leaves: everything open goes to a colleague or back to the unit, in one act (K39)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.accounts import accounts as account_accounts
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import Action
from tracker.law.permissions import Permission, require_permission
from tracker.office import people as office_people
from tracker.office.models import Membership, Person
from tracker.reorganisation import queries
from tracker.reorganisation.request import HAND_OVER_NOTE
from tracker.tasks import event_log
from tracker.tasks.models import Assignment


@dataclass(frozen=True, slots=True)
class Departure:
    """What a person has open, the posts held, and the colleagues in the same units, by id with their units."""

    person: Person
    assignments: Sequence[Assignment]
    posts: Sequence[Membership]
    colleagues: Sequence[tuple[Person, frozenset[int]]]
    mark: str


def preview_departure(work: UnitOfWork, person_id: int, *, lock: bool = False) -> Departure:
    """Return what somebody's leaving would move; refuse NOT_FOUND for nobody."""
    require_permission(work.actor, Permission.PEOPLE_MANAGE)
    person = work.session.get(Person, person_id)
    if person is None:
        raise Refusal(Reason.NOT_FOUND)
    assignments = queries.list_person_assignments(work.session, person_id, lock=lock)
    posts = [
        post
        for post, _ in office_people.list_posts(work.session, [person_id])
        if post.valid_to is None or post.valid_to >= work.today
    ]
    units = {post.unit_id for post in posts} | {each.unit_id for each in assignments}
    beside: dict[int, tuple[Person, set[int]]] = {}
    for other, post, _ in office_people.list_post_holders(work.session, work.today):
        if other.id != person_id and post.unit_id is not None and post.unit_id in units:
            beside.setdefault(other.id, (other, set()))[1].add(post.unit_id)
    seen = ([(each.id, each.version) for each in assignments], [post.id for post in posts])
    return Departure(
        person=person,
        assignments=assignments,
        posts=posts,
        colleagues=[(other, frozenset(of)) for other, of in beside.values()],
        mark=hashlib.sha256(repr(seen).encode()).hexdigest()[:32],
    )


def execute_departure(
    work: UnitOfWork, person_id: int, *, to_person_id: int | None, close_account: bool, mark: str | None = None
) -> int:
    """Move all open work of a person, end the posts with yesterday, close the account if asked; return how much moved.

    Work goes to the colleague where that one holds a post in its unit, else back to the unit; the unit of an
    assignment never changes. Raises `Refusal` NOT_A_DEPUTY (field `to_person_id`), STALE, LAST_ADMINISTRATOR.
    """
    found = preview_departure(work, person_id, lock=True)
    if mark is not None and mark != found.mark:
        raise Refusal(Reason.STALE)
    units_of = {other.id: units for other, units in found.colleagues}
    names = {other.id: other.name for other, _ in found.colleagues}
    if to_person_id is not None and to_person_id not in units_of:
        raise Refusal(Reason.NOT_A_DEPUTY, field="to_person_id")
    for assignment in found.assignments:
        takes = to_person_id if assignment.unit_id in units_of.get(to_person_id or 0, ()) else None
        assignment.person_id = takes
        event_log.append_event(
            work,
            assignment,
            Action.CORRECT,
            effective_on=work.today,
            note=HAND_OVER_NOTE.format(person=found.person.name),
            details={"person": [found.person.name, names.get(takes or 0)], "person_id": [person_id, takes]},
        )
    for post in found.posts:
        account_accounts.close_post(work, post.id)
    if close_account:
        account_accounts.set_account_active(work, person_id, active=False)
    return len(found.assignments)
