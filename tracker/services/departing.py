"""An official who leaves: everything in hand goes to a colleague or back to the unit, in one act (K39)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.models.person import Membership, Person
from tracker.models.task import Assignment
from tracker.rules.lifecycle import Action
from tracker.rules.permissions import Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.services import accounts, diary
from tracker.store import people
from tracker.store import reorganising as store
from tracker.transaction import Work
from tracker.wording.reorganising import HAND_OVER_NOTE


@dataclass(frozen=True, slots=True)
class Departure:
    """What a person has in hand, the posts held, and the colleagues in the same units, by id with their units."""

    person: Person
    assignments: Sequence[Assignment]
    posts: Sequence[Membership]
    colleagues: Sequence[tuple[Person, frozenset[int]]]
    mark: str


def foresee(work: Work, person_id: int, *, lock: bool = False) -> Departure:
    """Return what somebody's leaving would move; refuse NOT_FOUND for nobody."""
    require(work.actor, Permission.PEOPLE_MANAGE)
    person = work.session.get(Person, person_id)
    if person is None:
        raise Refusal(Reason.NOT_FOUND)
    assignments = store.of_person(work.session, person_id, lock=lock)
    posts = [
        post
        for post, _ in people.posts(work.session, [person_id])
        if post.valid_to is None or post.valid_to >= work.today
    ]
    units = {post.unit_id for post in posts} | {each.unit_id for each in assignments}
    beside: dict[int, tuple[Person, set[int]]] = {}
    for other, post, _ in people.holders(work.session, work.today):
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


def leave(
    work: Work,
    person_id: int,
    *,
    to_person_id: int | None,
    close_account: bool,
    mark: str | None = None,
) -> int:
    """Move all open work of a person, end the posts with yesterday, close the account if asked; return how much moved.

    Work goes to the colleague where that one holds a post in its unit, else back to the unit; the unit of an
    assignment never changes. Raises `Refusal` NOT_A_DEPUTY (field `to_person_id`), STALE, LAST_ADMINISTRATOR.
    """
    found = foresee(work, person_id, lock=True)
    if mark is not None and mark != found.mark:
        raise Refusal(Reason.STALE)
    units_of = {other.id: units for other, units in found.colleagues}
    names = {other.id: other.name for other, _ in found.colleagues}
    if to_person_id is not None and to_person_id not in units_of:
        raise Refusal(Reason.NOT_A_DEPUTY, field="to_person_id")
    for assignment in found.assignments:
        takes = to_person_id if assignment.unit_id in units_of.get(to_person_id or 0, ()) else None
        assignment.person_id = takes
        diary.record(
            work,
            assignment,
            Action.CORRECT,
            effective_on=work.today,
            note=HAND_OVER_NOTE.format(person=found.person.name),
            details={"person": [found.person.name, names.get(takes or 0)], "person_id": [person_id, takes]},
        )
    for post in found.posts:
        accounts.end_post(work, post.id)
    if close_account:
        accounts.set_active(work, person_id, active=False)
    return len(found.assignments)
