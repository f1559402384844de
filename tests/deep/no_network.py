"""The program in a network that is empty: it is set up, serves its pages and asks nobody for anything.

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
PAGES = ("/healthz", "/thiet-lap", "/static/css/page.css", "/api/v1/openapi.json")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which commands and pages worked without a network."""

    commands: int
    pages: int

    @property
    def holds(self) -> bool:
        """Tell whether all of them did."""
        return self.commands == 2 and self.pages == len(PAGES)

    def __str__(self) -> str:
        """Return the figures in one line."""
        return f"sqlite      empty network: {self.commands} of 2 commands, {self.pages} of {len(PAGES)} pages work"


def tried(address: URL, data_dir: Path, port: int) -> Verdict | str:
    """Set up and serve an installation where there is no network."""
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("ip") is None:
        return "sqlite      empty network: not tried, for only root may make network namespaces"
    inside = ["ip", "netns", "exec", SPACE]
    settings = environment(address, data_dir, TRACKER_BASE_URL=f"http://127.0.0.1:{port}")
    subprocess.run(["ip", "netns", "add", SPACE], check=True)
    try:
        subprocess.run([*inside, "ip", "link", "set", "lo", "up"], check=True)
        done = [
            _run([*inside, sys.executable, "-m", "flask", *words], settings)
            for words in (["init"], ["verify"])
        ]
        serve = ["gunicorn", "--no-control-socket", "--bind", f"127.0.0.1:{port}", "wsgi:app"]
        with process(serve, settings, inside):
            look = [*inside, sys.executable, "-c", LOOK, str(port)]
            eventually(lambda: _run([*look, "/healthz"], settings), patience=30)
            seen = [_run([*look, page], settings) for page in PAGES]
    finally:
        subprocess.run(["ip", "netns", "del", SPACE], check=False)
    return Verdict(sum(done), sum(seen))


def _run(command: list[str], settings: dict[str, str]) -> bool:
    return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, check=False).returncode == 0
