"""How long one stays signed in, who needs a second factor, how long a proof of one's password is good.

Which changes of accounts need a second person, who may give the word, and how long it is waited for.

Passwords that everybody tries first.

How long a further try to prove who one is has to wait: short growing steps, never a closed account.

A browser in which the person has signed in before is counted by itself: what strangers try, from wherever, does not
slow it. Strangers are counted by the name they try and by the address they come from.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Iterator
from string import digits, punctuation

from tracker.core.text import fold_accents
from tracker.law.permissions import Role

IDLE = dt.timedelta(minutes=60)
"""A browser that asked nothing for so long is signed out."""
LONGEST_SESSION = dt.timedelta(hours=12)
"""After so long one signs in anew, however busy one was."""
PROOF_HOLDS = dt.timedelta(minutes=15)
"""Sensitive changes ask for the password when it was typed longer ago."""
LINK_HOLDS = dt.timedelta(hours=1)
INVITATION_HOLDS = dt.timedelta(hours=72)
"""A new official may be told on a Friday afternoon."""
CODES_ON_PAPER = 10

WITH_SECOND_FACTOR = frozenset({Role.COORDINATOR, Role.OFFICE, Role.LEADER, Role.ADMINISTRATOR})
"""Roles that decide for everybody: a stolen password alone must not be enough."""


def is_session_over(
    *, began_at: dt.datetime, seen_at: dt.datetime, now: dt.datetime, idle: dt.timedelta = IDLE
) -> bool:
    """Tell whether a session has run out; a clock set back does not lengthen it."""
    return abs(now - seen_at) > idle or abs(now - began_at) > LONGEST_SESSION


def is_fresh_proof(proven_at: dt.datetime, now: dt.datetime) -> bool:
    """Tell whether the password was typed lately enough for a sensitive change."""
    return abs(now - proven_at) <= PROOF_HOLDS


def needs_second_factor(roles: Collection[Role]) -> bool:
    """Tell whether one of these roles asks for a second factor."""
    return bool(WITH_SECOND_FACTOR & set(roles))


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


_ROOTS = (
    "password", "passw0rd", "matkhau", "qwerty", "iloveyou", "admin", "administrator", "letmein", "welcome",
    "hanoi", "saigon", "vietnam", "huongtra", "ubnd", "congchuc", "abc", "123", "1234", "12345", "123456",
    "1234567", "12345678", "123456789", "1234567890", "0987654321", "111111", "000000", "abcdef", "asdfgh",
)  # fmt: skip


def is_listed(password: str, listed: Collection[str]) -> bool:
    """Tell whether a password, or what is left of it without figures and signs at its ends, is one of a list.

    `listed` holds passwords in small letters that were found among the leaked ones; one typed twice is still that one.
    """
    return any(form in listed for form in _forms(password))


def _forms(password: str) -> Iterator[str]:
    for written in (password.lower(), fold_accents(password)):
        for form in (written, written.strip(punctuation + " "), written.strip(digits + punctuation + " ")):
            half = len(form) // 2
            yield form
            if form[:half] == form[half:]:
                yield form[:half]


def is_common(password: str) -> bool:
    """Tell whether a password is only well-known words and runs of figures strung together."""
    rest = "".join(letter for letter in fold_accents(password) if letter.isalnum())
    for root in sorted(_ROOTS, key=len, reverse=True):
        rest = rest.replace(root, "")
    return len(set(rest)) < 4


COUNTED_WITHIN = dt.timedelta(minutes=5)
"""Tries of so long ago count no more."""
FREE_BY_NAME, FREE_BY_ADDRESS = 5, 30
"""So many tries within `COUNTED_WITHIN` need no waiting."""
LONGEST_BY_NAME, LONGEST_BY_ADDRESS = 32, 5
"""The longest step in seconds; by name about a dozen tries in five minutes remain to a guesser."""
TRIES_A_STEP = 10
"""By address the step grows by a second with so many further tries."""


def step_by_name(tries: int) -> dt.timedelta:
    """Return how long after the last one a try for this name waits: a second, then twice as long each time."""
    if tries < FREE_BY_NAME:
        return dt.timedelta(0)
    return dt.timedelta(seconds=min(2 ** (tries - FREE_BY_NAME), LONGEST_BY_NAME))


def step_by_address(tries: int) -> dt.timedelta:
    """Return how long after the last one a stranger's try from this address waits."""
    if tries < FREE_BY_ADDRESS:
        return dt.timedelta(0)
    return dt.timedelta(seconds=min(1 + (tries - FREE_BY_ADDRESS) // TRIES_A_STEP, LONGEST_BY_ADDRESS))
