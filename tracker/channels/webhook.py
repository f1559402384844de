"""Sending one signed message to an address: no redirect followed, no long wait, no long answer."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from tracker.channels.policy import AddressPolicy, ForbiddenAddressError, Target
from tracker.rules.outbox import Failure

ANSWER_SECONDS = 5.0
WHOLE_SECONDS = 10.0
"""How long one message may take in all: an answer byte by byte does not hold up the rest."""
ANSWER_KEPT = 400
_TAKEN = range(200, 300)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one message; `code` is the answer's number, none when nobody answered."""

    failure: Failure | None
    code: int | None = None
    words: str = ""


def secret_of(house_key: str, salt: str) -> str:
    """Return the secret shared with a receiver: made from the key of the house, and kept nowhere."""
    return hmac.new(house_key.encode(), b"webhook:" + salt.encode(), hashlib.sha256).hexdigest()


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a message: HMAC-SHA256 over «timestamp.body», so that an old one cannot be sent again."""
    return "sha256=" + hmac.new(secret.encode(), b"%d." % timestamp + body, hashlib.sha256).hexdigest()


def headers_of(key: str, secret: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the headers of a message; `key` is the same for every try."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "cchc-tracker",
        "X-Message-Id": key,
        "X-Timestamp": str(timestamp),
        "X-Signature": sign(secret, timestamp, body),
    }


def post(address: str, headers: Mapping[str, str], body: bytes, policy: AddressPolicy) -> Answer:
    """Send a message; never raises for what an address, a network or a server may do."""
    try:
        line = _Line(policy.target(address))
    except ForbiddenAddressError as forbidden:
        return Answer(Failure.TEMPORARY, None, str(forbidden))
    except OSError as unknown:
        return _nobody(unknown)
    limit = threading.Timer(WHOLE_SECONDS, line.cut)
    limit.daemon = True
    limit.start()
    try:
        line.request("POST", line.path, body, dict(headers))
        answer = line.getresponse()
        head = answer.read(ANSWER_KEPT)
    except (OSError, http.client.HTTPException, ValueError) as broken:
        return _nobody(broken)
    finally:
        limit.cancel()
        line.close()
    words = " ".join(head.decode("utf-8", "replace").split())[:ANSWER_KEPT]
    return Answer(None if answer.status in _TAKEN else Failure.TEMPORARY, answer.status, words)


class _Line(http.client.HTTPConnection):
    """A connection to the machine that was looked up, under the name that was asked for."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=ANSWER_SECONDS)
        self.path = target.path
        self._target = target

    def connect(self) -> None:
        """Call the machine; where encryption is asked for, its certificate must bear the name."""
        self.sock = socket.create_connection((self._target.ip, self._target.port), ANSWER_SECONDS)
        if self._target.is_encrypted:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self._target.host)

    def cut(self) -> None:
        """End the conversation from outside."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def _nobody(fault: Exception) -> Answer:
    return Answer(Failure.TEMPORARY, None, " ".join(f"{type(fault).__name__}: {fault}".split())[:ANSWER_KEPT])
