"""What waits for somebody this morning: own work, what to confirm and to urge, what to decide, the whole picture."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.models.submission import Extension
from tracker.models.task import Assignment
from tracker.models.unit import Unit
from tracker.rules.calendar import WorkCalendar
from tracker.rules.lifecycle import AssignmentState
from tracker.rules.permissions import Permission, Role, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.selecting import Count, Cut, Selection
from tracker.rules.tally import Tally
from tracker.rules.timeliness import Timing
from tracker.services.statistics import Group, breakdown
from tracker.store import calendar, counting, lists, tasks, units
from tracker.store.lists import TaskRow
from tracker.transaction import Work

UNIT_ROLES = frozenset({Role.UNIT_HEAD, Role.OFFICER, Role.WARD_OFFICIAL})
SHOWN = 8
"""Rows of a list on the first page; the number above it opens all of them."""

SOON = 5
"""Working days before a deadline from which a task is «sắp đến hạn»."""
SOON_WITHOUT_CALENDAR = dt.timedelta(days=7)
UNACCEPTED_AFTER = 2
"""Working days after which an assignment that nobody accepted is asked about."""
MONTHS = 12


class Waiting(enum.StrEnum):
    """Why tasks stand in a list of the first page."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    NEW = "new"
    RETURNED = "returned"
    TO_CONFIRM = "to_confirm"
    UNACCEPTED = "unaccepted"
    MORE_TIME = "more_time"


@dataclass(frozen=True, slots=True)
class WorkList:
    """The first rows of a selection and how many it has in all."""

    why: Waiting
    selection: Selection
    length: int
    rows: Sequence[TaskRow]


@dataclass(frozen=True, slots=True)
class UnitWork:
    """What waits for one unit; `soon_until` is the last day that counts as soon."""

    unit: Unit
    soon_until: dt.date
    lists: Sequence[WorkList]


@dataclass(frozen=True, slots=True)
class Following:
    """What those who follow up look at: to confirm, not accepted, more time asked, overdue by unit."""

    lists: Sequence[WorkList]
    overdue: Selection
    overdue_by_unit: Sequence[Group]


@dataclass(frozen=True, slots=True)
class Picture:
    """The figures of this year as of today: whole, by origin, by unit, by the month in which tasks were given."""

    selection: Selection
    tally: Tally
    by_origin: Sequence[Group]
    by_unit: Sequence[Group]
    by_month: Sequence[Group]


def own_work(work: Work) -> list[UnitWork]:
    """Return what waits for each unit in which the actor does the work."""
    unit_ids = sorted({post.unit_id for post in work.actor.posts if post.role in UNIT_ROLES and post.unit_id})
    known = calendar.working_calendar(work.session) if unit_ids else None
    return [_of_unit(work, units.one(work.session, each), known) for each in unit_ids if known is not None]


def following(work: Work) -> Following:
    """Return what waits for the actor to follow up, among the tasks of the origins the actor answers for."""
    mine = scope(work.actor, Permission.TASK_CONFIRM)
    whole = _everything(work).narrowed(
        count=Count.ASSIGNMENTS, origins=frozenset() if mine.everywhere else mine.origins
    )
    given_to = _back(calendar.working_calendar(work.session), work.today, UNACCEPTED_AFTER)
    overdue = whole.narrowed(timings=frozenset({Timing.OPEN_OVERDUE}))
    return Following(
        lists=[
            _list(work, Waiting.TO_CONFIRM, _in_state(whole, AssignmentState.SUBMITTED)),
            _list(
                work,
                Waiting.UNACCEPTED,
                _in_state(whole, AssignmentState.ASSIGNED).narrowed(given_to=given_to),
            ),
            _list(work, Waiting.MORE_TIME, whole.narrowed(asks_extension=True)),
        ],
        overdue=overdue,
        overdue_by_unit=breakdown(work, overdue, Cut.UNIT),
    )


def decisions(work: Work) -> Sequence[tuple[Extension, Assignment]]:
    """Return the requests for more time that wait for the actor's decision, the oldest first."""
    return tasks.open_extensions(work.session, scope(work.actor, Permission.EXTENSION_DECIDE))


def picture(work: Work) -> Picture:
    """Return the figures of this year: what was given in it, and what was carried over into it."""
    selection = _everything(work).narrowed(since=dt.date(work.today.year, 1, 1))
    by_origin = breakdown(work, selection, Cut.ORIGIN)
    return Picture(
        selection=selection,
        tally=sum((group.tally for group in by_origin), Tally()),
        by_origin=by_origin,
        by_unit=breakdown(work, selection.narrowed(count=Count.ASSIGNMENTS), Cut.UNIT),
        by_month=breakdown(work, selection, Cut.MONTH)[-MONTHS:],
    )


def _of_unit(work: Work, unit: Unit, known: WorkCalendar) -> UnitWork:
    whole = _everything(work).narrowed(count=Count.ASSIGNMENTS, unit_id=unit.id)
    until = _soon_until(known, work.today)
    soon = whole.narrowed(timings=frozenset({Timing.OPEN_IN_TIME}), due_from=work.today, due_to=until)
    return UnitWork(
        unit=unit,
        soon_until=until,
        lists=[
            _list(work, Waiting.OVERDUE, whole.narrowed(timings=frozenset({Timing.OPEN_OVERDUE}))),
            _list(work, Waiting.DUE_SOON, soon),
            _list(work, Waiting.NEW, _in_state(whole, AssignmentState.ASSIGNED)),
            _list(work, Waiting.RETURNED, _in_state(whole, AssignmentState.RETURNED)),
        ],
    )


def _everything(work: Work) -> Selection:
    return Selection(as_of=work.today, scope=scope(work.actor, Permission.TASK_READ))


def _in_state(selection: Selection, state: AssignmentState) -> Selection:
    return selection.narrowed(states=frozenset({state}))


def _list(work: Work, why: Waiting, selection: Selection) -> WorkList:
    """Return the head of a list; a short one is counted by its own rows."""
    rows = lists.rows(work.session, selection, after=None, limit=SHOWN + 1)
    length = len(rows) if len(rows) <= SHOWN else counting.count(work.session, selection).assigned_ever
    return WorkList(why, selection, length, rows[:SHOWN])


def _soon_until(known: WorkCalendar, today: dt.date) -> dt.date:
    try:
        return known.add_working_days(today, SOON)
    except Refusal as refusal:
        if refusal.reason is not Reason.CALENDAR_MISSING:
            raise
        return today + SOON_WITHOUT_CALENDAR


def _back(known: WorkCalendar, today: dt.date, count: int) -> dt.date:
    """Return the last civil day since which more than `count` working days have gone by."""
    try:
        return known.add_working_days(today, -count) - dt.timedelta(days=1)
    except Refusal as refusal:
        if refusal.reason is not Reason.CALENDAR_MISSING:
            raise
        return today - dt.timedelta(days=count + 1)
