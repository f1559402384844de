"""Who a reminder goes to: from the audience it is meant for to the people who hold the posts today.

Source: directives are followed up by the Office, the reform plan by its coordinator; a unit without somebody in
charge is written to at its head, and a unit without a head at those in charge, so that no reminder is lost.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.law.permissions import DIRECTIVE_ORIGINS, Origin, Role


class ReminderAudience(enum.StrEnum):
    """Who is written to, seen from the assignment."""

    OFFICER = "officer"
    UNIT_HEAD = "unit_head"
    OFFICE = "office"
    LEADER = "leader"


IN_CHARGE = frozenset({Role.OFFICER, Role.WARD_OFFICIAL})
"""Those in a unit who have its tasks open."""


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post held today by somebody who can be written to."""

    person_id: int
    role: Role
    unit_id: int | None


class AddressBook:
    """The posts of one day, ready to be asked again and again."""

    def __init__(self, posts: Iterable[HeldPost]) -> None:
        by_role: dict[Role, set[int]] = {}
        in_unit: dict[tuple[Role, int], set[int]] = {}
        for post in posts:
            by_role.setdefault(post.role, set()).add(post.person_id)
            if post.unit_id is not None:
                in_unit.setdefault((post.role, post.unit_id), set()).add(post.person_id)
        self._by_role: Mapping[Role, set[int]] = by_role
        self._in_unit: Mapping[tuple[Role, int], set[int]] = in_unit

    def __contains__(self, person_id: int) -> bool:
        return any(person_id in people for people in self._by_role.values())

    def recipients(
        self, audience: ReminderAudience, *, unit_id: int, origin: Origin, person_id: int | None = None
    ) -> frozenset[int]:
        """Return the people to write to about an assignment of a unit; `person_id` is the one it was given to."""
        match audience:
            case ReminderAudience.OFFICE:
                role = Role.OFFICE if origin in DIRECTIVE_ORIGINS else Role.COORDINATOR
                return frozenset(self._by_role.get(role, ()))
            case ReminderAudience.LEADER:
                return frozenset(self._by_role.get(Role.LEADER, ()))
        heads = self._of_unit(unit_id, Role.UNIT_HEAD)
        in_charge = self._of_unit(unit_id, *IN_CHARGE)
        if audience is ReminderAudience.UNIT_HEAD:
            return heads or in_charge
        if person_id is not None and person_id in heads | in_charge:
            return frozenset({person_id})
        return in_charge or heads

    def _of_unit(self, unit_id: int, *roles: Role) -> frozenset[int]:
        return frozenset().union(*(self._in_unit.get((role, unit_id), ()) for role in roles))
