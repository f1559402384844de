"""Files of some hundred bytes that hold a gigabyte, sent to web workers: refused, and their memory does not grow."""

from __future__ import annotations

import http.client
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.deep.served import environment, web, workers_of
from tests.support.builders import a_unit, an_official
from tests.support.hostile_office import hostile, ordinary
from tests.support.office_parts import packed, word, workbook
from tracker.core.clock import SystemClock
from tracker.core.refusals import Refusal
from tracker.database import engine as database_engine
from tracker.database.unit_of_work import unit_of_work
from tracker.documents.sandbox import inspect_evidence
from tracker.integrations import tokens
from tracker.integrations.tokens import ApiScope
from tracker.law.permissions import Role

HOST = "127.0.0.1"
MOST_GROWTH = 40
"""Megabytes by which a worker may grow: what reading a request and a template takes."""
GIGABYTE = 1 << 30
METHODS = {zipfile.ZIP_DEFLATED: GIGABYTE, zipfile.ZIP_BZIP2: GIGABYTE, zipfile.ZIP_LZMA: GIGABYTE // 4}
"""How many bytes are packed by each way; LZMA takes its time to pack."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Hostile files let in, ordinary ones refused, and the megabytes by which the workers grew."""

    hostile: int
    let_in: list[str]
    ordinary: int
    refused: list[str]
    bombs: int
    answers: list[int]
    growth: int

    @property
    def holds(self) -> bool:
        """Tell whether nothing came in, every ordinary paper did, and no worker swelled."""
        told = all(400 <= status < 500 for status in self.answers) and self.bombs > 0
        return not self.let_in and not self.refused and told and self.growth < MOST_GROWTH

    def __str__(self) -> str:
        """Return the figures in one line."""
        line = (
            f"sqlite      files written in many ways: {self.hostile} hostile, {len(self.let_in)} let in; "
            f"{self.ordinary} ordinary, {len(self.refused)} refused; {self.bombs} bombs of 1 GB sent to the workers, "
            f"answered {sorted(set(self.answers))}, a worker grew by {self.growth} MB"
        )
        return "\n".join([line, *self.let_in, *self.refused])


def tried(address: URL, data_dir: Path, port: int) -> Verdict:
    """Put every file through the sandbox, then send bombs to a served installation."""
    let_in = [what for what, (name, data) in hostile().items() if _comes_in(name, data)]
    refused = [what for what, (name, data) in ordinary().items() if not _comes_in(name, data)]
    token, bombs, answers = _token(address), _bombs(), list[int]()
    with web(environment(address, data_dir), port) as master:
        _send(port, token, "a.xlsx", packed(workbook()))
        before = _most_memory(workers_of(master))
        for name, data in bombs:
            answers += [_send(port, token, name, data) for _ in range(3)]
        growth = _most_memory(workers_of(master)) - before
    return Verdict(len(hostile()), let_in, len(ordinary()), refused, len(bombs), answers, growth)


def _comes_in(name: str, data: bytes) -> bool:
    try:
        inspect_evidence(data, name)
    except Refusal:
        return False
    return True


def _bombs() -> list[tuple[str, bytes]]:
    found = []
    for method, size in METHODS.items():
        for name, parts in (("a.docx", word()), ("a.xlsx", workbook())):
            made = io.BytesIO(packed(parts))
            with zipfile.ZipFile(made, "a") as archive:
                member = zipfile.ZipInfo("a.xml")
                member.compress_type = method
                with archive.open(member, "w", force_zip64=True) as stream:
                    for _ in range(size >> 20):
                        stream.write(bytes(1 << 20))
            found.append((name, made.getvalue()))
    return found


def _token(address: URL) -> str:
    engine = sa.create_engine(address)
    database_engine.prepare_sqlite(engine)
    with Session(engine) as session:
        office = an_official(session, Role.OFFICE, a_unit(session))
        with unit_of_work(session, office, SystemClock()) as work:
            token = tokens.create_api_token(work, name="trial", scopes=set(ApiScope), days=30)
    engine.dispose()
    return token


def _send(port: int, token: str, name: str, data: bytes) -> int:
    line = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        path = f"/api/v1/imports/register?name={name}"
        line.request("POST", path, data, {"Authorization": f"Bearer {token}"})
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()


def _most_memory(workers: list[int]) -> int:
    """Return the most megabytes that one of the workers has had."""
    texts = [Path(f"/proc/{number}/status").read_text(encoding="ascii") for number in workers]
    lines = [line for text in texts for line in text.splitlines() if line.startswith("VmHWM")]
    return max(int(line.split()[1]) for line in lines) // 1024
