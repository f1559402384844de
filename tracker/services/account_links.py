"""Links with which a password is set once: handed out by the administrator, or mailed to whoever forgot theirs."""

from __future__ import annotations

import datetime as dt
import secrets

from tracker.models.account import AccountChange, AccountLink, LinkKind
from tracker.models.account_proposal import AccountProposal
from tracker.models.letter import Letter
from tracker.models.person import Person
from tracker.rules.outbox import ACCOUNT, LetterState
from tracker.rules.permissions import Permission, require
from tracker.rules.proving import INVITATION_HOLDS, LINK_HOLDS
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import tidy
from tracker.services import account_approval, account_diary, account_notices, credentials
from tracker.services.sessions import hash_of
from tracker.store import people, proofs
from tracker.transaction import Work

ONE_LETTER_IN = dt.timedelta(minutes=15)
"""Asking for a link again and again brings one letter."""


def hand_out(work: Work, person_id: int, *, approved: AccountProposal | None = None) -> str:
    """Return the token of a new link for somebody's account, to be handed over by the administrator.

    Refuses APPROVAL_NEEDED for an account that decides, while a second person could approve: a link goes by letter.
    """
    account_approval.check(
        work, person_id, decides=account_approval.decides(work, person_id), approved=approved
    )
    person = work.session.get(Person, person_id)
    if person is None or not person.active:
        raise Refusal(Reason.NOT_FOUND)
    kind = LinkKind.RESET if person.password_hash else LinkKind.INVITATION
    account_notices.record(work, person, AccountChange.LINK_MADE, link=kind.value)
    return fresh(work, person, kind)


def send_out(work: Work, person_id: int, subject: str, text: str) -> str:
    """Queue a letter with a link to the address of an account; return the address. Refuses NO_ADDRESS.

    Nobody but the owner of the mailbox sees the link, so that an administrator may do this alone.
    """
    require(work.actor, Permission.PEOPLE_MANAGE)
    person = work.session.get(Person, person_id)
    if person is None or not person.active:
        raise Refusal(Reason.NOT_FOUND)
    if not person.email:
        raise Refusal(Reason.NO_ADDRESS)
    queue(work, person, subject, text)
    account_diary.note(work, person_id, AccountChange.LINK_MADE, by_letter=True)
    return person.email


def fresh(work: Work, person: Person, kind: LinkKind) -> str:
    """Make a link and return its token; only the hash is kept, and former links of the account are good no more."""
    for former in work.session.query(AccountLink).filter_by(person_id=person.id, used_at=None):
        former.used_at = work.now
    token = secrets.token_urlsafe(32)
    holds = INVITATION_HOLDS if kind is LinkKind.INVITATION else LINK_HOLDS
    work.session.add(
        AccountLink(
            person_id=person.id,
            kind=kind,
            token_hash=hash_of(token),
            epoch=person.epoch,
            made_at=work.now,
            expires_at=work.now + holds,
        )
    )
    return token


def ask_by_mail(work: Work, login: str, subject: str, text: str) -> None:
    """Queue a letter with a link for whoever has this name and an address; say nothing of whether there is one.

    The link is made when the letter leaves: the outbox never holds a token, and its hour begins then.
    """
    person = people.by_login(work.session, tidy(login))
    if person is None or not person.active or not person.email:
        return
    queue(work, person, subject, text)


def queue(work: Work, person: Person, subject: str, text: str) -> None:
    """Queue a letter with a link to somebody with an address, one in `ONE_LETTER_IN`."""
    kind = f"{ACCOUNT}.{int(work.now.timestamp() // ONE_LETTER_IN.total_seconds())}"
    known = work.session.query(Letter.id).filter_by(kind=kind, person_id=person.id, slot_on=work.today)
    if known.first() is not None:
        return
    work.session.add(
        Letter(
            kind=kind,
            person_id=person.id,
            slot_on=work.today,
            address=person.email or "",
            subject=subject,
            body_text=text.format(name=person.name),
            message_key=f"{kind}.{person.id}.{secrets.token_hex(4)}",
            state=LetterState.NEW,
            next_attempt_at=work.now,
            created_at=work.now,
        )
    )


def owner(work: Work, token: str) -> Person:
    """Return whose account a link opens; refuse LINK_OVER for one that is unknown, used, too old or overtaken."""
    return _open(work, token)[1]


def use(work: Work, token: str, password: str) -> Person:
    """Set the password of the account a link opens; the link and all other access are over."""
    link, person = _open(work, token)
    credentials.set_password(work, person, password, AccountChange.LINK_USED, link=link.kind.value)
    return person


def _open(work: Work, token: str) -> tuple[AccountLink, Person]:
    found = proofs.link(work.session, hash_of(token))
    if found is None:
        raise Refusal(Reason.LINK_OVER)
    link, person = found
    if not person.active or link.epoch != person.epoch or work.now > link.expires_at:
        raise Refusal(Reason.LINK_OVER)
    return link, person
