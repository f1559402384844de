"""The door: tries are counted before they are judged, and every wrong answer costs the same time."""

from __future__ import annotations

import datetime as dt
import logging

from tracker.logs import SECURITY
from tracker.models.person import Person, SignInTry
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import tidy
from tracker.services import passwords, second_factors
from tracker.services.secret_encryption import SecretKeys
from tracker.store import people, proofs
from tracker.transaction import Work

TRIES_BY_NAME, TRIES_BY_ADDRESS, TRIES_WITHIN = 10, 30, dt.timedelta(minutes=5)
FREE_TRIES = 5
"""So many tries need no waiting; before each further one the wait doubles, from one second on."""
KEPT = dt.timedelta(days=1)
CODE, LINK = "code:", "link:"
"""What stands before a person's number, or a name, when other things than passwords are tried."""

log = logging.getLogger(SECURITY)


def count(work: Work, name: str, *, address: str, device: str = "") -> None:
    """Count a try for a name, before anything is compared; exact over all workers.

    Refuses TOO_MANY_TRIES, or TOO_FAST with the seconds to wait. Both look alike for names that nobody has.
    """
    name, address = _plain(name), address[:60]
    proofs.one_at_a_time(work.session)
    proofs.forget_tries(work.session, work.now - KEPT)
    by_name, by_address = proofs.tries(
        work.session, login=name, device=device, address=address, since=work.now - TRIES_WITHIN
    )
    if by_name >= TRIES_BY_NAME or by_address >= TRIES_BY_ADDRESS:
        log.warning("too many tries from=%s", address)
        raise Refusal(Reason.TOO_MANY_TRIES)
    last = proofs.last_try(work.session, name, device)
    if by_name >= FREE_TRIES and last is not None:
        wait = dt.timedelta(seconds=2 ** (by_name - FREE_TRIES)) - (work.now - last)
        if wait > dt.timedelta(0):
            raise Refusal(Reason.TOO_FAST, seconds=int(wait.total_seconds()) + 1)
    work.session.add(SignInTry(login=name, device=device, address=address, tried_at=work.now))


def holder(work: Work, login: str, password: str) -> Person | None:
    """Return the person whose name and password these are; takes the same time for a name that nobody has."""
    person = people.by_login(work.session, _plain(login))
    kept = person.password_hash if person is not None and person.active else None
    if not passwords.fits(kept or passwords.nobodys_hash(), password) or kept is None:
        log.warning("password refused person=%s", None if person is None else person.id)
        return None
    return person


def settle(work: Work, person: Person, password: str, *, device: str = "") -> None:
    """Forget the tries of somebody who knew the password, and hash it anew where that was done too cheaply."""
    people.forget_tries(work.session, person.login, device)
    better = passwords.anew(person.password_hash or "", password)
    if better is not None:
        person.password_hash = better


def shows_code(work: Work, person: Person, code: str, keys: SecretKeys) -> bool:
    """Tell whether the second factor was shown, and forget its tries when it was."""
    if not second_factors.is_shown(work, person, code, keys):
        log.warning("code refused person=%s", person.id)
        return False
    people.forget_tries(work.session, f"{CODE}{person.id}", "")
    return True


def proves(work: Work, password: str) -> bool:
    """Tell whether the actor's own password was typed."""
    person = work.session.get(Person, work.actor.user_id)
    kept = None if person is None else person.password_hash
    return passwords.fits(kept or passwords.nobodys_hash(), password) and kept is not None


def _plain(name: str) -> str:
    return tidy(name).lower()[:80]
