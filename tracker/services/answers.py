"""Taking answers that came by mail: each becomes a comment of who was written to, once, and changes nothing else."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.clock import Clock, civil_day
from tracker.mail.answers import MailAnswer, read_answer
from tracker.models.answer import Answer
from tracker.models.letter import Letter
from tracker.models.person import Person
from tracker.rules.answering import AnswerDesk, AnswerOutcome, says_done
from tracker.rules.outbox import LetterState
from tracker.rules.permissions import Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.services import comments
from tracker.services.machine import SCHEDULER
from tracker.store import answers as store
from tracker.store import people
from tracker.store.answers import AnswerRow
from tracker.transaction import Work, unit_of_work
from tracker.wording.answers import DONE_SUBJECT, DONE_TEXT, with_attachments

SHOWN = 200
RECEIVED = "received"
"""How the kind of a letter begins that tells somebody what their answer did not do."""
_MENTIONS = (Reason.MENTION_UNKNOWN, Reason.MENTION_AMBIGUOUS)
_CLOSED = (Reason.NOT_FOUND, Reason.NOT_ALLOWED)


def take(session: Session, clock: Clock, desk: AnswerDesk, content: bytes, *, base_url: str) -> AnswerOutcome:
    """Take one letter that came in and return what became of it; the same letter again is seen and left.

    Only the person who was written to, from the address they are written to at, is heard. `base_url` begins the link
    in the letter that answers somebody who wrote that the work is done.
    """
    letter = read_answer(content)
    key = _key(letter, content)
    if store.known(session, key):
        return AnswerOutcome.SEEN_BEFORE
    found = next(filter(None, map(desk.read, letter.to_addresses)), None)
    person = None if found is None else session.get(Person, found[1])
    outcome = _judge(letter, person)
    actor = SCHEDULER
    if outcome is AnswerOutcome.TAKEN and person is not None:
        actor = people.actor(session, person, civil_day(clock.now()))
    try:
        with unit_of_work(session, actor, clock) as work:
            row = Answer(
                letter_key=key, received_at=work.now, outcome=outcome, attachments=letter.attachments
            )
            if found is not None and person is not None:
                row.assignment_id, row.person_id = found[0], person.id
                if outcome is AnswerOutcome.TAKEN:
                    _comment(work, row, letter, base_url, person)
            work.session.add(row)
            outcome = row.outcome
    except IntegrityError:  # somebody else took the same letter at the same moment
        if not store.known(session, key):
            raise
        return AnswerOutcome.SEEN_BEFORE
    return outcome


def listed(work: Work) -> Sequence[AnswerRow]:
    """Return the letters that came in last, newest first."""
    require(work.actor, Permission.LETTER_READ)
    return store.newest(work.session, SHOWN)


def _judge(letter: MailAnswer, person: Person | None) -> AnswerOutcome:
    if letter.is_automatic:
        return AnswerOutcome.AUTOMATIC
    if person is None:
        return AnswerOutcome.NOT_FOR_US
    if not person.active or (person.email or "").strip().lower() != letter.from_address:
        return AnswerOutcome.OTHER_SENDER
    return AnswerOutcome.TAKEN if letter.text or letter.attachments else AnswerOutcome.NOTHING_NEW


def _comment(work: Work, row: Answer, letter: MailAnswer, base_url: str, person: Person) -> None:
    """Write the comment, or leave in the row why it may not be written."""
    assert row.assignment_id is not None  # it stood in the address
    text = with_attachments(letter.text, letter.attachments)
    try:
        row.comment_id = _written(work, row.assignment_id, text)
    except Refusal as refusal:
        if refusal.reason not in _CLOSED:
            raise
        row.outcome, row.assignment_id = AnswerOutcome.NO_ACCESS, None
        return
    if says_done(letter.text):
        work.session.add(_about_done(work, row.assignment_id, base_url, person))


def _written(work: Work, assignment_id: int, text: str) -> int:
    """Write the comment; in a letter «@» may stand before anything, so a name nobody has names nobody."""
    try:
        return comments.write(work, assignment_id, text, by_mail=True).id
    except Refusal as refusal:
        if refusal.reason not in _MENTIONS:
            raise
    return comments.write(work, assignment_id, text.replace("@", "@ "), by_mail=True).id


def _about_done(work: Work, assignment_id: int, base_url: str, person: Person) -> Letter:
    """Return the letter that leads somebody from «done» to the form in which it is reported."""
    kind = f"{RECEIVED}.{assignment_id}.{work.now:%H%M%S}"
    return Letter(
        kind=kind,
        person_id=person.id,
        slot_on=work.today,
        address=person.email or "",
        subject=DONE_SUBJECT,
        body_text=DONE_TEXT.format(name=person.name, link=f"{base_url}/nhiem-vu/{assignment_id}/bao-cao"),
        message_key=f"{kind}.{person.id}.{work.today:%Y%m%d}.{secrets.token_hex(4)}",
        state=LetterState.NEW,
        next_attempt_at=work.now,
        created_at=work.now,
    )


def _key(letter: MailAnswer, content: bytes) -> str:
    """Return what makes a letter the same letter: its Message-ID, or all of it when it has none."""
    said = letter.message_id.encode() if letter.message_id else content
    return hashlib.sha256(said).hexdigest()
