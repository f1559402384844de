"""A mailbox server that knows as much of IMAP as fetching answers needs (RFC 3501), for one client at a time."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """The letters of a mailbox by number, and which of them were seen; `is_broken` hangs up after the sign-in."""

    letters: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    is_broken: bool = False
    port: int = 0

    @property
    def url(self) -> str:
        """The address as an operator writes it."""
        return f"imap://tra-loi:m%20k@127.0.0.1:{self.port}/INBOX"


@contextmanager
def a_mailbox(*letters: bytes) -> Iterator[Mailbox]:
    """Serve a mailbox with some letters, none of them seen."""
    box = Mailbox(dict(enumerate(letters, start=1)))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        box.port = listener.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(listener, box), daemon=True)
        thread.start()
        yield box
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)


def _serve(listener: socket.socket, box: Mailbox) -> None:
    while True:
        try:
            line, _ = listener.accept()
        except OSError:  # the listener was closed
            return
        with line, line.makefile("rb") as words:
            line.sendall(b"* OK ready\r\n")
            for said in iter(words.readline, b""):
                tag, _, command = said.strip().partition(b" ")
                answer = _answer(command, box)
                if answer is None:
                    break
                line.sendall(answer + tag + b" OK done\r\n")
                if command.upper() == b"LOGOUT":
                    break


def _answer(command: bytes, box: Mailbox) -> bytes | None:
    """Return what comes before «OK»; None hangs up."""
    verb = command.upper()
    if verb == b"CAPABILITY":
        return b"* CAPABILITY IMAP4rev1\r\n"
    if verb.startswith(b"SELECT") and box.is_broken:
        return None
    if verb.startswith(b"SELECT"):
        return b"* %d EXISTS\r\n" % len(box.letters)
    if verb.startswith(b"UID SEARCH"):
        unseen = sorted(box.letters.keys() - box.seen)
        return b"* SEARCH " + b" ".join(b"%d" % number for number in unseen) + b"\r\n"
    if found := re.match(rb"UID FETCH (\d+) \(RFC822.SIZE\)", verb):
        number = int(found[1])
        return b"* %d FETCH (UID %d RFC822.SIZE %d)\r\n" % (number, number, len(box.letters[number]))
    if found := re.match(rb"UID FETCH (\d+)", verb):
        number, content = int(found[1]), box.letters[int(found[1])]
        return b"* %d FETCH (UID %d BODY[] {%d}\r\n%s)\r\n" % (number, number, len(content), content)
    if found := re.match(rb"UID STORE (\d+)", verb):
        box.seen.add(int(found[1]))
    return b""
