"""A mail server with moods: it answers late, refuses for now, and hangs up after it took a letter."""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(slots=True)
class Moods:
    """How a server misbehaves: shares of letters, and the longest delays in seconds, before and after taking one."""

    seed: int = 1822
    busy: float = 0.03
    hangs_up: float = 0.01
    before: float = 0.02
    after: float = 0.03

    def quiet(self) -> None:
        """Behave from now on."""
        self.busy = self.hangs_up = self.before = self.after = 0.0


@dataclass
class MoodyServer:
    """The server's handler; `taken` is written before it answers, `hung_up` when it never will.

    `peers` are the addresses from which the letters came, in the same order.
    """

    moods: Moods
    port: int
    host: str = "127.0.0.1"
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    hung_up: list[bytes] = field(default_factory=list)
    peers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Shake the dice."""
        self._dice = random.Random(self.moods.seed)

    @property
    def url(self) -> str:
        """The address as one writes it in `TRACKER_SMTP_URL`."""
        return f"smtp://{self.host}:{self.port}"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd
        """Take a letter, in the mood of the moment."""
        await asyncio.sleep(self._dice.random() * self.moods.before)
        if self._dice.random() < self.moods.busy:
            return "451 try later"
        assert isinstance(envelope.content, bytes)
        self.peers.append(str(session.peer[0]) if session.peer else "")
        self.taken.append((envelope.rcpt_tos[0], envelope.content))
        await asyncio.sleep(self._dice.random() * self.moods.after)
        if self._dice.random() < self.moods.hangs_up:
            self.hung_up.append(envelope.content)
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return "250 OK"


@contextmanager
def moody_server(moods: Moods, host: str = "127.0.0.1") -> Iterator[MoodyServer]:
    """Yield a running server on a free port of an address of this machine."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        server = MoodyServer(moods, probe.getsockname()[1], host)
    controller = Controller(server, hostname=host, port=server.port, ready_timeout=15.0)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
        asyncio.set_event_loop(None)
