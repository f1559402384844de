"""The acts named beside a rate: each is counted, and its number is that of its list, on any day and at any instant."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import a_directive
from tests.support.ward_of_june import DUE, GIVEN, Town, june
from tracker.core.clock import ManualClock, local_instant
from tracker.law.permissions import Scope
from tracker.tasks import classified, lists as task_lists
from tracker.tasks.actions import completion, correction, suspension, transfer as actions_transfer
from tracker.tasks.adjustments import narrow_to_adjusted
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Adjustment, Count, Selection

pytestmark = pytest.mark.both_databases


@pytest.fixture
def town(session: Session, clock: ManualClock) -> Town:
    """Return the small town."""
    return Town(session, clock)


def on(day: dt.date, known_at: dt.datetime | None = None) -> Selection:
    return Selection(as_of=day, scope=Scope(everywhere=True), known_at=known_at, count=Count.ASSIGNMENTS)


def found(town: Town, selection: Selection) -> set[Adjustment]:
    """Return the kinds that are counted once; each number is checked against its list and its units."""
    town.session.rollback()
    numbers = classified.count_adjustments(town.session, selection)
    for kind, number in numbers.items():
        behind = narrow_to_adjusted(selection, kind)
        assert number in (0, 1)
        assert len(task_lists.list_task_rows(town.session, behind, after=None, limit=50)) == number
        assert sum(each.total for each in classified.count_by_cut(town.session, behind, Cut.UNIT).values()) == number
    return {kind for kind, number in numbers.items() if number}


def test_a_report_in_time_is_nothing_to_name(town: Town) -> None:
    town.report(june(14))
    town.confirm(june(20))

    assert found(town, on(june(20))) == set()


def test_a_report_the_day_after_of_a_day_within_the_deadline_is_named(town: Town) -> None:
    town.report(june(16), done_on=DUE)
    town.confirm(june(17))

    assert found(town, on(june(17))) == {Adjustment.AFTER_DEADLINE}
    assert found(town, on(june(14))) == set()
    assert found(town, on(june(17), local_instant(june(16), 12))) == set()


def test_the_last_hour_of_the_day_is_in_time(town: Town) -> None:
    town.on(DUE, town.official, lambda w: completion.submit_completion(w, town.lead, done_on=DUE, note="Xong"), hour=23)
    town.confirm(june(17))

    assert found(town, on(june(17))) == set()


def test_a_report_long_after_is_named_as_late_and_as_after_its_deadline(town: Town) -> None:
    town.report(june(25), done_on=DUE)
    town.confirm(june(26))

    assert found(town, on(june(26))) == {Adjustment.LATE_REPORT, Adjustment.AFTER_DEADLINE}


def test_a_late_finish_reported_late_is_not_among_those_on_time(town: Town) -> None:
    town.report(june(30), done_on=june(16))
    town.confirm(june(30))

    assert found(town, on(june(30))) == {Adjustment.LATE_REPORT}


def test_what_is_done_anew_no_longer_rests_on_its_first_report(town: Town) -> None:
    town.report(june(25), done_on=DUE)
    town.confirm(june(26))
    town.on(june(27), town.office, lambda w: suspension.reopen_assignment(w, town.lead, note="Sai số liệu"))
    town.report(june(28))
    town.confirm(june(28))

    assert found(town, on(june(28))) == set()
    assert found(town, on(june(26))) == {Adjustment.LATE_REPORT, Adjustment.AFTER_DEADLINE}


def test_a_day_corrected_is_named_and_marked_when_it_makes_late_work_on_time(town: Town) -> None:
    town.report(june(18))
    town.confirm(june(18))
    town.on(
        june(21), town.leader, lambda w: correction.redate_completion(w, town.lead, done_on=june(17), reason="Nhầm")
    )
    assert found(town, on(june(21))) == {Adjustment.REDATED}
    before = local_instant(june(21), 23)
    town.on(june(22), town.leader, lambda w: correction.redate_completion(w, town.lead, done_on=DUE, reason="Nhầm"))

    assert found(town, on(june(22))) >= {Adjustment.REDATED, Adjustment.MADE_ON_TIME}
    assert found(town, on(june(22), before)) == {Adjustment.REDATED}


def test_a_deadline_moved_and_work_suspended_are_named(town: Town) -> None:
    town.extend(june(8), june(9), june(25))
    assert found(town, on(june(9))) == {Adjustment.DEADLINE_MOVED}
    assert found(town, on(june(8))) == set()
    town.on(
        june(10), town.leader, lambda w: suspension.suspend_assignment(w, town.lead, note="Chờ", document="9/TB-UBND")
    )

    assert found(town, on(june(10))) == {Adjustment.DEADLINE_MOVED, Adjustment.SUSPENDED}


def test_what_left_the_totals_is_not_named(town: Town) -> None:
    town.extend(june(8), june(9), june(25))
    town.on(june(10), town.office, lambda w: actions_transfer.withdraw_assignment(w, town.lead, note="Trùng"))

    assert found(town, on(june(10))) == set()


def test_only_the_work_of_the_selection_is_counted(town: Town) -> None:
    town.report(june(16), done_on=DUE)
    town.confirm(june(17))
    a_directive(town.session, town.other, due_on=DUE, given_on=GIVEN)

    assert found(town, on(june(17)).narrowed(unit_id=town.other.id)) == set()
