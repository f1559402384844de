"""The door: tries are counted before they are judged, and every wrong answer costs the same time."""

from __future__ import annotations

import datetime as dt
import logging
import math
from collections.abc import Callable

from tracker.logs import SECURITY
from tracker.models.person import Person, SignInTry
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import tidy
from tracker.rules.throttling import COUNTED_WITHIN, step_by_address, step_by_name
from tracker.services import passwords, second_factors
from tracker.services.secret_encryption import SecretKeys
from tracker.store import people, proofs
from tracker.transaction import Work

KEPT = dt.timedelta(days=1)
CODE, LINK = "code:", "link:"
"""What stands before a person's number, or a name, when other things than passwords are tried."""

log = logging.getLogger(SECURITY)


def count(work: Work, name: str, *, address: str, device: str = "") -> None:
    """Count a try for a name, before anything is compared; exact over all workers.

    `device` names a browser in which this person has signed in before: it is not slowed by what others try. Refuses
    TOO_FAST with the seconds to wait; a refused try is not counted. All names look alike, also those nobody has.
    """
    name, address = _plain(name), address[:60]
    proofs.one_at_a_time(work.session)
    proofs.forget_tries(work.session, work.now - KEPT)
    wait = _step(work, proofs.tries_for(work.session, name, device, work.now - COUNTED_WITHIN), step_by_name)
    if not device:
        strangers = proofs.tries_from(work.session, address, work.now - COUNTED_WITHIN)
        wait = max(wait, _step(work, strangers, step_by_address))
    if wait > dt.timedelta(0):
        log.warning("too many tries from=%s", address)
        raise Refusal(Reason.TOO_FAST, seconds=math.ceil(wait.total_seconds()))
    work.session.add(SignInTry(login=name, device=device, address=address, tried_at=work.now))


def _step(work: Work, tries: proofs.Tries, step: Callable[[int], dt.timedelta]) -> dt.timedelta:
    """Return how long the next try has to wait from now on."""
    return dt.timedelta(0) if tries.last_at is None else tries.last_at + step(tries.number) - work.now


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


def shows_code(work: Work, person: Person, code: str, keys: SecretKeys, *, device: str = "") -> bool:
    """Tell whether the second factor was shown, and forget its tries when it was."""
    if not second_factors.is_shown(work, person, code, keys):
        log.warning("code refused person=%s", person.id)
        return False
    people.forget_tries(work.session, f"{CODE}{person.id}", device)
    return True


def proves(work: Work, password: str) -> bool:
    """Tell whether the actor's own password was typed."""
    person = work.session.get(Person, work.actor.user_id)
    kept = None if person is None else person.password_hash
    return passwords.fits(kept or passwords.nobodys_hash(), password) and kept is not None


def _plain(name: str) -> str:
    return tidy(name).lower()[:80]
