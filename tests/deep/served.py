"""The program as an office runs it: gunicorn and the scheduler as processes, asked over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.house.sources import ROOT
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.waiting import eventually
from tracker.core.clock import SystemClock
from tracker.database import engine as database_engine
from tracker.database.unit_of_work import unit_of_work
from tracker.integrations import tokens as integration_tokens
from tracker.integrations.tokens import ApiScope
from tracker.law.permissions import Role

PATIENCE = 40.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; status 0 means that the line broke."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    document: Any = None


def environment(address: URL, data_dir: Path, **more: str) -> dict[str, str]:
    """Return the settings of an installation as its processes read them."""
    return {
        **os.environ,
        "TRACKER_ENV": "development",
        "TRACKER_SECRET_KEY": "0123456789abcdef" * 4,
        "TRACKER_DATABASE_URL": address.render_as_string(hide_password=False),
        "TRACKER_DATA_DIR": str(data_dir),
        **more,
    }


@contextmanager
def process(
    command: Sequence[str], settings: Mapping[str, str], inside: Sequence[str] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a process of the program; whatever is left of it is ended."""
    whole = [*inside, sys.executable, "-m", *command]
    with subprocess.Popen(
        whole, cwd=ROOT, env=dict(settings), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as started:
        try:
            yield started
        finally:
            started.terminate()
            try:
                started.wait(20)
            except subprocess.TimeoutExpired:
                started.kill()


@contextmanager
def web(
    settings: Mapping[str, str], port: int, host: str = "127.0.0.1", inside: Sequence[str] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """Serve the pages with two workers until the block ends; returns once they answer."""
    own = {**settings, "TRACKER_BASE_URL": f"http://{host}:{port}"}
    serve = ["gunicorn", "--preload", "--workers", "2", "--no-control-socket"]  # a killed worker is back at once
    command = [*serve, "--bind", f"{host}:{port}", "wsgi:app"]
    with process(command, own, inside) as started:
        assert eventually(lambda: ask(host, port, "GET", "/healthz").status == 200, patience=PATIENCE)
        yield started


def ask(
    host: str,
    port: int,
    method: str,
    path: str,
    token: str = "",
    body: object = None,
    timeout: float = 30.0,
    **headers: str,
) -> Reply:
    """Ask over HTTP; a line that breaks is an answer too."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if token:
        sent["Authorization"] = f"Bearer {token}"
    data = None
    if body is not None:
        data, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
    line = http.client.HTTPConnection(host, port, timeout=timeout)
    try:
        line.request(method, path, data, sent)
        answer = line.getresponse()
        text = answer.read()
    except (OSError, http.client.HTTPException):
        return Reply(0)
    finally:
        line.close()
    is_json = "json" in (answer.getheader("Content-Type") or "")
    return Reply(answer.status, dict(answer.getheaders()), json.loads(text) if is_json else None)


def workers_of(master: subprocess.Popen[bytes]) -> list[int]:
    """Return the numbers of the worker processes of gunicorn."""
    children = Path(f"/proc/{master.pid}/task/{master.pid}/children")
    return [int(word) for word in children.read_text(encoding="ascii").split()] if children.exists() else []


@dataclass(frozen=True, slots=True)
class Town:
    """Wards that each have some tasks open, with the token of a program of each."""

    tokens: Sequence[str]
    tasks: Sequence[Sequence[int]]


def a_town(address: URL, wards: int, tasks: int) -> Town:
    """Give each ward an official with a token, and some directives."""
    engine = sa.create_engine(address)
    database_engine.prepare_sqlite(engine)
    tokens, numbers = [], []
    with Session(engine) as session:
        for n in range(wards):
            ward = a_unit(session, f"P{n}", f"UBND phường số {n}")
            official = an_official(session, Role.WARD_OFFICIAL, ward, login=f"p{n}")
            numbers.append([a_directive(session, ward)[0].id for _ in range(tasks)])
            with unit_of_work(session, official, SystemClock()) as work:
                tokens.append(integration_tokens.create_api_token(work, name="trial", scopes=set(ApiScope), days=30))
    engine.dispose()
    return Town(tokens, numbers)
