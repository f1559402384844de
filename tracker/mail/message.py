"""A letter as mail servers mean it: the bytes of one MIME message.

Headers are written with `email.header.Header` under the compat32 policy. The newer policies of the
standard library lose spaces between Vietnamese words («Rà soátthủ tục»; CPython issues 89714, 92081, 144156),
and a property test keeps us from going back.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
from dataclasses import dataclass
from email.charset import SHORTEST, Charset
from email.generator import BytesGenerator
from email.header import Header
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, parseaddr
from typing import Any

from tracker.clock import VIETNAM
from tracker.mail.letter import Letter, LetterError, is_address

LINE_LENGTH = 78
_POLICY = compat32.clone(linesep="\r\n", max_line_length=LINE_LENGTH, mangle_from_=False)
_PLAIN_PHRASE = re.compile(r"[A-Za-z0-9]+( [A-Za-z0-9]+)*")
_LONGEST_PLAIN = 50
_BLANKED = {"Cc": " ", "Zl": " ", "Zp": " ", "Cf": ""}
"""Characters that end a line or command a terminal become a space; invisible ones, which reorder text, go."""


@dataclass(frozen=True, slots=True)
class Sender:
    """From whom the house writes; the domain of the address also names its messages."""

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


def to_bytes(letter: Letter, sender: Sender, written_at: dt.datetime) -> bytes:
    """Return the message: CRLF, lines of at most 78 bytes, one recipient, a text part always."""
    message = _body(letter)
    message["From"] = _mailbox("From", sender.name, sender.address)
    message["To"] = _mailbox("To", letter.to_name, letter.to_address)
    if letter.reply_to:
        message["Reply-To"] = _mailbox("Reply-To", "", letter.reply_to)
    message["Subject"] = _words("Subject", letter.subject)
    message["Date"] = format_datetime(written_at.astimezone(VIETNAM))
    message["Message-ID"] = message_id(letter.key, sender)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers, please
    for name, value in letter.headers.items():
        message[name] = Header(_printable_ascii(value), "us-ascii", header_name=name)
    buffer = io.BytesIO()
    BytesGenerator(buffer, policy=_POLICY).flatten(message)
    return buffer.getvalue()


def message_id(key: str, sender: Sender) -> str:
    """Return the Message-ID that belongs to a letter's key, the same for every try."""
    return f"<{key}@{sender.domain}>"


def one_line(text: str) -> str:
    """Return a text fit for a header: composed, on one line, without control characters."""
    if text.isprintable() and unicodedata.is_normalized(
        "NFC", text
    ):  # spaces are printable, and the only blanks
        return " ".join(text.split())
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(_BLANKED.get(unicodedata.category(character), character) for character in composed)
    return " ".join(kept.encode("utf-8", "replace").decode("utf-8").split())


def _body(letter: Letter) -> Message[Any, Any]:
    plain = _part(letter.text, "plain")
    if not letter.html:
        return plain
    both = MIMEMultipart("alternative", boundary=f"=_{letter.key}", policy=_POLICY)
    both.attach(plain)
    both.attach(_part(letter.html, "html"))
    return both


def _part(text: str, kind: str) -> MIMEText:
    """Return a part in base64, which carries any text unchanged through any server."""
    clean = unicodedata.normalize("NFC", text).encode("utf-8", "replace").decode("utf-8")
    return MIMEText("\r\n".join(clean.splitlines()) + "\r\n", kind, "utf-8", policy=_POLICY)


def _words(name: str, text: str) -> Header:
    """Return a header of free text, encoded unless it is short and plain."""
    line = one_line(text)
    if len(line) <= _LONGEST_PLAIN and _PLAIN_PHRASE.fullmatch(line):
        return Header(line, "us-ascii", header_name=name)
    return Header(line, _utf8(), header_name=name, maxlinelen=LINE_LENGTH - 2)


def _mailbox(name: str, display_name: str, address: str) -> Header:
    """Return a header that names exactly one mailbox."""
    header = _words(name, display_name) if one_line(display_name) else Header(header_name=name)
    header.append(f"<{address}>", "us-ascii")
    return header


def _utf8() -> Charset:
    charset = Charset("utf-8")
    charset.header_encoding = SHORTEST
    return charset


def _printable_ascii(value: str) -> str:
    line = one_line(value)
    if not line.isascii():
        raise LetterError("this header is written in plain letters")
    return line
