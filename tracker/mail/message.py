"""A letter as mail servers mean it: the bytes of one MIME message.

Headers are written with `email.header.Header`. The newer policies of the standard library lose spaces between
Vietnamese words («Rà soátthủ tục»; CPython issues 89714, 92081, 144156), and a property test keeps us from going back.
The parts are put together here: ours are always one text and one page in base64, and the generator of the standard
library takes three times as long for them.

A letter as people mean it: to one person, with a subject and a text.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.charset import SHORTEST, Charset
from email.header import Header
from email.utils import format_datetime, parseaddr
from functools import cache, lru_cache
from types import MappingProxyType

from tracker.core.clock import VIETNAM

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_KEY = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")
LONGEST_MAIL_ADDRESS = 254  # RFC 5321, 4.5.3.1.3
EXTRA_HEADERS = frozenset({"List-Unsubscribe", "X-Tracker-Attempt"})


class LetterError(ValueError):
    """A letter that must never be handed to a mail server."""


@dataclass(frozen=True, slots=True)
class MailMessage:
    """One letter to one person.

    `key` names the letter for ever: every try carries the same Message-ID, so that servers and people
    can tell a repetition. `html` may be empty; `text` is always there; `reply_to` is where
    answers go, empty where none are read.
    """

    to_address: str
    to_name: str
    subject: str
    text: str
    key: str
    html: str = ""
    reply_to: str = ""
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        """Refuse what could become a second recipient, a second header or somebody else's letter."""
        if not is_address(self.to_address):
            raise LetterError("not one plain mail address")
        if self.reply_to and not is_address(self.reply_to):
            raise LetterError("answers go to one plain mail address")
        if not _KEY.fullmatch(self.key):
            raise LetterError("a key is made of letters, digits and single dots")
        if not self.text.strip():
            raise LetterError("a letter without a text")
        strange = set(self.headers) - EXTRA_HEADERS
        if strange:
            raise LetterError(f"headers a letter may not carry: {sorted(strange)}")


def is_address(text: str) -> bool:
    """Tell whether a text is exactly one mail address in plain letters."""
    return len(text) <= LONGEST_MAIL_ADDRESS and _ADDRESS.fullmatch(text) is not None


LINE_LENGTH = 78
_EOL = "\r\n"
_PLAIN_PHRASE = re.compile(r"[A-Za-z0-9]+( [A-Za-z0-9]+)*")
_LONGEST_PLAIN = 50
_BLANKED = {"Cc": " ", "Zl": " ", "Zp": " ", "Cf": ""}
"""Characters that end a line or command a terminal become a space; invisible ones, which reorder text, go."""


@dataclass(frozen=True, slots=True)
class Sender:
    """From whom the installation writes; the domain of the address also names its messages."""

    name: str
    address: str

    @classmethod
    def parse(cls, text: str) -> Sender:
        """Read «Theo dõi nhiệm vụ <theo-doi@…>»; raise `LetterError` when the address is not one."""
        name, address = parseaddr(text)
        if not is_address(address):
            raise LetterError("the sender is not one plain mail address")
        return cls(name=one_line(name), address=address)

    @property
    def domain(self) -> str:
        """The part of the address behind the @."""
        return self.address.rpartition("@")[2]


def to_bytes(letter: MailMessage, sender: Sender, written_at: dt.datetime) -> bytes:
    """Return the message: CRLF, lines of at most 78 bytes, one recipient, a text part always."""
    headers = [
        "MIME-Version: 1.0",
        _mailbox("From", sender.name, sender.address),
        _mailbox("To", letter.to_name, letter.to_address),
        _words("Subject", letter.subject),
        f"Date: {format_datetime(written_at.astimezone(VIETNAM))}",
        f"Message-ID: {message_id(letter.key, sender)}",
        "Auto-Submitted: auto-generated",  # RFC 3834: no holiday answers, please
    ]
    if letter.reply_to:
        headers.append(_mailbox("Reply-To", "", letter.reply_to))
    headers += [_plain(name, value) for name, value in letter.headers.items()]
    return _with_body(headers, letter)


def message_id(key: str, sender: Sender) -> str:
    """Return the Message-ID that belongs to a letter's key, the same for every try."""
    return f"<{key}@{sender.domain}>"


def one_line(text: str) -> str:
    """Return a text fit for a header: composed, on one line, without control characters."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):  # spaces are printable, and the only blanks
        return " ".join(text.split())
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(_BLANKED.get(unicodedata.category(character), character) for character in composed)
    return " ".join(kept.encode("utf-8", "replace").decode("utf-8").split())


def _with_body(headers: list[str], letter: MailMessage) -> bytes:
    """Return the whole message: the text alone, or the text and beside it the page."""
    plain = _part(letter.text, "plain")
    if not letter.html:
        return _joined(*headers, plain)
    boundary = f"=_{letter.key}"  # «=_» never stands in base64
    return _joined(
        *headers,
        f'Content-Type: multipart/alternative;{_EOL} boundary="{boundary}"{_EOL}',
        f"--{boundary}",
        plain,
        f"--{boundary}",
        _part(letter.html, "html"),
        f"--{boundary}--{_EOL}",
    )


def _joined(*lines: str) -> bytes:
    return _EOL.join(lines).encode("ascii")


def _part(text: str, kind: str) -> str:
    """Return head and body of a part in base64, which carries any text unchanged through any server."""
    clean = text if text.isascii() else unicodedata.normalize("NFC", text)
    lines = _EOL.join(clean.splitlines()) + _EOL
    body = _base64(lines.encode("utf-8", "replace"))
    return f'Content-Type: text/{kind}; charset="utf-8"{_EOL}Content-Transfer-Encoding: base64{_EOL}{_EOL}{body}'


def _base64(content: bytes) -> str:
    """Return bytes in base64 in lines of 76 letters, none at the end."""
    return base64.encodebytes(content).decode("ascii").rstrip("\n").replace("\n", _EOL)


@lru_cache(maxsize=4096)
def _words(name: str, text: str) -> str:
    """Return a header of free text, encoded unless it is short and plain."""
    return _line(name, _encoded(name, text))


@lru_cache(maxsize=4096)
def _mailbox(name: str, display_name: str, address: str) -> str:
    """Return a header that names exactly one mailbox."""
    header = _encoded(name, display_name) if one_line(display_name) else Header(header_name=name)
    header.append(f"<{address}>", "us-ascii")
    return _line(name, header)


def _encoded(name: str, text: str) -> Header:
    line = one_line(text)
    if len(line) <= _LONGEST_PLAIN and _PLAIN_PHRASE.fullmatch(line):
        return Header(line, "us-ascii", header_name=name)
    return Header(line, _utf8(), header_name=name, maxlinelen=LINE_LENGTH - 2)


@lru_cache(maxsize=4096)
def _plain(name: str, value: str) -> str:
    """Return a header in plain letters; refuse any other."""
    line = one_line(value)
    if not line.isascii():
        raise LetterError("this header is written in plain letters")
    return _line(name, Header(line, "us-ascii", header_name=name))


def _line(name: str, header: Header) -> str:
    return f"{name}: {header.encode(linesep=_EOL, maxlinelen=LINE_LENGTH)}"


@cache
def _utf8() -> Charset:
    charset = Charset("utf-8")
    charset.header_encoding = SHORTEST
    return charset
