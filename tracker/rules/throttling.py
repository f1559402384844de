"""How long a further try to prove who one is has to wait: short growing steps, never a shut door.

A browser in which the person has signed in before is counted by itself: what strangers try, from wherever, does not
slow it. Strangers are counted by the name they try and by the address they come from.
"""

from __future__ import annotations

import datetime as dt

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
