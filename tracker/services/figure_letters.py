"""Figures by mail: whoever wants them gets a letter in a rhythm, through the outbox of all letters."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from sqlalchemy.orm import Session

from tracker.clock import VIETNAM, Clock
from tracker.models.figure_letter import FigureLetter
from tracker.models.letter import Letter
from tracker.models.person import Person
from tracker.rules.outbox import LetterState
from tracker.rules.permissions import Permission, require, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.rhythms import Rhythm, is_due, slot
from tracker.rules.selecting import Cut, Selection
from tracker.services import statistics
from tracker.services.machine import SCHEDULER
from tracker.store import figure_letters as store
from tracker.store import people
from tracker.transaction import Work, unit_of_work
from tracker.wording.figure_letters import KIND, subject, text

LONGEST_ERROR = 400

log = logging.getLogger(__name__)


def wish(work: Work, *, cut: Cut, since_january: bool, rhythm: Rhythm, hour: int) -> FigureLetter:
    """Note that the actor wants figures by mail, from the next slot on. Raises `Refusal` NO_ADDRESS."""
    require(work.actor, Permission.STATISTICS_READ, unit_id=next(iter(work.actor.unit_ids), None))
    person = work.session.get(Person, work.actor.user_id)
    if person is None or not person.email:
        raise Refusal(Reason.NO_ADDRESS)
    made = FigureLetter(
        person_id=person.id,
        cut=cut,
        since_january=since_january,
        rhythm=rhythm,
        hour=hour,
        created_at=work.now,
        last_slot_on=slot(rhythm, work.today),
    )
    work.session.add(made)
    work.session.flush()
    return made


def mine(work: Work) -> Sequence[FigureLetter]:
    """Return what the actor wants by mail."""
    assert work.actor.user_id is not None  # a page is opened by a person
    return store.of_person(work.session, work.actor.user_id)


def stop(work: Work, wish_id: int) -> None:
    """End a wish of the actor; refuse NOT_FOUND what is somebody else's."""
    found = store.one(work.session, wish_id)
    if found is None or found.person_id != work.actor.user_id:
        raise Refusal(Reason.NOT_FOUND)
    found.active = False


def queue_due(session: Session, clock: Clock, base_url: str) -> int:
    """Put the letters that are due into the outbox, each in a transaction of its own; return how many.

    One that cannot be written is noted beside its wish, and does not keep the others.
    """
    with unit_of_work(session, SCHEDULER, clock) as work:
        now = work.now.astimezone(VIETNAM)
        wanted = [
            (each.id, person.id)
            for each, person in store.active(work.session)
            if is_due(each.rhythm, each.hour, each.last_slot_on, now)
        ]
    queued = 0
    for wish_id, person_id in wanted:
        try:
            with unit_of_work(session, SCHEDULER, clock) as work:
                _queue(work, wish_id, person_id, base_url)
            queued += 1
        except Exception as error:
            log.exception("figures by mail: wish=%d could not be written", wish_id)
            with unit_of_work(session, SCHEDULER, clock) as work:
                _note(work, wish_id, f"{type(error).__name__}: {error}".splitlines()[0])
    return queued


def _queue(work: Work, wish_id: int, person_id: int, base_url: str) -> None:
    found, person = store.one(work.session, wish_id), work.session.get_one(Person, person_id)
    assert found is not None and person.email  # chosen a moment ago
    actor = people.actor(work.session, person, work.today)
    yesterday = work.today - dt.timedelta(days=1)
    selection = Selection(
        as_of=yesterday,
        scope=scope(actor, Permission.TASK_READ),
        since=dt.date(yesterday.year, 1, 1) if found.since_january else None,
    )
    figures = statistics.figures(work, selection, found.cut)
    slot_on = slot(found.rhythm, work.today)
    kind = f"{KIND}.{found.id}"
    work.session.add(
        Letter(
            kind=kind,
            person_id=person.id,
            slot_on=slot_on,
            address=person.email,
            subject=subject(found.rhythm, yesterday),
            body_text=text(
                name=person.name,
                day=yesterday,
                since=selection.since,
                cut=found.cut,
                whole=figures.tally,
                lines=[(group.key, group.label, group.tally) for group in figures.groups],
                base_url=base_url,
            ),
            message_key=f"{kind}.{person.id}.{slot_on:%Y%m%d}",
            state=LetterState.NEW,
            next_attempt_at=work.now,
            created_at=work.now,
        )
    )
    found.last_slot_on, found.last_error = slot_on, ""


def _note(work: Work, wish_id: int, error: str) -> None:
    found = store.one(work.session, wish_id)
    if found is not None:
        found.last_error = error[:LONGEST_ERROR]
        found.last_slot_on = slot(found.rhythm, work.today)
