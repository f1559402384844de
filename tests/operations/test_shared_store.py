"""Files of evidence in an S3 store that several hosts share, against a real server over HTTP."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.support.browser import Browser, Desk
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.databases import an_app, sqlite_address
from tests.support.premises import premises_at
from tests.support.s3_server import s3_server
from tracker.core.clock import ManualClock, local_instant
from tracker.core.files import FileStore, S3FileStore
from tracker.database.engine import db
from tracker.law.permissions import Role
from tracker.operations import backups
from tracker.tasks.models import Evidence

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NOW = local_instant(dt.date(2021, 11, 10), 8)
PAPER = b"%PDF-1.4\nBien ban nghiem thu\n%%EOF\n"


@pytest.fixture(scope="module")
def store() -> Iterator[dict[str, str]]:
    with s3_server() as found:
        yield found


@pytest.fixture
def file_store(store: dict[str, str], tmp_path: Path) -> S3FileStore:
    """Return an empty place of this test alone in the timing."""
    return S3FileStore(**{**store, "prefix": f"{tmp_path.name}/"})


@pytest.fixture
def app(database_url: URL, file_store: S3FileStore, clock: ManualClock, tmp_path: Path) -> Iterator[Flask]:
    settings = {
        name: getattr(file_store, name) for name in S3FileStore.__dataclass_fields__ if not name.startswith("_")
    }
    app = an_app(database_url, DATA_DIR=tmp_path, S3=settings)
    app.extensions["clock"] = clock
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def ward(app: Flask, session: Session) -> Browser:
    """Return a ward official before a host whose files stand in the store, who has sent a file with progress."""
    unit = a_unit(session)
    [assignment] = a_directive(session, unit)
    browser = Desk(app, session).seat(an_official(session, Role.WARD_OFFICIAL, unit))
    file = (io.BytesIO(PAPER), "biên bản.pdf")
    answer = browser.fill_in(f"/nhiem-vu/{assignment.id}/tien-do", note="Kèm biên bản", files=file)
    assert answer.status_code == 302
    return browser


def _kept(session: Session) -> Evidence:
    return session.query(Evidence).one()


def _missing(app: Flask) -> list[str]:
    answer = app.test_cli_runner().invoke(args=["doctor", "--json"])
    return [
        each["words"]
        for each in json.loads(answer.stdout)
        if each["check"] == "files_missing" and each["level"] == "bad"
    ]


def test_a_file_comes_back_byte_for_byte_and_none_stays_on_the_host(
    ward: Browser, file_store: S3FileStore, session: Session, tmp_path: Path
) -> None:
    kept = _kept(session)

    answer = ward.open(f"/nhiem-vu/{kept.assignment_id}/tep/{kept.id}")

    assert (answer.data, kept.sha256) == (PAPER, hashlib.sha256(PAPER).hexdigest())
    assert file_store.sizes() == {f"evidence/{kept.stored_name}": len(PAPER)}
    assert not (tmp_path / "evidence").exists()


def test_a_refused_form_leaves_no_file_in_the_store(ward: Browser, file_store: S3FileStore, session: Session) -> None:
    number = _kept(session).assignment_id
    file = (io.BytesIO(PAPER), "lần hai.pdf")

    answer = ward.fill_in(f"/nhiem-vu/{number}/bao-cao", done_on="31/12/2031", files=file)

    assert answer.status_code == 422
    assert len(file_store.sizes()) == 1


def test_the_doctor_finds_what_is_gone_and_a_store_that_is_away(
    ward: Browser, app: Flask, file_store: S3FileStore, session: Session
) -> None:
    assert _missing(app) == []
    kept = _kept(session)
    file_store.drop(f"evidence/{kept.stored_name}")

    assert ward.open(f"/nhiem-vu/{kept.assignment_id}/tep/{kept.id}").status_code == 404
    [gone] = _missing(app)
    assert "Thiếu hoặc sai 1 tệp" in gone

    app.extensions["file_store"] = _unreachable(file_store)
    [away] = _missing(app)
    assert "Kho tệp không trả lời" in away


def test_while_the_store_is_away_people_are_told_and_what_they_typed_stays(
    ward: Browser, app: Flask, file_store: S3FileStore, session: Session
) -> None:
    kept = _kept(session)
    app.extensions["file_store"] = _unreachable(file_store)
    app.config["PROPAGATE_EXCEPTIONS"] = app.config["TESTING"] = False
    file = (io.BytesIO(PAPER), "biên bản.pdf")

    answer = ward.fill_in(f"/nhiem-vu/{kept.assignment_id}/tien-do", note="Đã xong phần một", files=file)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Đã xong phần một" in answer.text
    assert session.query(Evidence).count() == 1


def test_a_backup_holds_the_files_of_the_store_and_restores_them_into_another(
    ward: Browser, database_url: URL, file_store: S3FileStore, session: Session, tmp_path: Path
) -> None:
    name = f"evidence/{_kept(session).stored_name}"
    session.rollback()
    with premises_at(database_url, tmp_path) as house:
        house = _with(house, file_store)
        first = backups.create_backup(house, tmp_path / "backups" / "1", NOW)
        second = backups.create_backup(house, tmp_path / "backups" / "2", NOW, former=first.folder)
    assert (first.files, second.files, first.missing) == (1, 1, ())
    assert (first.folder / name).samefile(second.folder / name)  # linked, not fetched again

    other = S3FileStore(
        file_store.endpoint, file_store.bucket, "khoa-thu", "bi-mat-thu", "us-east-1", f"{tmp_path.name}-khac/"
    )
    with premises_at(sqlite_address(tmp_path / "new.db"), tmp_path / "new") as house:
        backups.restore_backup(_with(house, other), second.folder)

    assert other.sizes() == {name: len(PAPER)}
    with other.opened(name) as file:
        assert file.read() == PAPER


def _with(house: backups.BackupContext, file_store: FileStore) -> backups.BackupContext:
    return backups.BackupContext(
        house.engine, house.data_dir, house.migrations, house.environment, house.version, file_store
    )


def _unreachable(file_store: S3FileStore) -> S3FileStore:
    return S3FileStore("http://127.0.0.1:9", file_store.bucket, "khoa", "bi-mat", "us-east-1", file_store.prefix)
