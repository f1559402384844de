"""The worker of gunicorn that lets slow clients wait without holding a thread.

Gunicorn's own threaded worker gives a thread to every connection, so that as many slow ones as there are threads stop
the site. Here a request is taken in by the one loop of the worker, head and body; a thread gets it once it is whole.
What is larger than a page waits in a file. A connection serves one request (decision record 0023).
"""

from __future__ import annotations

import re
import selectors
import socket
import struct
import tempfile
import time
from functools import partial
from typing import IO, Any

from gunicorn.http.unreader import Unreader
from gunicorn.workers.gthread import TConn, ThreadWorker

LARGEST_HEAD = 64 * 1024
"""Bytes of a head that are waited for; gunicorn refuses what is longer."""
LARGEST_BODY = 110 * 1024 * 1024
"""Bytes of a body that are waited for; a longer one goes on at once, to be refused by its stated length."""
HEAD_SECONDS = 10.0
BODY_SECONDS = 30.0
SLOWEST_BODY = 10 * 1024
"""Bytes a second that a body comes in at least, beyond the first `BODY_SECONDS`."""
SILENT_SECONDS = 20
"""Seconds after which a client that takes nothing of an answer is given up."""
BODY_BYTES_IN_MEMORY = 256 * 1024
_PIECE = 64 * 1024
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[^\r]*chunked", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
_LAST_CHUNK = b"0\r\n\r\n"


class IncomingRequest:
    """A request that comes in: what there is of it, how much there will be, until when it is waited for."""

    def __init__(self) -> None:
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(BODY_BYTES_IN_MEMORY)  # noqa: SIM115 - closed by the reader
        self.size, self.head_size = 0, 0
        self.head, self.tail = b"", b""
        self.wanted: int | None = None
        self.until = time.monotonic() + HEAD_SECONDS
        self.says_go_on = False

    def add(self, piece: bytes) -> None:
        """Take in a piece."""
        self.file.write(piece)
        self.size += len(piece)
        self.tail = (self.tail + piece)[-len(_LAST_CHUNK) :]
        if not self.head_size:
            self.head += piece
            self._look_at_head()

    @property
    def is_whole(self) -> bool:
        """Tell whether a thread can go on with it without waiting for the client."""
        if not self.head_size:
            return self.size > LARGEST_HEAD
        if self.wanted is None:
            return self.tail == _LAST_CHUNK or self.size > LARGEST_BODY
        return self.size >= self.head_size + self.wanted or self.wanted > LARGEST_BODY

    def _look_at_head(self) -> None:
        end = self.head.find(b"\r\n\r\n")
        if end < 0:
            return
        self.head_size, head = end + 4, self.head[: end + 2]
        length = _LENGTH.search(head)
        self.wanted = None if _CHUNKED.search(head) else int(length[1]) if length else 0
        expected = LARGEST_BODY if self.wanted is None else self.wanted
        self.until = time.monotonic() + BODY_SECONDS + min(expected, LARGEST_BODY) / SLOWEST_BODY
        self.says_go_on = bool(_EXPECTS.search(head)) and not self.is_whole
        self.head = b""


class ReceivedRequest(Unreader):
    """What came in of a request, then whatever the socket still gives."""

    def __init__(self, file: IO[bytes], sock: socket.socket) -> None:
        super().__init__()
        file.seek(0)
        self._file, self._sock = file, sock

    def chunk(self, size_hint: int | None = None) -> bytes:
        """Return the next piece."""
        piece = self._file.read(_PIECE) if not self._file.closed else b""
        if piece:
            return piece
        self._file.close()
        return self._sock.recv(_PIECE)


class BufferingWorker(ThreadWorker):
    """Takes requests in by one loop and answers them by threads."""

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection and wait for its request."""
        try:
            sock, address = listener.accept()
        except OSError:
            return  # another worker took it, or it is gone again
        self.nr_conns += 1
        conn = TConn(self.cfg, sock, address, listener.getsockname())
        conn.waiting = IncomingRequest()
        self.pending_conns.append(conn)
        self.poller.register(sock, selectors.EVENT_READ, partial(self._take_in, conn))

    def murder_pending(self) -> None:
        """Give up connections whose request did not come in time."""
        now = time.monotonic()
        for conn in [each for each in self.pending_conns if each.waiting.until < now]:
            self._forget(conn)

    def handle(self, conn: TConn) -> Any:
        """Answer a request that is there as a whole; runs in a thread."""
        seconds = struct.pack("ll", SILENT_SECONDS, 0)
        for option in (socket.SO_SNDTIMEO, socket.SO_RCVTIMEO):
            conn.sock.setsockopt(socket.SOL_SOCKET, option, seconds)
        conn.data_ready = True
        conn.init()
        conn.parser.unreader = ReceivedRequest(conn.waiting.file, conn.sock)
        try:
            return super().handle(conn)
        finally:
            conn.waiting.file.close()

    def _take_in(self, conn: TConn, sock: socket.socket) -> None:
        try:
            piece = sock.recv(_PIECE)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if not piece:
            self._forget(conn)
            return
        conn.waiting.add(piece)
        if conn.waiting.says_go_on:
            conn.waiting.says_go_on = False
            self._go_on(conn)
        if conn.waiting.is_whole:
            self.poller.unregister(sock)
            self.pending_conns.remove(conn)
            self.enqueue_req(conn)

    def _go_on(self, conn: TConn) -> None:
        """Tell a client that asked first to send its body."""
        try:
            conn.sock.send(_GO_ON)
        except OSError:
            conn.waiting.until = 0.0

    def _forget(self, conn: TConn) -> None:
        self.poller.unregister(conn.sock)
        self.pending_conns.remove(conn)
        self.nr_conns -= 1
        conn.waiting.file.close()
        conn.close()
