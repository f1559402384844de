"""Short secrets that rest in the database sealed by the key of the installation, which is not in the database.

A secret of at most 32 bytes is hidden under one block of HMAC-SHA256 over a fresh nonce, which serves once and never
again, and the whole carries a second HMAC (encrypt, then authenticate). The label, whose secret it is, is part of both:
a sealed secret moved to another row does not open. Former keys open, the newest alone closes (decision 0017).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MARK = "seal1."
NONCE, TAG, MOST = 16, 16, hashlib.sha256().digest_size


class SealBroken(Exception):  # noqa: N818 - what happened, as it is said in the house
    """No key of this installation opens it: the key was changed without keeping the former one."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The keys of an installation, the newest first."""

    keys: tuple[str, ...]

    def closed(self, text: str, label: str) -> str:
        """Return a secret of at most 32 bytes sealed with the newest key."""
        plain = text.encode()
        if len(plain) > MOST:
            raise ValueError("a seal holds 32 bytes at most")
        nonce = secrets.token_bytes(NONCE)
        hidden = _hidden(self.keys[0], nonce, plain, label)
        return MARK + urlsafe_b64encode(nonce + hidden + _tag(self.keys[0], nonce, hidden, label)).decode()

    def opened(self, sealed: str, label: str) -> str:
        """Return what was sealed; what was kept open, before seals were, is returned as it is.

        Raises `SealBroken` when none of the keys closed it for this label.
        """
        if not sealed.startswith(MARK):
            return sealed
        nonce, hidden, tag = _parts(sealed)
        for key in self.keys:
            if hmac.compare_digest(_tag(key, nonce, hidden, label), tag):
                return _hidden(key, nonce, hidden, label).decode()
        raise SealBroken(label)

    def is_newest(self, sealed: str, label: str) -> bool:
        """Tell whether a secret is sealed with the newest key."""
        if not sealed.startswith(MARK):
            return False
        nonce, hidden, tag = _parts(sealed)
        return hmac.compare_digest(_tag(self.keys[0], nonce, hidden, label), tag)


def seal_of(settings: Mapping[str, Any]) -> Seal:
    """Return the keys of an installation."""
    return Seal((settings["SECRET_KEY"], *settings.get("SECRET_KEY_FALLBACKS", ())))


def _parts(sealed: str) -> tuple[bytes, bytes, bytes]:
    try:
        whole = urlsafe_b64decode(sealed.removeprefix(MARK))
    except NotBase64 as wrong:
        raise SealBroken("not a seal") from wrong
    return whole[:NONCE], whole[NONCE:-TAG], whole[-TAG:]


def _hidden(key: str, nonce: bytes, text: bytes, label: str) -> bytes:
    """Hide, or uncover, up to 32 bytes."""
    cover = hmac.digest(_derived(key, "hide"), nonce + label.encode(), "sha256")
    return bytes(one ^ other for one, other in zip(text, cover, strict=False))


def _tag(key: str, nonce: bytes, hidden: bytes, label: str) -> bytes:
    return hmac.digest(_derived(key, "tag"), nonce + hidden + label.encode(), "sha256")[:TAG]


def _derived(key: str, purpose: str) -> bytes:
    """Return a key of its own for each purpose, so that the one that signs cookies seals nothing directly."""
    return hmac.digest(key.encode(), f"tracker seal {purpose}".encode(), "sha256")
