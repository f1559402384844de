"""Which addresses this program may call: only those an operator listed, and never this machine by accident."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LONGEST_ADDRESS = 500


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
