"""Figures as pictures: rows of a breakdown with the list behind every number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tracker.core.labels import ORIGIN_WORDS
from tracker.figures.labels import DONE_IN_TIME, DONE_LATE
from tracker.figures.overview import MonthFlow
from tracker.figures.statistics import COUNTED_TIMINGS, BreakdownGroup
from tracker.law.tally import Tally
from tracker.law.timing import DONE_ON_TIME, DONE_TIMINGS, Age, Timing
from tracker.tasks.labels import AGE_WORDS, DONE_OF_MONTH, FIGURE_WORDS, GIVEN_IN_MONTH, NOT_NAMED
from tracker.tasks.selection import Selection
from tracker.tasks.views.list_request import build_timing_lists, list_address
from tracker.web.charts import BAR_WIDTH, ChartRow, ChartSegment

ALL_TIMINGS = COUNTED_TIMINGS

HEADLINE_FIGURES: dict[str, tuple[str, frozenset[Timing]]] = {
    "total": ("house", ALL_TIMINGS),
    "done": ("early", frozenset(DONE_TIMINGS)),
    "done_on_time": ("early", frozenset(DONE_ON_TIME)),
    "done_late": ("late", frozenset({Timing.DONE_LATE})),
    "open_in_time": ("open", frozenset({Timing.OPEN_IN_TIME})),
    "open_overdue": ("overdue", frozenset({Timing.OPEN_OVERDUE})),
}
"""The large figures: tone and timings of each."""

SLICES = ("done_on_time", "done_late", "open_in_time", "open_overdue")
"""The parts of a bar; what is in none of them has no deadline or is suspended."""

_OTHER = ALL_TIMINGS - frozenset[Timing]().union(*(HEADLINE_FIGURES[name][1] for name in SLICES))


@dataclass(frozen=True, slots=True)
class HeadlineFigure:
    """A large number, what it counts, and its list."""

    number: int
    label: str
    href: str
    tone: str


@dataclass(frozen=True, slots=True)
class OriginRow:
    """One origin: its figures, and the two numbers of its rate «trước và đúng hạn trên số hoàn thành có hạn»."""

    label: str
    figures: list[HeadlineFigure]
    on_time: int
    done: int


def build_headline_figures(tally: Tally, selection: Selection, *, today: dt.date) -> list[HeadlineFigure]:
    """Return the large figures of a tally, each with its list."""
    lists = build_timing_lists(selection, today=today)
    return [
        HeadlineFigure(_count(tally, timings), FIGURE_WORDS[name], lists.of(timings), tone)
        for name, (tone, timings) in HEADLINE_FIGURES.items()
    ]


def origin_rows(groups: Sequence[BreakdownGroup], *, today: dt.date) -> list[OriginRow]:
    """Return each origin with its figures."""
    return [
        OriginRow(
            ORIGIN_WORDS[group.key],
            build_headline_figures(group.tally, group.selection, today=today),
            group.tally.done_on_time,
            group.tally.done_with_deadline,
        )
        for group in groups
    ]


def timing_rows(groups: Sequence[BreakdownGroup], *, today: dt.date) -> list[ChartRow]:
    """Return each line of a breakdown as a stacked bar whose parts add up to its total."""
    return [
        ChartRow(
            group.label or NOT_NAMED,
            (
                *(_part(group, name, *HEADLINE_FIGURES[name], today) for name in SLICES),
                _part(group, "other", "no_deadline", _OTHER, today),
            ),
            _href(group.selection, ALL_TIMINGS, today),
        )
        for group in groups
        if group.tally.total
    ]


def overdue_rows(groups: Sequence[BreakdownGroup], *, today: dt.date) -> list[ChartRow]:
    """Return what is overdue by unit, most first."""
    ordered = sorted(groups, key=lambda group: -group.tally[Timing.OPEN_OVERDUE])
    timings = frozenset({Timing.OPEN_OVERDUE})
    return [
        ChartRow(group.label or NOT_NAMED, (_part(group, "open_overdue", "overdue", timings, today),))
        for group in ordered
    ]


def month_rows(groups: Sequence[BreakdownGroup], *, today: dt.date) -> list[ChartRow]:
    """Return each month with what was given in it and how much of that is done."""
    return [
        ChartRow(
            f"{group.key % 100}/{group.key // 100 % 100:02}",
            (
                ChartSegment("open", GIVEN_IN_MONTH, group.tally.total, _href(group.selection, ALL_TIMINGS, today)),
                ChartSegment(
                    "early", DONE_OF_MONTH, group.tally.done, _href(group.selection, frozenset(DONE_TIMINGS), today)
                ),
            ),
        )
        for group in groups
    ]


@dataclass(frozen=True, slots=True)
class BarShare:
    """A share of a whole as a bar of at most `BAR_WIDTH`, its two numbers, and the list of the part."""

    label: str
    part: int
    whole: int
    width: int
    href: str
    more_href: str | None = None


def on_time_shares(
    groups: Sequence[BreakdownGroup], *, today: dt.date, address: Callable[[int], str] | None
) -> list[BarShare]:
    """Return the share on time of all that was finished with a deadline, largest first; nothing has no share."""
    timings = frozenset(DONE_ON_TIME)
    shares = [
        BarShare(
            label=group.label or NOT_NAMED,
            part=(part := group.tally.done_on_time),
            whole=(whole := group.tally.done_with_deadline),
            width=round(BAR_WIDTH * part / whole) if whole else 0,
            href=_href(group.selection, timings, today),
            more_href=address(group.key) if address else None,
        )
        for group in groups
        if group.tally.total
    ]
    return sorted(shares, key=lambda each: (not each.whole, -each.part / (each.whole or 1)))


def flow_rows(months: Sequence[MonthFlow], *, today: dt.date) -> list[ChartRow]:
    """Return each month with what was given, finished in time, and finished late in it."""
    in_time, late = frozenset({*DONE_ON_TIME, Timing.DONE_NO_DEADLINE}), frozenset({Timing.DONE_LATE})
    return [
        ChartRow(
            f"{month.key % 100}/{month.key // 100 % 100:02}",
            (
                _flow(month.given, "open", GIVEN_IN_MONTH, ALL_TIMINGS, today),
                _flow(month.done, "early", DONE_IN_TIME, in_time, today),
                _flow(month.done, "late", DONE_LATE, late, today),
            ),
        )
        for month in months
    ]


def age_rows(groups: Sequence[BreakdownGroup], *, today: dt.date) -> list[ChartRow]:
    """Return what is overdue by how long it is, every group of days, shortest first."""
    timings, found = frozenset({Timing.OPEN_OVERDUE}), {group.key: group for group in groups}
    label = FIGURE_WORDS["open_overdue"]
    return [
        ChartRow(
            AGE_WORDS[age],
            (
                _flow(found[age], "overdue", label, timings, today)
                if age in found
                else ChartSegment("overdue", label, 0),
            ),
        )
        for age in (Age if groups else ())
    ]


def _flow(
    group: BreakdownGroup | None, tone: str, label: str, timings: frozenset[Timing], today: dt.date
) -> ChartSegment:
    if group is None:
        return ChartSegment(tone, label, 0)
    count = _count(group.tally, timings)
    return ChartSegment(tone, label, count, _href(group.selection, timings, today) if count else None)


def _part(group: BreakdownGroup, name: str, tone: str, timings: frozenset[Timing], today: dt.date) -> ChartSegment:
    count = _count(group.tally, timings)
    href = _href(group.selection, timings, today) if count else None
    return ChartSegment(tone, FIGURE_WORDS[name], count, href)


def _count(tally: Tally, timings: frozenset[Timing]) -> int:
    return sum(tally[timing] for timing in timings)


def _href(selection: Selection, timings: frozenset[Timing], today: dt.date) -> str:
    return list_address(selection.narrowed(timings=timings), today=today)
