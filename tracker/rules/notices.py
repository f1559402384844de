"""Who is told inside the program when something happens to a task: one table, for every action there is.

Nobody is told of what they did themselves, nor of a task they may not read.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from tracker.rules.lifecycle import Action
from tracker.rules.permissions import DIRECTIVE_ORIGINS, Origin, Role
from tracker.rules.recipients import HeldPost


class Circle(enum.StrEnum):
    """A circle of people around an assignment."""

    UNIT = "unit"
    HELPERS = "helpers"
    FOLLOWERS = "followers"
    DECIDERS = "deciders"


UNIT, HELPERS, FOLLOWERS, DECIDERS = Circle.UNIT, Circle.HELPERS, Circle.FOLLOWERS, Circle.DECIDERS
_UNIT_ROLES = frozenset({Role.UNIT_HEAD, Role.OFFICER, Role.WARD_OFFICIAL})

TOLD: Mapping[Action, frozenset[Circle]] = MappingProxyType(
    {
        Action.ASSIGN: frozenset({UNIT}),
        Action.ACCEPT: frozenset({FOLLOWERS}),
        Action.DECLINE: frozenset({FOLLOWERS}),
        Action.REFUSE_DECLINE: frozenset({UNIT}),
        Action.REASSIGN: frozenset({UNIT, FOLLOWERS}),
        Action.ENTRUST: frozenset({UNIT}),
        Action.DIVIDE: frozenset({UNIT}),
        Action.REPORT_PROGRESS: frozenset({FOLLOWERS}),
        Action.SUBMIT: frozenset({FOLLOWERS}),
        Action.CONFIRM: frozenset({UNIT}),
        Action.SEND_BACK: frozenset({UNIT}),
        Action.REQUEST_EXTENSION: frozenset({FOLLOWERS, DECIDERS}),
        Action.GRANT_EXTENSION: frozenset({UNIT, FOLLOWERS}),
        Action.REFUSE_EXTENSION: frozenset({UNIT, FOLLOWERS}),
        Action.SET_DEADLINE: frozenset({UNIT, HELPERS}),
        Action.DEMAND_EVIDENCE: frozenset({UNIT}),
        Action.CORRECT: frozenset({UNIT}),
        Action.REDATE: frozenset({UNIT}),
        Action.ATTEST: frozenset({UNIT}),
        Action.SUSPEND: frozenset({UNIT, HELPERS}),
        Action.RESUME: frozenset({UNIT, HELPERS}),
        Action.WITHDRAW: frozenset({UNIT, HELPERS}),
        Action.CANCEL: frozenset({UNIT, HELPERS}),
        Action.TRANSFER: frozenset({UNIT, HELPERS}),
        Action.MERGE: frozenset({UNIT, HELPERS}),
        Action.REOPEN: frozenset({UNIT, FOLLOWERS}),
        Action.REPORT_OCCURRENCE: frozenset({FOLLOWERS}),
        Action.ACCEPT_OCCURRENCE: frozenset({UNIT}),
        Action.RETURN_OCCURRENCE: frozenset({UNIT}),
        Action.SKIP_OCCURRENCE: frozenset({UNIT}),
        Action.PAUSE_OCCURRENCES: frozenset({UNIT}),
        Action.END_OCCURRENCES: frozenset({UNIT}),
        Action.COMPLETE: frozenset({UNIT}),
        Action.URGE: frozenset({UNIT}),
        Action.TAG: frozenset(),
    }
)
"""Which circles each action is told to."""

TALK: frozenset[Circle] = frozenset({UNIT, FOLLOWERS})
"""Which circles a comment is told to."""


def told(
    circles: frozenset[Circle],
    posts: Iterable[HeldPost],
    *,
    origin: Origin,
    unit_id: int,
    helper_ids: frozenset[int],
    by: int | None,
) -> frozenset[int]:
    """Return the people in some circles around an assignment of `unit_id`, without the one who acts (`by`)."""
    follower = Role.OFFICE if origin in DIRECTIVE_ORIGINS else Role.COORDINATOR
    found = set()
    for post in posts:
        in_unit = post.role in _UNIT_ROLES
        if (
            (Circle.UNIT in circles and in_unit and post.unit_id == unit_id)
            or (Circle.HELPERS in circles and in_unit and post.unit_id in helper_ids)
            or (Circle.FOLLOWERS in circles and post.role is follower)
            or (Circle.DECIDERS in circles and post.role is Role.LEADER)
        ):
            found.add(post.person_id)
    return frozenset(found - {by})
