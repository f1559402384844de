"""The whole picture: flow by months, ages of delay, units by weeks, ranking, what will probably be late.

Open work by unit and deadline, for the matrix of units and weeks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.figures import membership
from tracker.figures.forecast import Forecast, UnitRank, forecast_late_work, rank_units
from tracker.figures.membership import AssignmentTitle, Member
from tracker.figures.statistics import BreakdownGroup, build_breakdown
from tracker.law.tally import Tally
from tracker.law.timing import Timing
from tracker.office import units
from tracker.tasks.classified import counted_rows
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Count, Selection


@dataclass(frozen=True, slots=True)
class DueDay:
    """How many open shares of a unit fall due on a civil day."""

    unit_id: int
    due_on: dt.date
    number: int


def count_due_days(session: Session, selection: Selection) -> list[DueDay]:
    """Return the shares of a selection by unit and deadline."""
    rows = counted_rows(selection)
    question = (
        select(rows.c.unit_id, rows.c.due_on, func.count().label("number"))
        .where(rows.c.due_on.is_not(None))
        .group_by(rows.c.unit_id, rows.c.due_on)
        .order_by(rows.c.unit_id, rows.c.due_on)
    )
    return [DueDay(row.unit_id, row.due_on, row.number) for row in session.execute(question)]


OVERVIEW_MONTHS, WEEKS = 12, 6
ONE_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class MonthFlow:
    """A month (202107): what was given in it, and what was finished in it; None where there was nothing."""

    key: int
    given: BreakdownGroup | None
    done: BreakdownGroup | None


@dataclass(frozen=True, slots=True)
class UnitsByWeek:
    """Units by weeks: the first day of each week, and by unit what is overdue and what falls due in each week."""

    first_days: Sequence[dt.date]
    rows: Sequence[UnitWeeks]


@dataclass(frozen=True, slots=True)
class UnitWeeks:
    """The open work of a unit: overdue, by week, and later."""

    unit_id: int
    name: str
    overdue: int
    by_week: Sequence[int]
    later: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Shares of units of a selection, in pictures."""

    selection: Selection
    by_unit: Sequence[BreakdownGroup]
    months: Sequence[MonthFlow]
    ages: Sequence[BreakdownGroup]
    weeks: UnitsByWeek

    @property
    def tally(self) -> Tally:
        """All shares."""
        return sum((group.tally for group in self.by_unit), Tally())


def build_overview(work: UnitOfWork, selection: Selection) -> Overview:
    """Return the pictures of a selection; everything in them counts shares of units."""
    shares = selection.narrowed(count=Count.ASSIGNMENTS)
    by_unit = build_breakdown(work, shares, Cut.UNIT)
    return Overview(
        selection=shares,
        by_unit=by_unit,
        months=count_monthly_flow(work, shares),
        ages=count_overdue_by_age(work, shares),
        weeks=count_by_week(work, shares, by_unit),
    )


def count_monthly_flow(work: UnitOfWork, selection: Selection) -> list[MonthFlow]:
    """Return what was given and finished in each of the last months that had either."""
    given = {group.key: group for group in build_breakdown(work, selection, Cut.MONTH)}
    done = {group.key: group for group in build_breakdown(work, selection, Cut.DONE_MONTH) if group.key}
    keys = sorted(given.keys() | done.keys())[-OVERVIEW_MONTHS:]
    return [MonthFlow(key, given.get(key), done.get(key)) for key in keys]


def count_overdue_by_age(work: UnitOfWork, selection: Selection) -> list[BreakdownGroup]:
    """Return what is overdue by how long it is."""
    overdue = selection.narrowed(timings=frozenset({Timing.OPEN_OVERDUE}))
    return [group for group in build_breakdown(work, overdue, Cut.AGE) if group.key]


def count_by_week(work: UnitOfWork, shares: Selection, by_unit: Sequence[BreakdownGroup]) -> UnitsByWeek:
    """Return the open work of each unit by the week in which it falls due, weeks beginning on Monday."""
    monday = shares.as_of - dt.timedelta(days=shares.as_of.weekday())
    first_days = [monday + ONE_WEEK * number for number in range(WEEKS)]
    in_time = shares.narrowed(timings=frozenset({Timing.OPEN_IN_TIME}))
    found: dict[int, list[int]] = {}
    for each in count_due_days(work.session, in_time):
        place = min((each.due_on - monday).days // 7, WEEKS)
        found.setdefault(each.unit_id, [0] * (WEEKS + 1))[place] += each.number
    rows = [
        UnitWeeks(group.key, group.label or "", overdue, counted[:WEEKS], counted[WEEKS])
        for group in by_unit
        if (overdue := group.tally[Timing.OPEN_OVERDUE]) + sum(counted := found.get(group.key, [0] * (WEEKS + 1)))
    ]
    return UnitsByWeek(first_days, rows)


def get_unit_ranking(work: UnitOfWork, selection: Selection) -> tuple[list[UnitRank], Mapping[int, BreakdownGroup]]:
    """Return units ranked by the published rules, and the figures of each."""
    groups = {
        group.key: group for group in build_breakdown(work, selection.narrowed(count=Count.ASSIGNMENTS), Cut.UNIT)
    }
    order = {key: place for place, key in enumerate(groups)}
    ranks = rank_units({key: group.tally for key, group in groups.items()})
    return sorted(ranks, key=lambda each: (-each.band, each.place, order[each.unit_id])), groups


def list_probably_late(
    work: UnitOfWork, selection: Selection
) -> tuple[list[Forecast], Mapping[int, AssignmentTitle], Mapping[int, str]]:
    """Return the open work that will probably be late, the words of each task, and the names of units."""
    counted: list[Member] = list(membership.walk_selection_members(work.session, selection))
    found = forecast_late_work(counted, selection.as_of)
    names = membership.get_titles_by_task(work.session, {each.member.task_id for each in found})
    return found, names, units.get_unit_names(work.session, selection.as_of)


def has_page(selection: Selection, unit_id: int) -> bool:
    """Tell whether who asks may see the page of a unit: everybody's for some, the own one for its people."""
    return selection.scope.everywhere or unit_id in selection.scope.unit_ids


def get_unit_overview(work: UnitOfWork, selection: Selection, unit_id: int) -> tuple[str, Overview]:
    """Return the name and the pictures of one unit; refuse NOT_FOUND what is out of reach."""
    unit = units.find_unit(work.session, unit_id)
    if unit is None or not has_page(selection, unit_id):
        raise Refusal(Reason.NOT_FOUND)
    return unit.name, build_overview(work, selection.narrowed(unit_id=unit_id))
