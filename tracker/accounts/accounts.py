"""Accounts: the first administrator, opening and closing, posts, passwords."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from typing import Any

from tracker.accounts import account_log, approval, notices, passwords, single_sign_on
from tracker.accounts.details import given_name_first, normalise_mail_address
from tracker.accounts.models import AccountChange, AccountProposal
from tracker.accounts.rules import DECIDING_ROLES, ProposalKind
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Permission, Role, require_permission
from tracker.office import installation, people as office_people
from tracker.office.models import Membership, Person


def new_person(
    work: UnitOfWork, *, login: str, name: str, email: str | None, password: str | None, must_change: bool = True
) -> Person:
    """Create an account without posts; refuse DUPLICATE when the sign-in name is taken."""
    login = normalise_text(login).lower()
    if office_people.find_person_by_login(work.session, login) is not None:
        raise Refusal(Reason.DUPLICATE, field="login")
    name = normalise_text(name)
    person = Person(
        login=login,
        name=name,
        sort_key=given_name_first(name),
        email=normalise_mail_address(email or ""),
        password_hash=None if password is None else passwords.hash_password(password),
        must_change_password=must_change,
        created_at=work.now,
    )
    work.session.add(person)
    work.session.flush()
    account_log.record_account_event(work, person.id, AccountChange.OPENED)
    return person


def add_person(
    work: UnitOfWork,
    *,
    login: str,
    name: str,
    email: str | None,
    password: str | None,
    role: Role,
    unit_id: int | None,
    basis: str = "",
) -> tuple[Person, AccountProposal | None]:
    """Create an account with its first post, held from today on; the first sign-in changes the password.

    Without a password nobody gets in before a link was handed out (`accounts.links`). A deciding role waits as a
    proposal, which is returned, and the account has no password before it is approved.
    """
    require_permission(work.actor, Permission.PEOPLE_MANAGE)
    _has_its_unit(role, unit_id)
    waits = needs_approval(work, role)
    person = new_person(work, login=login, name=name, email=email, password=None if waits else password)
    if waits:
        details = role_details(role, unit_id, "", work.today)
        return person, approval.save_account_proposal(work, ProposalKind.ROLE, person.id, details, basis)
    add_post(work, person.id, role=role, unit_id=unit_id, is_first=True)
    return person, None


def needs_approval(work: UnitOfWork, role: Role) -> bool:
    """Tell whether the actor can only propose to give a role."""
    return role in DECIDING_ROLES and work.actor.user_id is not None and not approval.is_alone(work)


def role_details(role: Role, unit_id: int | None, title: str, valid_from: dt.date) -> dict[str, object]:
    """Return what a proposal keeps of a role."""
    return {
        "role": role.value,
        "unit_id": unit_id,
        "title": normalise_text(title),
        "valid_from": valid_from.isoformat(),
    }


def add_post(
    work: UnitOfWork,
    person_id: int,
    *,
    role: Role,
    unit_id: int | None,
    title: str = "",
    valid_from: dt.date | None = None,
    is_first: bool = False,
    approved: AccountProposal | None = None,
) -> Membership:
    """Give a person a post from a civil day on (default today).

    Raises `Refusal` DUPLICATE for one that is held without end, OWN_ACCOUNT, and APPROVAL_NEEDED for a deciding role
    while a second person could approve. The owner is told, unless it is the first post of a new account.
    """
    approval.require_account_approval(work, person_id, decides=role in DECIDING_ROLES, approved=approved)
    _has_its_unit(role, unit_id)
    if office_people.get_open_post(work.session, person_id, role, unit_id) is not None:
        raise Refusal(Reason.DUPLICATE, field="role")
    post = Membership(
        person_id=person_id,
        unit_id=unit_id,
        role=role,
        title=normalise_text(title),
        valid_from=valid_from or work.today,
    )
    work.session.add(post)
    _end_sessions(work, person_id)
    work.session.flush()
    approval.remember_approvers(work)
    tell = account_log.record_account_event if is_first else _tell
    tell(work, person_id, AccountChange.POST_GIVEN, role=role.value, unit_id=unit_id)
    return post


def close_post(work: UnitOfWork, membership_id: int) -> None:
    """End a post with yesterday, so that it gives nothing from today on; the last administrator stays."""
    require_permission(work.actor, Permission.PEOPLE_MANAGE)
    post = work.session.get(Membership, membership_id)
    if post is None:
        raise Refusal(Reason.NOT_FOUND)
    if post.role is Role.ADMINISTRATOR:
        _another_administrator(work, post.person_id)
    approval.remember_approvers(work)
    _tell(work, post.person_id, AccountChange.POST_ENDED, role=post.role.value, unit_id=post.unit_id)
    _end_sessions(work, post.person_id)
    last = work.today - dt.timedelta(days=1)
    if post.valid_from > last:
        work.session.delete(post)
    else:
        post.valid_to = last


def reset_account_password(work: UnitOfWork, person_id: int, password: str) -> Person:
    """Give a person a new initial password: all access ends, and the next sign-in changes it.

    Refuses APPROVAL_NEEDED for an account that decides: nobody else may learn its passwords.
    """
    require_permission(work.actor, Permission.PEOPLE_MANAGE)
    person = work.session.get(Person, person_id)
    if person is None:
        raise Refusal(Reason.NOT_FOUND)
    approval.require_account_approval(work, person_id, decides=approval.decides_for_everybody(work, person_id))
    passwords.save_password(work, person, password, AccountChange.PASSWORD_RESET, must_change=True)
    return person


def set_account_active(work: UnitOfWork, person_id: int, *, active: bool) -> None:
    """Open or close an account; closing ends its access for good, and loosens it from the single sign-on."""
    require_permission(work.actor, Permission.PEOPLE_MANAGE)
    person = work.session.get(Person, person_id)
    if person is None:
        raise Refusal(Reason.NOT_FOUND)
    if active == person.active:
        return
    approval.remember_approvers(work)
    if not active:
        _another_administrator(work, person_id)
        single_sign_on.unbind_identity(work, person_id)
        tokens, feeds = passwords.revoke_all_access(work, person)
        notices.announce_account_change(work, person, AccountChange.CLOSED, tokens=tokens, feeds=feeds)
    else:
        notices.announce_account_change(work, person, AccountChange.REOPENED)
    person.active = active


def create_first_administrator(
    work: UnitOfWork, *, code: str, login: str, name: str, password: str, place_name: str, email: str | None = None
) -> Person:
    """Create the administrator of a new installation, for whoever holds the set-up code printed on the server."""
    if not setup_code_matches(work, code) or office_people.list_people(work.session):
        raise Refusal(Reason.SETUP_CODE_WRONG, field="code")
    person = new_person(
        work, login=login, name=name, email=email, password=password, must_change=False
    )  # the code stands for the permission: nobody exists who could give it
    work.session.add(Membership(person_id=person.id, role=Role.ADMINISTRATOR, valid_from=work.today))
    installation.set_fact(work.session, installation.PLACE_NAME, normalise_text(place_name))
    return person


def new_setup_code(work: UnitOfWork) -> str:
    """Make and keep (hashed) the code that the first administrator types in."""
    code = secrets.token_hex(5)
    installation.set_fact(work.session, installation.SETUP_CODE, _code_hash(code))
    return code


def setup_code_matches(work: UnitOfWork, code: str) -> bool:
    """Tell whether a set-up code is the one printed last."""
    kept = installation.get_installation_fact(work.session, installation.SETUP_CODE) or ""
    return hmac.compare_digest(kept, _code_hash(code.strip()))


def change_own_password(work: UnitOfWork, *, present: str, password: str) -> Person:
    """Change one's own password; all other access ends."""
    person = work.session.get(Person, work.actor.user_id)
    if person is None or person.password_hash is None:
        raise Refusal(Reason.NOT_FOUND)
    if not passwords.password_matches(person.password_hash, present):
        raise Refusal(Reason.SIGN_IN_FAILED, field="present")
    passwords.save_password(work, person, password, AccountChange.PASSWORD_CHANGED)
    return person


def _another_administrator(work: UnitOfWork, person_id: int) -> None:
    """Refuse LAST_ADMINISTRATOR when nobody else could manage people."""
    holders = office_people.list_people_with_role(work.session, Role.ADMINISTRATOR, work.today)
    if [holder.id for holder in holders] == [person_id]:
        raise Refusal(Reason.LAST_ADMINISTRATOR)


def _has_its_unit(role: Role, unit_id: int | None) -> None:
    if unit_id is None and role not in (Role.ADMINISTRATOR, Role.AUDITOR):
        raise Refusal(Reason.LEAD_MISSING, field="unit_id")


def _tell(work: UnitOfWork, person_id: int, change: AccountChange, **details: Any) -> None:
    notices.announce_account_change(work, work.session.get_one(Person, person_id), change, **details)


def _end_sessions(work: UnitOfWork, person_id: int) -> None:
    """End the sessions of somebody whose posts change: what is open shows what they may do no more."""
    person = work.session.get(Person, person_id)
    if person is not None:
        person.epoch += 1


def _code_hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
