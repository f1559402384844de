"""All processes of PostgreSQL stand still while people send forms: each is told in time and keeps the text."""

from __future__ import annotations

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.deep.served import environment, web
from tests.support.browser import Desk, filled_in
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.databases import an_app, create_tables
from tests.support.postgres import database_on, standing_still, stoppable_server
from tracker.database.engine import db
from tracker.law.permissions import Role
from tracker.tasks.models import Comment

HOST = "127.0.0.1"
AT_ONCE = 4
SLOWEST = 16.0
WORDS = "Đã rà soát 12 thủ tục"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What people were told while the database stood still, and whether work went on after."""

    answers: int
    told: int
    kept: int
    slowest: float
    again: float
    written: int

    @property
    def holds(self) -> bool:
        """Tell whether everybody was told in time with the text kept, and nothing was written but what came after."""
        told = self.answers == self.told == self.kept > 0
        return told and self.slowest < SLOWEST and self.written == 1 and self.again < SLOWEST

    def __str__(self) -> str:
        """Return the figures in one line."""
        return (
            f"postgresql  stands still: {self.told} of {self.answers} forms answered 503, text kept {self.kept}, "
            f"slowest {self.slowest:.1f} s; first form after it {self.again:.1f} s; written {self.written}"
        )


@dataclass(frozen=True, slots=True)
class _Form:
    """A form as a browser sends it: where, with which cookie, what stands in it."""

    port: int
    address: str
    cookie: str
    fields: dict[str, str]

    def send(self) -> tuple[int, bool, float]:
        """Send it; return the status (0: the line broke), whether the text came back, and the seconds it took."""
        begun = time.monotonic()
        line = http.client.HTTPConnection(HOST, self.port, timeout=40)
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        try:
            line.request("POST", self.address, urlencode(self.fields), kind)
            answer = line.getresponse()
            return answer.status, WORDS in answer.read().decode(), time.monotonic() - begun
        except (OSError, http.client.HTTPException):
            return 0, False, time.monotonic() - begun
        finally:
            line.close()


def tried(data_dir: Path, port: int, seconds: float) -> Verdict:
    """Start a server of one's own, serve, stop all its processes, send forms at once and one after another."""
    with stoppable_server() as server, database_on(server, "still") as address:
        create_tables(address)
        form = _form(address, port, data_dir)
        with web(environment(address, data_dir), port), ThreadPoolExecutor(AT_ONCE) as people:
            for _ in range(AT_ONCE):
                _look(form)  # so that there are connections which were good a moment ago
            answers, end = [], time.monotonic() + seconds
            with standing_still():
                while time.monotonic() < end:
                    sent = [people.submit(form.send) for _ in range(AT_ONCE)]
                    answers += [each.result() for each in sent]
            status, _, again = form.send()
        return Verdict(
            answers=len(answers),
            told=sum(status == 503 for status, _, _ in answers),
            kept=sum(kept for _, kept, _ in answers),
            slowest=max(seconds for _, _, seconds in answers),
            again=again if status == 302 else SLOWEST,
            written=_comments(address),
        )


def _look(form: _Form) -> None:
    line = http.client.HTTPConnection(HOST, form.port, timeout=20)
    line.request("GET", "/", headers={"Cookie": form.cookie})
    line.getresponse().read()
    line.close()


def _form(address: URL, port: int, data_dir: Path) -> _Form:
    """Return the form of a comment, filled in by somebody who is signed in."""
    engine = sa.create_engine(address)
    app = an_app(address, DATA_DIR=data_dir)
    with Session(engine) as session:
        ward = a_unit(session)
        [assignment] = a_directive(session, ward)
        browser = Desk(app, session).seat(an_official(session, Role.WARD_OFFICIAL, ward))
        page = f"/nhiem-vu/{assignment.id}/trao-doi"
        fields = filled_in(browser.open(page).text, page) | {"text": WORDS}
        kept = browser.client.get_cookie("session")
    with app.app_context():
        db.engine.dispose()
    engine.dispose()
    assert kept is not None
    return _Form(port, page, f"session={kept.value}", fields)


def _comments(address: URL) -> int:
    engine = sa.create_engine(address, poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(Comment)).scalar_one())
