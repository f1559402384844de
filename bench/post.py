"""How long 10,000 letters take to leave, beside a plain loop over `smtplib` that sends bytes made beforehand.

`python -m bench.post` (or `make bench`): the same server, one that does nothing but answer, in a process of its
own; all use one connection. The last row is the sender itself over an SQLite outbox: it claims, looks at the task
again, writes, sends, and commits what became of each letter.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import shutil
import smtplib
import socket
import statistics
import tempfile
import time
from collections.abc import Callable
from email.message import EmailMessage
from multiprocessing.connection import Connection
from pathlib import Path

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.databases import create_tables, sqlite_address
from tests.support.mornings import SENDER
from tracker.core.clock import ManualClock, local_instant
from tracker.database import engine as database_engine
from tracker.law.permissions import Role
from tracker.mail.message import MailMessage, to_bytes
from tracker.mail.smtp import SmtpServer, SmtpTransport
from tracker.mail.transport import Envelope, SentLog
from tracker.reminders import delivery
from tracker.reminders.digest import Digest, DigestLine, IssuingAuthority, compose_digest
from tracker.reminders.letter_text import LetterSender
from tracker.reminders.rules import ReminderKind

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
    with tempfile.TemporaryDirectory() as folder:
        outbox = an_outbox(Path(folder) / "outbox.db", count)
        jobs.append(("the sender, outbox and all", lambda: drained(outbox, port, count)))
        measure(jobs, times)
    server.terminate()
    floor = statistics.median(times[jobs[0][0]])
    click.echo(f"\n{count} letters over one connection, seconds, median of {ROUNDS}")
    for name, found in times.items():
        median = statistics.median(found)
        click.echo(f"  {name:<30}{median:>8.2f}{median / floor:>7.2f} x")


def measure(jobs: list[tuple[str, Callable[[], None]]], times: dict[str, list[float]]) -> None:
    """Do every job in turn, some rounds over."""
    for _ in range(ROUNDS):
        for name, job in jobs:
            start = time.perf_counter()
            job()
            times.setdefault(name, []).append(time.perf_counter() - start)


def an_outbox(path: Path, count: int) -> Path:
    """Make a town of `count` wards, each with a task that is due today, and queue its letters; return its database."""
    create_tables(sqlite_address(path))
    engine = sa.create_engine(sqlite_address(path))
    database_engine.prepare_sqlite(engine)
    with database_engine.skip_disk_sync(engine), Session(engine) as session:
        the_calendar_of(session, _NOW.year)
        units = [a_unit(session, f"P{n}", f"Phường {n}") for n in range(count)]
        for number, unit in enumerate(units):
            an_official(session, Role.WARD_OFFICIAL, unit, f"cc{number}")
        for start in range(0, count, 100):
            a_directive(session, *units[start : start + 100], due_on=_NOW.date(), given_on=_NOW.date())
        delivery.run_reminder_round(session, ManualClock(_NOW.astimezone(dt.UTC)), None)
    engine.dispose()
    return path


def drained(outbox: Path, port: int, count: int) -> None:
    """Send a whole outbox, from a copy of its database."""
    copy = outbox.with_name("copy.db")
    shutil.copyfile(outbox, copy)
    engine = sa.create_engine(sqlite_address(copy))
    database_engine.prepare_sqlite(engine)
    transport = SmtpTransport(SmtpServer.parse(f"smtp://127.0.0.1:{port}"))
    post = LetterSender(transport, SENDER, _HOUSE.base_url, log=SentLog(copy.with_name("sent.log")))
    with Session(engine) as session:
        done = delivery.run_reminder_round(session, ManualClock(_NOW.astimezone(dt.UTC)), post)
    assert done.delivered.sent == count, done.delivered
    engine.dispose()
    copy.unlink()


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
            mail["Subject"], mail["Message-ID"] = (f"{written.subject} {number}", f"<l{number}@{SENDER.domain}>")
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


_NOW = local_instant(dt.date(2021, 6, 14), 7, 30)
_HOUSE = IssuingAuthority("Thị xã Hương Trà", "https://theo-doi.huongtra.example")


def _letter(number: int) -> MailMessage:
    """Return the letter of one person with one task that is due today."""
    day = _NOW.date()
    line = DigestLine(
        ReminderKind.DUE_TODAY, number + 1, "12/UBND-VP", "Rà soát, công khai thủ tục hành chính", "Tứ Hạ", day
    )
    written = compose_digest(Digest(f"Nguyễn Thị Phượng {number}", day, [line]), _HOUSE)
    return MailMessage(
        "phuong@huongtra.example", "Nguyễn Thị Phượng", written.subject, written.text, f"l{number}", written.html
    )


if __name__ == "__main__":
    main()
