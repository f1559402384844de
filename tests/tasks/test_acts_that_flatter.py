"""Acts of those in charge that would flatter a figure: each is refused, waits for a second person, or shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official
from tests.support.ward_of_june import DUE, GIVEN, Town, june
from tests.tasks.test_occurrences import QUARTERS, Rhythm
from tracker.accounts import deputies
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.lifecycle import Action, AssignmentState
from tracker.law.permissions import Actor, Role, Scope
from tracker.law.terms import TermKind
from tracker.law.timing import Timing
from tracker.office import people as office_people
from tracker.office.models import Person
from tracker.tasks import classified, detail as task_detail, event_log
from tracker.tasks.actions import completion, correction, occurrence, suspension, transfer as actions_transfer
from tracker.tasks.selection import Adjustment, Count, Selection


@pytest.fixture
def town(session: Session, clock: ManualClock) -> Town:
    """Return the small town."""
    return Town(session, clock)


@pytest.fixture
def second(town: Town) -> Actor:
    """Return a second leader."""
    return an_official(town.session, Role.LEADER, town.centre, "lanh-dao-2")


def stop(
    town: Town, day: dt.date, from_on: dt.date | None = None, document: str = "7/TB"
) -> Callable[[UnitOfWork], object]:
    return lambda w: suspension.suspend_assignment(
        w, town.lead, note="Chờ tỉnh", document=document, effective_on=from_on or day
    )


def go_on(town: Town, day: dt.date, *, shifts: bool = True) -> None:
    town.on(day, town.leader, lambda w: suspension.resume_assignment(w, town.lead, shifts_deadline=shifts))


# returned occurrences


def test_k23_a_returned_occurrence_was_not_finished_before_its_return(session: Session, clock: ManualClock) -> None:
    rhythm = Rhythm(session, clock)
    first = QUARTERS[0]
    rhythm.on(dt.date(2021, 4, 2), rhythm.official, rhythm.reported(1, dt.date(2021, 4, 2)))
    rhythm.on(
        dt.date(2021, 4, 5),
        rhythm.office,
        lambda w: occurrence.return_occurrence_report(w, rhythm.number, number=1, note="Thiếu bảng"),
    )
    for day in (first, dt.date(2021, 4, 4)):
        with pytest.raises(Refusal) as refusal:
            rhythm.on(dt.date(2021, 4, 5), rhythm.official, rhythm.reported(1, day))
        assert refusal.value.reason is Reason.DATE_BEFORE_TAKEN_UP
    rhythm.on(dt.date(2021, 4, 5), rhythm.official, rhythm.reported(2, dt.date(2021, 4, 1)))
    rhythm.on(dt.date(2021, 4, 5), rhythm.official, rhythm.reported(1, dt.date(2021, 4, 5)))


# suspensions


def test_a_suspension_needs_a_paper(town: Town) -> None:
    assert town.refused(june(5), town.leader, stop(town, june(5), document=" ")) is Reason.DOCUMENT_MISSING


def test_an_earlier_day_waits_for_a_second_leader(town: Town, second: Actor) -> None:
    town.on(june(12), town.leader, stop(town, june(12), june(10)))
    assert [town.stands(june(day)) for day in (11, 12)] == [Timing.OPEN_IN_TIME, Timing.SUSPENDED]
    with unit_of_work(town.session, second, town.clock) as work:
        seen = task_detail.view_assignment(work, town.lead)
        assert seen.suspension_asked_from == june(10)
        assert Action.SUSPEND in seen.actions

    assert town.refused(june(13), town.leader, stop(town, june(13), june(10))) is Reason.OWN_REPORT
    assert town.refused(june(13), second, stop(town, june(13), june(9))) is Reason.NO_EARLIER_DAY
    town.on(june(20), second, stop(town, june(20), june(10)))
    assert town.stands(june(11)) is Timing.SUSPENDED
    assert town.refused(june(20), second, stop(town, june(20), june(10))) is Reason.NO_EARLIER_DAY
    go_on(town, june(21))
    town.report(june(25))
    town.confirm(june(25))
    assert town.now().due_on == june(26)
    assert town.stands(june(25)) is Timing.DONE_EARLY


def test_a_deadline_that_has_passed_is_not_suspended_away(town: Town, second: Actor) -> None:
    assert town.refused(june(25), town.leader, stop(town, june(25), june(12))) is Reason.DEADLINE_PASSED
    town.extend(june(16), june(16), june(30))
    assert town.refused(june(25), town.leader, stop(town, june(25), june(12))) is Reason.DEADLINE_PASSED
    town.on(june(25), town.leader, stop(town, june(25)))
    assert [town.stands(june(day)) for day in (15, 25)] == [Timing.OPEN_IN_TIME, Timing.SUSPENDED]
    go_on(town, june(26))
    town.report(june(26))
    town.confirm(june(26))
    assert town.stands(june(26)) is Timing.DONE_LATE


def test_nobody_is_offered_to_stop_what_stands_still(town: Town, second: Actor) -> None:
    town.on(june(12), town.leader, stop(town, june(12)))
    with unit_of_work(town.session, second, town.clock) as work:
        seen = task_detail.view_assignment(work, town.lead)

    assert Action.SUSPEND not in {*seen.actions, *seen.closed}


# corrected days


def test_a_day_corrected_after_a_late_extension_says_that_it_makes_late_work_on_time(town: Town) -> None:
    town.extend(june(16), june(18), june(30))
    town.report(june(20))
    town.confirm(june(20))
    town.on(june(21), town.leader, lambda w: correction.redate_completion(w, town.lead, done_on=DUE, reason="Nhầm"))

    assert town.stands(june(21)) is Timing.DONE_ON_DAY
    assert event_log.list_assignment_events(town.session, town.lead)[-1].details["made_on_time"] is True


def test_a_day_corrected_within_a_late_extension_stays_late(town: Town) -> None:
    town.extend(june(16), june(18), june(30))
    town.report(june(20))
    town.confirm(june(20))
    town.on(
        june(21), town.leader, lambda w: correction.redate_completion(w, town.lead, done_on=june(17), reason="Nhầm")
    )

    assert event_log.list_assignment_events(town.session, town.lead)[-1].details["made_on_time"] is False


# duties that come again


def test_k30_a_duty_ended_after_a_late_occurrence_is_late(session: Session, clock: ManualClock) -> None:
    rhythm = Rhythm(session, clock)
    rhythm.done(1, dt.date(2021, 6, 28))
    rhythm.on(
        dt.date(2021, 6, 29),
        rhythm.office,
        lambda w: occurrence.end_recurrence(w, rhythm.number, ends_on=dt.date(2021, 6, 1), note="Thôi"),
    )

    assert rhythm.stands(dt.date(2021, 6, 29)) is Timing.DONE_LATE
    assert (rhythm.now().due_on, rhythm.now().original_due_on) == (QUARTERS[0], QUARTERS[3])


def test_a_duty_ended_after_a_punctual_occurrence_is_not_late(session: Session, clock: ManualClock) -> None:
    rhythm = Rhythm(session, clock)
    rhythm.done(1, dt.date(2021, 3, 30))
    rhythm.on(
        dt.date(2021, 6, 29),
        rhythm.office,
        lambda w: occurrence.end_recurrence(w, rhythm.number, ends_on=dt.date(2021, 6, 1), note="Thôi"),
    )

    assert rhythm.stands(dt.date(2021, 6, 29)) is Timing.DONE_EARLY


# merging


def test_overdue_work_does_not_vanish_into_work_that_is_not(town: Town) -> None:
    [early, same, later] = [
        a_directive(town.session, town.ward, due_on=due, given_on=GIVEN, content=f"Việc {due}")[0].id
        for due in (june(14), DUE, june(30))
    ]

    def merge(into: int) -> Callable[[UnitOfWork], object]:
        return lambda w: actions_transfer.merge_assignment(w, town.lead, into_id=into, note="Trùng")

    assert town.refused(june(20), town.office, merge(later)) is Reason.LATE_WORK_NOT_MERGED
    town.on(june(14), town.official, lambda w: completion.submit_completion(w, early, done_on=june(14), note="Xong"))
    town.on(june(14), town.office, lambda w: completion.confirm_completion(w, early))
    assert town.refused(june(20), town.office, merge(early)) is Reason.LATE_WORK_NOT_MERGED
    town.on(june(20), town.office, merge(same))
    assert town.now().state is AssignmentState.MERGED


# own units


@pytest.fixture
def own(town: Town) -> int:
    """Return a directive given to the unit of the office itself."""
    worker = an_official(town.session, Role.OFFICER, town.centre, "vp-canbo")
    [given] = a_directive(town.session, town.centre, due_on=DUE, given_on=GIVEN, content="Việc của văn phòng")
    town.on(june(10), worker, lambda w: completion.submit_completion(w, given.id, done_on=june(10), note="Xong"))
    return given.id


def test_nobody_confirms_the_work_of_the_own_unit_where_somebody_else_may(town: Town, own: int) -> None:
    outsider = an_official(town.session, Role.LEADER, a_unit(town.session, "UBND", "UBND"), "chu-tich")

    assert town.refused(june(10), town.office, lambda w: completion.confirm_completion(w, own)) is Reason.OWN_UNIT
    with unit_of_work(town.session, town.office, town.clock) as work:
        assert task_detail.view_assignment(work, own).closed[Action.CONFIRM].reason is Reason.OWN_UNIT
    town.on(june(10), outsider, lambda w: completion.confirm_completion(w, own))


def test_where_nobody_else_may_the_own_unit_confirms(town: Town, own: int) -> None:
    town.on(june(10), town.office, lambda w: completion.confirm_completion(w, own))

    assert town.now(own).state is AssignmentState.DONE


def test_nobody_marks_a_duty_of_the_own_unit_where_somebody_else_may(town: Town) -> None:
    an_official(town.session, Role.LEADER, a_unit(town.session, "UBND", "UBND"), "chu-tich")
    [duty] = a_directive(
        town.session, town.centre, due_on=dt.date(2021, 12, 31), given_on=GIVEN, kind=TermKind.CONTINUOUS
    )

    def mark(work: UnitOfWork) -> object:
        return completion.attest_assignment(work, duty.id, effective_on=june(10), note="Đạt")

    assert town.refused(june(10), town.leader, mark) is Reason.OWN_UNIT


def test_a_deputy_decides_nothing_about_the_own_unit(town: Town) -> None:
    chairman = an_official(town.session, Role.LEADER, a_unit(town.session, "UBND", "UBND"), "chu-tich")
    town.clock.move_to(local_instant(june(1), 9))
    assert chairman.user_id is not None and town.head.user_id is not None
    with unit_of_work(town.session, chairman, town.clock) as work:
        deputies.name_deputy(work, chairman.user_id, deputy_id=town.head.user_id, valid_from=june(1), valid_to=june(30))
    deputy = office_people.get_person_actor(town.session, town.session.get_one(Person, town.head.user_id), june(10))
    town.report(june(10))
    acts: list[Callable[[UnitOfWork], object]] = [
        lambda w: completion.confirm_completion(w, town.lead),
        lambda w: actions_transfer.withdraw_assignment(w, town.lead, note="Thôi"),
        lambda w: actions_transfer.cancel_assignment(w, town.lead, note="Thôi", document="1/QĐ", document_on=june(9)),
    ]
    assert [town.refused(june(10), deputy, act) for act in acts] == [Reason.OWN_UNIT] * 3
    town.on(june(11), town.office, lambda w: completion.return_completion(w, town.lead, note="Thiếu"))
    assert town.refused(june(12), deputy, stop(town, june(12))) is Reason.OWN_UNIT
    with unit_of_work(town.session, deputy, town.clock) as work:
        assert task_detail.view_assignment(work, town.lead).closed[Action.SUSPEND].reason is Reason.OWN_UNIT
    [elsewhere] = a_directive(town.session, town.other, due_on=DUE, given_on=GIVEN)
    town.on(june(12), deputy, lambda w: suspension.suspend_assignment(w, elsewhere.id, note="Chờ", document="7/TB"))


# periods


def counted(town: Town, since: dt.date, as_of: dt.date) -> tuple[int, int]:
    town.session.rollback()
    chosen = Selection(as_of=as_of, scope=Scope(everywhere=True), since=since, count=Count.ASSIGNMENTS)
    tally = classified.count_selection(town.session, chosen)
    return tally.total, sum(tally.excluded.values())


def test_k25_withdrawn_from_before_the_period_it_stays_visible_in_it(town: Town) -> None:
    assert counted(town, june(16), june(30)) == (1, 0)
    town.on(
        june(25),
        town.office,
        lambda w: actions_transfer.withdraw_assignment(w, town.lead, note="Giao nhầm", effective_on=june(10)),
    )

    assert counted(town, june(16), june(30)) == (0, 1)
    assert counted(town, june(26), june(30)) == (0, 0)


def test_k25_reopened_and_withdrawn_from_its_first_day_it_stays_visible(town: Town) -> None:
    town.report(june(18))
    town.confirm(june(18))
    assert counted(town, june(16), june(19)) == (1, 0)
    town.on(june(25), town.office, lambda w: suspension.reopen_assignment(w, town.lead, note="Sai"))
    town.on(
        june(25),
        town.office,
        lambda w: actions_transfer.withdraw_assignment(w, town.lead, note="Nhầm", effective_on=GIVEN),
    )

    assert counted(town, june(16), june(19)) == (0, 1)


def test_a_report_after_the_deadline_stays_countable_beside_the_rate(town: Town) -> None:
    town.report(june(17), done_on=DUE)
    town.confirm(june(17))
    chosen = Selection(as_of=june(17), scope=Scope(everywhere=True), count=Count.ASSIGNMENTS)

    assert classified.count_adjustments(town.session, chosen)[Adjustment.AFTER_DEADLINE] == 1
