"""A sender whose line was cut comes back while another one has its letters in hand: it settles none of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.mornings import post_to
from tracker.clock import HandClock, at
from tracker.mail.transport import Envelope, MemoryTransport, Outcome
from tracker.models.letter import Letter
from tracker.rules.outbox import LetterState
from tracker.rules.permissions import Role
from tracker.services.machine import SCHEDULER
from tracker.services.reminders.delivering import deliver, recover
from tracker.services.reminders.queueing import queue
from tracker.store import letters
from tracker.transaction import unit_of_work

pytestmark = pytest.mark.both_databases

MONDAY = dt.date(2021, 6, 14)
MORNING = HandClock(at(MONDAY, 7, 30))
WARDS = 5


@dataclass(slots=True)
class CutOff(MemoryTransport):
    """Takes one letter, and meanwhile another sender takes over all that is under way."""

    batch_size: ClassVar[int] = WARDS

    engine: sa.Engine | None = None

    def send(self, envelope: Envelope) -> Outcome:
        """Take the letter; the other sender claims everything before this one is told."""
        assert self.engine is not None  # given below
        with Session(self.engine) as another, unit_of_work(another, SCHEDULER, MORNING) as work:
            recover(work)
            assert len(letters.claim(work.session, work.now, WARDS)) == WARDS
        return MemoryTransport.send(self, envelope)


def test_what_another_sender_has_in_hand_stays_in_its_hands(engine: sa.Engine, session: Session) -> None:
    the_calendar_of(session, 2021)
    wards = [a_unit(session, f"P{n}", f"UBND phường số {n}") for n in range(WARDS)]
    for ward in wards:
        an_official(session, Role.WARD_OFFICIAL, ward, ward.code.lower())
    a_directive(session, *wards, due_on=MONDAY, given_on=MONDAY)
    with unit_of_work(session, SCHEDULER, MORNING) as work:
        queue(work)
    box = CutOff(engine=engine)
    asked: list[int] = []

    def may_go_on() -> bool:
        asked.append(1)
        return len(asked) == 1  # at the second look the lock is another's

    deliver(session, MORNING, post_to(box), may_go_on=may_go_on)

    session.expire_all()
    standing = [(letter.state, letter.attempts) for letter in session.query(Letter)]
    assert len(box.sent) == 1
    assert standing == [(LetterState.SENDING, 2)] * WARDS
