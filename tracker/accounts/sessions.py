"""Being signed in: a session begins, is found again by its token, and ends at once when it must.

Sign-in: tries are counted before they are judged, and every wrong answer costs the same time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import math
import secrets
from collections.abc import Callable, Sequence

from tracker.accounts import account_log, passwords, queries, second_factor
from tracker.accounts.models import AccountChange, SignedInSession
from tracker.accounts.rules import COUNTED_WITHIN, LONGEST_SESSION, step_by_address, step_by_name
from tracker.accounts.secret_encryption import SecretKeys
from tracker.core.logs import SECURITY
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.office import people as office_people
from tracker.office.models import Person, SignInTry

log = logging.getLogger(SECURITY)


def hash_session_token(token: str) -> str:
    """Return what is kept of a token: it has 256 random bits, so a plain hash gives nothing away."""
    return hashlib.sha256(token.encode()).hexdigest()


def start_session(
    work: UnitOfWork,
    person: Person,
    at: dt.datetime,
    *,
    address: str,
    browser: str,
    second_factor: bool = False,
    single_sign_on: bool = False,
) -> str:
    """Begin a session and return its token, which only the browser keeps; `at` is the machine's own time.

    Sessions run by the clock of the machine even where the program shows another year (the demo).
    """
    token = secrets.token_urlsafe(32)
    work.session.add(
        SignedInSession(
            person_id=person.id,
            token_hash=hash_session_token(token),
            epoch=person.epoch,
            began_at=at,
            proven_at=at,
            second_factor=second_factor,
            single_sign_on=single_sign_on,
            address=address[:60],
            browser=browser[:120],
        )
    )
    person.last_sign_in_at = work.now
    number = person.id
    work.after_commit.append(lambda: log.info("signed in person=%s second_factor=%s", number, second_factor))
    return token


def list_own_sessions(work: UnitOfWork, at: dt.datetime) -> Sequence[SignedInSession]:
    """Return the actor's own sessions that are still open, newest first."""
    person = _self(work)
    return queries.open_sessions(work.session, person, at - LONGEST_SESSION)


def close_session(work: UnitOfWork, token: str) -> None:
    """End the session of a token; nothing happens when it was over already."""
    found = queries.find_session(work.session, hash_session_token(token))
    if found is not None:
        found[0].ended_at = work.now


def close_own_session(work: UnitOfWork, session_id: int) -> None:
    """End one of the actor's own sessions; NOT_FOUND for anybody else's."""
    found = work.session.get(SignedInSession, session_id)
    if found is None or found.person_id != _self(work).id:
        raise Refusal(Reason.NOT_FOUND)
    found.ended_at = found.ended_at or work.now


def close_other_sessions(work: UnitOfWork, but: int) -> int:
    """End all of the actor's own sessions but the one this is; return how many."""
    number = queries.end_sessions(work.session, _self(work).id, work.now, but)
    account_log.record_account_event(work, _self(work).id, AccountChange.SESSIONS_ENDED, number=number)
    return number


def record_password_proof(work: UnitOfWork, session_id: int, at: dt.datetime) -> None:
    """Note that the password was typed anew in this session."""
    found = work.session.get_one(SignedInSession, session_id)
    found.proven_at = at


def has_code(work: UnitOfWork, session_id: int, at: dt.datetime) -> None:
    """Note that the second factor was shown in this session."""
    found = work.session.get_one(SignedInSession, session_id)
    found.second_factor, found.proven_at = True, at


def _self(work: UnitOfWork) -> Person:
    person = work.session.get(Person, work.actor.user_id)
    if person is None:
        raise Refusal(Reason.NOT_FOUND)
    return person


SIGN_IN_TRIES_KEPT = dt.timedelta(days=1)
CODE, LINK = "code:", "link:"
"""What stands before a person's number, or a name, when other things than passwords are tried."""


def count_sign_in_try(work: UnitOfWork, name: str, *, address: str, device: str = "") -> None:
    """Count a try for a name, before anything is compared; exact over all workers.

    `device` names a browser in which this person has signed in before: it is not slowed by what others try. Refuses
    TOO_FAST with the seconds to wait; a refused try is not counted. All names look alike, also those nobody has.
    """
    name, address = _plain(name), address[:60]
    queries.lock_sign_in_tries(work.session)
    queries.delete_expired_tries(work.session, work.now - SIGN_IN_TRIES_KEPT)
    wait = _step(
        work, queries.count_tries_for_name(work.session, name, device, work.now - COUNTED_WITHIN), step_by_name
    )
    if not device:
        strangers = queries.count_tries_from_address(work.session, address, work.now - COUNTED_WITHIN)
        wait = max(wait, _step(work, strangers, step_by_address))
    if wait > dt.timedelta(0):
        log.warning("too many tries from=%s", address)
        raise Refusal(Reason.TOO_FAST, seconds=math.ceil(wait.total_seconds()))
    work.session.add(SignInTry(login=name, device=device, address=address, tried_at=work.now))


def _step(work: UnitOfWork, tries: queries.Tries, step: Callable[[int], dt.timedelta]) -> dt.timedelta:
    """Return how long the next try has to wait from now on."""
    return dt.timedelta(0) if tries.last_at is None else tries.last_at + step(tries.number) - work.now


def authenticate_person(work: UnitOfWork, login: str, password: str) -> Person | None:
    """Return the person whose name and password these are; takes the same time for a name that nobody has."""
    person = office_people.find_person_by_login(work.session, _plain(login))
    kept = person.password_hash if person is not None and person.active else None
    if not passwords.password_matches(kept or passwords.get_dummy_hash(), password) or kept is None:
        log.warning("password refused person=%s", None if person is None else person.id)
        return None
    return person


def settle_sign_in(work: UnitOfWork, person: Person, password: str, *, device: str = "") -> None:
    """Forget the tries of somebody who knew the password, and hash it anew where that was done too cheaply."""
    office_people.delete_device_tries(work.session, person.login, device)
    better = passwords.rehash_password(person.password_hash or "", password)
    if better is not None:
        person.password_hash = better


def verify_second_factor(work: UnitOfWork, person: Person, code: str, keys: SecretKeys, *, device: str = "") -> bool:
    """Tell whether the second factor was shown, and forget its tries when it was."""
    if not second_factor.is_code_valid(work, person, code, keys):
        log.warning("code refused person=%s", person.id)
        return False
    office_people.delete_device_tries(work.session, f"{CODE}{person.id}", device)
    return True


def is_own_password(work: UnitOfWork, password: str) -> bool:
    """Tell whether the actor's own password was typed."""
    person = work.session.get(Person, work.actor.user_id)
    kept = None if person is None else person.password_hash
    return passwords.password_matches(kept or passwords.get_dummy_hash(), password) and kept is not None


def _plain(name: str) -> str:
    return normalise_text(name).lower()[:80]
