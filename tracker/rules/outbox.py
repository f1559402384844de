"""The life of a letter in the outbox: when it is tried again, and when one stops trying."""

from __future__ import annotations

import datetime as dt
import enum


class LetterState(enum.StrEnum):
    """Where a letter stands between the outbox and the mailbox."""

    NEW = "new"
    SENDING = "sending"
    SENT = "sent"
    RETRY = "retry"
    DEAD = "dead"
    OBSOLETE = "obsolete"


URGENT = "urgent"
"""How the kind of a letter begins that brings one urgent thing and does not wait for the digest."""


ANCHOR = "anchor"
"""The kind of the daily letter that carries the anchor of the diary out of the house."""

ACCOUNT = "account"
"""How the kind of a letter begins that brings a link to set a password; the link is made when it leaves."""

ACCESS = "access"
"""How the kind of a letter begins that tells what happened to somebody's account; it reaches closed accounts too."""

NEW_ADDRESS = "newaddress"
"""How the kind of a letter begins with which a new mail address is confirmed; its link is made when it leaves."""

READY_MADE = ("trial", "received", "figures", ANCHOR, ACCOUNT, ACCESS, NEW_ADDRESS)
"""How the kinds of letters begin whose words are written when they are queued, not when they are sent."""


def urgent_kind(what: str, assignment_id: int) -> str:
    """Return the kind of the letter that says one urgent thing about one assignment."""
    return f"{URGENT}.{what}.{assignment_id}"


class Failure(enum.StrEnum):
    """Why a letter was not taken: its own fault for good, its own for now, or nobody at the counter."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    UNAVAILABLE = "unavailable"


GAPS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30, 60, 120, 240, 480, 720))
"""How long to wait after the first, second … failed try; the last holds from then on."""

LONGEST_GAP_WHILE_UNAVAILABLE = dt.timedelta(minutes=5)
"""A server that comes back finds its letters waiting within minutes, however long it was away."""

PATIENCE = dt.timedelta(hours=72)
"""After this a letter is given up and shown to the coordinator as undelivered."""


def next_attempt(
    failure: Failure, *, attempts: int, waiting_since: dt.datetime, now: dt.datetime
) -> dt.datetime | None:
    """Return when to try a letter again after its `attempts`-th failed try, or None: it is dead.

    `waiting_since` is the instant from which patience runs: the letter's first try.
    The last try falls exactly at the end of patience.
    """
    if attempts < 1:
        raise ValueError("a failure follows at least one try")
    end = waiting_since + PATIENCE
    if failure is Failure.PERMANENT or now >= end:
        return None
    gap = GAPS[min(attempts, len(GAPS)) - 1]
    if failure is Failure.UNAVAILABLE:
        gap = min(gap, LONGEST_GAP_WHILE_UNAVAILABLE)
    return min(now + gap, end)


def state_after(failure: Failure | None, again_at: dt.datetime | None) -> LetterState:
    """Return the state of a letter after a try: sent, to be tried again, or dead."""
    if failure is None:
        return LetterState.SENT
    return LetterState.DEAD if again_at is None else LetterState.RETRY
