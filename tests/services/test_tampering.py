"""Whoever changes the diary behind the program's back is found out by the anchor that left the house."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.deep import tampering
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.databases import fresh_copy
from tests.support.mornings import a_round
from tracker.clock import HandClock, at
from tracker.mail.transport import MemoryTransport
from tracker.models.letter import Letter
from tracker.rules.anchors import Anchor
from tracker.rules.chain import GENESIS, first_break, seal
from tracker.rules.permissions import Role
from tracker.rules.refusals import Reason, Refusal
from tracker.services import anchoring, tasks
from tracker.services.machine import SCHEDULER
from tracker.store import events, sqlite
from tracker.transaction import unit_of_work
from tracker.wording.care import anchor_letter

pytestmark = pytest.mark.both_databases

DAY = dt.date(2021, 6, 14)


def test_every_kind_of_forgery_is_found(sqlite_template: Path, tmp_path: Path) -> None:
    """Thirty here, five hundred in `make deep`."""
    import sqlalchemy as sa

    with fresh_copy(sqlite_template, tmp_path / "town.db") as address:
        engine = sa.create_engine(address)
        sqlite.prepare(engine)
        with Session(engine) as session:
            ward = a_unit(session)
            official = an_official(session, Role.WARD_OFFICIAL, ward)
            for _ in range(3):
                [assignment] = a_directive(session, ward)
                number = assignment.id
                with unit_of_work(session, official, HandClock(at(DAY, 9))) as work:
                    tasks.accept(work, number)
        engine.dispose()

        verdict = tampering.tried(tmp_path / "town.db", tmp_path, 30)

    assert verdict.holds, verdict


def test_a_chain_of_a_hundred_thousand_lines_is_checked_in_two_seconds() -> None:
    head, lines = GENESIS, []
    for number in range(100_000):
        line = {
            "note": f"line {number}",
            "recorded_at": at(DAY, 9),
            "details": {"percent": [number % 99, None]},
        }
        sealed = seal(head, line)
        lines.append((number, head, sealed, line))
        head = sealed

    begun = time.process_time()
    assert first_break(lines) is None
    assert time.process_time() - begun < 2


def test_the_anchor_leaves_the_house_once_a_working_day(session: Session) -> None:
    the_calendar_of(session, 2021)
    an_official(session, Role.AUDITOR, None, "thanh-tra")
    a_directive(session, a_unit(session))
    post, sent = MemoryTransport(), []
    for hour in (6, 8, 9):
        with unit_of_work(session, SCHEDULER, HandClock(at(DAY, hour))) as work:
            sent.append(anchoring.queue_daily(work, anchor_letter))
            anchor = anchoring.anchor(work)
    a_round(session, post, DAY, 9, 30)

    [letter] = session.query(Letter).filter_by(kind="anchor")
    assert sent == [0, 1, 0]
    assert str(anchor) in letter.body_text and letter.sent_at is not None
    assert [envelope.recipient for envelope in post.sent] == ["thanh-tra@example.org"]


def test_an_anchor_is_read_as_it_was_printed() -> None:
    anchor = Anchor(4509, "0f3a5b7c9d1e2f40" + "a" * 48)

    assert Anchor.parse(f" {anchor} ") == Anchor(4509, "0f3a5b7c9d1e2f40")
    with pytest.raises(Refusal, match=Reason.ANCHOR_UNREADABLE.value):
        Anchor.parse("4509")


def test_the_diary_goes_out_whole(session: Session) -> None:
    a_directive(session, a_unit(session))

    [line] = events.exported(session)

    sealed = {name: line[name] for name in events.SEALED}
    assert line["hash"] == seal(str(line["prev_hash"]), sealed)
