"""Handing letters to an SMTP server, and reading from its answers whose fault a failure is.

Which way letters leave this installation: by a mail server, into a folder, or not at all.
"""

from __future__ import annotations

import enum
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self
from urllib.parse import parse_qs, unquote, urlsplit

from tracker.mail.outbox import Failure
from tracker.mail.transport import DeliveryOutcome, Envelope, FileTransport, Transport

SMTP_TIMEOUT_SECONDS = 30.0
"""How long to wait for any one answer."""
LETTER_SECONDS = 120.0
"""How long one letter may take in all: a server that drips byte by byte does not hold up the rest."""
SMTP_POLLS = 20
"""How often one looks, in that time, whether it has passed."""
_OUR_NAME = "[127.0.0.1]"  # asking the resolver for a better one can take longer than the letter
_CLOSING = 421
_PERMANENT = range(500, 600)


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where and how letters are handed over, as written in `TRACKER_SMTP_URL`."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls_from_start: bool = False
    starttls: bool = False

    @classmethod
    def parse(cls, url: str) -> SmtpServer:
        """Read `smtp://user:password@host:port` or `smtps://…`; a password never travels in the clear.

        STARTTLS is required when a user is given; `?starttls=require` or `?starttls=never` says otherwise.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("TRACKER_SMTP_URL: smtp://host:port, smtps://host:port")
        tls_from_start = parts.scheme == "smtps"
        wish = parse_qs(parts.query).get("starttls", ["require" if parts.username else "never"])[0]
        if wish not in {"require", "never"}:
            raise ValueError("TRACKER_SMTP_URL: starttls=require, starttls=never")
        default_port = 465 if tls_from_start else 587 if wish == "require" else 25
        return cls(
            host=parts.hostname,
            port=parts.port or default_port,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls_from_start=tls_from_start,
            starttls=wish == "require" and not tls_from_start,
        )

    def __repr__(self) -> str:
        """Name the server without the password: this text may reach a log."""
        return f"SmtpServer({self.host}:{self.port})"


class SmtpTransport:
    """One conversation with a server for a whole round of letters; reopened when the server hangs up."""

    batch_size: ClassVar[int] = 25

    def __init__(
        self,
        server: SmtpServer,
        *,
        answer_seconds: float = SMTP_TIMEOUT_SECONDS,
        letter_seconds: float = LETTER_SECONDS,
    ) -> None:
        self._server = server
        self._answer_seconds = answer_seconds
        self._letter_seconds = letter_seconds
        self._client: smtplib.SMTP | None = None
        self._watch: _Watch | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        client, self._client = self._client, None
        if client is not None:
            with self._hang_up_after(client), suppress(smtplib.SMTPException, OSError):
                client.quit()
        if self._watch is not None:
            self._watch.end()
            self._watch = None

    def send(self, envelope: Envelope) -> DeliveryOutcome:
        """Hand one letter over; once more from the start when a used line proves to be closed."""
        used = self._client is not None
        try:
            return self._say(envelope)
        except smtplib.SMTPSenderRefused as closed:  # so many letters to a conversation, and no more
            if not used or closed.smtp_code != _CLOSING:
                return _unavailable(closed)
        except (smtplib.SMTPException, OSError) as broken:
            return _unavailable(broken)
        try:
            return self._say(envelope)
        except (smtplib.SMTPException, OSError) as broken:
            return _unavailable(broken)

    def greet(self) -> None:
        """Begin a conversation; raises `SMTPException` or `OSError` when that fails."""
        self._client = self._client or self._open()

    def _say(self, envelope: Envelope) -> DeliveryOutcome:
        """Hand one letter over; raise when the line, the sign-in or our own address is at fault."""
        client, self._client = self._client, None  # kept only when the conversation can go on
        client = client or self._open()
        try:
            with self._hang_up_after(client):
                client.sendmail(envelope.sender, [envelope.recipient], envelope.content)
        except smtplib.SMTPRecipientsRefused as refused:
            return self._answered(client, *refused.recipients[envelope.recipient])
        except smtplib.SMTPDataError as refused:
            return self._answered(client, refused.smtp_code, refused.smtp_error)
        except BaseException:
            _hang_up(client)
            raise
        self._client = client
        return DeliveryOutcome(None, "250")

    def _answered(self, client: smtplib.SMTP, code: int, words: bytes | str) -> DeliveryOutcome:
        """Return what an answer about one letter means, and keep the conversation if it goes on."""
        text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        detail = _one_line(f"{code} {text}")
        if code == _CLOSING or client.sock is None:
            _hang_up(client)
            return DeliveryOutcome(Failure.UNAVAILABLE, detail)
        self._client = client
        return DeliveryOutcome(Failure.PERMANENT if code in _PERMANENT else Failure.TEMPORARY, detail)

    def _open(self) -> smtplib.SMTP:
        """Begin a conversation: greeting, encryption and sign-in."""
        server, seconds = self._server, self._answer_seconds
        client: smtplib.SMTP
        if server.tls_from_start:
            context = ssl.create_default_context()
            client = smtplib.SMTP_SSL(server.host, server.port, _OUR_NAME, timeout=seconds, context=context)
        else:
            client = smtplib.SMTP(server.host, server.port, _OUR_NAME, timeout=seconds)
        try:
            with self._hang_up_after(client):
                if server.starttls:
                    client.starttls(context=ssl.create_default_context())
                if server.user:
                    client.login(server.user, server.password)
        except BaseException:
            _hang_up(client)
            raise
        return client

    def _hang_up_after(self, client: smtplib.SMTP) -> AbstractContextManager[None]:
        """Cut the line when the block takes longer than one letter may."""
        if self._watch is None:
            self._watch = _Watch(self._letter_seconds)
        return self._watch.over(client)


SMTP_PROBE_SECONDS = 10.0


def probe_smtp_server(server: SmtpServer) -> str | None:
    """Greet a server, sign in and leave without a letter; return what went wrong, None when all went well."""
    with SmtpTransport(server, answer_seconds=SMTP_PROBE_SECONDS, letter_seconds=SMTP_PROBE_SECONDS) as transport:
        try:
            transport.greet()
        except (smtplib.SMTPException, OSError) as broken:
            return _one_line(f"{type(broken).__name__}: {broken}")
    return None


class _Watch:
    """Looks again and again whether a letter takes too long, and cuts its line; one thread to a round of letters."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._now: tuple[smtplib.SMTP, float] | None = None
        self._over = threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    @contextmanager
    def over(self, client: smtplib.SMTP) -> Iterator[None]:
        """Watch over one block."""
        self._now = client, time.monotonic() + self._seconds
        try:
            yield
        finally:
            self._now = None

    def end(self) -> None:
        """Watch no longer."""
        self._over.set()

    def _look(self) -> None:
        while not self._over.wait(self._seconds / SMTP_POLLS):
            now = self._now
            if now is not None and time.monotonic() > now[1]:
                _cut(now[0])


def _cut(client: smtplib.SMTP) -> None:
    sock = client.sock
    if sock is not None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


def _hang_up(client: smtplib.SMTP) -> None:
    with suppress(smtplib.SMTPException, OSError):
        client.close()


def _unavailable(error: Exception) -> DeliveryOutcome:
    """Return the outcome of a fault that is never the letter's own."""
    return DeliveryOutcome(Failure.UNAVAILABLE, _one_line(f"{type(error).__name__}: {error}"))


def _one_line(text: str) -> str:
    return " ".join(text.split())[:400]


class TransportKind(enum.StrEnum):
    """How letters leave."""

    SERVER = "server"
    FOLDER = "folder"
    NONE = "none"


def choose_transport_kind(environment: str, smtp_url: str | None) -> TransportKind:
    """Return the way an installation's settings choose; in production letters wait for a mail server."""
    if smtp_url:
        return TransportKind.SERVER
    return TransportKind.NONE if environment == "production" else TransportKind.FOLDER


def letter_folder(data_dir: Path) -> Path:
    """Return the folder into which the demo writes its letters."""
    return data_dir / "mail"


def build_transport(environment: str, smtp_url: str | None, data_dir: Path) -> Transport | None:
    """Return the transport of an installation, None while letters must wait.

    Raises `ValueError` for an address of a mail server that cannot be read.
    """
    match choose_transport_kind(environment, smtp_url):
        case TransportKind.SERVER if smtp_url:
            return SmtpTransport(SmtpServer.parse(smtp_url))
        case TransportKind.FOLDER:
            return FileTransport(letter_folder(data_dir))
        case _:
            return None
