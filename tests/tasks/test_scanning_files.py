"""A scanner looks at each file before it is kept: what it knows stays outside, and all while it is away."""

from __future__ import annotations

import datetime as dt
import io
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.support.browser import Browser, Desk
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tracker.core.files import FolderFileStore, ScannedFileStore
from tracker.law.permissions import Role
from tracker.tasks.models import Evidence

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CLEAN = b"%PDF-1.4\n%%EOF\n"
EICAR = CLEAN + rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LOOKS = "import sys; data = sys.stdin.buffer.read(); sys.exit(1 if b'EICAR-STANDARD' in data else 0)"


@pytest.fixture
def number(session: Session) -> int:
    the_calendar_of(session, 2021)
    return a_directive(session, a_unit(session), due_on=dt.date(2021, 11, 20))[0].id


@pytest.fixture
def ward(desk: Desk, number: int, session: Session) -> Browser:
    from tracker.tasks.models import Assignment

    unit_id = session.get_one(Assignment, number).unit_id
    from tracker.office.models import Unit

    return desk.seat(an_official(session, Role.WARD_OFFICIAL, session.get_one(Unit, unit_id)))


def scan_with(app: Flask, folder: Path, *command: str) -> None:
    app.extensions["file_store"] = ScannedFileStore(FolderFileStore(folder), command)


def send(ward: Browser, number: int, data: bytes) -> TestResponse:
    file = (io.BytesIO(data), "kết quả.pdf")
    return ward.fill_in(f"/nhiem-vu/{number}/tien-do", note="Kèm tệp", files=file)


def test_an_infected_file_stays_outside_and_a_clean_one_comes_in(
    app: Flask, ward: Browser, number: int, session: Session, tmp_path: Path
) -> None:
    scan_with(app, tmp_path, sys.executable, "-c", LOOKS)

    refused, kept = send(ward, number, EICAR), send(ward, number, CLEAN)

    assert (refused.status_code, kept.status_code) == (422, 302)
    assert "Phần mềm diệt vi-rút từ chối tệp này" in refused.text
    assert "Kèm tệp" in refused.text
    assert session.query(Evidence).count() == 1
    assert len(list((tmp_path / "evidence").iterdir())) == 1


@pytest.mark.parametrize("command", [("/khong/co/phan/mem",), (sys.executable, "-c", "raise SystemExit(2)")])
def test_while_nobody_looks_nothing_comes_in(
    app: Flask, ward: Browser, number: int, session: Session, tmp_path: Path, command: tuple[str, ...]
) -> None:
    scan_with(app, tmp_path, *command)

    answer = send(ward, number, CLEAN)

    assert (answer.status_code, "Chưa quét vi-rút được" in answer.text) == (422, True)
    assert session.query(Evidence).count() == 0


def test_one_person_sends_so_many_files_an_hour(app: Flask, ward: Browser, number: int, session: Session) -> None:
    app.config["FILES_PER_HOUR"] = 2

    answers = [send(ward, number, CLEAN) for _ in range(3)]
    for each in session.query(Evidence):
        each.uploaded_at = app.extensions["clock"].now() - dt.timedelta(minutes=61)
    session.commit()

    assert [each.status_code for each in answers] == [302, 302, 429]
    assert "đã gửi 2 tệp trong một giờ" in answers[2].text
    assert send(ward, number, CLEAN).status_code == 302
