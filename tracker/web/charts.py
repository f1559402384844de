"""Where the shapes of a chart stand: plain counts in, coordinates out; templates only draw.

Every chart is accompanied by the numbers it shows, so shapes may be rounded but never invented:
a count of zero draws nothing and a count above zero is always visible.

Strips of time: one line for each piece of work, from the day it was given to the day it was finished or is due.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.law.timing import Timing
from tracker.web.badges import timing_tone

BAR_WIDTH = 1000
SMALLEST_SEGMENT = 8
COLUMN_CHART = (360, 210)
AXIS_WIDTH = 34
LABEL_HEIGHT = 22
TOP_MARGIN = 10
TICKS_AT_MOST = 5
GROUP_FILL = 0.72
"""The share of a month's room that its columns take; the rest is the gap to the next month."""


@dataclass(frozen=True, slots=True)
class ChartSegment:
    """One count of a row: what it counts, its tone (`tone-…`) and the list behind it."""

    tone: str
    label: str
    count: int
    href: str | None = None


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One thing with its counts: a unit, an area, an age of delay."""

    label: str
    parts: tuple[ChartSegment, ...]
    href: str | None = None


@dataclass(frozen=True, slots=True)
class BarSegment:
    """A rectangle on a bar of `BAR_WIDTH`."""

    tone: str
    label: str
    count: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A row and the rectangles that draw it."""

    row: ChartRow
    total: int
    segments: tuple[BarSegment, ...]


@dataclass(frozen=True, slots=True)
class ChartColumn:
    """A column standing on the base line."""

    tone: str
    label: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """The columns of one month (or one age) and the middle of their label."""

    row: ChartRow
    middle: float
    boxes: tuple[ChartColumn, ...]


@dataclass(frozen=True, slots=True)
class ChartTick:
    """A line across the chart and the number it stands for."""

    count: int
    y: float


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """A column chart in a box of `width` by `height`."""

    width: int
    height: int
    left: int
    base: float
    groups: tuple[ColumnGroup, ...]
    ticks: tuple[ChartTick, ...]


def stacked_bars(rows: Sequence[ChartRow]) -> tuple[ChartBar, ...]:
    """Lay rows out as bars on one scale: the longest row fills `BAR_WIDTH`."""
    longest = max((_total(row) for row in rows), default=0)
    return tuple(_bar(row, longest) for row in rows)


def _bar(row: ChartRow, longest: int) -> ChartBar:
    visible = [part for part in row.parts if part.count]
    segments: list[BarSegment] = []
    x = 0
    for part, width in zip(visible, _widths([part.count for part in visible], longest), strict=True):
        segments.append(BarSegment(part.tone, part.label, part.count, x, width))
        x += width
    return ChartBar(row, _total(row), tuple(segments))


def _widths(counts: Sequence[int], longest: int) -> list[int]:
    """Share the length of a bar among its counts; the largest gives what the smallest need."""
    if not counts:
        return []
    widths = [max(SMALLEST_SEGMENT, round(BAR_WIDTH * count / longest)) for count in counts]
    widths[widths.index(max(widths))] -= max(0, sum(widths) - BAR_WIDTH)
    return widths


def build_column_chart(rows: Sequence[ChartRow]) -> ColumnChart:
    """Stand the parts of each row side by side: the flow of months, the ages of delay."""
    width, height = COLUMN_CHART
    base = float(height - LABEL_HEIGHT)
    ticks = tick_counts(max((part.count for row in rows for part in row.parts), default=0))
    unit = (base - TOP_MARGIN) / ticks[-1]
    room = (width - AXIS_WIDTH) / max(1, len(rows))
    return ColumnChart(
        width=width,
        height=height,
        left=AXIS_WIDTH,
        base=base,
        groups=tuple(_group(row, AXIS_WIDTH + room * index, room, base, unit) for index, row in enumerate(rows)),
        ticks=tuple(ChartTick(count, _tidy(base - count * unit)) for count in ticks),
    )


def _group(row: ChartRow, start: float, room: float, base: float, unit: float) -> ColumnGroup:
    width = room * GROUP_FILL / max(1, len(row.parts))
    first = start + room * (1 - GROUP_FILL) / 2
    boxes = [
        ChartColumn(
            tone=part.tone,
            label=part.label,
            count=part.count,
            x=_tidy(first + width * index),
            y=_tidy(base - max(1.0, part.count * unit)),
            width=_tidy(width),
            height=_tidy(max(1.0, part.count * unit)),
        )
        for index, part in enumerate(row.parts)
        if part.count
    ]
    return ColumnGroup(row, _tidy(start + room / 2), tuple(boxes))


def tick_counts(highest: int) -> tuple[int, ...]:
    """Return the round numbers of an axis from 0 to `highest` or just above it."""
    step = 1
    while highest > step * (TICKS_AT_MOST - 1):
        step = _next_round(step)
    last = max(1, -(-highest // step))
    return tuple(step * index for index in range(last + 1))


def _next_round(step: int) -> int:
    """Return the round number after `step` among 1, 2, 5, 10, 20, 50 and so on."""
    return step * 5 // 2 if str(step).startswith("2") else step * 2


def _total(row: ChartRow) -> int:
    return sum(part.count for part in row.parts)


def _tidy(number: float) -> float:
    """Return a coordinate without digits that nobody can see."""
    return round(number, 2)


LEAST = 6
"""The width of the shortest stretch: a day among a year is still seen."""


@dataclass(frozen=True, slots=True)
class DatedWork:
    """One piece of work with its days; `done_on` None: still open on the day of the look."""

    label: str
    href: str | None
    given_on: dt.date
    due_on: dt.date | None
    done_on: dt.date | None
    timing: Timing


@dataclass(frozen=True, slots=True)
class TimeStrip:
    """A piece of work and where it lies on a line of `BAR_WIDTH`: the stretch, and the mark of its deadline."""

    work: DatedWork
    tone: str
    x: int
    width: int
    mark: int | None


@dataclass(frozen=True, slots=True)
class TimeStripChart:
    """The strips, where each month begins, and where the day of the look lies."""

    strips: Sequence[TimeStrip]
    months: Sequence[tuple[int, str]]
    now: int
    first_on: dt.date
    last_on: dt.date


def build_time_strips(works: Sequence[DatedWork], as_of: dt.date) -> TimeStripChart:
    """Lay pieces of work out over the days from the first to the last that any of them names."""
    days = [day for each in works for day in (each.given_on, each.due_on, each.done_on) if day is not None]
    first, last = min((*days, as_of)).replace(day=1), max((*days, as_of))
    whole = max(1, (last - first).days)

    def place(day: dt.date) -> int:
        return round(BAR_WIDTH * (day - first).days / whole)

    return TimeStripChart(
        [
            _strip(
                each,
                place(each.given_on),
                place(each.done_on or as_of),
                None if each.due_on is None else place(each.due_on),
            )
            for each in works
        ],
        [(place(day), f"{day.month}/{day.year % 100:02}") for day in _months(first, last)],
        place(as_of),
        first,
        last,
    )


def _strip(work: DatedWork, start: int, end: int, mark: int | None) -> TimeStrip:
    return TimeStrip(work, timing_tone(work.timing), min(start, BAR_WIDTH - LEAST), max(LEAST, end - start), mark)


def _months(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the first days of months, at most about a dozen of them."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    step = -(-count // 12)
    return [
        dt.date(first.year + (first.month - 1 + number) // 12, (first.month - 1 + number) % 12 + 1, 1)
        for number in range(0, count, step)
    ]
