"""No test talks to another machine: letters, fonts and pages all come from this one."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

HERE = {"127.0.0.1", "::1", "localhost", ""}


@contextmanager
def only_this_machine() -> Iterator[None]:
    """Make every attempt to connect to another machine fail loudly."""
    ordinary = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            assert address[0] in HERE, f"a test called another machine: {address[0]}"
        ordinary(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])
