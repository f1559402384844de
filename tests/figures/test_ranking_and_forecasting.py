"""Ranking by published rules, and a forecast that says from what it is told."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.figures.membership import Member
from tracker.figures.overview import ENOUGH_CASES, Ranking, forecast_late_work, judge_unit, rank_units
from tracker.law.permissions import Origin
from tracker.law.tally import Tally
from tracker.law.timing import DayState, Timing

TODAY = dt.date(2021, 11, 10)


def counts(early: int = 0, late: int = 0, overdue: int = 0, in_time: int = 0) -> Tally:
    return Tally(
        {Timing.DONE_EARLY: early, Timing.DONE_LATE: late, Timing.OPEN_OVERDUE: overdue, Timing.OPEN_IN_TIME: in_time}
    )


@pytest.mark.parametrize(
    ("done", "late", "total", "said"),
    [
        (91, 9, 100, Ranking.PRAISED),
        (90, 0, 100, Ranking.ORDINARY),
        (100, 10, 100, Ranking.ORDINARY),
        (50, 50, 100, Ranking.ORDINARY),
        (49, 0, 100, Ranking.NAMED),
        (9, 0, 9, Ranking.TOO_FEW),
    ],
)
def test_praise_and_blame_follow_the_published_limits(done: int, late: int, total: int, said: Ranking) -> None:
    assert judge_unit(done, late, total) is said


def test_units_are_compared_with_those_that_had_as_much_work() -> None:
    found = rank_units(
        {1: counts(early=9, late=1), 2: counts(early=60), 3: counts(early=10), 4: counts(in_time=12), 5: Tally()}
    )

    assert [(each.band, each.place, each.unit_id) for each in found] == [(50, 1, 2), (10, 1, 3), (10, 2, 1), (10, 3, 4)]


def test_equal_shares_have_an_equal_place() -> None:
    found = rank_units({1: counts(early=20), 2: counts(early=30), 3: counts(early=20, late=5)})

    assert [(each.place, each.unit_id) for each in found] == [(1, 1), (1, 2), (3, 3)]


def work(number: int, unit_id: int, due_in: int, finished_after: int | None = None) -> Member:
    """Return work due some days from today, finished some days after its deadline or still open."""
    due = TODAY + dt.timedelta(days=due_in)
    done = None if finished_after is None else due + dt.timedelta(days=finished_after)
    timing = Timing.OPEN_IN_TIME if done is None else Timing.DONE_LATE if done > due else Timing.DONE_EARLY
    day_state = DayState.OPEN if done is None else DayState.DONE
    return Member(number, number, Origin.TOWN, unit_id, timing, day_state, due, due, done, carried=False)


def past(unit_id: int, days: list[int]) -> list[Member]:
    return [work(1000 * unit_id + n, unit_id, -60, after) for n, after in enumerate(days)]


def test_work_still_open_as_late_as_work_that_missed_its_deadline_is_foreseen() -> None:
    history = past(1, [-20] * 30 + [3] * 10 + [0] * 2)

    [only] = forecast_late_work([*history, work(1, 1, 5), work(2, 1, 40)], TODAY)

    assert (only.member.assignment_id, only.late, only.cases, only.own) == (1, 10, 12, True)


def test_a_unit_without_a_past_is_judged_by_everybody_and_said_so() -> None:
    found = forecast_late_work([*past(1, [4] * ENOUGH_CASES), work(1, 2, 5)], TODAY)

    assert [(each.late, each.cases, each.own) for each in found] == [(ENOUGH_CASES, ENOUGH_CASES, False)]


def test_too_few_cases_foretell_nothing() -> None:
    assert forecast_late_work([*past(1, [4] * (ENOUGH_CASES - 1)), work(1, 1, 5)], TODAY) == []


def test_what_was_always_finished_in_time_is_not_foreseen_late() -> None:
    assert forecast_late_work([*past(1, [-1] * 50), work(1, 1, 0)], TODAY) == []
