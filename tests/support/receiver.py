"""A program of the town that receives signed messages, in the mood one gives it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Receiver:
    """What came, and what is answered: a code, a body, and further headers."""

    port: int = 0
    code: int = 200
    body: bytes = b"ok"
    headers: dict[str, str] = field(default_factory=dict)
    came: list[tuple[str, Message, bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where messages are sent to."""
        return f"http://127.0.0.1:{self.port}/nhan-tin"


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Yield a running receiver on a free port of this machine."""
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            found.came.append((self.path, self.headers, content))
            self.send_response(found.code)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(found.body)))
            self.end_headers()
            self.wfile.write(found.body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield found
        server.shutdown()
