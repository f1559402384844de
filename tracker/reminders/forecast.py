"""What will be said to whom on the days to come, if nothing happens meanwhile: by the very rules of sending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.core.clock import VIETNAM, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.calendar import CountedDays
from tracker.law.permissions import Permission, require_permission
from tracker.office import calendar as office_calendar
from tracker.reminders import digest, policy, queries
from tracker.reminders.queries import OpenAssignment, ReminderKey
from tracker.reminders.queue import ReminderJudge, get_address_books, get_spoken_day, list_person_reminders
from tracker.reminders.rules import ONE_DAY, SENDING_HOURS

DAYS_AHEAD = 14
"""So many calendar days are looked ahead, today among them."""


@dataclass(frozen=True, slots=True)
class ForecastReminder:
    """A reminder to come: the working day on which it goes, to whom, about what, and why."""

    day: dt.date
    key: ReminderKey
    due_on: dt.date | None


def forecast_reminders(work: UnitOfWork, *, days: int = DAYS_AHEAD) -> list[ForecastReminder]:
    """Return what will go out from now on, by day, in the order in which letters list it."""
    require_permission(work.actor, Permission.LETTER_READ)
    return list(_mornings(work, days, None))


def forecast_week_pictures(work: UnitOfWork, *, days: int = DAYS_AHEAD) -> dict[dt.date, frozenset[int]]:
    """Return on which days to come the picture of the week goes to whom; a year without calendar ends the view."""
    require_permission(work.actor, Permission.LETTER_READ)
    counted = CountedDays(office_calendar.working_calendar(work.session))
    found: dict[dt.date, frozenset[int]] = {}
    for number in range(days):
        day = work.today + number * ONE_DAY
        try:
            people = digest.list_readers_on(work, day, counted, without=_served(work) if number == 0 else ())
        except Refusal as refusal:
            if refusal.reason is not Reason.CALENDAR_MISSING:
                raise
            break
        if people:
            found[day] = people
    return found


def _mornings(work: UnitOfWork, days: int, only: int | None) -> Iterator[ForecastReminder]:
    """Yield the new reminders of each day to come; a year without calendar ends the view."""
    counted = CountedDays(office_calendar.working_calendar(work.session))
    told: set[ReminderKey] | None = None
    for number in range(days):
        day = work.today + number * ONE_DAY
        try:
            if not counted.is_working_day(day):
                continue
        except Refusal as refusal:
            if refusal.reason is not Reason.CALENDAR_MISSING:
                raise
            return
        found = _on(work, day, counted, only)
        if told is None:
            slots = [key.slot_on for _, key in found if key.kind not in queries.REMINDED_ONCE_KINDS]
            told = queries.list_reminded_since(work.session, min(slots, default=day))
        served = _served(work) if number == 0 else frozenset()
        for assignment, key in found:
            if key in told or key.person_id in served:
                continue
            told.add(key)
            yield ForecastReminder(day, key, get_spoken_day(key.kind, assignment, day))


def _on(
    work: UnitOfWork, day: dt.date, counted: CountedDays, only: int | None
) -> Sequence[tuple[OpenAssignment, ReminderKey]]:
    assignments = [each for each in queries.open_assignments(work.session, day) if only in (None, each.assignment_id)]
    due = ReminderJudge(day, counted, policy.get_policies_in_force(work.session, day)).all_due(assignments)
    return list(list_person_reminders(due, get_address_books(work.session, day)))


def _served(work: UnitOfWork) -> frozenset[int]:
    """Return those to whom nothing more is said today: everybody, once the office is closed."""
    if work.now.astimezone(VIETNAM).time() >= SENDING_HOURS[1]:
        return frozenset(person.id for person in queries.list_account_holders(work.session))
    places = queries.digests_in_question(work.session, work.today, since=local_instant(work.today, 0))
    return frozenset(place.person_id for place in places if not place.is_open)
