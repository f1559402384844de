"""Who may do what: a table that a clerk can check, read as it stands."""

from __future__ import annotations

import pytest

from tracker.law.permissions import GRANTS, Actor, Origin, Permission, Post, Role, get_permission_scope, has_permission

OWN, OTHER = 1, 2

TABLE = """
                    own unit, plan task                            another unit, directive
                    admin coord office leader head officer ward audit  admin coord office leader head officer ward audit
home                yes   yes   yes    yes    yes  yes     yes  yes     yes   yes   yes    yes    yes  yes     yes  yes
account:own         yes   yes   yes    yes    yes  yes     yes  yes     yes   yes   yes    yes    yes  yes     yes  yes
task:read           -     yes   yes    yes    yes  yes     yes  yes     -     yes   yes    yes    -    -       -    yes
task:accept         -     -     -      -      yes  yes     yes  -       -     -     -      -      -    -       -    -
task:progress       -     -     -      -      yes  yes     yes  -       -     -     -      -      -    -       -    -
task:submit         -     -     -      -      yes  yes     yes  -       -     -     -      -      -    -       -    -
task:confirm        -     yes   -      yes    -    -       -    -       -     -     yes    yes    -    -       -    -
task:attest         -     yes   -      yes    -    -       -    -       -     -     -      yes    -    -       -    -
task:withdraw       -     yes   -      yes    -    -       -    -       -     -     yes    yes    -    -       -    -
task:assign         -     yes   -      -      -    -       -    -       -     -     yes    -      -    -       -    -
task:comment        -     yes   yes    yes    yes  yes     yes  -       -     yes   yes    yes    -    -       -    -
task:decline        -     -     -      -      yes  yes     yes  -      -     -     -      -      -    -       -    -
task:reassign       -     yes   -      -      -    -       -    -      -     -     yes    -      -    -       -    -
task:entrust        -     -     -      -      yes  yes     yes  -      -     -     -      -      -    -       -    -
task:suspend        -     -     -      yes    -    -       -    -      -     -     -      yes    -    -       -    -
task:cancel         -     -     -      yes    -    -       -    -      -     -     -      yes    -    -       -    -
task:transfer       -     yes   -      -      -    -       -    -      -     -     yes    -      -    -       -    -
task:merge          -     yes   -      -      -    -       -    -      -     -     yes    -      -    -       -    -
task:reopen         -     yes   -      yes    -    -       -    -      -     -     yes    yes    -    -       -    -
task:correct        -     yes   -      yes    -    -       -    -      -     -     yes    yes    -    -       -    -
task:urge           -     yes   -      yes    -    -       -    -      -     -     yes    yes    -    -       -    -
task:tag            -     yes   -      yes    -    -       -    -      -     -     yes    yes    -    -       -    -
coordination:lead   -     -     -      -      yes  yes     yes  -      -     -     -      -      -    -       -    -
deadline:set        -     yes   -      -      -    -       -    -      -     -     yes    -      -    -       -    -
extension:request   -     -     -      -      yes  yes     yes  -       -     -     -      -      -    -       -    -
extension:decide    -     -     -      yes    -    -       -    -       -     -     -      yes    -    -       -    -
plan:read           -     yes   yes    yes    yes  yes     yes  yes     -     yes   yes    yes    -    -       -    yes
plan:import         -     yes   -      -      -    -       -    -       -     -     -      -      -    -       -    -
paper:import        -     yes   -      -      -    -       -    -       -     -     yes    -      -    -       -    -
directive:read      -     yes   yes    yes    yes  yes     yes  yes     -     yes   yes    yes    -    -       -    yes
directive:register  -     -     -      -      -    -       -    -       -     -     yes    -      -    -       -    -
statistics:read     -     yes   yes    yes    yes  yes     yes  yes     -     yes   yes    yes    -    -       -    yes
report:draft        -     yes   yes    yes    -    -       -    yes     -     yes   yes    yes    -    -       -    yes
period:freeze       -     yes   yes    yes    -    -       -    -       -     yes   yes    yes    -    -       -    -
report:prepare      -     yes   yes    -      -    -       -    -       -     yes   yes    -      -    -       -    -
figures:give        -     yes   yes    -      yes  yes     yes  -       -     yes   yes    -      -    -       -    -
unit:read           yes   yes   yes    yes    -    -       -    yes     yes   yes   yes    yes    -    -       -    yes
unit:manage         yes   -     -      -      -    -       -    -       yes   -     -      -      -    -       -    -
unit:reorganise     yes   yes   -      -      -    -       -    -       yes   yes   -      -      -    -       -    -
deputy:name         -     yes   yes    yes    yes  yes     yes  -       -     yes   yes    yes    yes  yes     yes  -
people:manage       yes   -     -      -      -    -       -    -       yes   -     -      -      -    -       -    -
account:approve     yes   -     -      yes    -    -       -    -       yes   -     -      yes    -    -       -    -
office:name         yes   yes   -      -      -    -       -    -       yes   yes   -      -      -    -       -    -
calendar:read       yes   yes   yes    yes    yes  yes     yes  yes     yes   yes   yes    yes    yes  yes     yes  yes
calendar:manage     yes   -     yes    -      -    -       -    -       yes   -     yes    -      -    -       -    -
letter:read         yes   yes   yes    -      -    -       -    yes     yes   yes   yes    -      -    -       -    yes
letter:manage       yes   yes   yes    -      -    -       -    -       yes   yes   yes    -      -    -       -    -
system:read         yes   yes   yes    -      -    -       -    yes     yes   yes   yes    -      -    -       -    yes
channel:manage      yes   -     -      -      -    -       -    -       yes   -     -      -      -    -       -    -
"""

ROLES = (
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.OFFICE,
    Role.LEADER,
    Role.UNIT_HEAD,
    Role.OFFICER,
    Role.WARD_OFFICIAL,
    Role.AUDITOR,
)


def rows() -> dict[Permission, list[bool]]:
    """Read the table."""
    lines = [line.split() for line in TABLE.strip().splitlines()[2:]]
    return {Permission(name): [mark == "yes" for mark in marks] for name, *marks in lines}


CASES = [
    (permission, role, unit_id, origin, marks[place + offset])
    for permission, marks in rows().items()
    for offset, unit_id, origin in ((0, OWN, Origin.PLAN), (len(ROLES), OTHER, Origin.PROVINCE))
    for place, role in enumerate(ROLES)
]


@pytest.mark.parametrize(("permission", "role", "unit_id", "origin", "allowed"), CASES)
def test_the_table_holds(permission: Permission, role: Role, unit_id: int, origin: Origin, allowed: bool) -> None:
    actor = Actor(7, "Nguyễn Văn An", (Post(role, OWN),))

    assert has_permission(actor, permission, unit_id=unit_id, origin=origin) is allowed


def test_every_permission_and_every_role_has_its_place_in_the_table() -> None:
    assert set(rows()) == set(Permission) == set(GRANTS)
    assert set(ROLES) == set(Role)


def test_two_posts_reach_as_far_as_both() -> None:
    head_of_two = Actor(7, "Lê Thị Hà", (Post(Role.UNIT_HEAD, OWN), Post(Role.UNIT_HEAD, OTHER)))

    assert get_permission_scope(head_of_two, Permission.TASK_SUBMIT).unit_ids == {OWN, OTHER}


def test_nobody_may_do_anything() -> None:
    nobody = Actor(None, "")

    assert not any(has_permission(nobody, permission, unit_id=OWN, origin=Origin.PLAN) for permission in Permission)
