"""Encryption of secrets at rest: Fernet of `cryptography`, keys derived by HKDF from the key of the installation.

Every secret has a context (whose it is and what for) that is part of its key: a value copied to another row does not
decrypt. Present and former keys decrypt, the present one alone encrypts (`MultiFernet`; decision record 0025).
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FERNET_KEY_BYTES = 32


class NotDecryptable(Exception):  # noqa: N818 - a state of the value, told apart from faults of the program
    """No key of this installation decrypts the value: it was never encrypted, was altered, or the key was lost."""


@dataclass(frozen=True, slots=True)
class SecretKeys:
    """The keys of an installation, the present one first."""

    keys: tuple[str, ...]

    def encrypt(self, text: str, context: str) -> str:
        """Return a text encrypted with the present key."""
        return self._fernet(context).encrypt(text.encode()).decode()

    def decrypt(self, token: str, context: str) -> str:
        """Return the text of an encrypted value. Raises `NotDecryptable`, also for a value that stands in clear."""
        try:
            return self._fernet(context).decrypt(token).decode()
        except InvalidToken as invalid:
            raise NotDecryptable(context) from invalid

    def uses_present_key(self, token: str, context: str) -> bool:
        """Tell whether a value was encrypted with the present key."""
        try:
            _fernet(self.keys[0], context).decrypt(token)
        except InvalidToken:
            return False
        return True

    def _fernet(self, context: str) -> MultiFernet:
        return MultiFernet([_fernet(key, context) for key in self.keys])


def secret_keys_of(settings: Mapping[str, Any]) -> SecretKeys:
    """Return the keys of an installation from its settings."""
    return SecretKeys((settings["SECRET_KEY"], *settings.get("SECRET_KEY_FALLBACKS", ())))


def _fernet(key: str, context: str) -> Fernet:
    """Return the cipher of one key and one context; the key that signs cookies encrypts nothing itself."""
    derived = HKDF(SHA256(), FERNET_KEY_BYTES, salt=None, info=f"tracker secret: {context}".encode())
    return Fernet(urlsafe_b64encode(derived.derive(key.encode())))
