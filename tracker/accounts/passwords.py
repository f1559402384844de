"""Passwords: normalised as RFC 8265 (OpaqueString) says, hashed with argon2id, compared in equal time for everybody.

The one place where a password changes or an account's access ends: whatever opens the account ends with it.
"""

from __future__ import annotations

import datetime as dt
import gzip
import secrets
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from tracker.accounts import account_log, notices
from tracker.accounts.models import (
    AccountChange,
    AccountLink,
    ApiToken,
    CalendarFeed,
    EmailChange,
    RecoveryCode,
    SecondFactor,
)
from tracker.accounts.rules import is_common, is_listed
from tracker.core.refusals import Reason, Refusal
from tracker.database.base import Base
from tracker.database.unit_of_work import UnitOfWork
from tracker.office.models import Person

MINIMUM, MAXIMUM = 12, 128


@cache
def _listed() -> frozenset[str]:
    """Return the passwords most often found among leaked ones, read when the first one is set (`docs/giay-phep.md`)."""
    packed = Path(__file__).with_name("common-passwords.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode().split("\n"))


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def get_dummy_hash() -> str:
    """Return a hash to compare with for an unknown name, so that both answers take the same time."""
    return _hasher().hash(secrets.token_hex(16))


def normalise_password(password: str) -> str:
    """Return a password as it is hashed: every kind of space as U+0020, then NFC (RFC 8265, 4.2.2).

    Telephones and Macs send «ồ» as one, two or three code points; NIST SP 800-63B, 3.1.1.2 asks for this too.
    """
    spaced = "".join(" " if unicodedata.category(letter) == "Zs" else letter for letter in password)
    return unicodedata.normalize("NFC", spaced)


def hash_password(password: str) -> str:
    """Hash a password with argon2id; refuse PASSWORD_WEAK one that is short or common."""
    password = normalise_password(password)
    too_plain = is_common(password) or is_listed(password, _listed())
    if not MINIMUM <= len(password) <= MAXIMUM or too_plain:
        raise Refusal(Reason.PASSWORD_WEAK, field="password")
    return _hasher().hash(password)


def password_matches(kept: str, password: str) -> bool:
    """Tell whether a password is the one that was hashed, also by a program that did not normalise."""
    return any(_verifies(kept, form) for form in _forms(password))


def rehash_password(kept: str, password: str) -> str | None:
    """Return a new hash of a right password when the kept one was made otherwise; None when it is good."""
    form = normalise_password(password)
    is_good = not _hasher().check_needs_rehash(kept) and (len(_forms(password)) == 1 or _verifies(kept, form))
    return None if is_good else _hasher().hash(form)


def _forms(password: str) -> list[str]:
    """Return how a password may have been hashed: normalised; as typed now, and decomposed, before that was done."""
    return list(dict.fromkeys((normalise_password(password), password, unicodedata.normalize("NFD", password))))


def _verifies(kept: str, form: str) -> bool:
    try:
        return _hasher().verify(kept, form)
    except (VerificationError, InvalidHashError):
        return False


BEARERS: Sequence[tuple[type[Base], InstrumentedAttribute[int], InstrumentedAttribute[dt.datetime | None]]] = (
    (ApiToken, ApiToken.person_id, ApiToken.revoked_at),
    (CalendarFeed, CalendarFeed.person_id, CalendarFeed.revoked_at),
    (AccountLink, AccountLink.person_id, AccountLink.used_at),
    (EmailChange, EmailChange.person_id, EmailChange.used_at),
)
"""Tables of what opens an account to whoever holds it, each with its owner and when it ended."""


def save_password(
    work: UnitOfWork, person: Person, password: str, change: AccountChange, *, must_change: bool = False, **details: str
) -> None:
    """Set a password and end all access that rested on the former one; the owner is told. Refuses PASSWORD_WEAK."""
    person.password_hash = hash_password(password)
    person.must_change_password = must_change
    tokens, feeds = revoke_all_access(work, person)
    notices.announce_account_change(work, person, change, tokens=tokens, feeds=feeds, **details)


def revoke_all_access(work: UnitOfWork, person: Person) -> tuple[int, int]:
    """End sessions, keys of programs, calendar addresses and links of an account for good.

    Returns how many keys and how many calendar addresses there were.
    """
    person.epoch += 1
    work.session.flush()
    ended = {table: _ended(work, table, owner == person.id, ended_at) for table, owner, ended_at in BEARERS}
    tokens, feeds = ended[ApiToken], ended[CalendarFeed]
    if tokens or feeds:
        account_log.record_account_event(work, person.id, AccountChange.KEYS_ENDED, tokens=tokens, feeds=feeds)
    return tokens, feeds


def delete_second_factor(work: UnitOfWork, person_id: int) -> bool:
    """Delete the second factor of a person and the codes on paper; tell whether there was one."""
    factor = work.session.query(SecondFactor).filter_by(person_id=person_id).one_or_none()
    if factor is None:
        return False
    work.session.delete(factor)
    delete_recovery_codes(work, person_id)
    return True


def delete_recovery_codes(work: UnitOfWork, person_id: int) -> None:
    """Delete the codes on paper of a person."""
    for code in work.session.query(RecoveryCode).filter_by(person_id=person_id):
        work.session.delete(code)
    work.session.flush()


def clear_credentials(work: UnitOfWork, person: Person) -> None:
    """Take password and second factor from an account: whoever set them for somebody else does not get in."""
    person.password_hash = None
    delete_second_factor(work, person.id)
    revoke_all_access(work, person)


def _ended(
    work: UnitOfWork, table: type[Base], owned: ColumnElement[bool], ended_at: InstrumentedAttribute[dt.datetime | None]
) -> int:
    open_ones = list(work.session.scalars(select(table).where(owned, ended_at.is_(None))))
    for each in open_ones:
        setattr(each, ended_at.key, work.now)
    work.session.flush()
    return len(open_ones)
