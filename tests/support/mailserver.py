"""A real SMTP server on this machine that keeps what it is given and can be told to refuse."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
    letters_to_a_line: int | None = None
    carried: Counter[str] = field(default_factory=Counter)
    seconds_to_answer: float = 0.0

    @property
    def url(self) -> str:
        """The address as one writes it in `TRACKER_SMTP_URL`."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_MAIL(  # noqa: N802 - named by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Begin a letter, unless this line has carried enough."""
        self.carried[str(session.peer)] += 1
        if self.letters_to_a_line is not None and self.carried[str(session.peer)] > self.letters_to_a_line:
            return "421 too many letters"
        envelope.mail_from = address
        return "250 OK"

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
        await asyncio.sleep(self.seconds_to_answer)
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


@contextmanager
def dripping_server() -> Iterator[str]:
    """Yield the URL of a server that greets, and then answers one letter of a word at a time, for ever."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            with suppress(OSError):
                line, _ = listener.accept()
                with line:
                    line.sendall(b"220 slow\r\n250-")
                    while True:
                        line.sendall(b"x")
                        time.sleep(0.05)

        threading.Thread(target=drip, daemon=True).start()
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"


def closed_server() -> str:
    """Return the URL of a port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"smtp://127.0.0.1:{probe.getsockname()[1]}"
