"""Whoever changes the event log behind the program's back is found out by the anchor that left the installation."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.deep import tampering
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.databases import fresh_copy
from tests.support.mornings import a_round
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database import engine as database_engine
from tracker.database.unit_of_work import unit_of_work
from tracker.law.hash_chain import GENESIS, ChainAnchor, find_first_break, hash_event_line
from tracker.law.permissions import Role
from tracker.mail.outbox import Letter
from tracker.mail.transport import MemoryTransport
from tracker.office.people import SCHEDULER_ACTOR
from tracker.operations import scheduler
from tracker.operations.labels import anchor_letter
from tracker.operations.verification import verify_records
from tracker.tasks import event_log
from tracker.tasks.actions import completion
from tracker.tasks.events import TaskEvent

pytestmark = pytest.mark.both_databases

DAY = dt.date(2021, 6, 14)


def test_every_kind_of_forgery_is_found(sqlite_template: Path, tmp_path: Path) -> None:
    """Thirty here, five hundred in `make deep`."""
    with fresh_copy(sqlite_template, tmp_path / "town.db") as address:
        engine = sa.create_engine(address)
        database_engine.prepare_sqlite(engine)
        with Session(engine) as session:
            ward = a_unit(session)
            official = an_official(session, Role.WARD_OFFICIAL, ward)
            for _ in range(3):
                [assignment] = a_directive(session, ward)
                number = assignment.id
                with unit_of_work(session, official, ManualClock(local_instant(DAY, 9))) as work:
                    completion.accept_assignment(work, number)
        engine.dispose()

        verdict = tampering.tried(tmp_path / "town.db", tmp_path, 30)

    assert verdict.holds, verdict


def test_a_chain_of_a_hundred_thousand_lines_is_checked_in_two_seconds() -> None:
    head, lines = GENESIS, []
    for number in range(100_000):
        line = {
            "note": f"line {number}",
            "recorded_at": local_instant(DAY, 9),
            "details": {"percent": [number % 99, None]},
        }
        sealed = hash_event_line(head, line)
        lines.append((number, head, sealed, line))
        head = sealed

    begun = time.process_time()
    assert find_first_break(lines) is None
    assert time.process_time() - begun < 2


def test_the_anchor_leaves_the_house_once_a_working_day(session: Session) -> None:
    the_calendar_of(session, 2021)
    an_official(session, Role.AUDITOR, None, "thanh-tra")
    a_directive(session, a_unit(session))
    post, sent = MemoryTransport(), []
    for hour in (6, 8, 9):
        with unit_of_work(session, SCHEDULER_ACTOR, ManualClock(local_instant(DAY, hour))) as work:
            sent.append(scheduler.queue_daily(work, anchor_letter))
            anchor = scheduler.get_current_anchor(work)
    a_round(session, post, DAY, 9, 30)

    [letter] = session.query(Letter).filter_by(kind="anchor")
    assert sent == [0, 1, 0]
    assert str(anchor) in letter.body_text and letter.sent_at is not None
    assert [envelope.recipient for envelope in post.sent] == ["thanh-tra@example.org"]


def test_an_anchor_is_read_as_it_was_printed() -> None:
    anchor = ChainAnchor(4509, "0f3a5b7c9d1e2f40" + "a" * 48)

    assert ChainAnchor.parse(f" {anchor} ") == ChainAnchor(4509, "0f3a5b7c9d1e2f40")
    with pytest.raises(Refusal, match=Reason.ANCHOR_UNREADABLE.value):
        ChainAnchor.parse("4509")


def test_the_diary_goes_out_whole(session: Session) -> None:
    a_directive(session, a_unit(session))

    [line] = event_log.walk_exported_events(session)

    sealed = {name: line[name] for name in event_log.SEALED}
    assert line["hash"] == hash_event_line(str(line["prev_hash"]), sealed)


def test_a_line_whose_action_nobody_knows_is_found_and_never_read_as_another(session: Session) -> None:
    [assignment] = a_directive(session, a_unit(session))
    number = assignment.id
    columns = [column.name for column in TaskEvent.__table__.columns if column.name != "id"]
    said = {"action": "'vanish'", "sequence": "2", "hash": f"'{'0' * 64}'"}
    values = ", ".join(said.get(name, name) for name in columns)
    session.execute(sa.text(f"INSERT INTO event ({', '.join(columns)}) SELECT {values} FROM event"))
    session.commit()

    found = verify_records(session)

    assert found.broken_line is not None and found.differing == (number,)
    with pytest.raises(LookupError, match="'vanish' is not among the defined enum values"):
        event_log.list_assignment_events(session, number)
