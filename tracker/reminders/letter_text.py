"""Writing a letter at the moment of sending: what still holds, whether it is wanted, the words, the bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.accounts import details, links
from tracker.accounts.models import LinkKind
from tracker.core.i18n import VIETNAMESE
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.occurrences import evidence_missing_until
from tracker.mail.message import MailMessage as Message, Sender, to_bytes
from tracker.mail.outbox import ACCOUNT, NEW_ADDRESS, READY_MADE, URGENT, Letter
from tracker.mail.transport import SentLog, Transport
from tracker.office import installation
from tracker.office.models import Person
from tracker.reminders import heartbeat, queries
from tracker.reminders.answers import AnswerAddress
from tracker.reminders.digest import Digest, DigestLine, IssuingAuthority, build_week_pictures, compose_digest
from tracker.reminders.outbox import LetterLine
from tracker.reminders.rules import ReminderKind, still_holds, update_reminder_kind

SET_PASSWORD = "/dat-mat-khau"
"""Where a link leads with which a password is set once."""
CONFIRM_ADDRESS = "/tai-khoan/dia-chi-thu"
"""Where a link leads with which a new mail address is confirmed."""
OWN_SETTINGS = "/nhac-viec/cua-toi"
"""Where people say when they want to be written to; letters lead there."""


@dataclass(frozen=True, slots=True)
class LetterSender:
    """Where letters go and in whose name: `base_url` alone begins the links in them.

    `answers` is where people may answer to; without it they are told that no answer is needed.
    `log` is where letters taken are noted before the database knows of them; without it each is committed.
    """

    transport: Transport
    sender: Sender
    base_url: str
    answers: AnswerAddress | None = None
    log: SentLog | None = None


@dataclass(frozen=True, slots=True)
class LetterContext:
    """What all letters of a claim share: who writes, a silence to be named, in which language people read."""

    issuer: IssuingAuthority
    gap: tuple[dt.datetime, dt.datetime] | None
    languages: Mapping[int, str]

    @classmethod
    def of(cls, work: UnitOfWork, post: LetterSender) -> LetterContext:
        """Return what holds now."""
        return cls(
            IssuingAuthority(installation.get_authority_name(work.session), post.base_url),
            heartbeat.get_gap_to_report(work),
            queries.get_letter_languages(work.session),
        )


def is_reminder_current(line: LetterLine, work: UnitOfWork) -> bool:
    """Tell whether a line queued earlier is still true now."""
    attested = line.attested_until is not None and line.attested_until >= work.today
    return not attested and still_holds(
        line.kind,
        reminded_of=line.reminded_of,
        state=line.state,
        due_on=line.due_on,
        is_asking=line.is_asking,
        evidence_until=evidence_missing_until(
            line.term_kind, shown_on=line.shown_on, due_on=line.due_on, today=work.today
        ),
    )


def has_lines_left(letter: Letter, lines: Sequence[LetterLine]) -> bool:
    """Tell whether anything is left to say in a letter."""
    return bool(lines) or letter.with_picture or letter.kind.startswith(READY_MADE)


def is_wanted(letter: Letter, person: Person) -> bool:
    """Tell whether somebody wants a letter; what is urgent and what was asked for goes to everybody."""
    return person.wants_mail or letter.kind.startswith((URGENT, *READY_MADE))


def write_letter(
    work: UnitOfWork,
    letter: Letter,
    person: Person,
    lines: Sequence[LetterLine],
    post: LetterSender,
    around: LetterContext,
) -> bytes:
    """Write the letter as it is true now and keep what was written; return it as a server takes it."""
    if not letter.kind.startswith(READY_MADE):
        written = compose_digest(_digest(work, letter, person, lines, post, around), around.issuer)
        letter.address = person.email or ""
        letter.subject, letter.body_text, letter.body_html = written.subject, written.text, written.html
    text = letter.body_text + _link(work, letter, person, post)
    message = Message(
        to_address=letter.address,
        to_name=person.name,
        subject=letter.subject,
        text=text,
        html=letter.body_html,
        key=letter.message_key,
        reply_to=_answer_address(post, letter, lines),
        headers={"X-Tracker-Attempt": str(letter.attempts), "List-Unsubscribe": f"<{post.base_url}{OWN_SETTINGS}>"},
    )
    return to_bytes(message, post.sender, work.now)


def _link(work: UnitOfWork, letter: Letter, person: Person, post: LetterSender) -> str:
    """Return the line with a link made now: the row never holds it, nor may those see it who read the list."""
    if letter.kind.startswith(ACCOUNT):
        kind = LinkKind.RESET if person.password_hash else LinkKind.INVITATION
        return f"\n{post.base_url}{SET_PASSWORD}/{links.create_account_link(work, person, kind)}\n"
    if letter.kind.startswith(NEW_ADDRESS):
        token = details.create_address_token(work, person, letter.address)
        return f"\n{post.base_url}{CONFIRM_ADDRESS}/{token}\n"
    return ""


def _digest(
    work: UnitOfWork,
    letter: Letter,
    person: Person,
    lines: Sequence[LetterLine],
    post: LetterSender,
    around: LetterContext,
) -> Digest:
    return Digest(
        name=person.name,
        day=work.today,
        lines=[
            DigestLine(
                kind=update_reminder_kind(line.kind, line.due_on, work.today),
                assignment_id=line.assignment_id,
                code=line.code,
                title=line.title,
                unit_name=line.unit_name,
                due_on=line.reminded_of if line.kind is ReminderKind.EVIDENCE_DUE else line.due_on,
                answer_to=post.answers.address_for(line.assignment_id, person.id) if post.answers else "",
            )
            for line in lines
        ],
        urgency=next((line.urgency for line in lines), "") if letter.kind.startswith(URGENT) else "",
        gap=around.gap,
        pictures=build_week_pictures(work, person.id) if letter.with_picture else (),
        language=around.languages.get(person.id, VIETNAMESE),
        answer_to=_answer_address(post, letter, lines),
    )


def _answer_address(post: LetterSender, letter: Letter, lines: Sequence[LetterLine]) -> str:
    """Return where an answer to the letter as a whole goes: to its one task, if it speaks of one alone."""
    about = {line.assignment_id for line in lines}
    if post.answers is None or len(about) != 1:
        return ""
    return post.answers.address_for(about.pop(), letter.person_id)
