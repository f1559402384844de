"""The figures of 10/11/2021 stay what they were through a year of later work; known earlier, they knew less."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.databases import sqlite_address
from tests.support.diaries import written
from tests.support.premises import premises_at
from tests.support.town import evening_of_2021
from tracker.core.clock import ManualClock, local_instant
from tracker.database.engine import db
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.figures import freezing
from tracker.law.lifecycle import Action, AssignmentState
from tracker.law.permissions import Scope
from tracker.law.replay import filter_known_entries, get_interval_on, replay_history
from tracker.law.timing import Timing, classify_timing
from tracker.office.people import COMMAND_LINE
from tracker.operations import backups, verification
from tracker.tasks import classified, event_log
from tracker.tasks.models import Assignment, AssignmentRole
from tracker.tasks.selection import Count, Selection

DAY = dt.date(2021, 11, 10)
NEXT_YEAR = dt.date(2022, 11, 10)


@pytest.fixture
def session(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Session]:
    app = evening_of_2021(tmp_path_factory, tmp_path)
    with app.app_context():
        yield db.session()
        db.session.remove()
        db.engine.dispose()


def figures(session: Session, instant: dt.datetime | None = None) -> dict[Timing, int]:
    """Return the shares of units in each timing at the close of the report's day, as known at an instant."""
    asked = Selection(as_of=DAY, scope=Scope(everywhere=True), known_at=instant, count=Count.ASSIGNMENTS)
    return {timing: number for timing, number in classified.count_selection(session, asked).counts.items() if number}


def by_replay(session: Session, instant: dt.datetime) -> dict[Timing, int]:
    """Count the same by replaying the event log of every lead assignment."""
    found: Counter[Timing] = Counter()
    for number in session.scalars(sa.select(Assignment.id).where(Assignment.part == AssignmentRole.LEAD)):
        entries = [event_log.to_history_entry(line) for line in event_log.list_assignment_events(session, number)]
        standing = get_interval_on(replay_history(filter_known_entries(entries, instant)), DAY)
        if standing is not None:
            found[classify_timing(standing, DAY)] += 1
    found.pop(Timing.EXCLUDED, None)
    return dict(found)


def a_year_of_later_work(session: Session) -> list[int]:
    """Finish, extend and reopen work in 2022; return the one share that was finished before the day after all."""
    at_work = (AssignmentState.ACCEPTED, AssignmentState.IN_PROGRESS)
    still_open = session.scalars(sa.select(Assignment).where(Assignment.state.in_(at_work))).all()
    done = session.scalars(
        sa.select(Assignment).where(Assignment.state == AssignmentState.DONE, Assignment.part == AssignmentRole.LEAD)
    ).all()
    leads = [each for each in still_open if each.part is AssignmentRole.LEAD]
    for place, each in enumerate(leads):
        day = dt.date(2022, 1, 10) + dt.timedelta(days=place)
        written(session, day, each, Action.GRANT_EXTENSION, due_on=dt.date(2022, 6, 30), note="Gia hạn")
    for each in done[:5]:
        written(session, dt.date(2022, 3, 1), each, Action.REOPEN, note="Làm lại")
    late = next(each for each in leads if each.original_due_on is not None and each.original_due_on < DAY)
    written(session, dt.date(2022, 4, 1), late, Action.SUBMIT, effective_on=dt.date(2021, 11, 8), note="Xong")
    written(session, dt.date(2022, 4, 2), late, Action.CONFIRM, effective_on=dt.date(2021, 11, 8))
    return [late.id]


def test_the_day_of_the_report_counts_the_same_a_year_later(session: Session) -> None:
    evening, first_of_november = local_instant(DAY, 17, 30), local_instant(dt.date(2021, 11, 1), 8)
    before, knew = figures(session), figures(session, first_of_november)
    with unit_of_work(session, COMMAND_LINE, ManualClock(evening)) as work:
        frozen_id = freezing.freeze_figures(work, "2021").id

    told_late = a_year_of_later_work(session)

    assert figures(session, evening) == before
    assert figures(session, first_of_november) == knew == by_replay(session, first_of_november)
    assert knew != before
    later = UnitOfWork(session=session, actor=COMMAND_LINE, now=local_instant(NEXT_YEAR, 8))
    kept = freezing.get_frozen_period(later, frozen_id)
    assert freezing.get_frozen_figures(kept).total.total == 277
    explained = freezing.explain_frozen_figures(later, kept)
    assert [each.change.known.assignment_id for each in explained.changes] == told_late
    assert verification.verify_records(session).differing == ()
    assert event_log.get_log_anchor(session)[0] > kept.event_count


def test_a_restored_backup_counts_the_same(session: Session, tmp_path: Path) -> None:
    evening, before = local_instant(DAY, 17, 30), figures(session)
    a_year_of_later_work(session)
    known = figures(session)
    address = session.get_bind().engine.url
    session.close()
    with premises_at(address, tmp_path) as house:
        backups.create_backup(house, tmp_path / "backup", local_instant(NEXT_YEAR, 8))
    (tmp_path / "restored").mkdir()

    with premises_at(sqlite_address(tmp_path / "restored" / "tracker.db"), tmp_path / "restored") as other:
        backups.restore_backup(other, tmp_path / "backup")
        with Session(other.engine) as elsewhere:
            assert figures(elsewhere, evening) == before
            assert figures(elsewhere) == known != before
            assert verification.verify_records(elsewhere).differing == ()
