"""Run several processes as one: all start together, and when one ends the others are stopped.

`make demo` serves the web pages and the scheduler this way. Nothing is left behind: not after Ctrl-C,
not when the parent is killed outright, and on Linux not even when this process is.
"""

from __future__ import annotations

import ctypes
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

POLL_SECONDS = 0.3
GRACE_SECONDS = 10.0
_PR_SET_PDEATHSIG = 1


class _Stopped(Exception):  # noqa: N818 - an order, not an error
    """Somebody asked the whole group to stop."""


def _raise_stopped(signum: int, frame: FrameType | None) -> None:
    raise _Stopped


def _die_with_parent() -> None:
    """Ask Linux to end this process when its parent ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def run_together(commands: Sequence[Sequence[str]]) -> int:
    """Run `commands` until one of them ends or this process is told to stop.

    Returns 0 when told to stop, otherwise the exit status of the command that ended first.
    """
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, _raise_stopped)
    parent = os.getppid()
    before_start = _die_with_parent if sys.platform == "linux" else None
    children: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            children.append(subprocess.Popen(command, preexec_fn=before_start))
        while os.getppid() == parent:
            for child in children:
                status = child.poll()
                if status is not None:
                    return status or 1
            time.sleep(POLL_SECONDS)
        return 0
    except _Stopped:
        return 0
    finally:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, signal.SIG_IGN)
        _stop(children)


def _stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """End the children: politely first, then by force."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    sys.exit(run_together([shlex.split(line) for line in sys.argv[1:]]))
