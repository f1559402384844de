"""Passwords: hashed with argon2id, compared in the same time whoever asks."""

from __future__ import annotations

import gzip
import secrets
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


def hashed(password: str) -> str:
    """Hash a password with argon2id; refuse PASSWORD_WEAK one that is short or common."""
    too_plain = is_common(password) or is_listed(password, _listed())
    if not MINIMUM <= len(password) <= MAXIMUM or too_plain:
        raise Refusal(Reason.PASSWORD_WEAK, field="password")
    return _hasher().hash(password)


def fits(kept: str, password: str) -> bool:
    """Tell whether a password is the one that was hashed."""
    try:
        return _hasher().verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def anew(kept: str, password: str) -> str | None:
    """Return a new hash of a right password when the kept one was made more cheaply; None when it is good."""
    return _hasher().hash(password) if _hasher().check_needs_rehash(kept) else None
