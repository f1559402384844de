"""Names, mail addresses and telephone numbers of people, and the name of the office: who may change them, and how."""

from __future__ import annotations

import datetime as dt
import re
import secrets

from tracker.accounts import account_log, approval, notices, queries
from tracker.accounts.models import AccountChange, AccountProposal, EmailChange
from tracker.accounts.notices import NEW_ADDRESS_SUBJECT, NEW_ADDRESS_TEXT
from tracker.accounts.sessions import hash_session_token
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text, sort_key
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Permission, require_permission
from tracker.mail.outbox import NEW_ADDRESS
from tracker.office import installation
from tracker.office.models import Person

CONFIRM_WITHIN = dt.timedelta(hours=24)
_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\"]+")


def given_name_first(name: str) -> str:
    """Return the key by which Vietnamese lists put a name in order: the given name, the last word, first."""
    words = normalise_text(name).split()
    return sort_key(" ".join([*words[-1:], *words[:-1]]))


def rename_person(work: UnitOfWork, person_id: int, name: str) -> None:
    """Write a person's name anew, by the administrator; events keep the name of their day."""
    require_permission(work.actor, Permission.PEOPLE_MANAGE)
    person, name = _person(work, person_id), normalise_text(name)
    if name == person.name:
        return
    old, person.name, person.sort_key = person.name, name, given_name_first(name)
    notices.announce_account_change(work, person, AccountChange.NAME_CHANGED, old=old, new=name)


def set_phone(work: UnitOfWork, person_id: int, phone: str) -> None:
    """Write a telephone number anew: one's own, or anybody's by the administrator."""
    if work.actor.user_id != person_id:
        require_permission(work.actor, Permission.PEOPLE_MANAGE)
    person, new = _person(work, person_id), normalise_text(phone) or None
    if new == person.phone:
        return
    old, person.phone = person.phone, new
    notices.announce_account_change(work, person, AccountChange.PHONE_CHANGED, old=old or "–", new=new or "–")


def set_email(work: UnitOfWork, person_id: int, address: str, *, approved: AccountProposal | None = None) -> None:
    """Write somebody's mail address anew, by the administrator; both addresses are told.

    Refuses ADDRESS_WRONG; APPROVAL_NEEDED for an account that decides, since its links go to that address.
    """
    person, new = _person(work, person_id), normalise_mail_address(address)
    if new == person.email:
        return
    approval.require_account_approval(
        work, person_id, decides=approval.decides_for_everybody(work, person_id), approved=approved
    )
    _set(work, person, new)


def ask_for_email(work: UnitOfWork, address: str) -> bool:
    """Change one's own mail address: at once where there was none, else once the new one is confirmed.

    Tells whether it waits for the confirmation. Refuses ADDRESS_WRONG.
    """
    person, new = _person(work, work.actor.user_id), normalise_mail_address(address)
    if new == person.email:
        return False
    if not person.email:
        _set(work, person, new)
        return False
    if new is None:
        raise Refusal(Reason.ADDRESS_WRONG, field="email")
    for former in work.session.query(EmailChange).filter_by(person_id=person.id, used_at=None):
        former.used_at = work.now
    work.session.add(
        EmailChange(
            person_id=person.id,
            address=new,
            epoch=person.epoch,
            asked_at=work.now,
            expires_at=work.now + CONFIRM_WITHIN,
        )
    )
    notices.announce_account_change(work, person, AccountChange.EMAIL_ASKED, new=new)
    text = NEW_ADDRESS_TEXT.format(name=person.name, login=person.login)
    notices.post_letter(work, person, new, NEW_ADDRESS_SUBJECT, text, kind=NEW_ADDRESS)
    return True


def create_address_token(work: UnitOfWork, person: Person, address: str) -> str:
    """Return a fresh token with which a waiting address is confirmed; its letter is about to leave.

    One for an address that waits no more opens nothing.
    """
    token, waiting = secrets.token_urlsafe(32), queries.find_address_change(work.session, person.id, work.now)
    if waiting is not None and waiting.address == address:
        waiting.token_hash = hash_session_token(token)
    return token


def find_waiting_address(work: UnitOfWork, token: str) -> EmailChange:
    """Return the actor's new address that a link confirms; LINK_OVER for another's, a used one or one too old."""
    found = queries.email_change(work.session, hash_session_token(token))
    if found is None or found.person_id != work.actor.user_id or found.expires_at < work.now:
        raise Refusal(Reason.LINK_OVER)
    if found.epoch != _person(work, found.person_id).epoch:
        raise Refusal(Reason.LINK_OVER)
    return found


def confirm_mail_address(work: UnitOfWork, token: str) -> str:
    """Let the actor's new address hold; return it. Refuses LINK_OVER."""
    found = find_waiting_address(work, token)
    found.used_at = work.now
    _set(work, _person(work, found.person_id), found.address)
    return found.address


def rename_office(work: UnitOfWork, name: str) -> None:
    """Write the name of the office anew, which stands on every page, letter and paper from now on."""
    require_permission(work.actor, Permission.OFFICE_NAME)
    old, new = installation.get_authority_name(work.session), normalise_text(name)
    if old == new or work.actor.user_id is None:
        return
    installation.set_fact(work.session, installation.PLACE_NAME, new)
    account_log.record_account_event(work, work.actor.user_id, AccountChange.OFFICE_RENAMED, old=old, new=new)


def normalise_mail_address(address: str) -> str | None:
    """Return an address as it is kept, None for none; refuse ADDRESS_WRONG what is none."""
    tidied = normalise_text(address)
    if tidied and not _ADDRESS.fullmatch(tidied):
        raise Refusal(Reason.ADDRESS_WRONG, field="email")
    return tidied or None


def _set(work: UnitOfWork, person: Person, new: str | None) -> None:
    old, person.email = person.email, new
    notices.announce_account_change(
        work, person, AccountChange.EMAIL_CHANGED, also_to=[old or ""], old=old or "–", new=new or "–"
    )


def _person(work: UnitOfWork, person_id: int | None) -> Person:
    person = work.session.get(Person, person_id)
    if person is None:
        raise Refusal(Reason.NOT_FOUND)
    return person
