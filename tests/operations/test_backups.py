"""A backup restores elsewhere as it was, from either kind of database into either, and says so when it cannot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.deep import backups_under_load
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.databases import ENGINES, sqlite_address
from tests.support.postgres import database_on
from tests.support.premises import premises_at
from tracker.core import files as core_files
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Role
from tracker.operations import archives, backups, scheduler, verification
from tracker.operations.backups import BackupContext
from tracker.reminders import heartbeat
from tracker.tasks.actions import completion
from tracker.tasks.models import Task

pytestmark = pytest.mark.both_databases

ON_ONE_KIND = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What has nothing to do with the kind of database is tried on one; both are tried by `make deep`."""

NOW = local_instant(dt.date(2021, 11, 10), 1, 30)


@pytest.fixture
def house(database_url: URL, session: Session, tmp_path: Path) -> Iterator[BackupContext]:
    """Yield an installation in which a ward has accepted a directive and kept a file."""
    ward = a_unit(session)
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    [assignment] = a_directive(session, ward, content="Công khai thủ tục “một cửa”")
    number = assignment.id
    with unit_of_work(session, official, ManualClock(NOW)) as work:
        completion.accept_assignment(work, number)
    core_files.store_file_bytes(tmp_path / "data", b"scanned page")
    with premises_at(database_url, tmp_path / "data") as found:
        yield found


@pytest.fixture(params=ENGINES)
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """Yield the address of a database in which nothing was ever made."""
    if request.param == "sqlite":
        (tmp_path / "new").mkdir()
        yield sqlite_address(tmp_path / "new" / "tracker.db")
        return
    server: URL = request.getfixturevalue("postgres_database")
    with database_on(server.set(database="postgres"), f"{server.database}_restored") as found:
        yield found


def test_what_was_backed_up_stands_elsewhere_as_it_was(house: BackupContext, elsewhere: URL, tmp_path: Path) -> None:
    made = backups.create_backup(house, tmp_path / "backup", NOW)
    with house.engine.connect() as connection:
        before = archives.digest_tables(connection)

    with premises_at(elsewhere, tmp_path / "new") as other:
        backups.restore_backup(other, tmp_path / "backup")
        with other.engine.connect() as connection:
            assert archives.digest_tables(connection) == before
        with Session(other.engine) as session:
            found = verification.verify_records(session)
            [title] = session.scalars(sa.select(Task.title))
            a_unit(session, "NEW", "A unit opened afterwards")  # numbers go on behind those restored
        [kept] = (tmp_path / "new" / core_files.EVIDENCE_FOLDER).iterdir()

    assert (found.lines, found.head, found.broken_line, found.differing) == (made.lines, made.head, None, ())
    assert (title, kept.read_bytes()) == ("Công khai thủ tục “một cửa”", b"scanned page")


def test_thirty_or_three_backups_under_load(database_url: URL, tmp_path: Path) -> None:
    """Three here, thirty in `make deep`."""
    verdict = backups_under_load.tried(database_url, tmp_path, 3)

    assert verdict.holds, verdict


@ON_ONE_KIND
def test_a_place_that_is_not_empty_is_left_alone(house: BackupContext, tmp_path: Path) -> None:
    backups.create_backup(house, tmp_path / "backup", NOW)
    with pytest.raises(Refusal, match=Reason.TARGET_IN_USE.value):
        backups.create_backup(house, tmp_path / "backup", NOW)
    with pytest.raises(Refusal, match=Reason.NOT_EMPTY.value):
        backups.restore_backup(house, tmp_path / "backup")


@ON_ONE_KIND
@pytest.mark.parametrize("harm", ["file", "database", "manifest"])
def test_a_damaged_backup_is_refused_before_anything_is_written(
    harm: str, house: BackupContext, tmp_path: Path
) -> None:
    backups.create_backup(house, tmp_path / "backup", NOW)
    path = {
        "file": next((tmp_path / "backup" / core_files.EVIDENCE_FOLDER).iterdir()),
        "database": tmp_path / "backup" / archives.DATABASE,
        "manifest": tmp_path / "backup" / archives.MANIFEST,
    }[harm]
    path.write_bytes(path.read_bytes()[:-7])
    (tmp_path / "new").mkdir()

    with premises_at(sqlite_address(tmp_path / "new" / "tracker.db"), tmp_path / "new") as other:
        with pytest.raises(Refusal, match=r"backup_damaged|no_backup"):
            backups.restore_backup(other, tmp_path / "backup")
        with other.engine.connect() as connection:
            assert archives.list_table_names(connection) == []


@ON_ONE_KIND
def test_every_quarter_of_an_hour_one_and_the_newest_eight_stay(
    house: BackupContext, session: Session, tmp_path: Path
) -> None:
    clock, folder, every = ManualClock(NOW), tmp_path / "backups", dt.timedelta(minutes=15)

    made = []
    for _ in range(130):  # minutes
        made.append(scheduler.create_frequent_backup(session, clock, house, folder, every))
        clock.move_to(clock.now() + dt.timedelta(minutes=1))
    kept = list(archives.list_backups_below(folder / scheduler.RECENT))

    assert sum(each is not None for each in made) == 9
    assert [path.name for path in kept][-1] == "2021-11-10T0330"
    assert len(kept) == scheduler.RECENT_KEPT
    assert all(backups.verify_backup(path)["files"] for path in kept)
    assert archives.find_newest_backup(folder) is None  # they are not taken for those of the night


@ON_ONE_KIND
def test_every_night_one_backup_and_the_oldest_give_way(house: BackupContext, session: Session, tmp_path: Path) -> None:
    clock, folder = ManualClock(local_instant(dt.date(2021, 11, 10), 0, 59)), tmp_path / "backups"
    made = []
    for hour in range(24 * 4):
        clock.move_to(local_instant(dt.date(2021, 11, 10), 0, 59) + dt.timedelta(hours=hour))
        if scheduler.create_nightly_backup(session, clock, house, folder, keep=2) is not None:
            made.append(hour)
    linked = next((folder / "2021-11-13" / core_files.EVIDENCE_FOLDER).iterdir()).stat().st_nlink

    assert made == [1, 25, 49, 73]
    assert [path.name for path in archives.list_backups_below(folder)] == ["2021-11-12", "2021-11-13"]
    assert linked == 2  # the two backups that are left share the file, and neither shares it with the live data


@ON_ONE_KIND
def test_a_night_without_room_is_told_and_tried_again_an_hour_later(
    house: BackupContext, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = ManualClock(NOW)
    monkeypatch.setattr(archives, "free_bytes", lambda folder: 10)
    assert scheduler.create_nightly_backup(session, clock, house, tmp_path / "backups", keep=2) is None
    beat = heartbeat.get_heartbeat(session, heartbeat.BACKUP)
    assert beat is not None and "MB" in beat.last_error
    monkeypatch.undo()

    clock.move_to(NOW + dt.timedelta(minutes=59))
    soon = scheduler.create_nightly_backup(session, clock, house, tmp_path / "backups", keep=2)
    clock.move_to(NOW + dt.timedelta(minutes=60))
    later = scheduler.create_nightly_backup(session, clock, house, tmp_path / "backups", keep=2)

    assert soon is None and later is not None
