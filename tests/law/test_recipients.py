"""Who a reminder goes to: those in charge, the head, the office that follows up, the leader."""

from __future__ import annotations

import pytest

from tracker.law.permissions import Origin, Role
from tracker.law.recipients import AddressBook, HeldPost, ReminderAudience

WARD, DEPARTMENT, EMPTY = 1, 2, 3
BOOK = AddressBook(
    [
        HeldPost(10, Role.WARD_OFFICIAL, WARD),
        HeldPost(20, Role.OFFICER, DEPARTMENT),
        HeldPost(21, Role.OFFICER, DEPARTMENT),
        HeldPost(22, Role.UNIT_HEAD, DEPARTMENT),
        HeldPost(30, Role.OFFICE, 9),
        HeldPost(31, Role.COORDINATOR, 8),
        HeldPost(32, Role.LEADER, 7),
        HeldPost(33, Role.AUDITOR, None),
    ]
)


@pytest.mark.parametrize(
    ("audience", "unit_id", "origin", "expected"),
    [
        (ReminderAudience.OFFICER, DEPARTMENT, Origin.TOWN, {20, 21}),
        (ReminderAudience.OFFICER, WARD, Origin.TOWN, {10}),
        (ReminderAudience.UNIT_HEAD, DEPARTMENT, Origin.PLAN, {22}),
        (ReminderAudience.UNIT_HEAD, WARD, Origin.PLAN, {10}),  # a ward without a head: those in charge
        (ReminderAudience.OFFICE, WARD, Origin.TOWN, {30}),
        (ReminderAudience.OFFICE, WARD, Origin.PROVINCE, {30}),
        (ReminderAudience.OFFICE, WARD, Origin.PLAN, {31}),
        (ReminderAudience.LEADER, WARD, Origin.PLAN, {32}),
        (ReminderAudience.OFFICER, EMPTY, Origin.TOWN, set()),
    ],
)
def test_who_is_written_to(audience: ReminderAudience, unit_id: int, origin: Origin, expected: set[int]) -> None:
    assert BOOK.recipients(audience, unit_id=unit_id, origin=origin) == expected


def test_a_task_in_the_hands_of_one_person_is_theirs_alone() -> None:
    assert BOOK.recipients(ReminderAudience.OFFICER, unit_id=DEPARTMENT, origin=Origin.TOWN, person_id=21) == {21}


def test_a_task_of_somebody_who_left_goes_to_those_who_stayed() -> None:
    assert BOOK.recipients(ReminderAudience.OFFICER, unit_id=DEPARTMENT, origin=Origin.TOWN, person_id=99) == {20, 21}


def test_a_department_without_officers_is_written_to_at_its_head() -> None:
    book = AddressBook([HeldPost(22, Role.UNIT_HEAD, DEPARTMENT)])

    assert book.recipients(ReminderAudience.OFFICER, unit_id=DEPARTMENT, origin=Origin.TOWN) == {22}
