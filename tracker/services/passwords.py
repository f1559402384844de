"""Passwords: normalised as RFC 8265 (OpaqueString) says, hashed with argon2id, compared in equal time for everybody."""

from __future__ import annotations

import gzip
import secrets
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker.rules.passwords import is_common, is_listed
from tracker.rules.refusals import Reason, Refusal

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
def nobodys_hash() -> str:
    """Return a hash to compare with for an unknown name, so that both answers take the same time."""
    return _hasher().hash(secrets.token_hex(16))


def normalised(password: str) -> str:
    """Return a password as it is hashed: every kind of space as U+0020, then NFC (RFC 8265, 4.2.2).

    Telephones and Macs send «ồ» as one, two or three code points; NIST SP 800-63B, 3.1.1.2 asks for this too.
    """
    spaced = "".join(" " if unicodedata.category(letter) == "Zs" else letter for letter in password)
    return unicodedata.normalize("NFC", spaced)


def hashed(password: str) -> str:
    """Hash a password with argon2id; refuse PASSWORD_WEAK one that is short or common."""
    password = normalised(password)
    too_plain = is_common(password) or is_listed(password, _listed())
    if not MINIMUM <= len(password) <= MAXIMUM or too_plain:
        raise Refusal(Reason.PASSWORD_WEAK, field="password")
    return _hasher().hash(password)


def fits(kept: str, password: str) -> bool:
    """Tell whether a password is the one that was hashed, also by a program that did not normalise."""
    return any(_verifies(kept, form) for form in _forms(password))


def anew(kept: str, password: str) -> str | None:
    """Return a new hash of a right password when the kept one was made otherwise; None when it is good."""
    form = normalised(password)
    is_good = not _hasher().check_needs_rehash(kept) and (len(_forms(password)) == 1 or _verifies(kept, form))
    return None if is_good else _hasher().hash(form)


def _forms(password: str) -> list[str]:
    """Return how a password may have been hashed: normalised; as typed now, and decomposed, before that was done."""
    return list(dict.fromkeys((normalised(password), password, unicodedata.normalize("NFD", password))))


def _verifies(kept: str, form: str) -> bool:
    try:
        return _hasher().verify(kept, form)
    except (VerificationError, InvalidHashError):
        return False
