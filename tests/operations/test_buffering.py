"""The server takes requests in by one loop: slow clients hold no thread, and bodies come through byte for byte."""

from __future__ import annotations

import hashlib
import http.client
import random
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from tests.house.sources import ROOT
from tests.support.waiting import eventually
from tracker.operations.gunicorn_worker import LARGEST_BODY, LARGEST_HEAD, IncomingRequest

HOST = "127.0.0.1"
THREADS = 2


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Serve a small program with one worker of two threads; yield its port."""
    with closing(socket.socket()) as line:
        line.bind((HOST, 0))
        free = int(line.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "--workers", "1", "--threads", str(THREADS)]
    command += ["--bind", f"{HOST}:{free}", "tests.support.echo:app"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as server:
        try:
            assert eventually(lambda: sent(free, b"") is not None, patience=30)
            yield free
        finally:
            server.terminate()


def sent(port: int, body: bytes | Iterator[bytes], **headers: str) -> str | None:
    """Send a body and return the answer, None when there is none."""
    line = http.client.HTTPConnection(HOST, port, timeout=20)
    try:
        chunked = not isinstance(body, bytes)
        line.request(
            "POST",
            "/",
            body,
            {name.replace("_", "-"): value for name, value in headers.items()},
            encode_chunked=chunked,
        )
        return line.getresponse().read().decode()
    except OSError:
        return None
    finally:
        line.close()


def told_of(body: bytes) -> str:
    return f"{len(body)} {hashlib.sha256(body).hexdigest()}"


@pytest.mark.parametrize("size", [0, 1, 65_536, 300_000, 5_000_001])
def test_a_body_comes_through_byte_for_byte(size: int, port: int) -> None:
    body = random.Random(size).randbytes(size)
    pieces = (body[at : at + 70_001] for at in range(0, size, 70_001))

    assert sent(port, body) == told_of(body)
    assert sent(port, body, Expect="100-continue") == told_of(body)
    assert sent(port, pieces, Transfer_Encoding="chunked") == told_of(body)


@pytest.mark.parametrize(
    "beginning",
    [b"", b"GET / HTT", b"GET / HTTP/1.1\r\nHost: a\r\n", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc"],
)
def test_clients_that_stop_in_the_middle_hold_no_thread(beginning: bytes, port: int) -> None:
    with ExitStack() as stack:
        for _ in range(THREADS * 4):
            line = stack.enter_context(closing(socket.create_connection((HOST, port), timeout=5)))
            line.sendall(beginning)

        assert sent(port, b"others") == told_of(b"others")


def whole_after(*pieces: bytes) -> list[bool]:
    """Tell after each piece whether the request is there as a whole."""
    waiting, found = IncomingRequest(), []
    for piece in pieces:
        waiting.add(piece)
        found.append(waiting.is_whole)
    waiting.file.close()
    return found


def test_a_request_is_whole_when_its_body_is_there() -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\n"

    assert whole_after(b"GET / HTTP/1.1\r", b"\n\r", b"\n") == [False, False, True]
    assert whole_after(head + b"content-LENGTH: 3\r\n\r\na", b"b", b"c") == [False, False, True]
    assert whole_after(head + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n0\r", b"\n\r\n") == [
        False,
        False,
        True,
    ]
    assert whole_after(head + f"Content-Length: {LARGEST_BODY + 1}\r\n\r\n".encode()) == [True]
    assert whole_after(b"x" * LARGEST_HEAD, b"x") == [False, True]
