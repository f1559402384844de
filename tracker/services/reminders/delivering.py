"""Handing the outbox over: claim, look again at what is still true, write, send, note what became of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from tracker.clock import VIETNAM, Clock
from tracker.mail.letter import LetterError
from tracker.mail.sent_log import SentLog
from tracker.mail.transport import Envelope, Outcome, Transport
from tracker.models.letter import Letter
from tracker.rules.outbox import ACCESS, Failure, LetterState, next_attempt, state_after
from tracker.rules.reminding import may_send_at
from tracker.services.machine import SCHEDULER
from tracker.services.reminders.writing import Post, Surroundings, holds, is_wanted, says_something, write
from tracker.store import calendar
from tracker.store import letters as store
from tracker.store.letters import LetterLine
from tracker.transaction import Work, unit_of_work

CLOSED_COUNTER = 3
"""After so many letters in a row that found nobody at the counter, the round ends; the next begins with others."""
TRIES_AT_WRITING = 3
LONGEST_ERROR = 400
LONGEST_BATCH = 20.0
"""Seconds after a claim within which its letters go; the others are claimed anew."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Delivered:
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

    `attempt` is the number of this try: a later one means that somebody else has the letter in hand by now.
    """

    letter_id: int
    attempt: int
    envelope: Envelope
    outcome: Outcome | None = None


@dataclass(slots=True)
class _Writing:
    """What a claim yields: letters to send now. Empty and nothing settled means the outbox is empty."""

    ready: list[_Ready] = field(default_factory=list)
    claimed: int = 0


def deliver(
    session: Session,
    clock: Clock,
    post: Post,
    *,
    may_go_on: Callable[[], bool] = lambda: True,
    beat: Callable[[Work, Delivered], None] = lambda work, so_far: None,
) -> Delivered:
    """Send what is due, letter by letter, and never hold a transaction open while sending.

    Letters are claimed some at a time; between two of them `may_go_on` is asked, and after `LONGEST_BATCH` seconds the
    others are given back, so that each is looked at again shortly before it goes. `beat` is told how far we are. What
    a server took is written down before the next letter goes: in the log beside the database (`Post.log`), or in the
    database itself. A process killed in between leaves one letter that may have been taken.
    Raises `Refusal` CALENDAR_MISSING when this year's work calendar is not known.
    """
    result, finished, closed = Delivered(), list[_Ready](), 0
    with post.transport:
        while True:
            with unit_of_work(session, SCHEDULER, clock) as work:
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
                    with unit_of_work(session, SCHEDULER, clock) as work:
                        store.without_waiting(work.session)
                        _note(work, [ready], result)
            finished = writing.ready


def recover(work: Work, log: SentLog | None = None) -> int:
    """Settle letters that were under way when the last sender ended; only the holder of the lock may.

    Those the log names were taken; the others are given back. Return how many were given back.
    """
    taken = log.keys() if log is not None else frozenset()
    if taken:
        store.settle_taken(work.session, work.now, taken)
    return store.give_back(work.session, work.now)


def _counter_is_open(work: Work) -> bool:
    """Tell whether letters may leave at this instant; asks the calendar only when there is one to send."""
    if not store.anything_due(work.session, work.now):
        return False
    return may_send_at(work.now.astimezone(VIETNAM), calendar.working_calendar(work.session))


def _claim(work: Work, post: Post, result: Delivered) -> _Writing:
    """Take the next letters, drop what no longer holds, write the rest."""
    letters = store.claim(work.session, work.now, post.transport.batch_size)
    writing = _Writing(claimed=len(letters))
    if not letters:
        return writing
    people = store.recipients(work.session, {letter.person_id for letter in letters})
    owners = store.owners(work.session, {each.person_id for each in letters if each.kind.startswith(ACCESS)})
    lines_of: dict[int, list[LetterLine]] = {letter.id: [] for letter in letters}
    for line in store.lines(work.session, list(lines_of)):
        lines_of[line.letter_id].append(line)
    around = Surroundings.of(work, post)
    gone: list[int] = []
    for letter in letters:
        person = (owners if letter.kind.startswith(ACCESS) else people).get(letter.person_id)
        kept = [line for line in lines_of[letter.id] if person is not None and holds(line, work)]
        gone += [line.reminder_id for line in lines_of[letter.id] if line not in kept]
        if person is None or not (says_something(letter, kept) and is_wanted(letter, person)):
            letter.state = LetterState.OBSOLETE
            result.count(LetterState.OBSOLETE)
            continue
        try:
            content = write(work, letter, person, kept, post, around)
            envelope = Envelope(letter.message_key, post.sender.address, letter.address, content)
            writing.ready.append(_Ready(letter.id, letter.attempts, envelope))
        except Exception as fault:  # one letter that cannot be written never holds up the others
            _cannot_be_written(work, letter, fault, result)
    store.drop_lines(work.session, gone)
    return writing


def _cannot_be_written(work: Work, letter: Letter, fault: Exception, result: Delivered) -> None:
    log.error("letter %s cannot be written: %s", letter.id, type(fault).__name__)
    hopeless = isinstance(fault, LetterError) or letter.attempts >= TRIES_AT_WRITING
    failure = Failure.PERMANENT if hopeless else Failure.TEMPORARY
    _settle(work, letter, Outcome(failure, f"{type(fault).__name__}: {fault}"), result)


def _send(transport: Transport, envelope: Envelope) -> Outcome:
    """Hand one letter over; a fault of the transport itself is a failed try, not the end of the round."""
    try:
        return transport.send(envelope)
    except (
        Exception
    ) as fault:  # the protocol promises otherwise; the other letters must not pay for a mistake
        log.exception("the transport failed on letter %s", envelope.key)
        return Outcome(Failure.TEMPORARY, f"{type(fault).__name__}: {fault}")


def _note(work: Work, finished: Sequence[_Ready], result: Delivered) -> None:
    """Write down what became of letters that were sent; give back those that were not tried after all.

    A sender whose line was cut comes back late: what another has claimed meanwhile is no longer its to settle.
    """
    outcomes = {ready.letter_id: ready.outcome for ready in finished}
    attempts = {ready.letter_id: ready.attempt for ready in finished}
    for letter in store.letters(work.session, outcomes) if outcomes else ():
        outcome = outcomes[letter.id]
        if letter.state is not LetterState.SENDING or letter.attempts != attempts[letter.id]:
            continue
        if outcome is not None:
            _settle(work, letter, outcome, result)
        else:
            letter.state, letter.next_attempt_at = LetterState.RETRY, work.now
            letter.attempts -= 1


def _settle(work: Work, letter: Letter, outcome: Outcome, result: Delivered) -> None:
    again_at = None
    if outcome.failure is not None:
        again_at = next_attempt(
            outcome.failure,
            attempts=letter.attempts,
            waiting_since=letter.first_tried_at or work.now,
            now=work.now,
        )
    letter.state = state_after(outcome.failure, again_at)
    letter.next_attempt_at = again_at or letter.next_attempt_at
    letter.sent_at = work.now if letter.state is LetterState.SENT else None
    letter.error = "" if outcome.is_sent else outcome.detail[:LONGEST_ERROR]
    result.count(letter.state, letter.error)
