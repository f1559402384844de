"""How long one stays signed in, who needs a second factor, how long a proof of one's password is good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from tracker.rules.permissions import Role

IDLE = dt.timedelta(minutes=60)
"""A browser that asked nothing for so long is signed out."""
LONGEST = dt.timedelta(hours=12)
"""After so long one signs in anew, however busy one was."""
PROOF_HOLDS = dt.timedelta(minutes=15)
"""Sensitive changes ask for the password when it was typed longer ago."""
LINK_HOLDS = dt.timedelta(hours=1)
INVITATION_HOLDS = dt.timedelta(hours=72)
"""A new official may be told on a Friday afternoon."""
CODES_ON_PAPER = 10

WITH_SECOND_FACTOR = frozenset({Role.COORDINATOR, Role.OFFICE, Role.LEADER, Role.ADMINISTRATOR})
"""Roles that decide for everybody: a stolen password alone must not be enough."""


def is_over(
    *, began_at: dt.datetime, seen_at: dt.datetime, now: dt.datetime, idle: dt.timedelta = IDLE
) -> bool:
    """Tell whether a session has run out; a clock set back does not lengthen it."""
    return abs(now - seen_at) > idle or abs(now - began_at) > LONGEST


def is_fresh_proof(proven_at: dt.datetime, now: dt.datetime) -> bool:
    """Tell whether the password was typed lately enough for a sensitive change."""
    return abs(now - proven_at) <= PROOF_HOLDS


def needs_second_factor(roles: Collection[Role]) -> bool:
    """Tell whether one of these roles asks for a second factor."""
    return bool(WITH_SECOND_FACTOR & set(roles))
