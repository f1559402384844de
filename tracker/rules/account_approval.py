"""Which changes of accounts need a second person, who may give the word, and how long it is waited for."""

from __future__ import annotations

import datetime as dt
import enum

from tracker.rules.permissions import Role
from tracker.rules.proving import WITH_SECOND_FACTOR

DECIDING_ROLES = WITH_SECOND_FACTOR
"""Roles that decide for everybody: nobody alone gives one, or gets at an account that holds one."""
APPROVING_ROLES = frozenset({Role.ADMINISTRATOR, Role.LEADER})
"""Whose word a change of a deciding account needs, beside that of the administrator who asks for it."""
PROPOSAL_HOLDS = dt.timedelta(days=7)
"""After so long without a decision a proposal is over and has to be made anew."""
LINK_MAY_BE_TAKEN = dt.timedelta(hours=72)
"""So long after an approval the proposer may take the sign-in link for somebody without a mail address."""


class ProposalKind(enum.StrEnum):
    """What is proposed for an account that decides for everybody, or is going to."""

    ROLE = "role"
    SECOND_FACTOR = "second_factor"
    LINK = "link"
    EMAIL = "email"
    DEPUTY = "deputy"


class ProposalState(enum.StrEnum):
    """What became of a proposal; one that waits is over after `PROPOSAL_HOLDS`."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
