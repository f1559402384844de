"""The outbox: what is to be sent to whom, once; and each reminder that went into it.

The life of a letter in the outbox: when it is tried again, and when one stops trying.
"""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database.base import Base, enum_column_type


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
"""The kind of the daily letter that carries the anchor of the event log out of this installation."""

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


def get_next_attempt(
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


class Letter(Base):
    """One letter to one person: for reminders the digest of a day, never two (`kind`, person, `slot_on`).

    Written in the transaction that knows why; claimed, checked again and sent outside any transaction by the one
    sender. `with_picture`: it brings the picture of the week and goes even without a reminder. `message_key` makes the
    Message-ID, constant over all tries; patience runs from `first_tried_at`.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("kind", "person_id", "slot_on"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at_when_sent"),
        Index("ix_letter_state_next_attempt_at", "state", "next_attempt_at"),
    )

    kind: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    slot_on: Mapped[dt.date]
    address: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(400), default="")
    body_text: Mapped[str] = mapped_column(Text, default="")
    body_html: Mapped[str] = mapped_column(Text, default="")
    message_key: Mapped[str] = mapped_column(String(64), unique=True)
    with_picture: Mapped[bool] = mapped_column(default=False)
    state: Mapped[LetterState] = mapped_column(enum_column_type(LetterState, "letter_state"), default=LetterState.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    first_tried_at: Mapped[dt.datetime | None]
    next_attempt_at: Mapped[dt.datetime]
    error: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]
