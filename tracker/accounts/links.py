"""Links with which a password is set once: handed out by the administrator, or mailed to whoever forgot theirs."""

from __future__ import annotations

import datetime as dt
import secrets

from tracker.accounts import account_log, approval, notices, passwords, queries
from tracker.accounts.models import AccountChange, AccountLink, AccountProposal, LinkKind
from tracker.accounts.rules import INVITATION_HOLDS, LINK_HOLDS
from tracker.accounts.sessions import hash_session_token
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Permission, require_permission
from tracker.mail.outbox import ACCOUNT, Letter, LetterState
from tracker.office import people as office_people
from tracker.office.models import Person

ONE_LETTER_IN = dt.timedelta(minutes=15)
"""Asking for a link again and again brings one letter."""


def issue_account_link(work: UnitOfWork, person_id: int, *, approved: AccountProposal | None = None) -> str:
    """Return the token of a new link for somebody's account, to be handed over by the administrator.

    Refuses APPROVAL_NEEDED for an account that decides, while a second person could approve: a link goes by letter.
    """
    approval.require_account_approval(
        work, person_id, decides=approval.decides_for_everybody(work, person_id), approved=approved
    )
    person = work.session.get(Person, person_id)
    if person is None or not person.active:
        raise Refusal(Reason.NOT_FOUND)
    kind = LinkKind.RESET if person.password_hash else LinkKind.INVITATION
    notices.announce_account_change(work, person, AccountChange.LINK_MADE, link=kind.value)
    return create_account_link(work, person, kind)


def send_account_link(work: UnitOfWork, person_id: int, subject: str, text: str) -> str:
    """Queue a letter with a link to the address of an account; return the address. Refuses NO_ADDRESS.

    Nobody but the owner of the mailbox sees the link, so that an administrator may do this alone.
    """
    require_permission(work.actor, Permission.PEOPLE_MANAGE)
    person = work.session.get(Person, person_id)
    if person is None or not person.active:
        raise Refusal(Reason.NOT_FOUND)
    if not person.email:
        raise Refusal(Reason.NO_ADDRESS)
    queue_link_letter(work, person, subject, text)
    account_log.record_account_event(work, person_id, AccountChange.LINK_MADE, by_letter=True)
    return person.email


def create_account_link(work: UnitOfWork, person: Person, kind: LinkKind) -> str:
    """Make a link and return its token; only the hash is kept, and former links of the account are good no more."""
    for former in work.session.query(AccountLink).filter_by(person_id=person.id, used_at=None):
        former.used_at = work.now
    token = secrets.token_urlsafe(32)
    holds = INVITATION_HOLDS if kind is LinkKind.INVITATION else LINK_HOLDS
    work.session.add(
        AccountLink(
            person_id=person.id,
            kind=kind,
            token_hash=hash_session_token(token),
            epoch=person.epoch,
            made_at=work.now,
            expires_at=work.now + holds,
        )
    )
    return token


def request_link_by_mail(work: UnitOfWork, login: str, subject: str, text: str) -> None:
    """Queue a letter with a link for whoever has this name and an address; say nothing of whether there is one.

    The link is made when the letter leaves: the outbox never holds a token, and its hour begins then.
    """
    person = office_people.find_person_by_login(work.session, normalise_text(login))
    if person is None or not person.active or not person.email:
        return
    queue_link_letter(work, person, subject, text)


def queue_link_letter(work: UnitOfWork, person: Person, subject: str, text: str) -> None:
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


def get_link_owner(work: UnitOfWork, token: str) -> Person:
    """Return whose account a link opens; refuse LINK_OVER for one that is unknown, used, too old or overtaken."""
    return _open(work, token)[1]


def use_account_link(work: UnitOfWork, token: str, password: str) -> Person:
    """Set the password of the account a link opens; the link and all other access are over."""
    link, person = _open(work, token)
    passwords.save_password(work, person, password, AccountChange.LINK_USED, link=link.kind.value)
    return person


def _open(work: UnitOfWork, token: str) -> tuple[AccountLink, Person]:
    found = queries.find_account_link(work.session, hash_session_token(token))
    if found is None:
        raise Refusal(Reason.LINK_OVER)
    link, person = found
    if not person.active or link.epoch != person.epoch or work.now > link.expires_at:
        raise Refusal(Reason.LINK_OVER)
    return link, person
