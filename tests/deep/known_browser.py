"""A script in the office's network guesses names and passwords; a browser that is known there gets in each time.

The program runs as an office runs it (two workers); everybody comes from one address, as behind a router.
"""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.deep.served import environment, web
from tests.support.builders import a_unit, an_official
from tracker.accounts import passwords
from tracker.database import engine as database_engine
from tracker.law.permissions import Role
from tracker.office.models import Person

LOGIN, PASSWORD = "tuha", "hoa-sen-ben-ho-2021"
SLOWEST = 5.0
"""Seconds within which a known browser is let in, on a machine that others use too."""


@dataclass(slots=True)
class Visitor:
    """A browser: its cookies, and what it was answered."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Ask for a page or send a form; return status and text."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            body, headers["Content-Type"] = urlencode(fields), "application/x-www-form-urlencoded"
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.split(";", 1)[0]
            return answer.status, answer.read().decode()
        finally:
            line.close()

    def sign_in(self, login: str, password: str, path: str = "/dang-nhap") -> int:
        """Open the page, fill its form in, send it; return the status."""
        page = self.ask("GET", path)[1]
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        fields = {"csrf_token": token[1] if token else "", "login": login, "password": password}
        return self.ask("POST", path, fields)[0]


@dataclass(slots=True)
class Verdict:
    """What the script and the known browser met."""

    database: str
    answers: Counter[int] = field(default_factory=Counter)
    refused: int = 0
    entered: int = 0
    slowest: float = 0.0

    @property
    def holds(self) -> bool:
        """Tell whether the known browser got in each time, and the script was slowed."""
        slowed = self.answers[429] > self.answers.total() / 2
        return self.refused == 0 and self.entered > 0 and slowed and self.slowest < SLOWEST

    def __str__(self) -> str:
        """Return the figures in one line."""
        slowed, tries = self.answers[429], self.answers.total()
        return (
            f"{self.database:<11} known browser: {self.entered} of {self.entered + self.refused} times in, slowest "
            f"{self.slowest:.1f} s; beside it {tries} tries from the same address: {tries - slowed} judged, "
            f"{slowed} told to wait"
        )


def tried(address: URL, data_dir: Path, port: int, tries: int) -> Verdict:
    """Let a script try names and passwords, and the known browser sign in all the while."""
    _an_account(address)
    verdict = Verdict(address.get_backend_name())
    with web(environment(address, data_dir), port):
        known = Visitor(port)
        assert known.sign_in(LOGIN, PASSWORD) == 302
        script = threading.Thread(target=_guess, args=(port, tries, verdict))
        script.start()
        while script.is_alive():
            _enter_again(known, verdict)
        script.join()
        _enter_again(known, verdict)
    return verdict


def _guess(port: int, tries: int, verdict: Verdict) -> None:
    """Try the known person's name with wrong passwords, and other names, without cookies of any sign-in."""
    for number in range(tries):
        name = LOGIN if number % 2 else f"ten{number}"
        path = "/quen-mat-khau" if number % 5 == 4 else "/dang-nhap"
        verdict.answers[Visitor(port).sign_in(name, f"mat-khau-sai-{number}", path)] += 1


def _enter_again(known: Visitor, verdict: Verdict) -> None:
    known.cookies.pop("session", None)
    begun = time.monotonic()
    status = known.sign_in(LOGIN, PASSWORD)
    verdict.slowest = max(verdict.slowest, time.monotonic() - begun)
    if status == 302:
        verdict.entered += 1
    else:
        verdict.refused += 1


def _an_account(address: URL) -> None:
    engine = sa.create_engine(address)
    database_engine.prepare_sqlite(engine)
    with Session(engine) as session:
        actor = an_official(session, Role.WARD_OFFICIAL, a_unit(session), LOGIN)
        session.get_one(Person, actor.user_id).password_hash = passwords.hash_password(PASSWORD)
        session.commit()
    engine.dispose()
