"""Figures as pictures: rows of a breakdown with the list behind every number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tracker.core.i18n import make_message
from tracker.core.labels import ORIGIN_WORDS
from tracker.figures.labels import DONE_IN_TIME, DONE_LATE
from tracker.figures.overview import MonthFlow
from tracker.figures.statistics import BreakdownGroup
from tracker.law.tally import Tally
from tracker.law.timing import COUNTED_TIMINGS, DONE_ON_TIME, DONE_TIMINGS, Age, Timing
from tracker.tasks.labels import AGE_WORDS, DONE_OF_MONTH, GIVEN_IN_MONTH, NOT_NAMED
from tracker.tasks.selection import Selection
from tracker.tasks.views.list_request import build_timing_lists, list_address
from tracker.web.charts import BAR_WIDTH, ChartRow, ChartSegment

ALL_TIMINGS = frozenset(COUNTED_TIMINGS)
HEADLINE_FIGURES: dict[str, tuple[str, str, frozenset[Timing]]] = {
    "total": (make_message("Tổng số"), "house", ALL_TIMINGS),
    "done": (make_message("Đã hoàn thành"), "early", frozenset(DONE_TIMINGS)),
    "done_on_time": (make_message("Trước và đúng hạn"), "early", frozenset(DONE_ON_TIME)),
    "done_late": (make_message("Hoàn thành quá hạn"), "late", frozenset({Timing.DONE_LATE})),
    "open_in_time": (make_message("Đang làm, trong hạn"), "open", frozenset({Timing.OPEN_IN_TIME})),
    "open_overdue": (make_message("Chưa xong, quá hạn"), "overdue", frozenset({Timing.OPEN_OVERDUE})),
}
"""The large figures: words, tone and timings of each."""

SLICES = ("done_on_time", "done_late", "open_in_time", "open_overdue")
"""The parts of a bar; what is in none of them has no deadline or is suspended."""

_IN_SLICES = frozenset[Timing]().union(*(HEADLINE_FIGURES[name][2] for name in SLICES))
_OTHER = (make_message("Không hạn, tạm dừng"), "no_deadline", ALL_TIMINGS - _IN_SLICES)


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
        HeadlineFigure(tally.count(timings), words, lists.of(timings), tone)
        for words, tone, timings in HEADLINE_FIGURES.values()
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
            (*(_part(group, *HEADLINE_FIGURES[name], today) for name in SLICES), _part(group, *_OTHER, today)),
            _href(group.selection, ALL_TIMINGS, today),
        )
        for group in groups
        if group.tally.total
    ]


def overdue_rows(groups: Sequence[BreakdownGroup], *, today: dt.date) -> list[ChartRow]:
    """Return what is overdue by unit, most first."""
    ordered = sorted(groups, key=lambda group: -group.tally[Timing.OPEN_OVERDUE])
    overdue = HEADLINE_FIGURES["open_overdue"]
    return [ChartRow(group.label or NOT_NAMED, (_part(group, *overdue, today),)) for group in ordered]


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
    (label, tone, timings), found = HEADLINE_FIGURES["open_overdue"], {group.key: group for group in groups}
    return [
        ChartRow(AGE_WORDS[age], (_flow(found.get(age), tone, label, timings, today),))
        for age in (Age if groups else ())
    ]


def _flow(
    group: BreakdownGroup | None, tone: str, label: str, timings: frozenset[Timing], today: dt.date
) -> ChartSegment:
    return _part(group, label, tone, timings, today) if group else ChartSegment(tone, label, 0)


def _part(group: BreakdownGroup, label: str, tone: str, timings: frozenset[Timing], today: dt.date) -> ChartSegment:
    count = group.tally.count(timings)
    return ChartSegment(tone, label, count, _href(group.selection, timings, today) if count else None)


def _href(selection: Selection, timings: frozenset[Timing], today: dt.date) -> str:
    return list_address(selection.narrowed(timings=timings), today=today)
