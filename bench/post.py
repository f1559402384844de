"""How long 10,000 letters take to leave, beside a plain loop over `smtplib` that sends bytes made beforehand.

`python -m bench.post` (or `make bench`): the same server, one that does nothing but answer, in a process of its
own; both use one connection. Ours also composes every letter, looks at the task again and commits what became of it.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import smtplib
import socket
import statistics
import time
from collections.abc import Callable
from email.message import EmailMessage
from multiprocessing.connection import Connection

import click

from tests.support.mornings import SENDER
from tracker.clock import at
from tracker.mail.compose import Digest, DigestLine, House, compose_digest
from tracker.mail.letter import Letter
from tracker.mail.message import to_bytes
from tracker.mail.smtp import SmtpServer, SmtpTransport
from tracker.mail.transport import Envelope
from tracker.rules.reminding import ReminderKind

ROUNDS = 3


def main() -> None:
    """Measure and print both times and their ratio."""
    count = int(os.environ.get("LETTERS", "10000"))
    receiving, sending = multiprocessing.Pipe(duplex=False)
    server = multiprocessing.Process(target=answer, args=(sending,), daemon=True)
    server.start()
    port: int = receiving.recv()
    ready = [to_bytes(_letter(number), SENDER, _NOW) for number in range(count)]
    times: dict[str, list[float]] = {}
    jobs: list[tuple[str, Callable[[], None]]] = [
        ("smtplib, bytes ready", lambda: plain(port, ready)),
        ("smtplib, composed on the way", lambda: naive(port, count)),
        ("our transport, bytes ready", lambda: ours(port, ready)),
        ("ours, composed on the way", lambda: composed(port, count)),
    ]
    for _ in range(ROUNDS):
        for name, job in jobs:
            start = time.perf_counter()
            job()
            times.setdefault(name, []).append(time.perf_counter() - start)
    server.terminate()
    floor = statistics.median(times[jobs[0][0]])
    click.echo(f"\n{count} letters over one connection, seconds, median of {ROUNDS}")
    for name, found in times.items():
        median = statistics.median(found)
        click.echo(f"  {name:<30}{median:>8.2f}{median / floor:>7.2f} x")


def plain(port: int, ready: list[bytes]) -> None:
    """Send what is ready as one would without this program."""
    with smtplib.SMTP("127.0.0.1", port, "[127.0.0.1]") as client:
        for content in ready:
            client.sendmail(SENDER.address, ["phuong@huongtra.example"], content)


def naive(port: int, count: int) -> None:
    """Send as most programs do: a message of the standard library for each letter, its text ready."""
    with smtplib.SMTP("127.0.0.1", port, "[127.0.0.1]") as client:
        written = _letter(0)
        for number in range(count):
            mail = EmailMessage()
            mail["From"], mail["To"] = SENDER.address, written.to_address
            mail["Subject"], mail["Message-ID"] = (
                f"{written.subject} {number}",
                f"<l{number}@{SENDER.domain}>",
            )
            mail.set_content(written.text)
            mail.add_alternative(written.html, subtype="html")
            client.send_message(mail)


def ours(port: int, ready: list[bytes]) -> None:
    """Send what is ready through our transport."""
    with SmtpTransport(SmtpServer.parse(f"smtp://127.0.0.1:{port}")) as transport:
        for number, content in enumerate(ready):
            _must(transport, number, content)


def composed(port: int, count: int) -> None:
    """Write every letter from its lines and send it."""
    with SmtpTransport(SmtpServer.parse(f"smtp://127.0.0.1:{port}")) as transport:
        for number in range(count):
            _must(transport, number, to_bytes(_letter(number), SENDER, _NOW))


def answer(port_goes_to: Connection) -> None:
    """Be a mail server that takes everything and remembers nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port_goes_to.send(listener.getsockname()[1])
        while True:
            line, _ = listener.accept()
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with line, line.makefile("rb") as words:
                line.sendall(b"220 ready\r\n")
                _converse(line, words.readline)


def _converse(line: socket.socket, next_line: Callable[[], bytes]) -> None:
    while word := next_line():
        match word[:4].upper():
            case b"DATA":
                line.sendall(b"354 go on\r\n")
                while next_line() != b".\r\n":
                    pass
                line.sendall(b"250 taken\r\n")
            case b"QUIT":
                line.sendall(b"221 bye\r\n")
                return
            case _:
                line.sendall(b"250 ok\r\n")


def _must(transport: SmtpTransport, number: int, content: bytes) -> None:
    outcome = transport.send(Envelope(f"l{number}", SENDER.address, "phuong@huongtra.example", content))
    assert outcome.is_sent, outcome.detail


_NOW = at(dt.date(2021, 6, 14), 7, 30)
_HOUSE = House("Thị xã Hương Trà", "https://theo-doi.huongtra.example")


def _letter(number: int) -> Letter:
    """Return the letter of one person with one task that is due today."""
    day = _NOW.date()
    line = DigestLine(
        ReminderKind.DUE_TODAY,
        number + 1,
        "12/UBND-VP",
        "Rà soát, công khai thủ tục hành chính",
        "Tứ Hạ",
        day,
    )
    written = compose_digest(Digest(f"Nguyễn Thị Phượng {number}", day, [line]), _HOUSE)
    return Letter(
        "phuong@huongtra.example",
        "Nguyễn Thị Phượng",
        written.subject,
        written.text,
        f"l{number}",
        written.html,
    )


if __name__ == "__main__":
    main()
