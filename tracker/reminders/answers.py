"""Taking answers that came by mail: each becomes a comment of who was written to, once, and changes nothing else.

Letters that came in: which are known already, and the list for those who look after letters.

Answers by mail: what became of each letter that came in, so that none is taken twice.

Answers by mail: the address that leads one person's answer to one task, and nobody else's.

The address carries a seal over task and person, so that an answer is taken only by who was written to; what is said in
it changes no state, it becomes a comment.

Fetching answers from the mailbox, round by round; a mailbox that fails waits for the next round and is named.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import hmac
import imaplib
import logging
import re
import secrets
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import CheckConstraint, ForeignKey, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from tracker.core.clock import Clock, civil_day
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import fold_accents
from tracker.database.base import Base, enum_column_type
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.permissions import Permission, require_permission
from tracker.mail.mailbox import LARGEST_LETTER, MailAnswer, MailboxServer, read_answer, walk_unseen_letters
from tracker.mail.outbox import Letter, LetterState
from tracker.office import people as office_people
from tracker.office.models import Person
from tracker.office.people import SCHEDULER_ACTOR
from tracker.reminders import heartbeat
from tracker.reminders.labels import DONE_SUBJECT, DONE_TEXT, with_attachments
from tracker.tasks import comments as task_comments
from tracker.tasks.models import Assignment, Task


class AnswerOutcome(enum.StrEnum):
    """What became of a letter that came in."""

    TAKEN = "taken"
    SEEN_BEFORE = "seen_before"
    AUTOMATIC = "automatic"
    NOT_FOR_US = "not_for_us"
    OTHER_SENDER = "other_sender"
    NOTHING_NEW = "nothing_new"
    NO_ACCESS = "no_access"


SEAL_LENGTH = 20
_TAG = re.compile(r"(?P<assignment>\d{1,10})\.(?P<person>\d{1,10})\.(?P<seal>[0-9a-f]{20})")
_GREATEST_KEY = 2**31 - 1
_DONE = re.compile(r"(da |chung toi da |don vi da )?(xong|hoan thanh|thuc hien xong|done|completed|finished)\b")
_NOT_DONE = re.compile(r"(xong|hoan thanh|done|completed|finished)\W{0,3}(chua|khong|truoc|not\b)|\?")


def says_done(text: str) -> bool:
    """Tell whether an answer begins by saying that the work is done; a comment reports nothing, so that is answered."""
    first = fold_accents(text.strip().split("\n", 1)[0])
    return bool(_DONE.match(first)) and not _NOT_DONE.search(first)


@dataclass(frozen=True, slots=True)
class AnswerAddress:
    """Where answers go: `address` is a mailbox that takes anything behind «+»; `secret_key` makes the seals.

    Seals made with `former_keys` are still read: letters with them are in people's mailboxes.
    """

    address: str
    secret_key: str
    former_keys: tuple[str, ...] = ()

    def address_for(self, assignment_id: int, person_id: int) -> str:
        """Return the address for the answers of one person about one assignment."""
        local, _, domain = self.address.rpartition("@")
        return f"{local}+{assignment_id}.{person_id}.{_seal(self.secret_key, assignment_id, person_id)}@{domain}"

    def read(self, address: str) -> tuple[int, int] | None:
        """Return assignment and person of such an address; None when it is not one of ours."""
        local, _, domain = address.strip().lower().rpartition("@")
        own_local, _, own_domain = self.address.lower().rpartition("@")
        mailbox, plus, tag = local.partition("+")
        found = _TAG.fullmatch(tag) if plus and (mailbox, domain) == (own_local, own_domain) else None
        if found is None:
            return None
        assignment_id, person_id = int(found["assignment"]), int(found["person"])
        if max(assignment_id, person_id) > _GREATEST_KEY:
            return None
        sealed = any(
            hmac.compare_digest(found["seal"], _seal(key, assignment_id, person_id))
            for key in (self.secret_key, *self.former_keys)
        )
        return (assignment_id, person_id) if sealed else None


def _seal(key: str, assignment_id: int, person_id: int) -> str:
    said = f"answer:{assignment_id}:{person_id}".encode()
    return hmac.new(key.encode(), said, hashlib.sha256).hexdigest()[:SEAL_LENGTH]


class IncomingAnswer(Base):
    """One letter that came in: from whom and about which task, if it was for us; never its words, those are a comment.

    `letter_key` tells the same letter again when a mail program brings it twice.
    """

    __tablename__ = "incoming_answer"
    __table_args__ = (CheckConstraint("(outcome = 'taken') = (comment_id IS NOT NULL)", name="comment_when_taken"),)

    letter_key: Mapped[str] = mapped_column(String(64), unique=True)
    received_at: Mapped[dt.datetime]
    outcome: Mapped[AnswerOutcome] = mapped_column(enum_column_type(AnswerOutcome, "answer_outcome"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    attachments: Mapped[int] = mapped_column(default=0)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One line of the list."""

    received_at: dt.datetime
    outcome: AnswerOutcome
    person_name: str | None
    assignment_id: int | None
    title: str | None
    attachments: int


def is_known_answer(session: Session, letter_key: str) -> bool:
    """Tell whether a letter came in before."""
    return session.scalar(select(IncomingAnswer.id).where(IncomingAnswer.letter_key == letter_key)) is not None


def list_newest_answers(session: Session, limit: int) -> list[AnswerRow]:
    """Return the letters that came in last, newest first."""
    question = (
        select(
            IncomingAnswer.received_at,
            IncomingAnswer.outcome,
            Person.name.label("person_name"),
            IncomingAnswer.assignment_id,
            Task.title,
            IncomingAnswer.attachments,
        )
        .outerjoin(Person, Person.id == IncomingAnswer.person_id)
        .outerjoin(Assignment, Assignment.id == IncomingAnswer.assignment_id)
        .outerjoin(Task, Task.id == Assignment.task_id)
        .order_by(IncomingAnswer.id.desc())
        .limit(limit)
    )
    return [AnswerRow(**row) for row in session.execute(question).mappings()]


ANSWERS_SHOWN = 200
RECEIVED = "received"
"""How the kind of a letter begins that tells somebody what their answer did not do."""
_MENTIONS = (Reason.MENTION_UNKNOWN, Reason.MENTION_AMBIGUOUS)
_CLOSED = (Reason.NOT_FOUND, Reason.NOT_ALLOWED)


def process_answer(
    session: Session, clock: Clock, answer_address: AnswerAddress, content: bytes, *, base_url: str
) -> AnswerOutcome:
    """Take one letter that came in and return what became of it; the same letter again is seen and left.

    Only the person who was written to, from the address they are written to at, is heard. `base_url` begins the link
    in the letter that answers somebody who wrote that the work is done.
    """
    letter = read_answer(content)
    key = _key(letter, content)
    if is_known_answer(session, key):
        return AnswerOutcome.SEEN_BEFORE
    found = next(filter(None, map(answer_address.read, letter.to_addresses)), None)
    person = None if found is None else session.get(Person, found[1])
    outcome = _judge(letter, person)
    actor = SCHEDULER_ACTOR
    if outcome is AnswerOutcome.TAKEN and person is not None:
        actor = office_people.get_person_actor(session, person, civil_day(clock.now()))
    try:
        with unit_of_work(session, actor, clock) as work:
            row = IncomingAnswer(letter_key=key, received_at=work.now, outcome=outcome, attachments=letter.attachments)
            if found is not None and person is not None:
                row.assignment_id, row.person_id = found[0], person.id
                if outcome is AnswerOutcome.TAKEN:
                    _comment(work, row, letter, base_url, person)
            work.session.add(row)
            outcome = row.outcome
    except IntegrityError:  # somebody else took the same letter at the same moment
        if not is_known_answer(session, key):
            raise
        return AnswerOutcome.SEEN_BEFORE
    return outcome


def list_answers(work: UnitOfWork) -> Sequence[AnswerRow]:
    """Return the letters that came in last, newest first."""
    require_permission(work.actor, Permission.LETTER_READ)
    return list_newest_answers(work.session, ANSWERS_SHOWN)


def _judge(letter: MailAnswer, person: Person | None) -> AnswerOutcome:
    if letter.is_automatic:
        return AnswerOutcome.AUTOMATIC
    if person is None:
        return AnswerOutcome.NOT_FOR_US
    if not person.active or (person.email or "").strip().lower() != letter.from_address:
        return AnswerOutcome.OTHER_SENDER
    return AnswerOutcome.TAKEN if letter.text or letter.attachments else AnswerOutcome.NOTHING_NEW


def _comment(work: UnitOfWork, row: IncomingAnswer, letter: MailAnswer, base_url: str, person: Person) -> None:
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


def _written(work: UnitOfWork, assignment_id: int, text: str) -> int:
    """Write the comment; in a letter «@» may stand before anything, so a name nobody has names nobody."""
    try:
        return task_comments.add_comment(work, assignment_id, text, by_mail=True).id
    except Refusal as refusal:
        if refusal.reason not in _MENTIONS:
            raise
    return task_comments.add_comment(work, assignment_id, text.replace("@", "@ "), by_mail=True).id


def _about_done(work: UnitOfWork, assignment_id: int, base_url: str, person: Person) -> Letter:
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


log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AnswerMailbox:
    """What an installation's settings say of answers: where they are fetched, whom they are for, our own address."""

    server: MailboxServer
    answer_address: AnswerAddress
    base_url: str


def fetch_answers(
    session: Session, clock: Clock, mailbox: AnswerMailbox, may_go_on: Callable[[], bool] = lambda: True
) -> int:
    """Take the answers that came in; return how many became a comment."""
    taken = 0
    try:
        with closing(walk_unseen_letters(mailbox.server, largest=LARGEST_LETTER)) as letters:
            for content in letters:
                outcome = process_answer(session, clock, mailbox.answer_address, content, base_url=mailbox.base_url)
                taken += outcome is AnswerOutcome.TAKEN
                if not may_go_on():
                    break
    except (OSError, imaplib.IMAP4.error) as fault:
        log.warning("the mailbox cannot be read: %s", type(fault).__name__)
        with unit_of_work(session, SCHEDULER_ACTOR, clock) as work:
            heartbeat.record_heartbeat(work, error=f"IMAP: {type(fault).__name__}")
    return taken
