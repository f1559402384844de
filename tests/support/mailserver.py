"""A real SMTP server on this machine that keeps what it is given and can be told to refuse."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Sink:
    """The server's handler: letters taken, and the answers it gives to certain addresses."""

    port: int = 0
    taken: list[tuple[list[str], bytes]] = field(default_factory=list)
    at_address: dict[str, str] = field(default_factory=dict)
    at_data: str | None = None

    @property
    def url(self) -> str:
        """The address as one writes it in `TRACKER_SMTP_URL`."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802 - named by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse one recipient."""
        if address in self.at_address:
            return self.at_address[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the letter, before answering."""
        if self.at_data is not None:
            return self.at_data
        assert isinstance(envelope.content, bytes)
        self.taken.append((list(envelope.rcpt_tos), envelope.content))
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[Sink]:
    """Yield a running server on a free port of this machine."""
    sink = Sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        sink.port = probe.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, ready_timeout=15.0)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
        asyncio.set_event_loop(None)


@contextmanager
def silent_server() -> Iterator[str]:
    """Yield the URL of a server that takes the call and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"


def closed_server() -> str:
    """Return the URL of a port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"smtp://127.0.0.1:{probe.getsockname()[1]}"
