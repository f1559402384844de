"""Fetching letters that came in from a mailbox over IMAP: each is marked as seen only once it was dealt with."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

SECONDS = 20.0
"""How long to wait for any one answer of the server."""
MOST_AT_ONCE = 50
"""Letters fetched in one round; the next round fetches the others."""
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True, slots=True)
class MailboxServer:
    """Where answers are fetched, as written in `TRACKER_IMAP_URL`."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    encrypted: bool

    @classmethod
    def parse(cls, url: str) -> MailboxServer:
        """Read `imaps://user:password@host:port/INBOX`; raise `ValueError` for anything else."""
        parts = urlsplit(url)
        if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username:
            raise ValueError("TRACKER_IMAP_URL: imaps://user:password@host/INBOX")
        if not unquote(url).isascii():
            raise ValueError("TRACKER_IMAP_URL: plain letters only (RFC 3501)")
        encrypted = parts.scheme == "imaps"
        return cls(
            host=parts.hostname,
            port=parts.port or (993 if encrypted else 143),
            user=unquote(parts.username),
            password=unquote(parts.password or ""),
            folder=unquote(parts.path.strip("/")) or "INBOX",
            encrypted=encrypted,
        )

    def __repr__(self) -> str:
        """Name the server without the password: this text may reach a log."""
        return f"MailboxServer({self.host}:{self.port})"


def unseen(server: MailboxServer, *, largest: int) -> Generator[bytes, None, None]:
    """Yield the letters nobody has seen yet, oldest first; each counts as seen once the next one is asked for.

    A letter larger than `largest` bytes is marked as seen and left. Raises `OSError` or `imaplib.IMAP4.error`
    when the mailbox cannot be read; what was not dealt with comes again.
    """
    client = _open(server)
    try:
        client.login(server.user, server.password)
        _ok(client.select(_quoted(server.folder)))
        numbers = _ok(client.uid("SEARCH", "UNSEEN"))[0].split()
        for number in numbers[:MOST_AT_ONCE]:
            content = _fetched(client, number.decode("ascii"), largest)
            if content is not None:
                yield content
            _ok(client.uid("STORE", number.decode("ascii"), "+FLAGS.SILENT", r"(\Seen)"))
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            client.logout()
        with suppress(OSError):
            client.shutdown()


def _open(server: MailboxServer) -> imaplib.IMAP4:
    if server.encrypted:
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(server.host, server.port, ssl_context=context, timeout=SECONDS)
    return imaplib.IMAP4(server.host, server.port, timeout=SECONDS)


def _fetched(client: imaplib.IMAP4, number: str, largest: int) -> bytes | None:
    """Return a letter without marking it, None when it is gone or too large."""
    said = b" ".join(
        each for each in _ok(client.uid("FETCH", number, "(RFC822.SIZE)")) if isinstance(each, bytes)
    )
    size = _SIZE.search(said)
    if size is None or int(size[1]) > largest:
        return None
    for part in _ok(client.uid("FETCH", number, "(BODY.PEEK[])")):
        if isinstance(part, tuple):
            return bytes(part[1])
    return None


def _ok(answer: tuple[str, list[Any]]) -> list[Any]:
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(repr(data))
    return list(data)


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
