"""Sending one signed message to an address: no redirect followed, no long wait, no long answer.

Zalo, Telegram, SMS and others through the `apprise` package, where an operator installed it.

Which addresses this program may call: only those an operator listed, and never this machine by accident.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import importlib.util
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from tracker.mail.outbox import Failure

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class ForbiddenAddressError(ValueError):
    """An address that must not be called."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect: the machine's number, found once and used, so that a name cannot change its mind."""

    ip: str
    host: str
    port: int
    path: str
    is_encrypted: bool


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Host names and networks that may be called, as listed in `TRACKER_WEBHOOK_HOSTS`; nothing listed, nothing called.

    A listed name must not lead to this machine, nor to link-local or multicast numbers; a listed network may.
    """

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def parse(cls, entries: Iterable[str]) -> Self:
        """Read names and networks (`10.1.0.0/16`)."""
        hosts, networks = set(), []
        for entry in entries:
            try:
                networks.append(ipaddress.ip_network(entry))
            except ValueError:
                hosts.add(entry.lower())
        return cls(frozenset(hosts), tuple(networks))

    def __bool__(self) -> bool:
        """Tell whether anything may be called at all."""
        return bool(self.hosts or self.networks)

    def check(self, address: str) -> None:
        """Refuse what is no address to send to; asks no name server."""
        _parts(address)

    def target(self, address: str) -> Target:
        """Find the machine of an address; raise `ForbiddenAddressError` or `OSError` when there is none to call."""
        host, port, path, is_encrypted = _parts(address)
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not found or not all(self._allows(host, ipaddress.ip_address(ip)) for ip in found):
            raise ForbiddenAddressError("address not listed in TRACKER_WEBHOOK_HOSTS")
        return Target(found[0], host, port, path, is_encrypted)

    def _allows(self, host: str, ip: IpAddress) -> bool:
        plain = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped else ip
        if any(plain in network for network in self.networks):
            return True
        is_special = plain.is_loopback or plain.is_link_local or plain.is_multicast or plain.is_unspecified
        return host in self.hosts and not is_special


def _parts(address: str) -> tuple[str, int, str, bool]:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as wrong:
        raise ForbiddenAddressError("not an address") from wrong
    is_plain = address.isascii() and address.isprintable() and " " not in address
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or not is_plain:
        raise ForbiddenAddressError("not an http or https address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.hostname, port or (443 if parts.scheme == "https" else 80), path, parts.scheme == "https"


WEBHOOK_TIMEOUT_SECONDS = 5.0
WHOLE_SECONDS = 10.0
"""How long one message may take in all: an answer byte by byte does not hold up the rest."""
ANSWER_KEPT = 400
_TAKEN = range(200, 300)


@dataclass(frozen=True, slots=True)
class WebhookResult:
    """What became of one message; `code` is the answer's number, none when nobody answered."""

    failure: Failure | None
    code: int | None = None
    words: str = ""


def derive_webhook_secret(secret_key: str, salt: str) -> str:
    """Return the secret shared with a receiver: made from the key of this installation, and kept nowhere."""
    return hmac.new(secret_key.encode(), b"webhook:" + salt.encode(), hashlib.sha256).hexdigest()


def sign_webhook(secret: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a message: HMAC-SHA256 over «timestamp.body», so that an old one cannot be sent again."""
    return "sha256=" + hmac.new(secret.encode(), b"%d." % timestamp + body, hashlib.sha256).hexdigest()


def build_webhook_headers(key: str, secret: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the headers of a message; `key` is the same for every try."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "cchc-tracker",
        "X-Message-Id": key,
        "X-Timestamp": str(timestamp),
        "X-Signature": sign_webhook(secret, timestamp, body),
    }


def post_webhook(address: str, headers: Mapping[str, str], body: bytes, policy: AddressPolicy) -> WebhookResult:
    """Send a message; never raises for what an address, a network or a server may do."""
    try:
        line = _Line(policy.target(address))
    except ForbiddenAddressError as forbidden:
        return WebhookResult(Failure.TEMPORARY, None, str(forbidden))
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
    return WebhookResult(None if answer.status in _TAKEN else Failure.TEMPORARY, answer.status, words)


class _Line(http.client.HTTPConnection):
    """A connection to the machine that was looked up, under the name that was asked for."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=WEBHOOK_TIMEOUT_SECONDS)
        self.path = target.path
        self._target = target

    def connect(self) -> None:
        """Call the machine; where encryption is asked for, its certificate must bear the name."""
        self.sock = socket.create_connection((self._target.ip, self._target.port), WEBHOOK_TIMEOUT_SECONDS)
        if self._target.is_encrypted:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self._target.host)

    def cut(self) -> None:
        """End the conversation from outside."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def _nobody(fault: Exception) -> WebhookResult:
    return WebhookResult(Failure.TEMPORARY, None, " ".join(f"{type(fault).__name__}: {fault}".split())[:ANSWER_KEPT])


PACKAGE = "apprise"


def is_installed() -> bool:
    """Tell whether the package is there; it is not loaded for asking."""
    return importlib.util.find_spec(PACKAGE) is not None


def send_gateway_message(address: str, title: str, body: str) -> WebhookResult:
    """Hand a short message to a gateway; never raises for what the gateway may do."""
    if not is_installed():
        return WebhookResult(Failure.TEMPORARY, None, "apprise is not installed")
    library: Any = importlib.import_module(PACKAGE)
    gateway = library.Apprise()
    if not gateway.add(address):
        return WebhookResult(Failure.TEMPORARY, None, "apprise does not know this address")
    is_taken = gateway.notify(title=title, body=body)
    return WebhookResult(None) if is_taken else WebhookResult(Failure.TEMPORARY, None, "the gateway did not take it")
