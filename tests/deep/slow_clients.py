"""Fifty connections that send a byte a second, or nothing at all; everybody else is answered as if they were not."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL

from tests.deep.out_of_order import away
from tests.deep.served import a_town, ask, environment, web

HOST = "127.0.0.1"
SLOW = 50
SLOWEST = 0.5
"""Seconds within which everybody else is answered."""
SECONDS = 12.0
HEAD = b"POST /dang-nhap HTTP/1.1\r\nHost: 127.0.0.1\r\n"
BODY = HEAD + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\n"
WAYS = {"slow heads": HEAD + b"X: ", "slow bodies": BODY, "silent": b""}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the others met, by the way the slow ones were slow: answers, those that came, the slowest of them."""

    database: str
    found: dict[str, tuple[int, int, float]]

    @property
    def holds(self) -> bool:
        """Tell whether everybody else was answered in time, whatever the slow ones did."""
        return all(asked == good > 0 and slowest < SLOWEST for asked, good, slowest in self.found.values())

    def __str__(self) -> str:
        """Return the figures in one line."""
        told = "; ".join(
            f"{way}: {good} of {asked} answered, slowest {slowest:.2f} s"
            for way, (asked, good, slowest) in self.found.items()
        )
        return f"{self.database:<11} {SLOW} slow connections: {told}"


def tried(address: URL, data_dir: Path, port: int) -> Verdict:
    """Serve, open slow connections of each way and of all at once, and ask all along; then hold writers up."""
    town, found = a_town(address, 1, 4), {}
    with web(environment(address, data_dir), port):
        for way, beginning in WAYS.items():
            with _slow([beginning] * SLOW, port):
                found[way] = _asked(port)
        with _slow([*WAYS.values()] * (SLOW // 3), port):
            found["all three"] = _asked(port)
        path, token = f"/api/v1/tasks/{town.tasks[0][0]}", town.tokens[0]
        tag = ask(HOST, port, "GET", path, token).headers.get("ETag", "")
        write = lambda: ask(HOST, port, "POST", f"{path}/accept", token, If_Match=tag)  # noqa: E731
        with away(address), _at_once(write, 3):
            found["three writers that wait"] = _asked(port, pages=("/healthz",))
    return Verdict(address.get_backend_name(), found)


def _asked(port: int, pages: tuple[str, ...] = ("/healthz", "/dang-nhap")) -> tuple[int, int, float]:
    """Ask for pages that wait for nobody; return how many, how many were answered, and the slowest in seconds."""
    end, asked, good, slowest = time.monotonic() + SECONDS, 0, 0, 0.0
    while time.monotonic() < end:
        begun = time.monotonic()
        status = ask(HOST, port, "GET", pages[asked % len(pages)], timeout=5).status
        slowest = max(slowest, time.monotonic() - begun)
        asked, good = asked + 1, good + (status in (200, 302))
        time.sleep(0.1)
    return asked, good, slowest


@contextmanager
def _slow(beginnings: list[bytes], port: int) -> Iterator[None]:
    """Keep connections open that have begun so, and go on with a byte a second (not at all when nothing was begun)."""
    over = threading.Event()
    with ExitStack() as stack:
        lines = []
        for beginning in beginnings:
            line = stack.enter_context(closing(socket.create_connection((HOST, port), timeout=5)))
            line.sendall(beginning)
            lines += [line] if beginning else []
        dripping = threading.Thread(target=_drip, args=(lines, over))
        dripping.start()
        time.sleep(1)
        try:
            yield
        finally:
            over.set()
            dripping.join()


def _drip(lines: list[socket.socket], over: threading.Event) -> None:
    while not over.wait(1):
        for line in lines:
            with suppress(OSError):  # the server gave it up, as it should
                line.send(b"a")


@contextmanager
def _at_once(act: Callable[[], object], times: int) -> Iterator[None]:
    """Do something several times at once while the block runs."""
    acting = [threading.Thread(target=act) for _ in range(times)]
    for each in acting:
        each.start()
    try:
        time.sleep(0.5)
        yield
    finally:
        for each in acting:
            each.join()
