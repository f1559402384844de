"""Which roles decide for everybody is read off the permission table."""

from __future__ import annotations

from tracker.accounts.rules import DECIDING_ROLES
from tracker.law.permissions import GRANTS, GrantReach, Permission, Role


def test_the_deciding_roles_are_those_that_change_what_is_not_their_own_unit() -> None:
    """The set is that of the permission table: who may change anything beyond the own unit."""
    reading = {permission for permission in Permission if permission.value.endswith((":read", ":draft"))}
    everybody = {each for each, roles in GRANTS.items() if set(roles) == set(Role)}
    own_wide = {Permission.DEPUTY_NAME, Permission.FIGURES_GIVE, Permission.TASK_COMMENT}
    found = {
        role
        for permission, roles in GRANTS.items()
        for role, reach in roles.items()
        if permission not in reading | everybody | own_wide and reach is not GrantReach.OWN_UNIT
    }

    assert found == DECIDING_ROLES
