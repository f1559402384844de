"""Web pages and scheduler started together leave nothing behind, however they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.waiting import eventually

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 15.0

# A child that writes its process id and then stays, as a server does.
STAYS = "import os,pathlib,sys,time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(60)"


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _pids(folder: Path) -> list[int]:
    return [int(text) for path in sorted(folder.glob("*.pid")) if (text := path.read_text(encoding="ascii"))]


@contextmanager
def _household(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start two staying children under one parent; whatever the test leaves is ended afterwards."""
    lines = [f"{sys.executable} -c '{STAYS}' {folder / name}.pid" for name in ("web", "scheduler")]
    parent = subprocess.Popen(
        [sys.executable, "-m", "tracker.operations.process_supervisor", *lines],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert eventually(lambda: len(_pids(folder)) == 2)
        yield parent
    finally:
        parent.kill()
        parent.wait()


@pytest.mark.parametrize("order", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_both_end_with_their_parent(tmp_path: Path, order: signal.Signals) -> None:
    with _household(tmp_path) as parent:
        children = _pids(tmp_path)
        parent.send_signal(order)

        assert eventually(lambda: not any(map(_lives, children)))


def test_when_one_ends_the_other_is_stopped_and_the_failure_is_told(tmp_path: Path) -> None:
    with _household(tmp_path) as parent:
        children = _pids(tmp_path)
        os.kill(children[0], signal.SIGKILL)

        assert parent.wait(PATIENCE_SECONDS) != 0
        assert eventually(lambda: not any(map(_lives, children)))


def test_they_end_when_the_one_who_asked_is_killed(tmp_path: Path) -> None:
    """As when `make` is killed: nobody is left to pass an order on."""
    lines = [f"{sys.executable} -c '{STAYS}' {tmp_path / name}.pid" for name in ("web", "scheduler")]
    asks = (
        "import subprocess,sys; "
        "subprocess.run([sys.executable, '-m', 'tracker.operations.process_supervisor', *sys.argv[1:]])"
    )
    asker = subprocess.Popen(
        [sys.executable, "-c", asks, *lines], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert eventually(lambda: len(_pids(tmp_path)) == 2)
    children = _pids(tmp_path)

    asker.kill()
    asker.wait()

    assert eventually(lambda: not any(map(_lives, children)))
