"""Where the shapes of a chart stand: plain counts in, coordinates out; templates only draw.

Every chart is accompanied by the numbers it shows, so shapes may be rounded but never invented:
a count of zero draws nothing and a count above zero is always visible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
class Part:
    """One count of a row: what it counts, its tone (`tone-…`) and the list behind it."""

    tone: str
    label: str
    count: int
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One thing with its counts: a unit, an area, an age of delay."""

    label: str
    parts: tuple[Part, ...]
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A rectangle on a bar of `BAR_WIDTH`."""

    tone: str
    label: str
    count: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A row and the rectangles that draw it."""

    row: Row
    total: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A column standing on the base line."""

    tone: str
    label: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Group:
    """The columns of one month (or one age) and the middle of their label."""

    row: Row
    middle: float
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the chart and the number it stands for."""

    count: int
    y: float


@dataclass(frozen=True, slots=True)
class Columns:
    """A column chart in a box of `width` by `height`."""

    width: int
    height: int
    left: int
    base: float
    groups: tuple[Group, ...]
    ticks: tuple[Tick, ...]


def stacked_bars(rows: Sequence[Row]) -> tuple[Bar, ...]:
    """Lay rows out as bars on one scale: the longest row fills `BAR_WIDTH`."""
    longest = max((_total(row) for row in rows), default=0)
    return tuple(_bar(row, longest) for row in rows)


def _bar(row: Row, longest: int) -> Bar:
    visible = [part for part in row.parts if part.count]
    segments: list[Segment] = []
    x = 0
    for part, width in zip(visible, _widths([part.count for part in visible], longest), strict=True):
        segments.append(Segment(part.tone, part.label, part.count, x, width))
        x += width
    return Bar(row, _total(row), tuple(segments))


def _widths(counts: Sequence[int], longest: int) -> list[int]:
    """Share the length of a bar among its counts; the largest gives what the smallest need."""
    if not counts:
        return []
    widths = [max(SMALLEST_SEGMENT, round(BAR_WIDTH * count / longest)) for count in counts]
    widths[widths.index(max(widths))] -= max(0, sum(widths) - BAR_WIDTH)
    return widths


def columns(rows: Sequence[Row]) -> Columns:
    """Stand the parts of each row side by side: the flow of months, the ages of delay."""
    width, height = COLUMN_CHART
    base = float(height - LABEL_HEIGHT)
    ticks = tick_counts(max((part.count for row in rows for part in row.parts), default=0))
    unit = (base - TOP_MARGIN) / ticks[-1]
    room = (width - AXIS_WIDTH) / max(1, len(rows))
    return Columns(
        width=width,
        height=height,
        left=AXIS_WIDTH,
        base=base,
        groups=tuple(_group(row, AXIS_WIDTH + room * index, room, base, unit) for index, row in enumerate(rows)),
        ticks=tuple(Tick(count, _tidy(base - count * unit)) for count in ticks),
    )


def _group(row: Row, start: float, room: float, base: float, unit: float) -> Group:
    width = room * GROUP_FILL / max(1, len(row.parts))
    first = start + room * (1 - GROUP_FILL) / 2
    boxes = [
        Box(
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
    return Group(row, _tidy(start + room / 2), tuple(boxes))


def tick_counts(highest: int) -> tuple[int, ...]:
    """Return the round numbers of an axis from 0 to `highest` or just above it."""
    step = 1
    while highest > step * (TICKS_AT_MOST - 1):
        step = _next_round(step)
    last = max(1, -(-highest // step))
    return tuple(step * index for index in range(last + 1))


def _next_round(step: int) -> int:
    """Return the round number after a step of the series 1, 2, 5, 10, 20, 50, …"""
    return step * 5 // 2 if str(step).startswith("2") else step * 2


def _total(row: Row) -> int:
    return sum(part.count for part in row.parts)


def _tidy(number: float) -> float:
    """Return a coordinate without digits that nobody can see."""
    return round(number, 2)
