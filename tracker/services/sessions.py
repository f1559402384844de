"""Being signed in: a session begins, is found again by its token, and ends at once when it must."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import secrets
from collections.abc import Sequence

from tracker.logs import SECURITY
from tracker.models.account import AccountChange, SignedInSession
from tracker.models.person import Person
from tracker.rules.proving import LONGEST
from tracker.rules.refusals import Reason, Refusal
from tracker.services import account_diary
from tracker.store import proofs
from tracker.transaction import Work

log = logging.getLogger(SECURITY)


def hash_of(token: str) -> str:
    """Return what is kept of a token: it has 256 random bits, so a plain hash gives nothing away."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(
    work: Work,
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
            token_hash=hash_of(token),
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


def mine(work: Work, at: dt.datetime) -> Sequence[SignedInSession]:
    """Return the actor's own sessions that are still open, newest first."""
    person = _self(work)
    return proofs.open_sessions(work.session, person, at - LONGEST)


def end(work: Work, token: str) -> None:
    """End the session of a token; nothing happens when it was over already."""
    found = proofs.session_of(work.session, hash_of(token))
    if found is not None:
        found[0].ended_at = work.now


def end_one(work: Work, session_id: int) -> None:
    """End one of the actor's own sessions; NOT_FOUND for anybody else's."""
    found = work.session.get(SignedInSession, session_id)
    if found is None or found.person_id != _self(work).id:
        raise Refusal(Reason.NOT_FOUND)
    found.ended_at = found.ended_at or work.now


def end_others(work: Work, but: int) -> int:
    """End all of the actor's own sessions but the one this is; return how many."""
    number = proofs.end_sessions(work.session, _self(work).id, work.now, but)
    account_diary.note(work, _self(work).id, AccountChange.SESSIONS_ENDED, number=number)
    return number


def prove_again(work: Work, session_id: int, at: dt.datetime) -> None:
    """Note that the password was typed anew in this session."""
    found = work.session.get_one(SignedInSession, session_id)
    found.proven_at = at


def has_code(work: Work, session_id: int, at: dt.datetime) -> None:
    """Note that the second factor was shown in this session."""
    found = work.session.get_one(SignedInSession, session_id)
    found.second_factor, found.proven_at = True, at


def _self(work: Work) -> Person:
    person = work.session.get(Person, work.actor.user_id)
    if person is None:
        raise Refusal(Reason.NOT_FOUND)
    return person
