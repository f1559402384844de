"""The anchor of the diary leaves the house every day, in letters to those who would notice a forgery."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable

from sqlalchemy import exists, select

from tracker.clock import VIETNAM
from tracker.models.letter import Letter
from tracker.models.person import Person
from tracker.rules.anchors import Anchor
from tracker.rules.outbox import ANCHOR, LetterState
from tracker.rules.permissions import Role
from tracker.rules.reminding import may_send_at
from tracker.store import calendar, events, people
from tracker.transaction import Work

KEEPERS = (Role.AUDITOR, Role.ADMINISTRATOR)
"""Who gets the anchor: those who inspect, and those who look after the machine; leaders see it on every report."""

Words = Callable[[str, dt.date, Anchor], tuple[str, str]]
"""Subject and text of the letter to somebody of a name, on a day."""


def anchor(work: Work) -> Anchor:
    """Return the anchor of this moment."""
    lines, head = events.length_and_head(work.session)
    return Anchor(lines, head)


def queue_daily(work: Work, words: Words) -> int:
    """Put today's anchor into the outbox for every keeper with an address, once a working day; return how many.

    Raises `Refusal` CALENDAR_MISSING when this year's work calendar is not known.
    """
    if not may_send_at(work.now.astimezone(VIETNAM), calendar.working_calendar(work.session)):
        return 0
    if work.session.scalar(select(exists().where(Letter.kind == ANCHOR, Letter.slot_on == work.today))):
        return 0
    found: dict[int, Person] = {}
    for role in KEEPERS:
        for holder in people.with_role(work.session, role, work.today):
            if holder.active and holder.email and holder.wants_mail:
                found[holder.id] = holder
    present = anchor(work)
    for person_id, person in sorted(found.items()):
        subject, text = words(person.name, work.today, present)
        work.session.add(
            Letter(
                kind=ANCHOR,
                person_id=person_id,
                slot_on=work.today,
                address=person.email or "",
                subject=subject,
                body_text=text,
                message_key=f"{ANCHOR}.{person_id}.{work.today:%Y%m%d}.{secrets.token_hex(4)}",
                state=LetterState.NEW,
                next_attempt_at=work.now,
                created_at=work.now,
            )
        )
    return len(found)
