"""Mornings of the office as the scheduler sees them: rounds at given hours, and what they put into the mailbox."""

from __future__ import annotations

import datetime as dt
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage

from sqlalchemy.orm import Session

from tracker.core.clock import ManualClock, local_instant
from tracker.mail.message import Sender
from tracker.mail.transport import MemoryTransport, Transport
from tracker.reminders import delivery
from tracker.reminders.delivery import ReminderRound
from tracker.reminders.letter_text import LetterSender

BASE_URL = "https://theo-doi.huongtra.example"
SENDER = Sender("Theo dõi nhiệm vụ", "theo-doi@huongtra.example")
TET_2021 = [dt.date(2021, 2, 10) + dt.timedelta(days=n) for n in range(7)]


def post_to(transport: Transport) -> LetterSender:
    """Return the post office of the tests."""
    return LetterSender(transport, SENDER, BASE_URL)


def a_round(session: Session, mailbox: Transport, day: dt.date, hour: int = 7, minute: int = 30) -> ReminderRound:
    """Let the scheduler make one round."""
    return delivery.run_reminder_round(
        session, ManualClock(local_instant(day, hour, minute).astimezone(dt.UTC)), post_to(mailbox)
    )


def days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Yield the days from `first` to `last`."""
    for n in range((last - first).days + 1):
        yield first + dt.timedelta(days=n)


def message(content: bytes) -> EmailMessage:
    """Read a letter as a mail program does."""
    return email.message_from_bytes(content, policy=email.policy.default)


def texts(mailbox: MemoryTransport) -> list[str]:
    """Return the plain text of the letters in a mailbox, in order."""
    return [text_of(message(envelope.content)) for envelope in mailbox.sent]


def text_of(letter: EmailMessage) -> str:
    """Return the plain text of a letter."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
