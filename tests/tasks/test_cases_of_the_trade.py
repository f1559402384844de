"""The edge cases of follow-up practice that break naive software, each by its number (K09 to K53)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, an_official
from tests.support.ward_of_june import DUE, GIVEN, Town, june
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.lifecycle import AssignmentState
from tracker.law.permissions import Role, Scope
from tracker.law.timing import Timing
from tracker.tasks import classified, detail as task_detail, event_log, queries as task_queries
from tracker.tasks.actions import assignment, completion, correction, deadline, suspension, transfer as actions_transfer
from tracker.tasks.actions.suspension import get_suspension_day
from tracker.tasks.models import Assignment, Task
from tracker.tasks.selection import Adjustment, Count, Selection


@pytest.fixture
def town(session: Session, clock: ManualClock) -> Town:
    """Return the small town."""
    return Town(session, clock)


def test_k09_a_silent_coordinating_unit_stops_nobody_and_is_flagged(town: Town) -> None:
    town.report(june(14))
    town.confirm(june(15))

    with unit_of_work(town.session, town.head, town.clock) as work:
        seen = task_detail.view_assignment(work, town.lead)
        assert [each.id for each in seen.silent] == [town.share]
    assert town.now().state is AssignmentState.DONE
    assert town.now(town.share).state is AssignmentState.ASSIGNED


def test_k10_nothing_goes_out_without_a_lead(town: Town) -> None:
    with pytest.raises(Refusal) as refusal:
        a_directive(town.session, given_on=GIVEN)

    assert refusal.value.reason is Reason.LEAD_MISSING


@pytest.mark.parametrize(
    ("done", "timing"), [(14, Timing.DONE_EARLY), (15, Timing.DONE_ON_DAY), (16, Timing.DONE_LATE)]
)
def test_k11_before_on_and_after_the_due_day(town: Town, done: int, timing: Timing) -> None:
    town.report(june(done))
    town.confirm(june(17))

    assert town.stands(june(20)) is timing


def test_k12_half_past_eleven_at_night_is_still_the_due_day(town: Town) -> None:
    town.clock.move_to(dt.datetime(2021, 6, 15, 16, 30, tzinfo=dt.UTC))
    with unit_of_work(town.session, town.official, town.clock) as work:
        completion.submit_completion(work, town.lead, done_on=work.today, note="Xong")
    town.confirm(june(16))
    assert town.stands(june(16)) is Timing.DONE_ON_DAY

    [again] = a_directive(town.session, town.other, due_on=DUE, given_on=GIVEN)
    town.clock.move_to(dt.datetime(2021, 6, 15, 17, 30, tzinfo=dt.UTC))
    with unit_of_work(town.session, town.helper, town.clock) as work:
        completion.submit_completion(work, again.id, done_on=work.today, note="Xong")
        assert again.submitted_on == june(16)


def test_k15_a_day_claimed_forty_days_back_needs_a_word_from_outside_the_unit(town: Town) -> None:
    town.report(dt.date(2021, 7, 25), done_on=june(15))
    insider = an_official(town.session, Role.OFFICE, town.ward, "văn phòng ở phường")

    assert town.refused(dt.date(2021, 7, 26), town.office, lambda w: completion.confirm_completion(w, town.lead)) is (
        Reason.LATE_REPORT_NOT_ACKNOWLEDGED
    )
    assert town.refused(
        dt.date(2021, 7, 26), insider, lambda w: completion.confirm_completion(w, town.lead, late_report_seen=True)
    ) is (Reason.OWN_UNIT)
    town.confirm(dt.date(2021, 7, 26))
    line = event_log.list_assignment_events(town.session, town.lead)[-1]
    assert (line.effective_on, line.details["late_report"]) == (june(15), True)


def test_k17_an_extension_in_time_counts_and_keeps_the_first_deadline(town: Town) -> None:
    town.extend(june(10), june(11), june(25))
    town.report(june(20))
    town.confirm(june(21))

    assert town.stands(june(21)) is Timing.DONE_EARLY
    assert (town.now().original_due_on, town.now().extension_count) == (DUE, 1)


def test_k18_an_extension_too_late_excuses_nothing(town: Town) -> None:
    town.extend(june(16), june(18), june(25))
    town.report(june(20))
    town.confirm(june(21))

    assert (town.stands(june(17)), town.stands(june(21))) == (Timing.OPEN_OVERDUE, Timing.DONE_LATE)
    assert town.now().granted_late


def test_k19_a_shortened_deadline_never_makes_finished_work_late(town: Town) -> None:
    town.report(june(8))
    town.on(
        june(9),
        town.office,
        lambda w: deadline.set_assignment_deadline(w, town.lead, due_on=june(9), note="Gấp", document="9/UBND"),
    )
    town.confirm(june(12))

    assert town.stands(june(12)) is Timing.DONE_EARLY
    assert town.now().original_due_on == DUE


@pytest.mark.parametrize(
    ("day", "reason"),
    [(7, Reason.DEADLINE_IN_PAST), (15, Reason.DEADLINE_NOT_EARLIER), (20, Reason.DEADLINE_NOT_EARLIER)],
)
def test_k19_the_assigner_neither_backdates_nor_extends(town: Town, day: int, reason: Reason) -> None:
    why = town.refused(
        june(9),
        town.office,
        lambda w: deadline.set_assignment_deadline(w, town.lead, due_on=june(day), note="Gấp", document="9/UBND"),
    )

    assert why is reason


def test_k20_three_extensions_are_counted(town: Town) -> None:
    for number, day in enumerate((20, 25, 30)):
        town.extend(june(5 + number), june(5 + number), june(day))

    assert (town.now().extension_count, town.now().due_on, town.now().original_due_on) == (3, june(30), DUE)


def test_k21_an_inner_deadline_never_outlives_the_leads(town: Town) -> None:
    def divide(day: int) -> Callable[[UnitOfWork], object]:
        return lambda w: assignment.request_share(w, town.share, share="Cung cấp số liệu", due_on=june(day))

    assert town.refused(june(2), town.head, divide(16)) is Reason.INNER_DEADLINE_TOO_LATE
    town.on(june(2), town.head, divide(12))
    town.extend(june(3), june(3), june(25))
    assert town.now(town.share).due_on == june(12)
    town.on(
        june(4),
        town.office,
        lambda w: deadline.set_assignment_deadline(w, town.lead, due_on=june(10), note="Gấp", document="9/UBND"),
    )
    assert (town.now(town.share).due_on, town.now(town.share).share) == (june(10), "Cung cấp số liệu")


def test_k22_waiting_for_confirmation_is_judged_by_the_day_it_was_done(town: Town) -> None:
    town.report(june(15))
    town.confirm(june(24))

    assert town.stands(june(20)) is Timing.DONE_ON_DAY


def test_k23_sent_back_and_reported_anew_is_late_unless_the_first_report_is_upheld(town: Town) -> None:
    town.report(june(14))
    town.on(june(17), town.office, lambda w: completion.return_completion(w, town.lead, note="Thiếu phụ lục"))
    again = town.refused(
        june(18), town.official, lambda w: completion.submit_completion(w, town.lead, done_on=june(14), note="Xong")
    )
    town.report(june(18))
    town.confirm(june(18))

    assert again is Reason.DATE_BEFORE_TAKEN_UP
    assert town.stands(june(18)) is Timing.DONE_LATE
    town.on(
        june(19),
        town.leader,
        lambda w: correction.redate_completion(w, town.lead, done_on=june(14), reason="Đủ từ đầu"),
    )
    assert town.stands(june(19)) is Timing.DONE_EARLY
    said = Selection(as_of=june(19), scope=Scope(everywhere=True), count=Count.ASSIGNMENTS)
    assert classified.adjusted_assignments(town.session, said, Adjustment.MADE_ON_TIME) == [town.lead]
    [*_, line] = event_log.list_assignment_events(town.session, town.lead)
    assert line.details["done_on"] == ["2021-06-18", "2021-06-14"]


def test_k24_reopened_it_is_open_and_the_second_completion_counts(town: Town) -> None:
    town.report(june(10))
    town.confirm(june(11))
    town.on(june(20), town.office, lambda w: suspension.reopen_assignment(w, town.lead, note="Số liệu sai"))
    town.report(june(22))
    town.confirm(june(23))

    assert [town.stands(june(day)) for day in (19, 20, 23)] == [
        Timing.DONE_EARLY,
        Timing.OPEN_OVERDUE,
        Timing.DONE_LATE,
    ]
    assert town.now().reopened_count == 1


def test_k25_withdrawn_it_leaves_every_total(town: Town) -> None:
    town.on(june(5), town.office, lambda w: actions_transfer.withdraw_assignment(w, town.lead, note="Giao nhầm"))

    assert (town.stands(june(4)), town.stands(june(5))) == (Timing.OPEN_IN_TIME, Timing.EXCLUDED)


def test_k26_cancelled_needs_a_paper_and_a_leader(town: Town) -> None:
    def cancel(document: str) -> Callable[[UnitOfWork], object]:
        return lambda w: actions_transfer.cancel_assignment(
            w, town.lead, note="Hết nhu cầu", document=document, document_on=june(5)
        )

    assert town.refused(june(5), town.leader, cancel(" ")) is Reason.DOCUMENT_MISSING
    assert town.refused(june(5), town.office, cancel("12/QĐ-UBND")) is Reason.NOT_ALLOWED
    town.on(june(5), town.leader, cancel("12/QĐ-UBND"))
    assert (town.now().state, town.stands(june(20))) == (AssignmentState.CANCELLED, Timing.EXCLUDED)


def test_k27_a_duplicate_is_merged_and_both_name_each_other(town: Town) -> None:
    [kept] = a_directive(town.session, town.ward, due_on=june(20), given_on=june(3))
    [strange] = a_directive(town.session, town.other, due_on=june(20), given_on=june(3))
    kept_id, strange_id = kept.id, strange.id

    def merge_into(number: int) -> Callable[[UnitOfWork], object]:
        return lambda w: actions_transfer.merge_assignment(w, town.lead, into_id=number, note="Trùng")

    for wrong in (town.lead, strange_id, 999):
        why = town.refused(june(5), town.office, merge_into(wrong))
        assert why is Reason.NOT_TO_BE_MERGED
    town.on(
        june(5), town.office, lambda w: actions_transfer.merge_assignment(w, town.lead, into_id=kept_id, note="Trùng")
    )
    assert town.now().successor_id == kept_id
    assert [each.id for each in task_queries.list_merged_assignments(town.session, kept_id)] == [town.lead]
    assert town.stands(june(6)) is Timing.EXCLUDED


@pytest.mark.parametrize(("shifts", "due"), [(True, june(23)), (False, DUE)])
def test_k28_suspended_it_is_not_overdue_and_the_leader_says_what_becomes_of_the_deadline(
    town: Town, shifts: bool, due: dt.date
) -> None:
    town.on(
        june(12),
        town.leader,
        lambda w: suspension.suspend_assignment(w, town.lead, note="Chờ tỉnh", document="7/TB-UBND"),
    )
    town.clock.move_to(local_instant(june(18), 9))
    with unit_of_work(town.session, town.head, town.clock) as work:
        seen = task_detail.view_assignment(work, town.lead)
        assert (seen.days_suspended, get_suspension_day(work, seen.assignment)) == (6, june(12))
    town.on(june(20), town.leader, lambda w: suspension.resume_assignment(w, town.lead, shifts_deadline=shifts))

    assert town.stands(june(18)) is Timing.SUSPENDED
    assert (town.now().due_on, town.now().original_due_on, town.now().extension_count) == (due, DUE, 0)
    town.report(june(21))
    town.confirm(june(22))
    assert town.stands(june(22)) is (Timing.DONE_EARLY if shifts else Timing.DONE_LATE)


def test_k28_a_suspension_after_the_deadline_excuses_nothing(town: Town) -> None:
    town.on(
        june(17),
        town.leader,
        lambda w: suspension.suspend_assignment(w, town.lead, note="Chờ tỉnh", document="7/TB-UBND"),
    )
    town.on(june(27), town.leader, lambda w: suspension.resume_assignment(w, town.lead, shifts_deadline=True))
    town.report(june(27))
    town.confirm(june(28))

    assert town.stands(june(28)) is Timing.DONE_LATE


def test_k53_a_task_with_a_history_cannot_be_deleted(town: Town) -> None:
    for table in (Assignment, Task):
        with pytest.raises(sa.exc.DBAPIError):
            town.session.connection().execute(sa.delete(table))
        town.session.rollback()
