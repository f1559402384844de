"""P22: whatever stands in titles, names and units, a letter is well formed and says what was written.

The messages are read back by a parser of our own, written from the RFCs: nothing of the library that writes them.
"""

from __future__ import annotations

import base64
import datetime as dt
import random
import re

import pytest

from tests.support.depth import cases
from tests.support.mornings import BASE_URL, SENDER
from tracker.mail.message import MailMessage, one_line, to_bytes
from tracker.reminders.digest import LONGEST_TITLE, Digest, DigestLine, IssuingAuthority, compose_digest
from tracker.reminders.rules import ReminderKind

CASES = cases(fast=100, usual=300, deep=5000)
MONDAY = dt.date(2021, 6, 14)
MORNING = dt.datetime(2021, 6, 14, 0, 30, tzinfo=dt.UTC)
PIECES = [
    "\r\nBcc: all@huongtra.example", "\n\nX: y", "\r", "\x00", "\x0b", "\x1c", "\x85", "\u2028", "\u2029",
    ", b@x.example", "; <c@x.example>", '"', "\\", "(", ")", ":", "@", "<script>", "</p>", "{{ 7 * 7 }}", "{% raw %}",
    "=?utf-8?q?=0D=0ABcc:_x@y.example?=", "=?utf-8?b?", "?=", "=?", "=", "_", "%0d%0a", "\u202e", "\u200b", "\ufeff",
    "🎉", "👩‍👩‍👧", "e\u0301", "\ud800", "đ" * 1000, "x" * 1000, " " * 80, ".", "\n.\n", "From ", "http://xấu.example/",
    "Rà soát", "thủ tục", "hành chính", "Uỷ ban", "nhân dân", "Hương Trà", "1822/QĐ-UBND", "quý IV", "", " ",
]  # fmt: skip
HEADERS = {
    "mime-version", "content-type", "from", "to", "subject", "date", "message-id", "auto-submitted",
}  # fmt: skip


def hostile(dice: random.Random) -> str:
    """Return a text nobody should type."""
    return dice.choice(("", " ")).join(dice.choices(PIECES, k=dice.randint(1, 8)))


def headers_of(head: bytes) -> list[tuple[str, str]]:
    """Unfold the headers of a message or a part (RFC 5322, 2.2.3)."""
    found: list[tuple[str, str]] = []
    for line in head.decode("ascii").split("\r\n"):
        if line[:1] in (" ", "\t"):
            name, value = found[-1]
            found[-1] = name, value + line
        else:
            name, colon, value = line.partition(":")
            assert colon and re.fullmatch(r"[A-Za-z-]+", name), line
            found.append((name.lower(), value.strip()))
    return found


def words(value: str) -> str:
    """Decode encoded words (RFC 2047); the space between two of them is not part of the text."""
    joined = re.sub(r"(\?=)\s+(=\?)", r"\1\2", value)
    return re.sub(r"=\?utf-8\?([bq])\?([^?]*)\?=", _word, joined, flags=re.I)


def _word(found: re.Match[str]) -> str:
    if found[1].lower() == "b":
        return base64.b64decode(found[2], validate=True).decode("utf-8")
    quoted = found[2].replace("_", " ").encode("ascii")
    return re.sub(rb"=([0-9A-F]{2})", lambda code: bytes.fromhex(code[1].decode()), quoted).decode("utf-8")


def texts(content: bytes) -> tuple[str, str]:
    """Return the plain text and the page of a message."""
    boundary = re.search(rb'boundary="([^"]+)"', content)
    assert boundary is not None
    parts = content.split(b"--" + boundary[1])[1:-1]
    assert len(parts) == 2
    bodies = [part.strip(b"\r\n").split(b"\r\n\r\n", 1)[1].replace(b"\r\n", b"") for part in parts]
    plain, page = (base64.b64decode(body, validate=True).decode("utf-8") for body in bodies)
    return plain, page


@pytest.mark.random_cases
def test_hostile_titles_names_and_units_stay_words() -> None:
    dice = random.Random(22)
    for number in range(CASES):
        title, name, unit = (hostile(dice) for _ in range(3))
        line = DigestLine(ReminderKind.DUE_TODAY, number, "12/UBND", title, unit, MONDAY)
        written = compose_digest(Digest(name, MONDAY, [line]), IssuingAuthority("Thị xã Hương Trà", BASE_URL))
        subject = f"{written.subject} {title}"
        letter = MailMessage("an@huongtra.example", name, subject, written.text, f"l{number}", written.html)
        content = to_bytes(letter, SENDER, MORNING)

        head = headers_of(content.split(b"\r\n\r\n", 1)[0])
        said = dict(head)
        assert len(head) == len(said) and said.keys() == HEADERS
        assert b"\n" not in content.replace(b"\r\n", b"") and b"\r" not in content.replace(b"\r\n", b"")
        assert max(map(len, content.split(b"\r\n"))) <= 78
        assert words(said["subject"]) == one_line(subject)
        display, _, address = said["to"].rpartition("<")
        assert address == "an@huongtra.example>"
        assert words(display.strip()) == one_line(name)
        assert re.search(r"[,;:@\"]", re.sub(r"=\?\S+\?=", "", display)) is None
        plain, page = texts(content)
        shown = one_line(title)
        assert (shown if len(shown) <= LONGEST_TITLE else shown[:200]) in plain
        assert re.findall(r'href="([^"]*)"', page) and all(
            link.startswith(BASE_URL) for link in re.findall(r'href="([^"]*)"', page)
        )
        assert not re.search(r"<(script|img|iframe|object|link)\b", page)
