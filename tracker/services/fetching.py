"""Fetching answers from the mailbox, round by round; a mailbox that fails waits for the next round and is named."""

from __future__ import annotations

import imaplib
import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.mail.answers import LARGEST
from tracker.mail.mailbox import MailboxServer, unseen
from tracker.rules.answering import AnswerDesk, AnswerOutcome
from tracker.services import answers, heartbeats
from tracker.services.machine import SCHEDULER
from tracker.transaction import unit_of_work

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letterbox:
    """What an installation's settings say of answers: where they are fetched, whom they are for, our own address."""

    server: MailboxServer
    desk: AnswerDesk
    base_url: str


def fetch(
    session: Session, clock: Clock, box: Letterbox, may_go_on: Callable[[], bool] = lambda: True
) -> int:
    """Take the answers that came in; return how many became a comment."""
    taken = 0
    try:
        with closing(unseen(box.server, largest=LARGEST)) as letters:
            for content in letters:
                outcome = answers.take(session, clock, box.desk, content, base_url=box.base_url)
                taken += outcome is AnswerOutcome.TAKEN
                if not may_go_on():
                    break
    except (OSError, imaplib.IMAP4.error) as fault:
        log.warning("the mailbox cannot be read: %s", type(fault).__name__)
        with unit_of_work(session, SCHEDULER, clock) as work:
            heartbeats.note(work, error=f"IMAP: {type(fault).__name__}")
    return taken
