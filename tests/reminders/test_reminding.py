"""Who deserves a letter this morning."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given, strategies as st

from tracker.law.lifecycle import AssignmentState
from tracker.reminders.rules import (
    AUDIENCES,
    DueReminder,
    ReminderFacts,
    ReminderKind,
    may_send_at,
    reminders_due,
    still_holds,
    update_reminder_kind,
)

K = ReminderKind


@dataclass(frozen=True)
class Weekdays:
    """Monday to Friday, with the given days off besides."""

    off: frozenset[dt.date] = frozenset()

    def is_working_day(self, day: dt.date, /) -> bool:
        return day.weekday() < 5 and day not in self.off

    def working_days_between(self, first: dt.date, last: dt.date, /) -> int:
        days = (first + dt.timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(map(self.is_working_day, days))


WEEKDAYS = Weekdays()
FRIDAY_DUE = dt.date(2021, 11, 12)


def kinds_on(day: dt.date, facts: ReminderFacts) -> list[ReminderKind]:
    """Return the kinds due on a day, dropping those whose slot is another day."""
    return [due.kind for due in reminders_due(facts, day, WEEKDAYS) if due.slot_on == day]


CALENDAR_OF_ONE_DEADLINE = [
    ("2021-11-04", []),
    ("2021-11-05", [K.DUE_SOON]),  # five working days before
    ("2021-11-08", []),
    ("2021-11-11", [K.DUE_SOON]),  # one working day before
    ("2021-11-12", [K.DUE_TODAY]),
    ("2021-11-15", [K.OVERDUE]),
    ("2021-11-16", []),
    ("2021-11-17", [K.ESCALATION_HEAD]),
    ("2021-11-19", [K.ESCALATION_OFFICE]),
    ("2021-11-22", [K.OVERDUE]),
    ("2021-11-24", [K.ESCALATION_HEAD]),
    ("2021-11-26", [K.ESCALATION_LEADER, K.ESCALATION_OFFICE]),
    ("2021-11-29", [K.OVERDUE]),
]


@pytest.mark.parametrize(("day", "expected"), CALENDAR_OF_ONE_DEADLINE)
def test_reminders_around_a_deadline_on_friday(day: str, expected: list[ReminderKind]) -> None:
    assert kinds_on(dt.date.fromisoformat(day), ReminderFacts(due_on=FRIDAY_DUE)) == expected


def test_a_deadline_on_sunday_is_announced_on_the_last_open_day() -> None:
    sunday = ReminderFacts(due_on=dt.date(2021, 11, 14))

    assert kinds_on(dt.date(2021, 11, 11), sunday) == [K.DUE_SOON]
    assert kinds_on(dt.date(2021, 11, 12), sunday) == [K.DUE_TODAY]
    assert kinds_on(dt.date(2021, 11, 14), sunday) == []


def test_nobody_is_reminded_on_a_holiday() -> None:
    holiday = Weekdays(off=frozenset({FRIDAY_DUE}))

    assert reminders_due(ReminderFacts(due_on=FRIDAY_DUE), FRIDAY_DUE, holiday) == ()


def test_a_holiday_moves_the_reminder_before_it() -> None:
    holiday = Weekdays(off=frozenset({dt.date(2021, 11, 11)}))

    due = reminders_due(ReminderFacts(due_on=FRIDAY_DUE), dt.date(2021, 11, 10), holiday)

    assert due == (DueReminder(K.DUE_SOON, dt.date(2021, 11, 10)),)


def test_a_unit_that_has_not_accepted_is_reminded_after_two_working_days() -> None:
    given_on_thursday = ReminderFacts(due_on=None, assigned_on=dt.date(2021, 11, 4))

    assert kinds_on(dt.date(2021, 11, 4), given_on_thursday) == [K.ASSIGNED]
    assert kinds_on(dt.date(2021, 11, 5), given_on_thursday) == []
    assert kinds_on(dt.date(2021, 11, 8), given_on_thursday) == [K.NOT_ACCEPTED]


def test_while_a_report_waits_only_the_office_is_reminded() -> None:
    late_but_reported = ReminderFacts(due_on=FRIDAY_DUE, submitted_on=dt.date(2021, 11, 12))

    due = reminders_due(late_but_reported, dt.date(2021, 11, 29), WEEKDAYS)

    assert [reminder.kind for reminder in due] == [K.WAITING_FOR_CONFIRMATION]


def test_a_report_sent_back_is_told_the_same_day() -> None:
    returned = ReminderFacts(due_on=None, returned_on=dt.date(2021, 11, 9))

    assert kinds_on(dt.date(2021, 11, 9), returned) == [K.RETURNED]


@given(due_on=st.dates(dt.date(2021, 1, 1), dt.date(2021, 12, 31)), days_late=st.integers(1, 60))
def test_after_a_standstill_each_kind_comes_once_with_its_newest_slot(due_on: dt.date, days_late: int) -> None:
    facts = ReminderFacts(due_on=due_on)
    late_days = [due_on + dt.timedelta(days=n) for n in range(1, days_late + 1)]
    newest = {kind: day for day in late_days for kind in kinds_on(day, facts)}

    found = reminders_due(facts, late_days[-1], WEEKDAYS)

    expected = newest if WEEKDAYS.is_working_day(late_days[-1]) else {}
    assert {due.kind: due.slot_on for due in found} == expected
    assert len(found) == len(expected)


def test_a_warning_missed_five_days_before_is_still_given_three_days_before() -> None:
    due = reminders_due(ReminderFacts(due_on=FRIDAY_DUE), dt.date(2021, 11, 9), WEEKDAYS)

    assert due == (DueReminder(K.DUE_SOON, dt.date(2021, 11, 5)),)


def test_letters_leave_in_office_hours_only() -> None:
    friday = dt.datetime(2021, 11, 12, 7, 30)  # noqa: DTZ001 - local time of the office
    assert may_send_at(friday, WEEKDAYS)
    assert not may_send_at(friday.replace(hour=6, minute=59), WEEKDAYS)
    assert not may_send_at(friday.replace(hour=18, minute=0), WEEKDAYS)
    assert not may_send_at(friday.replace(day=13), WEEKDAYS)


STILL_TRUE = [
    (K.DUE_TODAY, AssignmentState.IN_PROGRESS, FRIDAY_DUE, True),
    (K.DUE_TODAY, AssignmentState.SUBMITTED, FRIDAY_DUE, False),
    (K.DUE_TODAY, AssignmentState.SUSPENDED, FRIDAY_DUE, False),
    (K.OVERDUE, AssignmentState.DONE, FRIDAY_DUE, False),
    (K.OVERDUE, AssignmentState.ACCEPTED, FRIDAY_DUE + dt.timedelta(days=30), False),
    (K.ASSIGNED, AssignmentState.ASSIGNED, None, True),
    (K.ASSIGNED, AssignmentState.ACCEPTED, FRIDAY_DUE, False),
    (K.RETURNED, AssignmentState.RETURNED, FRIDAY_DUE, True),
    (K.RETURNED, AssignmentState.SUBMITTED, FRIDAY_DUE, False),
    (K.WAITING_FOR_CONFIRMATION, AssignmentState.SUBMITTED, FRIDAY_DUE, True),
    (K.WAITING_FOR_CONFIRMATION, AssignmentState.DONE, FRIDAY_DUE, False),
]


@pytest.mark.parametrize(("kind", "state", "due_on", "expected"), STILL_TRUE)
def test_a_line_is_sent_only_while_it_is_true(
    kind: ReminderKind, state: AssignmentState, due_on: dt.date | None, expected: bool
) -> None:
    assert still_holds(kind, reminded_of=FRIDAY_DUE, state=state, due_on=due_on) is expected


def test_a_letter_that_waited_calls_late_what_is_late_by_now() -> None:
    saturday = FRIDAY_DUE + dt.timedelta(days=1)

    assert update_reminder_kind(K.DUE_SOON, FRIDAY_DUE, FRIDAY_DUE) is K.DUE_TODAY
    assert update_reminder_kind(K.DUE_TODAY, FRIDAY_DUE, saturday) is K.OVERDUE
    assert update_reminder_kind(K.DUE_SOON, saturday, FRIDAY_DUE) is K.DUE_SOON
    assert update_reminder_kind(K.RETURNED, FRIDAY_DUE, saturday) is K.RETURNED


def test_every_kind_has_somebody_to_tell() -> None:
    assert set(AUDIENCES) == set(ReminderKind)
