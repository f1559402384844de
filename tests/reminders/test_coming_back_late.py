"""A sender whose line was cut comes back while another one has its letters open: it settles none of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.mornings import post_to
from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Role
from tracker.mail.outbox import Letter, LetterState
from tracker.mail.transport import DeliveryOutcome, Envelope, MemoryTransport
from tracker.office.people import SCHEDULER_ACTOR
from tracker.reminders import outbox as reminder_outbox
from tracker.reminders.delivery import deliver_letters, recover_letters
from tracker.reminders.queue import queue_reminders

pytestmark = pytest.mark.both_databases

MONDAY = dt.date(2021, 6, 14)
MORNING = ManualClock(local_instant(MONDAY, 7, 30))
WARDS = 5


@dataclass(slots=True)
class CutOff(MemoryTransport):
    """Takes one letter, and meanwhile another sender takes over all that is under way."""

    batch_size: ClassVar[int] = WARDS

    engine: sa.Engine | None = None

    def send(self, envelope: Envelope) -> DeliveryOutcome:
        """Take the letter; the other sender claims everything before this one is told."""
        assert self.engine is not None  # given below
        with Session(self.engine) as another, unit_of_work(another, SCHEDULER_ACTOR, MORNING) as work:
            recover_letters(work)
            assert len(reminder_outbox.claim_due_letters(work.session, work.now, WARDS)) == WARDS
        return MemoryTransport.send(self, envelope)


def test_what_another_sender_has_in_hand_stays_in_its_hands(engine: sa.Engine, session: Session) -> None:
    the_calendar_of(session, 2021)
    wards = [a_unit(session, f"P{n}", f"UBND phường số {n}") for n in range(WARDS)]
    for ward in wards:
        an_official(session, Role.WARD_OFFICIAL, ward, ward.code.lower())
    a_directive(session, *wards, due_on=MONDAY, given_on=MONDAY)
    with unit_of_work(session, SCHEDULER_ACTOR, MORNING) as work:
        queue_reminders(work)
    mailbox = CutOff(engine=engine)
    asked: list[int] = []

    def may_go_on() -> bool:
        asked.append(1)
        return len(asked) == 1  # at the second look the lock is another's

    deliver_letters(session, MORNING, post_to(mailbox), may_go_on=may_go_on)

    session.expire_all()
    standing = [(letter.state, letter.attempts) for letter in session.query(Letter)]
    assert len(mailbox.sent) == 1
    assert standing == [(LetterState.SENDING, 2)] * WARDS
