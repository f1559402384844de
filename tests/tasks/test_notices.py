"""Who is told of what: every action has its circles, and nobody hears of their own doing."""

from __future__ import annotations

import pytest

from tracker.law.lifecycle import Action
from tracker.law.permissions import Origin, Role
from tracker.law.recipients import HeldPost
from tracker.tasks.notices import get_notified_people
from tracker.tasks.verbs import VERBS

WARD, HELPER, OTHER = 1, 2, 3
POSTS = (
    HeldPost(1, Role.WARD_OFFICIAL, WARD),
    HeldPost(2, Role.UNIT_HEAD, WARD),
    HeldPost(3, Role.OFFICER, HELPER),
    HeldPost(4, Role.OFFICER, OTHER),
    HeldPost(5, Role.OFFICE, OTHER),
    HeldPost(6, Role.COORDINATOR, OTHER),
    HeldPost(7, Role.LEADER, OTHER),
    HeldPost(8, Role.ADMINISTRATOR, None),
    HeldPost(9, Role.AUDITOR, None),
)


def people(action: Action, *, origin: Origin = Origin.TOWN, by: int | None = None) -> set[int]:
    return set(
        get_notified_people(
            VERBS[action].told, POSTS, origin=origin, unit_id=WARD, helper_ids=frozenset({HELPER}), by=by
        )
    )


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (Action.ASSIGN, {1, 2}),
        (Action.SUBMIT, {5}),
        (Action.REQUEST_EXTENSION, {5, 7}),
        (Action.GRANT_EXTENSION, {1, 2, 5}),
        (Action.WITHDRAW, {1, 2, 3}),
        (Action.REASSIGN, {1, 2, 5}),
    ],
)
def test_each_circle_is_told(action: Action, expected: set[int]) -> None:
    assert people(action) == expected


def test_the_plan_is_followed_by_its_coordinator() -> None:
    assert people(Action.SUBMIT, origin=Origin.PLAN) == {6}


def test_nobody_hears_of_their_own_doing() -> None:
    assert people(Action.CONFIRM, by=2) == {1}


def test_every_action_is_in_the_table() -> None:
    assert set(VERBS) == set(Action)
