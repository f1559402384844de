"""One round of the scheduler: what is due goes into the outbox, what is in the outbox goes out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.rules.refusals import Reason, Refusal
from tracker.services import heartbeats
from tracker.services.machine import SCHEDULER
from tracker.services.reminders.delivering import Delivered, deliver, recover
from tracker.services.reminders.queueing import Queued, queue
from tracker.services.reminders.writing import Post
from tracker.store import letters
from tracker.transaction import Work, unit_of_work
from tracker.wording.letters import round_words
from tracker.wording.refusals import explain

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did; `trouble` is a sentence for the operator when something kept it from its work."""

    queued: Queued = field(default_factory=lambda: Queued(is_open=False))
    delivered: Delivered = field(default_factory=Delivered)
    trouble: str = ""

    @property
    def words(self) -> str:
        """The round in one sentence."""
        queued, delivered = self.queued, self.delivered
        return round_words(
            is_open=queued.is_open,
            lines=len(queued.lines),
            people=queued.people,
            sent=delivered.sent,
            retry=delivered.retry,
            dead=delivered.dead,
        )


def tick(
    session: Session,
    clock: Clock,
    post: Post | None,
    *,
    holder: str = "",
    may_go_on: Callable[[], bool] = lambda: True,
) -> Round:
    """Queue what is due at this instant, send the outbox, say that we are alive.

    Whoever calls it must be the only sender (see `jobs.lock`): letters found under way belong to a dead one.
    Without `post` letters wait in the outbox. A quiet round is one short transaction.
    """
    try:
        with unit_of_work(session, SCHEDULER, clock) as work:
            recover(work, post.log if post is not None else None)
            heartbeats.note_gap(work)
            queued = queue(work)
            done = Round(queued, trouble=_about_years(queued))
            waits = post is not None and letters.anything_due(work.session, work.now)
            heartbeats.note(work, holder=holder, result="" if waits else done.words, error=done.trouble)
    except Refusal as refusal:
        return _troubled(session, clock, Round(trouble=explain(refusal)), holder)
    if post is None or not waits:
        return done

    def beat(work: Work, so_far: Delivered) -> None:
        words = Round(queued, so_far).words
        heartbeats.note(work, holder=holder, result=words, error=so_far.detail or done.trouble)

    try:
        delivered = deliver(session, clock, post, may_go_on=may_go_on, beat=beat)
    except Refusal as refusal:  # the year's calendar was taken away meanwhile
        return _troubled(session, clock, Round(queued, trouble=explain(refusal)), holder)
    return Round(queued, delivered, done.trouble)


def note_failure(session: Session, clock: Clock, error: BaseException) -> None:
    """Write down that a round broke off, for the status page; the next one comes all the same."""
    log.error("round failed", exc_info=error)
    with unit_of_work(session, SCHEDULER, clock) as work:
        heartbeats.note(work, error=f"{type(error).__name__}: {error}".splitlines()[0])


def _troubled(session: Session, clock: Clock, done: Round, holder: str) -> Round:
    with unit_of_work(session, SCHEDULER, clock) as work:
        heartbeats.note(work, holder=holder, error=done.trouble)
    return done


def _about_years(queued: Queued) -> str:
    if not queued.unknown_years:
        return ""
    return explain(Refusal(Reason.CALENDAR_MISSING, year=min(queued.unknown_years)))
