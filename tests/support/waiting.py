"""Waiting for what other processes do."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE_SECONDS = 15.0


def eventually(question: Callable[[], bool], patience: float = PATIENCE_SECONDS) -> bool:
    """Ask again and again until the answer is yes; tell whether it came in time."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.02)
    return False
