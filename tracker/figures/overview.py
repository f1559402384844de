"""The whole picture: flow by months, ages of delay, units by weeks, ranking, what will probably be late.

Open work by unit and deadline, for the matrix of units and weeks.

Which open work will probably be late: told from how the same unit finished work before, and from nothing else.

The method is one sentence: of the unit's work that was still open as many days before its deadline, how much missed
it. It is shown with both numbers and never enters a count.

Ranking units by rules that are published, with the numbers that put each where it is.

Source: the notices of Đà Nẵng on leaders' directives (2020, 2023): praised is who finished more than 90 % of the work
and less than 10 % late; named is who finished less than 50 %; units are compared with those that had about as
much work as they.
"""

from __future__ import annotations

import datetime as dt
import enum
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.figures import membership
from tracker.figures.membership import AssignmentTitle, Member
from tracker.figures.statistics import BreakdownGroup, build_breakdown
from tracker.law.tally import Tally
from tracker.law.timing import Timing
from tracker.office import units
from tracker.tasks.classified import counted_rows
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Count, Selection

ENOUGH_CASES = 10
"""Cases below which a unit's own history says nothing, and that of the whole authority is asked."""

PROBABLY = 0.5
"""From this share on the work is called probably late."""

LOOK_BACK = dt.timedelta(days=730)
"""How far back a deadline still says something about today."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Open work that will probably be late: `late` of `cases` alike were; `own`: cases of the unit itself."""

    member: Member
    days_left: int
    late: int
    cases: int
    own: bool

    @property
    def share(self) -> float:
        """The share of like cases that were late."""
        return self.late / self.cases


class _History:
    """The past of a unit: on which day, counted from the deadline, each piece of work was finished."""

    def __init__(self) -> None:
        self.finished: list[int] = []
        self.missed = 0

    def tidy(self) -> None:
        """Put the days in order, once all are known."""
        self.finished.sort()

    def like(self, days_left: int) -> tuple[int, int]:
        """Return how many that were open so many days before the deadline missed it, and how many there were."""
        first = bisect_right(self.finished, -days_left)
        still_open = len(self.finished) - first + self.missed
        late = len(self.finished) - bisect_left(self.finished, 1) + self.missed
        return late, still_open


def forecast_late_work(members: Iterable[Member], today: dt.date) -> list[Forecast]:
    """Return the open work that will probably be late, most probable first; work already late is no forecast."""
    everybody, own, waiting = _History(), dict[int, _History](), list[Member]()
    for member in members:
        if member.timing is Timing.OPEN_IN_TIME:
            waiting.append(member)
        else:
            for history in (everybody, own.setdefault(member.unit_id, _History())):
                _learn(history, member, today)
    for history in (everybody, *own.values()):
        history.tidy()
    found = (_of(member, own.get(member.unit_id), everybody, today) for member in waiting)
    probable = [each for each in found if each is not None and each.share >= PROBABLY]
    return sorted(probable, key=lambda each: (-each.share, each.days_left, each.member.assignment_id))


def _learn(history: _History, member: Member, today: dt.date) -> None:
    due = member.judged_due_on
    if due is None or due < today - LOOK_BACK:
        return
    if member.timing is Timing.OPEN_OVERDUE:
        history.missed += 1
    elif member.done_on is not None:
        history.finished.append((member.done_on - due).days)


def _of(member: Member, own: _History | None, everybody: _History, today: dt.date) -> Forecast | None:
    assert member.due_on is not None  # in time means that there is a deadline
    days_left = (member.due_on - today).days
    asked: Sequence[tuple[_History | None, bool]] = ((own, True), (everybody, False))
    for history, is_own in asked:
        late, cases = history.like(days_left) if history else (0, 0)
        if cases >= ENOUGH_CASES:
            return Forecast(member, days_left, late, cases, is_own)
    return None


PRAISE_DONE, PRAISE_LATE, BLAME_DONE = Fraction(9, 10), Fraction(1, 10), Fraction(1, 2)
ENOUGH_TASKS = 10
"""Shares below which nobody is praised or named: one task more would turn the verdict."""

BANDS = (300, 50, ENOUGH_TASKS, 1)
"""The least number of shares of each volume band, largest first."""


class Ranking(enum.StrEnum):
    """What the published rules say of a unit."""

    PRAISED = "praised"
    ORDINARY = "ordinary"
    NAMED = "named"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class UnitRank:
    """A unit in its band: `place` among its like (equal shares, equal place) and the two shares that judge it."""

    unit_id: int
    band: int
    place: int
    done: int
    late: int
    total: int
    verdict: Ranking


def rank_units(tallies: Mapping[int, Tally]) -> list[UnitRank]:
    """Rank units within bands of volume, largest band first; who had no work is not ranked (K41).

    In a band comes first who finished the larger share on time of all that fell due or was finished with a deadline;
    who had nothing of the kind comes last.
    """
    found: list[UnitRank] = []
    for band in BANDS:
        own = {key: each for key, each in tallies.items() if _band(each.total) == band}
        ordered = sorted(own, key=lambda key: (-_on_time(own[key]), key))
        place = 0
        for number, key in enumerate(ordered, start=1):
            if number == 1 or _on_time(own[key]) != _on_time(own[ordered[number - 2]]):
                place = number
            found.append(_unit_rank(key, own[key], band, place))
    return found


def judge_unit(done: int, late: int, total: int) -> Ranking:
    """Judge a unit by the shares of its work that it finished, and that is or was late."""
    if total < ENOUGH_TASKS:
        return Ranking.TOO_FEW
    if Fraction(done, total) > PRAISE_DONE and Fraction(late, total) < PRAISE_LATE:
        return Ranking.PRAISED
    return Ranking.NAMED if Fraction(done, total) < BLAME_DONE else Ranking.ORDINARY


def _unit_rank(unit_id: int, tally: Tally, band: int, place: int) -> UnitRank:
    late = tally[Timing.DONE_LATE] + tally[Timing.OPEN_OVERDUE]
    return UnitRank(unit_id, band, place, tally.done, late, tally.total, judge_unit(tally.done, late, tally.total))


def _band(total: int) -> int:
    return next((least for least in BANDS if total >= least), 0)


def _on_time(tally: Tally) -> Fraction:
    fell_due = tally.done_with_deadline + tally[Timing.OPEN_OVERDUE]
    return Fraction(tally.done_on_time, fell_due) if fell_due else Fraction(-1)


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
