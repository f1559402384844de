"""Deadlines counted from a receipt or an event: recorded by those who gave the task, never turning done work late."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import a_unit, an_official, task_of
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import unit_of_work
from tracker.intake.directives import entry
from tracker.law.lifecycle import Action
from tracker.law.permissions import Actor, Origin, Role
from tracker.law.replay import get_interval_on, replay_history
from tracker.office import calendar as office_calendar
from tracker.office.models import Unit
from tracker.office.people import COMMAND_LINE
from tracker.tasks import event_log
from tracker.tasks.actions import completion, deadline
from tracker.tasks.models import Assignment

GIVEN = dt.date(2021, 10, 4)
FROM_RECEIPT = "trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản"


@pytest.fixture
def wards(session: Session) -> list[Unit]:
    return [a_unit(session), a_unit(session, "BINHTHANH", "UBND xã Bình Thành")]


@pytest.fixture
def office(session: Session, wards: list[Unit]) -> Actor:
    return an_official(session, Role.OFFICE, wards[0], "van-phong")


def given(session: Session, clock: ManualClock, wards: list[Unit], phrase: str) -> list[Assignment]:
    """Give both wards a directive on 04/10/2021; return what they got."""
    clock.move_to(local_instant(GIVEN, 9))
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        office_calendar.open_years(work, (2021, 2022))
        entry.register_directive(
            work,
            entry.EnteredDirective(
                origin=Origin.TOWN,
                reference="10/UBND-VP",
                given_on=GIVEN,
                issuer="UBND thị xã",
                leader="Chủ tịch",
                content="Rà soát hồ sơ",
                term_text=phrase,
                leads=wards,
            ),
        )
    return session.query(Assignment).order_by(Assignment.unit_id).all()


def test_until_receipts_are_known_a_person_is_told_that_the_day_of_issue_was_taken(
    session: Session, clock: ManualClock, wards: list[Unit]
) -> None:
    first, second = given(session, clock, wards, FROM_RECEIPT)

    assert first.due_on == second.due_on == dt.date(2021, 10, 11)
    assert task_of(session, first).needs_review


def test_each_ward_is_counted_from_its_own_receipt_and_the_diary_says_so(
    session: Session, clock: ManualClock, wards: list[Unit], office: Actor
) -> None:
    first, second = given(session, clock, wards, FROM_RECEIPT)
    clock.move_to(local_instant(dt.date(2021, 10, 11), 9))
    days = {first.id: GIVEN, second.id: dt.date(2021, 10, 8)}
    with unit_of_work(session, office, clock) as work:
        moved = deadline.record_receipts(work, first.id, days, note="Sổ văn bản đến")
    session.refresh(second)
    line = event_log.list_assignment_events(session, second.id)[-1]
    standing = get_interval_on(
        replay_history(event_log.to_history_entry(e) for e in event_log.list_assignment_events(session, second.id)),
        GIVEN,
    )

    assert [start.assignment.unit_id for start in moved] == [wards[1].id]
    assert second.due_on == dt.date(2021, 10, 15)
    assert second.original_due_on == dt.date(2021, 10, 11)
    assert line.action is Action.SET_DEADLINE
    assert line.details["term_starts_on"] == [None, "2021-10-08"]
    assert standing is not None and standing.judged_due_on == dt.date(2021, 10, 15)


def test_a_receipt_recorded_after_the_deadline_excuses_nothing(
    session: Session, clock: ManualClock, wards: list[Unit], office: Actor
) -> None:
    first, second = given(session, clock, wards, FROM_RECEIPT)
    clock.move_to(local_instant(dt.date(2021, 10, 13), 9))
    days = {first.id: GIVEN, second.id: dt.date(2021, 10, 12)}
    with unit_of_work(session, office, clock) as work:
        deadline.record_receipts(work, first.id, days, note="Sổ văn bản đến")
    intervals = replay_history(
        event_log.to_history_entry(e) for e in event_log.list_assignment_events(session, second.id)
    )

    assert [(each.due_on, each.judged_due_on) for each in intervals] == [
        (dt.date(2021, 10, 11), dt.date(2021, 10, 11)),
        (dt.date(2021, 10, 19), dt.date(2021, 10, 11)),
    ]


def test_a_receipt_learnt_later_never_turns_finished_work_late(
    session: Session, clock: ManualClock, wards: list[Unit], office: Actor
) -> None:
    """K33."""
    first, second = given(session, clock, wards, "trong vòng 10 ngày làm việc kể từ ngày nhận")
    ward = an_official(session, Role.WARD_OFFICIAL, wards[1])
    clock.move_to(local_instant(dt.date(2021, 10, 18), 9))
    with unit_of_work(session, ward, clock) as work:
        completion.submit_completion(work, second.id, done_on=work.today, note="Đã rà soát")
    with unit_of_work(session, office, clock) as work:
        completion.confirm_completion(work, second.id)
    before = len(event_log.list_assignment_events(session, second.id))
    days = {first.id: dt.date(2021, 10, 5), second.id: GIVEN}
    with unit_of_work(session, office, clock) as work:
        moved = deadline.record_receipts(work, first.id, days, note="Sổ văn bản đến")
    session.refresh(second)

    assert [start.assignment.id for start in moved] == [first.id]
    assert second.due_on == dt.date(2021, 10, 18)
    assert len(event_log.list_assignment_events(session, second.id)) == before


def test_a_paper_is_not_received_before_it_was_issued_nor_tomorrow(
    session: Session, clock: ManualClock, wards: list[Unit], office: Actor
) -> None:
    first, _ = given(session, clock, wards, FROM_RECEIPT)
    refused = []
    for day in (dt.date(2021, 10, 1), dt.date(2021, 10, 5)):
        with pytest.raises(Refusal) as found, unit_of_work(session, office, clock) as work:
            deadline.record_receipts(work, first.id, {first.id: day}, note="Sổ")
        refused.append((found.value.reason, found.value.field))

    name = f"received_{first.id}"
    assert refused == [(Reason.DATE_BEFORE_ASSIGNMENT, name), (Reason.DATE_IN_FUTURE, name)]


def test_a_ward_does_not_say_itself_from_when_it_is_counted(
    session: Session, clock: ManualClock, wards: list[Unit]
) -> None:
    first, _ = given(session, clock, wards, FROM_RECEIPT)
    ward = an_official(session, Role.WARD_OFFICIAL, wards[0])

    with pytest.raises(Refusal) as found, unit_of_work(session, ward, clock) as work:
        deadline.record_receipts(work, first.id, {first.id: GIVEN}, note="Sổ")
    assert found.value.reason is Reason.NOT_ALLOWED


def test_fifteen_days_after_an_event_begin_when_the_event_is_recorded(
    session: Session, clock: ManualClock, wards: list[Unit], office: Actor
) -> None:
    first, second = given(session, clock, wards, "sau 15 ngày kể từ ngày Bộ ban hành hướng dẫn")
    waiting = first.due_on
    clock.move_to(local_instant(dt.date(2021, 10, 20), 9))
    with unit_of_work(session, office, clock) as work:
        deadline.record_event(
            work, second.id, happened_on=dt.date(2021, 10, 18), note="Bộ đã ban hành", document="05/2021/TT-BNV"
        )
    session.refresh(first)
    session.refresh(second)

    assert waiting is None
    assert first.due_on == second.due_on == dt.date(2021, 11, 2)
    assert first.original_due_on == dt.date(2021, 11, 2)


def test_a_condition_without_a_count_of_days_asks_for_the_deadline(
    session: Session, clock: ManualClock, wards: list[Unit], office: Actor
) -> None:
    first, _ = given(session, clock, wards, "sau khi có hướng dẫn của Bộ, ngành liên quan")
    told = {"happened_on": GIVEN, "note": "Đã có hướng dẫn", "document": "05/2021/TT-BNV"}
    with pytest.raises(Refusal) as found, unit_of_work(session, office, clock) as work:
        deadline.record_event(work, first.id, **told)  # type: ignore[arg-type]  # words and a day, each in its place
    with unit_of_work(session, office, clock) as work:
        deadline.record_event(work, first.id, **told, due_on=dt.date(2021, 11, 30))  # type: ignore[arg-type]  # as above
    session.refresh(first)

    assert (found.value.reason, found.value.field) == (Reason.DEADLINE_UNKNOWN, "due_on")
    assert first.due_on == dt.date(2021, 11, 30)


def test_days_before_a_meeting_are_counted_back_from_it(
    session: Session, clock: ManualClock, wards: list[Unit], office: Actor
) -> None:
    first, _ = given(session, clock, wards, "trước 05 ngày so với ngày họp")
    with unit_of_work(session, office, clock) as work:
        deadline.record_event(work, first.id, happened_on=dt.date(2021, 10, 29), note="Họp ngày 29/10", document="")
    session.refresh(first)

    assert first.due_on == dt.date(2021, 10, 24)


def test_work_with_a_day_of_its_own_has_no_beginning_to_record(
    session: Session, clock: ManualClock, wards: list[Unit], office: Actor
) -> None:
    first, _ = given(session, clock, wards, "trước ngày 30/11/2021")
    with pytest.raises(Refusal) as found, unit_of_work(session, office, clock) as work:
        deadline.get_term_beginning(work, first.id)

    assert found.value.reason is Reason.NOT_FOUND
