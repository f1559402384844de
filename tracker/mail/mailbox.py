"""Fetching letters that came in from a mailbox over IMAP: each is marked as seen only once it was dealt with.

Reading a letter that somebody sent back: from whom, to which address, and what is new in it.
"""

from __future__ import annotations

import email.policy
import imaplib
import re
import ssl
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import getaddresses
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urlsplit

from tracker.core.text import normalise_text

MAILBOX_TIMEOUT_SECONDS = 20.0
"""How long to wait for any one answer of the server."""
MOST_LETTERS_FETCHED = 50
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


def walk_unseen_letters(server: MailboxServer, *, largest: int) -> Generator[bytes, None, None]:
    """Yield the letters nobody has seen yet, oldest first; each counts as seen once the next one is asked for.

    A letter larger than `largest` bytes is marked as seen and left. Raises `OSError` or `imaplib.IMAP4.error`
    when the mailbox cannot be read; what was not dealt with comes again.
    """
    client = _open(server)
    try:
        client.login(server.user, server.password)
        _ok(client.select(_quoted(server.folder)))
        numbers = _ok(client.uid("SEARCH", "UNSEEN"))[0].split()
        for number in numbers[:MOST_LETTERS_FETCHED]:
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
        return imaplib.IMAP4_SSL(server.host, server.port, ssl_context=context, timeout=MAILBOX_TIMEOUT_SECONDS)
    return imaplib.IMAP4(server.host, server.port, timeout=MAILBOX_TIMEOUT_SECONDS)


def _fetched(client: imaplib.IMAP4, number: str, largest: int) -> bytes | None:
    """Return a letter without marking it, None when it is gone or too large."""
    said = b" ".join(each for each in _ok(client.uid("FETCH", number, "(RFC822.SIZE)")) if isinstance(each, bytes))
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


LARGEST_LETTER = 10 * 1024 * 1024
"""Bytes of a letter that are read; nobody types more."""
LONGEST_ANSWER_TEXT = 2000
"""As long as a comment may be."""
_TO_HEADERS = ("To", "Cc", "Delivered-To", "X-Original-To")
_AUTOMATIC = frozenset({"bulk", "list", "junk", "auto_reply"})
_INTRODUCTION = re.compile(
    r"(vào|ngày|lúc|on)\b.{0,200}\b(đã viết|wrote)\s*:\s*$"
    r"|-{2,}\s*(original message|thư gốc|tin nhắn gốc|forwarded message|thư đã chuyển tiếp)\s*-{2,}"
    r"|_{8,}",
    re.IGNORECASE | re.DOTALL,
)
_HEADER_LINE = re.compile(r"\*?(từ|người gửi|from)\*?\s*:\s*\S", re.IGNORECASE)
_SECOND_HEADER = re.compile(r"\*?(đã gửi|ngày|gửi|sent|date|đến|to|tới)\*?\s*:\s*\S", re.IGNORECASE)
_SIGNATURE = re.compile(r"--\s?|(được )?gửi từ (iphone|ipad|điện thoại|thiết bị)\b.*|sent from my\b.*", re.IGNORECASE)
_BLOCKS = frozenset({"p", "div", "br", "li", "tr", "blockquote", "h1", "h2", "h3", "h4", "table", "ul", "ol"})
_UNSEEN = frozenset({"style", "script", "head", "title", "blockquote"})


@dataclass(frozen=True, slots=True)
class MailAnswer:
    """What a letter says: its Message-ID, who wrote it (lower case), the addresses it came to, the new text.

    `is_automatic`: a machine wrote it (holiday notice, bounce, list); `attachments` is how many files it carries.
    """

    message_id: str
    from_address: str
    to_addresses: tuple[str, ...]
    text: str
    attachments: int
    is_automatic: bool


def read_answer(content: bytes) -> MailAnswer:
    """Read the bytes of a letter; whatever is broken in it yields less, never an error."""
    letter = email.message_from_bytes(content[:LARGEST_LETTER], policy=email.policy.default)
    assert isinstance(letter, EmailMessage)  # the policy makes these
    return MailAnswer(
        message_id=_header(letter, "Message-ID")[:200],
        from_address=_addresses(letter, "From")[0] if _addresses(letter, "From") else "",
        to_addresses=tuple(dict.fromkeys(each for name in _TO_HEADERS for each in _addresses(letter, name))),
        text=_shortened(new_text(_text_of(letter))),
        attachments=sum(1 for part in letter.walk() if part.get_content_disposition() == "attachment"),
        is_automatic=_is_automatic(letter),
    )


def new_text(text: str) -> str:
    """Return what somebody wrote above the letter they answer, without quoted lines and signature."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    kept = "\n".join(normalise_text(line) for line in _until_the_old_letter(lines))
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


def _until_the_old_letter(lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        bare = line.strip()
        here = " ".join(each.strip() for each in lines[number : number + 3] if not each.startswith(">"))
        begins = bare and _INTRODUCTION.match(bare)
        broken = bare and re.match(r"(vào|ngày|lúc|on)\b", bare, re.IGNORECASE) and _INTRODUCTION.match(here)
        headers = _HEADER_LINE.match(bare) and any(
            _SECOND_HEADER.match(each.strip()) for each in lines[number + 1 : number + 3]
        )
        if begins or broken or headers or _SIGNATURE.fullmatch(bare):
            return
        if not bare.startswith(">"):
            yield line


def _text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain", "html"))
    if body is None:
        return ""
    try:
        words = str(body.get_content())
    except (LookupError, ValueError, KeyError):  # a charset nobody knows
        payload = body.get_payload(decode=True)
        words = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return _Words.of(words) if body.get_content_subtype() == "html" else words


class _Words(HTMLParser):
    """The words of an HTML letter, a block to a line, without what it quotes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unseen = 0

    @classmethod
    def of(cls, html: str) -> str:
        parser = cls()
        parser.feed(html)
        return "".join(parser.found)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.found.append(re.sub(r"\s+", " ", data))


def _is_automatic(letter: EmailMessage) -> bool:
    """Tell whether a machine wrote the letter (RFC 3834): such a letter is never answered and never a comment."""
    return (
        _header(letter, "Auto-Submitted").lower() not in ("", "no")
        or _header(letter, "Precedence").lower() in _AUTOMATIC
        or letter.get_content_type() == "multipart/report"
        or _header(letter, "Return-Path").strip() == "<>"
        or bool(_header(letter, "List-Id"))
    )


def _addresses(letter: EmailMessage, name: str) -> list[str]:
    try:
        values = [str(value) for value in letter.get_all(name, [])]
    except (ValueError, IndexError, AttributeError):  # a header that cannot be read names nobody
        return []
    return [address.strip().lower() for _, address in getaddresses(values) if "@" in address]


def _header(letter: EmailMessage, name: str) -> str:
    try:
        return str(letter.get(name, "")).strip()
    except (ValueError, IndexError, AttributeError):
        return ""


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_ANSWER_TEXT else text[: LONGEST_ANSWER_TEXT - 1].rstrip() + "…"
