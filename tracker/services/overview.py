"""The whole picture: flow by months, ages of delay, units by weeks, ranking, what will probably be late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.rules.forecasting import Forecast, forecast
from tracker.rules.membership import Member
from tracker.rules.ranking import Standing, ranked
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.selecting import Count, Cut, Selection
from tracker.rules.tally import Tally
from tracker.rules.timeliness import Timing
from tracker.services.statistics import Group, breakdown
from tracker.store import members, units, weeks
from tracker.store.members import Named
from tracker.transaction import Work

MONTHS, WEEKS = 12, 6
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Month:
    """A month (202107): what was given in it, and what was finished in it; None where there was nothing."""

    key: int
    given: Group | None
    done: Group | None


@dataclass(frozen=True, slots=True)
class Weeks:
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
    by_unit: Sequence[Group]
    months: Sequence[Month]
    ages: Sequence[Group]
    weeks: Weeks

    @property
    def tally(self) -> Tally:
        """All shares."""
        return sum((group.tally for group in self.by_unit), Tally())


def overview(work: Work, selection: Selection) -> Overview:
    """Return the pictures of a selection; everything in them counts shares of units."""
    shares = selection.narrowed(count=Count.ASSIGNMENTS)
    by_unit = breakdown(work, shares, Cut.UNIT)
    return Overview(
        selection=shares,
        by_unit=by_unit,
        months=flow(work, shares),
        ages=ages(work, shares),
        weeks=by_weeks(work, shares, by_unit),
    )


def flow(work: Work, selection: Selection) -> list[Month]:
    """Return what was given and finished in each of the last months that had either."""
    given = {group.key: group for group in breakdown(work, selection, Cut.MONTH)}
    done = {group.key: group for group in breakdown(work, selection, Cut.DONE_MONTH) if group.key}
    keys = sorted(given.keys() | done.keys())[-MONTHS:]
    return [Month(key, given.get(key), done.get(key)) for key in keys]


def ages(work: Work, selection: Selection) -> list[Group]:
    """Return what is overdue by how long it is."""
    overdue = selection.narrowed(timings=frozenset({Timing.OPEN_OVERDUE}))
    return [group for group in breakdown(work, overdue, Cut.AGE) if group.key]


def by_weeks(work: Work, shares: Selection, by_unit: Sequence[Group]) -> Weeks:
    """Return the open work of each unit by the week in which it falls due, weeks beginning on Monday."""
    monday = shares.as_of - dt.timedelta(days=shares.as_of.weekday())
    first_days = [monday + WEEK * number for number in range(WEEKS)]
    in_time = shares.narrowed(timings=frozenset({Timing.OPEN_IN_TIME}))
    found: dict[int, list[int]] = {}
    for each in weeks.due_days(work.session, in_time):
        place = min((each.due_on - monday).days // 7, WEEKS)
        found.setdefault(each.unit_id, [0] * (WEEKS + 1))[place] += each.number
    rows = [
        UnitWeeks(group.key, group.label or "", overdue, counted[:WEEKS], counted[WEEKS])
        for group in by_unit
        if (overdue := group.tally[Timing.OPEN_OVERDUE])
        + sum(counted := found.get(group.key, [0] * (WEEKS + 1)))
    ]
    return Weeks(first_days, rows)


def ranking(work: Work, selection: Selection) -> tuple[list[Standing], Mapping[int, Group]]:
    """Return units ranked by the published rules, and the figures of each."""
    groups = {
        group.key: group for group in breakdown(work, selection.narrowed(count=Count.ASSIGNMENTS), Cut.UNIT)
    }
    order = {key: place for place, key in enumerate(groups)}
    standings = ranked({key: group.tally for key, group in groups.items()})
    return sorted(standings, key=lambda each: (-each.band, each.place, order[each.unit_id])), groups


def probably_late(
    work: Work, selection: Selection
) -> tuple[list[Forecast], Mapping[int, Named], Mapping[int, str]]:
    """Return the open work that will probably be late, the words of each task, and the names of units."""
    counted: list[Member] = list(members.of_selection(work.session, selection))
    found = forecast(counted, selection.as_of)
    names = members.names(work.session, {each.member.task_id for each in found})
    return found, names, units.names(work.session, selection.as_of)


def has_page(selection: Selection, unit_id: int) -> bool:
    """Tell whether who asks may see the page of a unit: everybody's for some, the own one for its people."""
    return selection.scope.everywhere or unit_id in selection.scope.unit_ids


def of_unit(work: Work, selection: Selection, unit_id: int) -> tuple[str, Overview]:
    """Return the name and the pictures of one unit; refuse NOT_FOUND what is out of reach."""
    unit = units.find(work.session, unit_id)
    if unit is None or not has_page(selection, unit_id):
        raise Refusal(Reason.NOT_FOUND)
    return unit.name, overview(work, selection.narrowed(unit_id=unit_id))
