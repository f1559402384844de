"""`flask doctor` on an installation with many things broken at once: it names each of them, and nothing else."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.databases import an_app
from tests.support.mailserver import closed_server
from tracker import create_app
from tracker.core import files as core_files
from tracker.core.clock import ManualClock, SystemClock, local_instant
from tracker.core.files import FolderFileStore
from tracker.database import engine
from tracker.database.engine import db
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Role
from tracker.office.people import SCHEDULER_ACTOR
from tracker.operations import archives
from tracker.operations.doctor import Check, Level
from tracker.operations.labels import FINDINGS
from tracker.reminders import heartbeat
from tracker.tasks.models import Evidence

NOW = local_instant(dt.date(2021, 11, 10), 8)
pytestmark = pytest.mark.both_databases


@pytest.fixture
def app(database_url: URL, session: Session, clock: ManualClock, tmp_path: Path) -> Iterator[Flask]:
    """Yield the application over a town in good order."""
    the_calendar_of(session, 2021)
    the_calendar_of(session, 2022)
    for login in ("quan-tri", "quan-tri-2"):
        an_official(session, Role.ADMINISTRATOR, None, login)
    a_directive(session, a_unit(session))
    with unit_of_work(session, SCHEDULER_ACTOR, clock) as work:
        heartbeat.record_heartbeat(work)
        heartbeat.record_heartbeat(work, name=heartbeat.BACKUP)
    app = an_app(database_url, DATA_DIR=tmp_path, BACKUP_DIR=tmp_path / "backups")
    app.extensions["clock"] = clock
    yield app
    with app.app_context():
        db.engine.dispose()


def found(app: Flask) -> dict[str, str]:
    """Return what the doctor finds amiss, by its question."""
    answer = app.test_cli_runner().invoke(args=["doctor", "--json"])
    return {each["check"]: each["level"] for each in json.loads(answer.stdout) if each["level"] != Level.GOOD.value}


SERVER_CLOCK = {"sqlite": set[str](), "postgresql": {Check.CLOCK.value}}
"""In the tests a server's own clock is years ahead of the town's, and the server saves on syncing."""


def amiss_in_tests(app: Flask) -> set[str]:
    """Return what the tests' own surroundings leave amiss."""
    kind = "postgresql" if "postgresql" in app.config["SQLALCHEMY_DATABASE_URI"] else "sqlite"
    return SERVER_CLOCK[kind] | ({Check.ENGINE.value} if kind == "postgresql" else set())


def test_a_town_in_good_order_has_nothing_amiss(app: Flask) -> None:
    assert found(app).keys() == amiss_in_tests(app)


def test_what_is_broken_is_named(
    app: Flask, session: Session, clock: ManualClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward = a_unit(session, "GT", "UBND phường đã giải thể")
    [assignment] = a_directive(session, ward)
    ward.valid_to = dt.date(2021, 6, 30)
    stray = core_files.store_file_bytes(tmp_path, b"nobody's")
    session.add(
        Evidence(
            assignment_id=assignment.id,
            file_name="bien-ban.pdf",
            stored_name="0" * 32,
            sha256="0" * 64,
            size=9,
            uploaded_at=clock.now(),
        )
    )
    session.execute(sa.text("UPDATE person SET email = NULL, active = (login <> 'quan-tri-2')"))
    session.execute(sa.text("DELETE FROM calendar_day WHERE day >= '2022-01-01'"))
    session.commit()
    clock.move_to(NOW + dt.timedelta(hours=27))
    app.config["SMTP_URL"] = closed_server()
    monkeypatch.setattr(archives, "free_bytes", lambda folder: 5 << 20)
    monkeypatch.setattr(FolderFileStore, "older_than", lambda file_store, seconds: {f"evidence/{stray.stored_name}"})

    assert found(app).keys() - amiss_in_tests(app) == {
        "orphans",
        "files_missing",
        "files_stray",
        "addresses",
        "administrators",
        "calendar",
        "scheduler",
        "backup",
        "mail",
        "disk",
    }


def test_a_network_drive_is_known_by_where_it_is_mounted(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\n10.0.0.9:/kho /mnt/kho nfs4 rw 0 0\n//may/chia /mnt/o\\040chung cifs rw 0 0\n"
        "/dev/sdb1 /mnt/kho/rieng ext4 rw 0 0\n",
        encoding="utf-8",
    )
    paths = ("/var/lib/tracker.db", "/mnt/kho/a/tracker.db", "/mnt/o chung/tracker.db", "/mnt/kho/rieng/tracker.db")

    assert [engine.find_network_drive(Path(each), mounts) for each in paths] == [None, "nfs4", "cifs", None]
    assert engine.find_network_drive(Path("/"), tmp_path / "none") is None


def test_sqlite_on_a_network_drive_is_told_and_does_not_start_in_production(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "find_network_drive", lambda path: "nfs4")
    is_sqlite = "sqlite" in app.config["SQLALCHEMY_DATABASE_URI"]

    assert ("engine" in found(app).keys() - amiss_in_tests(app)) is is_sqlite
    if is_sqlite:
        with pytest.raises(RuntimeError, match="ổ mạng"):
            create_app(app.config | {"ENVIRONMENT": "production"})


def test_a_proxy_that_is_missing_in_production_is_told(app: Flask) -> None:
    app.config |= {"ENVIRONMENT": "production", "PROXY_HOPS": 0}
    without = found(app)
    app.config["PROXY_HOPS"] = 1

    assert without["proxy"] == Level.WARNING.value
    assert "proxy" not in found(app)


def test_every_case_has_its_sentence(app: Flask) -> None:
    assert {check for check, _ in FINDINGS} == set(Check)
    answer = app.test_cli_runner().invoke(args=["doctor"])
    assert answer.stdout.count("[") == len(Check)
    assert SystemClock().now() > NOW
