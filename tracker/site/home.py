"""What waits for somebody this morning: own work, what to confirm and to urge, what to decide, the whole picture."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.figures.statistics import BreakdownGroup, build_breakdown
from tracker.law.calendar import WorkCalendar
from tracker.law.lifecycle import AssignmentState
from tracker.law.permissions import Permission, Role, get_permission_scope
from tracker.law.tally import Tally
from tracker.law.timing import Timing
from tracker.office import calendar as office_calendar, units
from tracker.office.models import Unit
from tracker.tasks import classified, lists as task_lists, queries as task_queries
from tracker.tasks.cuts import Cut
from tracker.tasks.lists import TaskRow
from tracker.tasks.models import Assignment, Extension
from tracker.tasks.selection import Count, Selection

HOME_UNIT_ROLES = frozenset({Role.UNIT_HEAD, Role.OFFICER, Role.WARD_OFFICIAL})
HOME_ROWS_SHOWN = 8
"""Rows of a list on the first page; the number above it opens all of them."""

SOON = 5
"""Working days before a deadline from which a task is «sắp đến hạn»."""
SOON_WITHOUT_CALENDAR = dt.timedelta(days=7)
UNACCEPTED_AFTER = 2
"""Working days after which an assignment that nobody accepted is asked about."""
MONTHS_OF_YEAR = 12


class WaitingReason(enum.StrEnum):
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

    why: WaitingReason
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
class FollowUpLists:
    """What those who follow up look at: to confirm, not accepted, more time asked, overdue by unit."""

    lists: Sequence[WorkList]
    overdue: Selection
    overdue_by_unit: Sequence[BreakdownGroup]


@dataclass(frozen=True, slots=True)
class YearPicture:
    """The figures of this year as of today: whole, by origin, by unit, by the month in which tasks were given."""

    selection: Selection
    tally: Tally
    by_origin: Sequence[BreakdownGroup]
    by_unit: Sequence[BreakdownGroup]
    by_month: Sequence[BreakdownGroup]


def list_own_work(work: UnitOfWork) -> list[UnitWork]:
    """Return what waits for each unit in which the actor does the work."""
    unit_ids = sorted({post.unit_id for post in work.actor.posts if post.role in HOME_UNIT_ROLES and post.unit_id})
    known = office_calendar.working_calendar(work.session) if unit_ids else None
    return [_of_unit(work, units.get_unit(work.session, each), known) for each in unit_ids if known is not None]


def list_follow_ups(work: UnitOfWork) -> FollowUpLists:
    """Return what waits for the actor to follow up, among the tasks of the origins the actor answers for."""
    mine = get_permission_scope(work.actor, Permission.TASK_CONFIRM)
    whole = _everything(work).narrowed(
        count=Count.ASSIGNMENTS, origins=frozenset() if mine.everywhere else mine.origins
    )
    given_to = _back(office_calendar.working_calendar(work.session), work.today, UNACCEPTED_AFTER)
    overdue = whole.narrowed(timings=frozenset({Timing.OPEN_OVERDUE}))
    return FollowUpLists(
        lists=[
            _list(work, WaitingReason.TO_CONFIRM, _in_state(whole, AssignmentState.SUBMITTED)),
            _list(
                work, WaitingReason.UNACCEPTED, _in_state(whole, AssignmentState.ASSIGNED).narrowed(given_to=given_to)
            ),
            _list(work, WaitingReason.MORE_TIME, whole.narrowed(asks_extension=True)),
        ],
        overdue=overdue,
        overdue_by_unit=build_breakdown(work, overdue, Cut.UNIT),
    )


def list_pending_decisions(work: UnitOfWork) -> Sequence[tuple[Extension, Assignment]]:
    """Return the requests for more time that wait for the actor's decision, the oldest first."""
    return task_queries.open_extensions(work.session, get_permission_scope(work.actor, Permission.EXTENSION_DECIDE))


def build_year_picture(work: UnitOfWork) -> YearPicture:
    """Return the figures of this year: what was given in it, and what was carried over into it."""
    selection = _everything(work).narrowed(since=dt.date(work.today.year, 1, 1))
    by_origin = build_breakdown(work, selection, Cut.ORIGIN)
    return YearPicture(
        selection=selection,
        tally=sum((group.tally for group in by_origin), Tally()),
        by_origin=by_origin,
        by_unit=build_breakdown(work, selection.narrowed(count=Count.ASSIGNMENTS), Cut.UNIT),
        by_month=build_breakdown(work, selection, Cut.MONTH)[-MONTHS_OF_YEAR:],
    )


def _of_unit(work: UnitOfWork, unit: Unit, known: WorkCalendar) -> UnitWork:
    whole = _everything(work).narrowed(count=Count.ASSIGNMENTS, unit_id=unit.id)
    until = _soon_until(known, work.today)
    soon = whole.narrowed(timings=frozenset({Timing.OPEN_IN_TIME}), due_from=work.today, due_to=until)
    return UnitWork(
        unit=unit,
        soon_until=until,
        lists=[
            _list(work, WaitingReason.OVERDUE, whole.narrowed(timings=frozenset({Timing.OPEN_OVERDUE}))),
            _list(work, WaitingReason.DUE_SOON, soon),
            _list(work, WaitingReason.NEW, _in_state(whole, AssignmentState.ASSIGNED)),
            _list(work, WaitingReason.RETURNED, _in_state(whole, AssignmentState.RETURNED)),
        ],
    )


def _everything(work: UnitOfWork) -> Selection:
    return Selection(as_of=work.today, scope=get_permission_scope(work.actor, Permission.TASK_READ))


def _in_state(selection: Selection, state: AssignmentState) -> Selection:
    return selection.narrowed(states=frozenset({state}))


def _list(work: UnitOfWork, why: WaitingReason, selection: Selection) -> WorkList:
    """Return the head of a list; a short one is counted by its own rows."""
    rows = task_lists.list_task_rows(work.session, selection, after=None, limit=HOME_ROWS_SHOWN + 1)
    length = (
        len(rows) if len(rows) <= HOME_ROWS_SHOWN else classified.count_selection(work.session, selection).assigned_ever
    )
    return WorkList(why, selection, length, rows[:HOME_ROWS_SHOWN])


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
