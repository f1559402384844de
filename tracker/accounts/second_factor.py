"""The second factor: a code from one's telephone, good once, and codes on paper for the day it is gone."""

from __future__ import annotations

import hashlib
import logging
import secrets

import pyotp
from sqlalchemy.orm import Session

from tracker.accounts import approval, notices, passwords, queries
from tracker.accounts.models import AccountChange, AccountProposal, RecoveryCode, SecondFactor
from tracker.accounts.rules import CODES_ON_PAPER
from tracker.accounts.secret_encryption import NotDecryptable, SecretKeys
from tracker.core.logs import SECURITY
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.office.models import Person

log = logging.getLogger(SECURITY)
STEP = 30
"""Seconds for which a code of the telephone is shown."""
NEIGHBOURS = (-1, 0, 1)
"""Clocks of telephones are a step off now and then."""


def prepare_second_factor(work: UnitOfWork, keys: SecretKeys) -> SecondFactor:
    """Return the second factor the actor is setting up, made anew unless one waits for its first code."""
    person_id = _own_id(work)
    found = queries.get_second_factor(work.session, person_id)
    if found is None:
        secret = keys.encrypt(pyotp.random_base32(), _context(person_id))
        found = SecondFactor(person_id=person_id, secret=secret, made_at=work.now, last_step=0)
        work.session.add(found)
        work.session.flush()
    return found


def decrypt_factor_secret(factor: SecondFactor, keys: SecretKeys) -> str:
    """Return the secret that the telephone shares. Raises `NotDecryptable`, also for one that stands in clear."""
    return keys.decrypt(factor.secret, _context(factor.person_id))


def build_otpauth_uri(factor: SecondFactor, login: str, place: str, keys: SecretKeys) -> str:
    """Return what the telephone reads from the picture."""
    return pyotp.TOTP(decrypt_factor_secret(factor, keys), interval=STEP).provisioning_uri(
        name=login, issuer_name=place or "CCHC"
    )


def reencrypt_secrets(session: Session, keys: SecretKeys) -> int:
    """Encrypt with the present key whatever a former one encrypted; return how many there were.

    Raises `NotDecryptable` for one that no key decrypts, and for one in clear: nobody but an intruder wrote it.
    """
    changed = 0
    for factor in session.query(SecondFactor):
        context = _context(factor.person_id)
        if not keys.uses_present_key(factor.secret, context):
            factor.secret = keys.encrypt(keys.decrypt(factor.secret, context), context)
            changed += 1
    return changed


def confirm_second_factor(work: UnitOfWork, code: str, keys: SecretKeys) -> list[str]:
    """Let the second factor count once its first code is right; return the codes on paper, shown this once.

    Refuses CODE_WRONG.
    """
    person_id = _own_id(work)
    found = queries.get_second_factor(work.session, person_id)
    if found is None or found.confirmed_at is not None or not _fits(found, code, work, keys):
        raise Refusal(Reason.CODE_WRONG, field="code")
    found.confirmed_at = work.now
    _tell(work, person_id, AccountChange.SECOND_FACTOR_ON)
    return renew_recovery_codes(work)


def renew_recovery_codes(work: UnitOfWork) -> list[str]:
    """Give the actor new codes on paper; former ones are good no more."""
    person_id = _own_id(work)
    passwords.delete_recovery_codes(work, person_id)
    codes = ["-".join((secrets.token_hex(4), secrets.token_hex(4))) for _ in range(CODES_ON_PAPER)]
    work.session.add_all(RecoveryCode(person_id=person_id, code_hash=_hash(person_id, code)) for code in codes)
    return codes


def is_code_valid(work: UnitOfWork, person: Person, code: str, keys: SecretKeys) -> bool:
    """Tell whether a code is the telephone's of this moment, or one on paper; either is used up by it."""
    found = queries.get_second_factor(work.session, person.id)
    if found is None or found.confirmed_at is None:
        return False
    if _fits(found, code, work, keys):
        return True
    paper = queries.find_recovery_code(work.session, person.id, _hash(person.id, code))
    if paper is None:
        return False
    paper.used_at = work.now
    notices.announce_account_change(work, person, AccountChange.RECOVERY_USED)
    return True


def remove_person_factor(work: UnitOfWork, person_id: int, *, approved: AccountProposal | None = None) -> None:
    """Take the second factor from somebody whose telephone and paper are gone: they set up a new one.

    Refuses APPROVAL_NEEDED for an account that decides, while a second person could approve.
    """
    approval.require_account_approval(
        work, person_id, decides=approval.decides_for_everybody(work, person_id), approved=approved
    )
    person = work.session.get(Person, person_id)
    if person is None or not passwords.delete_second_factor(work, person_id):
        raise Refusal(Reason.NOT_FOUND)
    person.epoch += 1
    notices.announce_account_change(work, person, AccountChange.SECOND_FACTOR_OFF)


def _fits(factor: SecondFactor, code: str, work: UnitOfWork, keys: SecretKeys) -> bool:
    """Compare with the codes of this step and its neighbours, none of which was used before."""
    present = int(work.now.timestamp()) // STEP
    typed = "".join(code.split())
    try:
        totp = pyotp.TOTP(decrypt_factor_secret(factor, keys), interval=STEP)
    except NotDecryptable:
        log.error("second factor cannot be decrypted person=%s", factor.person_id)  # codes on paper still do
        return False
    for step in (present + away for away in NEIGHBOURS):
        if step > factor.last_step and secrets.compare_digest(totp.at(step * STEP).encode(), typed.encode()):
            factor.last_step = step
            return True
    return False


def _context(person_id: int) -> str:
    return f"second factor {person_id}"


def _tell(work: UnitOfWork, person_id: int, change: AccountChange) -> None:
    notices.announce_account_change(work, work.session.get_one(Person, person_id), change)


def _hash(person_id: int, code: str) -> str:
    plain = "".join(letter for letter in code.lower() if letter in "0123456789abcdef")
    return hashlib.sha256(f"{person_id}:{plain}".encode()).hexdigest()


def _own_id(work: UnitOfWork) -> int:
    if work.actor.user_id is None:
        raise Refusal(Reason.NOT_FOUND)
    return work.actor.user_id
