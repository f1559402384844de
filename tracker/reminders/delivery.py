"""Handing the outbox over: claim, look again at what is still true, write, send, note what became of it.

One round of the scheduler: what is due goes into the outbox, what is in the outbox goes out.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from tracker.core.clock import VIETNAM, Clock
from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.mail.message import LetterError
from tracker.mail.outbox import ACCESS, Failure, Letter, LetterState, get_next_attempt, state_after
from tracker.mail.transport import DeliveryOutcome, Envelope, SentLog, Transport
from tracker.office import calendar as office_calendar
from tracker.office.people import SCHEDULER_ACTOR
from tracker.reminders import heartbeat, outbox
from tracker.reminders.labels import round_words
from tracker.reminders.letter_text import (
    LetterContext,
    LetterSender,
    has_lines_left,
    is_reminder_current,
    is_wanted,
    write_letter,
)
from tracker.reminders.outbox import LetterLine
from tracker.reminders.queue import QueueReport, queue_reminders
from tracker.reminders.rules import may_send_at

CLOSED_COUNTER = 3
"""After so many letters in a row that found nobody at the counter, the round ends; the next begins with others."""
TRIES_AT_WRITING = 3
LONGEST_DELIVERY_ERROR = 400
LONGEST_BATCH = 20.0
"""Seconds after a claim within which its letters go; the others are claimed anew."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class DeliveryReport:
    """What became of the letters of one round; `detail` is the last word of a server that refused one."""

    sent: int = 0
    retry: int = 0
    dead: int = 0
    obsolete: int = 0
    detail: str = ""

    def count(self, state: LetterState, detail: str = "") -> None:
        """Count a letter in the state it is left in."""
        setattr(self, state.value, getattr(self, state.value) + 1)
        self.detail = detail or self.detail


@dataclass(slots=True)
class _Ready:
    """A claimed letter, written; what became of it once it was handed over.

    `attempt` is the number of this try: a later one means that somebody else has the letter open by now.
    """

    letter_id: int
    attempt: int
    envelope: Envelope
    outcome: DeliveryOutcome | None = None


@dataclass(slots=True)
class _Writing:
    """What a claim yields: letters to send now. Empty and nothing settled means the outbox is empty."""

    ready: list[_Ready] = field(default_factory=list)
    claimed: int = 0


def deliver_letters(
    session: Session,
    clock: Clock,
    post: LetterSender,
    *,
    may_go_on: Callable[[], bool] = lambda: True,
    beat: Callable[[UnitOfWork, DeliveryReport], None] = lambda work, so_far: None,
) -> DeliveryReport:
    """Send what is due, letter by letter, and never hold a transaction open while sending.

    Letters are claimed some at a time; between two of them `may_go_on` is asked, and after `LONGEST_BATCH` seconds the
    others are given back, so that each is looked at again shortly before it goes. `beat` is told how far we are. What
    a server took is written down before the next letter goes: in the log beside the database (`Post.log`), or in the
    database itself. A process killed in between leaves one letter that may have been taken.
    Raises `Refusal` CALENDAR_MISSING when this year's work calendar is not known.
    """
    result, finished, closed = DeliveryReport(), list[_Ready](), 0
    with post.transport:
        while True:
            with unit_of_work(session, SCHEDULER_ACTOR, clock) as work:
                _note(work, finished, result)
                beat(work, result)
                go_on = closed < CLOSED_COUNTER and may_go_on() and _counter_is_open(work)
                writing = _claim(work, post, result) if go_on else _Writing()
            if post.log is not None and finished:
                post.log.clear()
            if not writing.claimed:
                return result
            end = time.monotonic() + LONGEST_BATCH
            for number, ready in enumerate(writing.ready):
                if number and (closed >= CLOSED_COUNTER or time.monotonic() > end or not may_go_on()):
                    break
                ready.outcome = _send(post.transport, ready.envelope)
                closed = closed + 1 if ready.outcome.failure is Failure.UNAVAILABLE else 0
                if post.log is not None and ready.outcome.is_sent:
                    post.log.note(ready.envelope.key)
                elif post.log is None and len(writing.ready) > 1:
                    with unit_of_work(session, SCHEDULER_ACTOR, clock) as work:
                        outbox.commit_without_sync(work.session)
                        _note(work, [ready], result)
            finished = writing.ready


def recover_letters(work: UnitOfWork, log: SentLog | None = None) -> int:
    """Settle letters that were under way when the last sender ended; only the holder of the lock may.

    Those the log names were taken; the others are given back. Return how many were given back.
    """
    taken = log.keys() if log is not None else frozenset()
    if taken:
        outbox.mark_letters_taken(work.session, work.now, taken)
    return outbox.release_letters(work.session, work.now)


def _counter_is_open(work: UnitOfWork) -> bool:
    """Tell whether letters may leave at this instant; asks the calendar only when there is one to send."""
    if not outbox.is_letter_due(work.session, work.now):
        return False
    return may_send_at(work.now.astimezone(VIETNAM), office_calendar.working_calendar(work.session))


def _claim(work: UnitOfWork, post: LetterSender, result: DeliveryReport) -> _Writing:
    """Take the next letters, drop what no longer holds, write the rest."""
    letters = outbox.claim_due_letters(work.session, work.now, post.transport.batch_size)
    writing = _Writing(claimed=len(letters))
    if not letters:
        return writing
    people = outbox.get_reachable_people(work.session, {letter.person_id for letter in letters})
    owners = outbox.get_letter_owners(
        work.session, {each.person_id for each in letters if each.kind.startswith(ACCESS)}
    )
    lines_of: dict[int, list[LetterLine]] = {letter.id: [] for letter in letters}
    for line in outbox.list_letter_lines(work.session, list(lines_of)):
        lines_of[line.letter_id].append(line)
    around = LetterContext.of(work, post)
    gone: list[int] = []
    for letter in letters:
        person = (owners if letter.kind.startswith(ACCESS) else people).get(letter.person_id)
        kept = [line for line in lines_of[letter.id] if person is not None and is_reminder_current(line, work)]
        gone += [line.reminder_id for line in lines_of[letter.id] if line not in kept]
        if person is None or not (has_lines_left(letter, kept) and is_wanted(letter, person)):
            letter.state = LetterState.OBSOLETE
            result.count(LetterState.OBSOLETE)
            continue
        try:
            content = write_letter(work, letter, person, kept, post, around)
            envelope = Envelope(letter.message_key, post.sender.address, letter.address, content)
            writing.ready.append(_Ready(letter.id, letter.attempts, envelope))
        except Exception as fault:  # one letter that cannot be written never holds up the others
            _cannot_be_written(work, letter, fault, result)
    outbox.delete_letter_lines(work.session, gone)
    return writing


def _cannot_be_written(work: UnitOfWork, letter: Letter, fault: Exception, result: DeliveryReport) -> None:
    log.error("letter %s cannot be written: %s", letter.id, type(fault).__name__)
    hopeless = isinstance(fault, LetterError) or letter.attempts >= TRIES_AT_WRITING
    failure = Failure.PERMANENT if hopeless else Failure.TEMPORARY
    _settle(work, letter, DeliveryOutcome(failure, f"{type(fault).__name__}: {fault}"), result)


def _send(transport: Transport, envelope: Envelope) -> DeliveryOutcome:
    """Hand one letter over; a fault of the transport itself is a failed try, not the end of the round."""
    try:
        return transport.send(envelope)
    except Exception as fault:  # the protocol promises otherwise; the other letters must not pay for a mistake
        log.exception("the transport failed on letter %s", envelope.key)
        return DeliveryOutcome(Failure.TEMPORARY, f"{type(fault).__name__}: {fault}")


def _note(work: UnitOfWork, finished: Sequence[_Ready], result: DeliveryReport) -> None:
    """Write down what became of letters that were sent; give back those that were not tried after all.

    A sender whose line was cut comes back late: what another has claimed meanwhile is no longer its to settle.
    """
    outcomes = {ready.letter_id: ready.outcome for ready in finished}
    attempts = {ready.letter_id: ready.attempt for ready in finished}
    for letter in outbox.reload_letters(work.session, outcomes) if outcomes else ():
        outcome = outcomes[letter.id]
        if letter.state is not LetterState.SENDING or letter.attempts != attempts[letter.id]:
            continue
        if outcome is not None:
            _settle(work, letter, outcome, result)
        else:
            letter.state, letter.next_attempt_at = LetterState.RETRY, work.now
            letter.attempts -= 1


def _settle(work: UnitOfWork, letter: Letter, outcome: DeliveryOutcome, result: DeliveryReport) -> None:
    again_at = None
    if outcome.failure is not None:
        again_at = get_next_attempt(
            outcome.failure, attempts=letter.attempts, waiting_since=letter.first_tried_at or work.now, now=work.now
        )
    letter.state = state_after(outcome.failure, again_at)
    letter.next_attempt_at = again_at or letter.next_attempt_at
    letter.sent_at = work.now if letter.state is LetterState.SENT else None
    letter.error = "" if outcome.is_sent else outcome.detail[:LONGEST_DELIVERY_ERROR]
    result.count(letter.state, letter.error)


@dataclass(frozen=True, slots=True)
class ReminderRound:
    """What one round did; `trouble` is a sentence for the operator when something kept it from its work."""

    queued: QueueReport = field(default_factory=lambda: QueueReport(is_open=False))
    delivered: DeliveryReport = field(default_factory=DeliveryReport)
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


def run_reminder_round(
    session: Session,
    clock: Clock,
    post: LetterSender | None,
    *,
    holder: str = "",
    may_go_on: Callable[[], bool] = lambda: True,
) -> ReminderRound:
    """Queue what is due at this instant, send the outbox, say that we are alive.

    Whoever calls it must be the only sender (see `jobs.lock`): letters found under way belong to a dead one.
    Without `post` letters wait in the outbox. A quiet round is one short transaction.
    """
    try:
        with unit_of_work(session, SCHEDULER_ACTOR, clock) as work:
            recover_letters(work, post.log if post is not None else None)
            heartbeat.record_gap(work)
            queued = queue_reminders(work)
            done = ReminderRound(queued, trouble=_about_years(queued))
            waits = post is not None and outbox.is_letter_due(work.session, work.now)
            heartbeat.record_heartbeat(work, holder=holder, result="" if waits else done.words, error=done.trouble)
    except Refusal as refusal:
        return _troubled(session, clock, ReminderRound(trouble=describe_refusal(refusal)), holder)
    if post is None or not waits:
        return done

    def beat(work: UnitOfWork, so_far: DeliveryReport) -> None:
        words = ReminderRound(queued, so_far).words
        heartbeat.record_heartbeat(work, holder=holder, result=words, error=so_far.detail or done.trouble)

    try:
        delivered = deliver_letters(session, clock, post, may_go_on=may_go_on, beat=beat)
    except Refusal as refusal:  # the year's calendar was taken away meanwhile
        return _troubled(session, clock, ReminderRound(queued, trouble=describe_refusal(refusal)), holder)
    return ReminderRound(queued, delivered, done.trouble)


def record_round_failure(session: Session, clock: Clock, error: BaseException) -> None:
    """Write down that a round broke off, for the status page; the next one comes all the same."""
    log.error("round failed", exc_info=error)
    with unit_of_work(session, SCHEDULER_ACTOR, clock) as work:
        heartbeat.record_heartbeat(work, error=f"{type(error).__name__}: {error}".splitlines()[0])


def _troubled(session: Session, clock: Clock, done: ReminderRound, holder: str) -> ReminderRound:
    with unit_of_work(session, SCHEDULER_ACTOR, clock) as work:
        heartbeat.record_heartbeat(work, holder=holder, error=done.trouble)
    return done


def _about_years(queued: QueueReport) -> str:
    if not queued.unknown_years:
        return ""
    return describe_refusal(Refusal(Reason.CALENDAR_MISSING, year=min(queued.unknown_years)))
