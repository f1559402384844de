"""Accounts: the first administrator, signing in, passwords."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker.models.person import Membership, Person, SignInTry
from tracker.rules.passwords import is_common
from tracker.rules.permissions import Permission, Role, require
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import sort_key, tidy
from tracker.store import installation, people
from tracker.transaction import Work

MINIMUM, MAXIMUM = 12, 128
TRIES_BY_NAME, TRIES_BY_ADDRESS, TRIES_WITHIN = 10, 30, dt.timedelta(minutes=5)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys_hash() -> str:
    """Return a hash to compare with for an unknown name, so that both answers take the same time."""
    return _hasher().hash(secrets.token_hex(16))


def password_hash(password: str) -> str:
    """Hash a password with argon2id; refuse PASSWORD_WEAK one that is short or common."""
    if not MINIMUM <= len(password) <= MAXIMUM or is_common(password):
        raise Refusal(Reason.PASSWORD_WEAK, field="password")
    return _hasher().hash(password)


def new_person(
    work: Work, *, login: str, name: str, email: str | None, password: str | None, must_change: bool = True
) -> Person:
    """Create an account without posts; refuse DUPLICATE when the sign-in name is taken."""
    login = tidy(login).lower()
    if people.by_login(work.session, login) is not None:
        raise Refusal(Reason.DUPLICATE, field="login")
    name = tidy(name)
    given_name_first = " ".join([*name.split()[-1:], *name.split()[:-1]])
    person = Person(
        login=login,
        name=name,
        sort_key=sort_key(given_name_first),
        email=tidy(email or "") or None,
        password_hash=None if password is None else password_hash(password),
        must_change_password=must_change,
        created_at=work.now,
    )
    work.session.add(person)
    work.session.flush()
    return person


def add_person(
    work: Work, *, login: str, name: str, email: str | None, password: str, role: Role, unit_id: int | None
) -> Person:
    """Create an account with its first post, held from today on; the first sign-in changes the password."""
    require(work.actor, Permission.PEOPLE_MANAGE)
    person = new_person(work, login=login, name=name, email=email, password=password)
    give_post(work, person.id, role=role, unit_id=unit_id)
    return person


def give_post(
    work: Work,
    person_id: int,
    *,
    role: Role,
    unit_id: int | None,
    title: str = "",
    valid_from: dt.date | None = None,
) -> Membership:
    """Give a person a post from a civil day on (default today); refuse DUPLICATE one that is held without end."""
    require(work.actor, Permission.PEOPLE_MANAGE)
    if unit_id is None and role not in (Role.ADMINISTRATOR, Role.AUDITOR):
        raise Refusal(Reason.LEAD_MISSING, field="unit_id")
    if people.open_post(work.session, person_id, role, unit_id) is not None:
        raise Refusal(Reason.DUPLICATE, field="role")
    post = Membership(
        person_id=person_id,
        unit_id=unit_id,
        role=role,
        title=tidy(title),
        valid_from=valid_from or work.today,
    )
    work.session.add(post)
    work.session.flush()
    return post


def end_post(work: Work, membership_id: int) -> None:
    """End a post with yesterday, so that it gives nothing from today on; the last administrator stays."""
    require(work.actor, Permission.PEOPLE_MANAGE)
    post = work.session.get(Membership, membership_id)
    if post is None:
        raise Refusal(Reason.NOT_FOUND)
    if post.role is Role.ADMINISTRATOR:
        _another_administrator(work, post.person_id)
    last = work.today - dt.timedelta(days=1)
    if post.valid_from > last:
        work.session.delete(post)
    else:
        post.valid_to = last


def reset_password(work: Work, person_id: int, password: str) -> Person:
    """Give a person a new initial password: their sessions end, and the next sign-in changes it."""
    require(work.actor, Permission.PEOPLE_MANAGE)
    person = work.session.get(Person, person_id)
    if person is None:
        raise Refusal(Reason.NOT_FOUND)
    person.password_hash = password_hash(password)
    person.must_change_password = True
    person.epoch += 1
    return person


def set_active(work: Work, person_id: int, *, active: bool) -> None:
    """Open or close an account; closing ends its sessions at once."""
    require(work.actor, Permission.PEOPLE_MANAGE)
    person = work.session.get(Person, person_id)
    if person is None:
        raise Refusal(Reason.NOT_FOUND)
    if not active:
        _another_administrator(work, person_id)
        person.epoch += 1
    person.active = active


def begin(work: Work, *, code: str, login: str, name: str, password: str, place_name: str) -> Person:
    """Create the administrator of a new installation, for whoever holds the set-up code printed on the server."""
    if not setup_code_fits(work, code) or people.listed(work.session):
        raise Refusal(Reason.SETUP_CODE_WRONG, field="code")
    person = new_person(
        work, login=login, name=name, email=None, password=password, must_change=False
    )  # the code stands for the permission: nobody exists who could give it
    work.session.add(Membership(person_id=person.id, role=Role.ADMINISTRATOR, valid_from=work.today))
    installation.set_fact(work.session, installation.PLACE_NAME, tidy(place_name))
    return person


def new_setup_code(work: Work) -> str:
    """Make and keep (hashed) the code that the first administrator types in."""
    code = secrets.token_hex(5)
    installation.set_fact(work.session, installation.SETUP_CODE, _code_hash(code))
    return code


def setup_code_fits(work: Work, code: str) -> bool:
    """Tell whether a set-up code is the one printed last."""
    kept = installation.fact(work.session, installation.SETUP_CODE) or ""
    return hmac.compare_digest(kept, _code_hash(code.strip()))


def too_many_tries(work: Work, login: str, address: str) -> bool:
    """Tell whether signing in failed too often lately, for this name or from this address."""
    by_name, by_address = people.failed_tries(
        work.session, tidy(login).lower(), address, work.now - TRIES_WITHIN
    )
    return by_name >= TRIES_BY_NAME or by_address >= TRIES_BY_ADDRESS


def sign_in(work: Work, *, login: str, password: str, address: str) -> Person | None:
    """Return the person whose name and password these are, or note the failed try and return None.

    An unknown name, a closed account and a wrong password give the same answer in the same time.
    """
    name = tidy(login).lower()[:80]
    person = people.by_login(work.session, name)
    kept = person.password_hash if person is not None and person.active else None
    if not _verified(kept or _nobodys_hash(), password) or person is None or kept is None:
        work.session.add(SignInTry(login=name, address=address[:60], tried_at=work.now))
        return None
    if _hasher().check_needs_rehash(kept):
        person.password_hash = _hasher().hash(password)
    person.last_sign_in_at = work.now
    return person


def change_password(work: Work, *, present: str, password: str) -> Person:
    """Change one's own password; all other sessions end."""
    person = work.session.get(Person, work.actor.user_id)
    if person is None or person.password_hash is None:
        raise Refusal(Reason.NOT_FOUND)
    if not _verified(person.password_hash, present):
        raise Refusal(Reason.SIGN_IN_FAILED, field="present")
    person.password_hash = password_hash(password)
    person.must_change_password = False
    person.epoch += 1
    return person


def _verified(kept: str, password: str) -> bool:
    try:
        return _hasher().verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def _another_administrator(work: Work, person_id: int) -> None:
    """Refuse LAST_ADMINISTRATOR when nobody else could manage people."""
    holders = people.with_role(work.session, Role.ADMINISTRATOR, work.today)
    if [holder.id for holder in holders] == [person_id]:
        raise Refusal(Reason.LAST_ADMINISTRATOR)


def _code_hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
