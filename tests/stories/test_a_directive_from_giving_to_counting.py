"""One directive on its way: given, accepted, reported, sent back, confirmed, counted as of any day."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tracker.core.clock import ManualClock, end_of_day, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import unit_of_work
from tracker.law.lifecycle import AssignmentState
from tracker.law.permissions import Role, Scope
from tracker.law.timing import Timing
from tracker.operations import verification
from tracker.tasks import classified
from tracker.tasks.actions import completion, deadline, transfer as actions_transfer
from tracker.tasks.models import Assignment
from tracker.tasks.selection import Selection

pytestmark = pytest.mark.both_databases

EVERYWHERE = Scope(everywhere=True)


def timing_on(session: Session, day: dt.date, known_at: dt.datetime | None = None) -> list[Timing]:
    """Return the timings that are not empty on a day."""
    tally = classified.count_selection(session, Selection(as_of=day, scope=EVERYWHERE, known_at=known_at))
    return [timing for timing, number in tally.counts.items() if number]


def test_a_slow_confirmation_does_not_make_the_ward_late(session: Session, clock: ManualClock) -> None:
    ward = a_unit(session)
    the_calendar_of(session, 2021)
    official, office = an_official(session, Role.WARD_OFFICIAL, ward), an_official(session, Role.OFFICE, ward)
    [assignment] = a_directive(session, ward, due_on=dt.date(2021, 6, 15))

    clock.move_to(local_instant(dt.date(2021, 6, 15), 17))
    with unit_of_work(session, official, clock) as work:
        completion.submit_completion(work, assignment.id, done_on=dt.date(2021, 6, 15), note="Đã công khai")
    clock.move_to(local_instant(dt.date(2021, 7, 20), 9))
    with unit_of_work(session, office, clock) as work:
        completion.confirm_completion(work, assignment.id)

    assert timing_on(session, dt.date(2021, 6, 14)) == [Timing.OPEN_IN_TIME]
    assert timing_on(session, dt.date(2021, 6, 15)) == [Timing.DONE_ON_DAY]
    assert timing_on(session, dt.date(2021, 7, 1), end_of_day(dt.date(2021, 7, 1))) == [Timing.OPEN_OVERDUE]
    assert timing_on(session, dt.date(2021, 7, 1)) == [Timing.DONE_ON_DAY]
    assert verification.verify_records(session).differing == ()


def test_who_reports_does_not_confirm(session: Session, clock: ManualClock) -> None:
    ward = a_unit(session)
    the_calendar_of(session, 2021)
    both = an_official(session, Role.OFFICE, ward)
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    one_person = type(both)(both.user_id, both.name, (*both.posts, *official.posts))
    [assignment] = a_directive(session, ward)

    with unit_of_work(session, one_person, clock) as work:
        completion.submit_completion(work, assignment.id, done_on=work.today, note="Xong")
    with pytest.raises(Refusal) as refused, unit_of_work(session, one_person, clock) as work:
        completion.confirm_completion(work, assignment.id)

    assert refused.value.reason is Reason.OWN_REPORT


def test_a_late_extension_does_not_excuse(session: Session, clock: ManualClock) -> None:
    ward = a_unit(session)
    the_calendar_of(session, 2021)
    official, leader = an_official(session, Role.WARD_OFFICIAL, ward), an_official(session, Role.LEADER, ward)
    [assignment] = a_directive(session, ward, due_on=dt.date(2021, 6, 15))

    clock.move_to(local_instant(dt.date(2021, 6, 20), 9))
    with unit_of_work(session, official, clock) as work:
        deadline.submit_extension_request(work, assignment.id, to_due_on=dt.date(2021, 7, 15), reason="Chờ hướng dẫn")
    with unit_of_work(session, leader, clock) as work:
        deadline.grant_extension(work, assignment.id)
    clock.move_to(local_instant(dt.date(2021, 7, 1), 9))
    with unit_of_work(session, official, clock) as work:
        completion.submit_completion(work, assignment.id, done_on=dt.date(2021, 7, 1), note="Xong")
    with unit_of_work(session, leader, clock) as work:
        completion.confirm_completion(work, assignment.id)

    assert timing_on(session, dt.date(2021, 6, 19)) == [Timing.OPEN_OVERDUE]
    assert timing_on(session, dt.date(2021, 6, 25)) == [Timing.OPEN_IN_TIME]
    assert timing_on(session, dt.date(2021, 7, 1)) == [Timing.DONE_LATE]
    kept = session.get_one(Assignment, assignment.id)
    assert (kept.original_due_on, kept.due_on) == (dt.date(2021, 6, 15), dt.date(2021, 7, 15))
    assert kept.state is AssignmentState.DONE
    assert verification.verify_records(session).differing == ()


def test_what_was_given_by_mistake_leaves_the_total_and_stays_on_record(session: Session, clock: ManualClock) -> None:
    ward = a_unit(session)
    office = an_official(session, Role.OFFICE, ward)
    [assignment] = a_directive(session, ward)

    with unit_of_work(session, office, clock) as work:
        actions_transfer.withdraw_assignment(
            work, assignment.id, note="Giao nhầm đơn vị", effective_on=dt.date(2021, 3, 1)
        )
    before = classified.count_selection(session, Selection(as_of=dt.date(2021, 2, 28), scope=EVERYWHERE))
    after = classified.count_selection(session, Selection(as_of=dt.date(2021, 3, 1), scope=EVERYWHERE))

    assert (before.total, before.assigned_ever) == (1, 1)
    assert (after.total, after.assigned_ever) == (0, 1)
