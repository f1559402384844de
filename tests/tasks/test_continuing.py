"""A duty without an end goes on in the next year: given once, ahead, to those who still have it."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.support.builders import a_unit, an_official, the_calendar_of
from tests.support.recurring import a_recurring_directive
from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import unit_of_work
from tracker.law.lifecycle import AssignmentState
from tracker.law.occurrences import OccurrenceState, get_occurrence_state, goes_on, year_to_open
from tracker.law.permissions import Role
from tracker.tasks import queries as task_queries
from tracker.tasks.actions import occurrence, transfer as actions_transfer
from tracker.tasks.actions.occurrence import continue_if_due
from tracker.tasks.models import Assignment, Task

IN_DECEMBER = local_instant(dt.date(2021, 12, 15), 2)
pytestmark = pytest.mark.both_databases


@pytest.fixture
def clock(session: Session) -> ManualClock:
    """Return the clock on the night on which the next year's duties are given."""
    for year in (2021, 2022, 2023):
        the_calendar_of(session, year)
    return ManualClock(IN_DECEMBER)


def duties_of(session: Session, former: Assignment) -> list[Assignment]:
    """Return the shares of the duty that goes on with another."""
    session.rollback()
    found = session.query(Task).filter_by(continues_id=former.task_id).all()
    return [share for task in found for share in task_queries.list_task_assignments(session, task.id)]


def test_the_next_year_is_given_once_with_all_its_days(session: Session, clock: ManualClock) -> None:
    former = a_recurring_directive(session, a_unit(session), phrase="chậm nhất ngày 31 hằng tháng")
    rounds = [continue_if_due(session, clock) for _ in range(3)]
    [share] = duties_of(session, former)
    days = [each.due_on for each in task_queries.list_occurrences(session, share.id)]

    assert rounds == [1, 0, 0]
    assert (len(days), days[0], days[1]) == (12, dt.date(2022, 1, 31), dt.date(2022, 2, 28))
    assert (share.state, share.assigned_on) == (AssignmentState.ASSIGNED, IN_DECEMBER.date())
    assert share.task.title == "Báo cáo kết quả (năm 2022)"
    assert former.due_on == dt.date(2021, 12, 31)  # the year before keeps its deadline and its figures


def test_the_year_after_goes_on_with_the_year_before(session: Session, clock: ManualClock) -> None:
    former = a_recurring_directive(session, a_unit(session), phrase="Định kỳ hằng quý")
    continue_if_due(session, clock)
    clock.move_to(
        local_instant(dt.date(2023, 1, 9), 2)
    )  # nothing ran in December: it is caught up, what is past is not asked
    continue_if_due(session, clock)
    [second] = duties_of(session, former)
    [third] = duties_of(session, second)

    assert third.task.title == "Báo cáo kết quả (năm 2023)"
    assert [each.due_on.year for each in task_queries.list_occurrences(session, third.id)] == [2023] * 4


def test_two_at_once_cannot_go_on_with_the_same_duty(session: Session, clock: ManualClock) -> None:
    former = a_recurring_directive(session, a_unit(session), phrase="Định kỳ hằng quý")
    continue_if_due(session, clock)
    [share] = duties_of(session, former)
    again = a_recurring_directive(session, share.unit, phrase="Định kỳ hằng quý")
    with pytest.raises(IntegrityError):
        session.get_one(Task, again.task_id).continues_id = former.task_id
        session.flush()
    session.rollback()


def test_what_was_ended_or_taken_away_does_not_go_on_and_a_pause_reaches_over(
    session: Session, clock: ManualClock
) -> None:
    ward = a_unit(session)
    office = an_official(session, Role.OFFICE, a_unit(session, "VP", "Văn phòng"))
    ended, taken, paused = (a_recurring_directive(session, ward, phrase="Định kỳ hằng tháng") for _ in range(3))
    clock.move_to(local_instant(dt.date(2021, 11, 10), 9))
    with unit_of_work(session, office, clock) as work:
        occurrence.end_recurrence(work, ended.id, ends_on=dt.date(2021, 12, 1), note="Hết yêu cầu")
    with unit_of_work(session, office, clock) as work:
        actions_transfer.withdraw_assignment(work, taken.id, note="Giao nhầm")
    with unit_of_work(session, office, clock) as work:
        since, until = dt.date(2021, 12, 1), dt.date(2022, 2, 15)
        occurrence.suspend_recurrence(work, paused.id, from_on=since, to_on=until, note="Sáp nhập")
    clock.move_to(IN_DECEMBER)
    given = continue_if_due(session, clock)
    [share] = duties_of(session, paused)
    standing = [
        get_occurrence_state(each, dt.date(2021, 12, 15)) for each in task_queries.list_occurrences(session, share.id)
    ]

    assert given == 1 and duties_of(session, ended) == duties_of(session, taken) == []
    assert standing.count(OccurrenceState.SKIPPED) == 1 and standing[0] is OccurrenceState.SKIPPED


@pytest.mark.parametrize(
    ("rule", "phrase", "wanted"),
    [
        ("D27", "Định kỳ hằng tháng", True),
        ("D28", "trước ngày 20 hằng tháng", True),
        ("D26", "thứ sáu hằng tuần", True),
        ("D29", "Định kỳ hằng quý năm 2021", False),
        ("D29", "hằng quý trong năm", False),
        ("D11", "Tháng 3 và tháng 9", False),
        ("D19", "các quý trong năm", False),
    ],
)
def test_only_a_rhythm_without_a_year_has_no_end(rule: str, phrase: str, wanted: bool) -> None:
    assert goes_on(rule, phrase) is wanted


def test_the_reporting_year_begins_in_the_middle_of_december() -> None:
    assert [year_to_open(dt.date(2021, 12, day)) for day in (14, 15)] == [2021, 2022]
