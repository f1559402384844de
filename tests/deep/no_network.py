"""The program in an empty network: installed from a folder of wheels, set up, served, asking nobody for anything.

In a namespace that has a loopback and nothing else every call to another machine fails at once, so what works there
needs no network. Only root may make namespaces: without root the trial says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL

from tests.deep.served import environment, process
from tests.house.sources import ROOT
from tests.support.waiting import eventually

SPACE = "trk-alone"
LOOK = (
    "import sys, urllib.request as u; "
    "a = u.urlopen('http://127.0.0.1:' + sys.argv[1] + sys.argv[2]); "
    "print(a.status, len(a.read()))"
)
SERVERS = (
    ("gunicorn", "--no-control-socket", "--bind", "127.0.0.1:{port}", "wsgi:app"),
    ("waitress", "--listen=127.0.0.1:{port}", "wsgi:app"),
)
PAGES = ("/healthz", "/thiet-lap", "/static/css/page.css", "/api/v1/openapi.json")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which commands and pages worked without a network."""

    commands: int
    pages: int
    wheels: int
    installed: bool

    @property
    def holds(self) -> bool:
        """Tell whether all of them did."""
        return self.commands == 2 and self.pages == len(PAGES) * len(SERVERS) and self.installed

    def __str__(self) -> str:
        """Return the figures in one line."""
        return (
            f"sqlite      empty network: {self.commands} of 2 commands, {self.pages} of {len(PAGES) * len(SERVERS)} "
            f"pages by gunicorn and waitress; installed from {self.wheels} wheels {'yes' if self.installed else 'NO'}"
        )


def tried(address: URL, data_dir: Path, port: int) -> Verdict | str:
    """Set up and serve an installation where there is no network."""
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("ip") is None:
        return "sqlite      empty network: not tried, for only root may make network namespaces"
    inside = ["ip", "netns", "exec", SPACE]
    settings = environment(address, data_dir, TRACKER_BASE_URL=f"http://127.0.0.1:{port}")
    subprocess.run(["ip", "netns", "add", SPACE], check=True)
    try:
        subprocess.run([*inside, "ip", "link", "set", "lo", "up"], check=True)
        done = [_run([*inside, sys.executable, "-m", "flask", *words], settings) for words in (["init"], ["verify"])]
        seen = [ok for serve in SERVERS for ok in _looked_at(serve, port, settings, inside)]
        wheels, installed = _installed(data_dir.parent, settings, inside)
    finally:
        subprocess.run(["ip", "netns", "del", SPACE], check=False)
    return Verdict(sum(done), sum(seen), wheels, installed)


def _looked_at(serve: tuple[str, ...], port: int, settings: dict[str, str], inside: list[str]) -> list[bool]:
    """Serve the pages, and tell which of them come."""
    with process([each.format(port=port) for each in serve], settings, inside):
        look = [*inside, sys.executable, "-c", LOOK, str(port)]
        eventually(lambda: _run([*look, "/healthz"], settings), patience=30)
        return [_run([*look, page], settings) for page in PAGES]


def _installed(folder: Path, settings: dict[str, str], inside: list[str]) -> tuple[int, bool]:
    """Fetch the wheels where there is a network, and install and start from them where there is none."""
    wheels, fresh, lock = folder / "wheels", folder / "fresh", str(ROOT / "requirements" / "run.lock")
    fetch = ["-m", "pip", "download", "--quiet", "--require-hashes", "--dest", str(wheels), "--requirement", lock]
    if not _run([sys.executable, *fetch], settings):
        return 0, False
    install = ["-m", "pip", "install", "--quiet", "--no-index", "--find-links", str(wheels), "--require-hashes"]
    python = str(fresh / "bin" / "python")
    own = {**settings, "TRACKER_DATA_DIR": str(folder / "fresh-data"), "TRACKER_DATABASE_URL": ""}
    steps = (
        [sys.executable, "-m", "venv", str(fresh)],
        [python, *install, "--requirement", lock],
        [python, "-m", "flask", "init"],
    )
    return len(list(wheels.iterdir())), all(_run([*inside, *step], own) for step in steps)


def _run(command: list[str], settings: dict[str, str]) -> bool:
    return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, check=False).returncode == 0
