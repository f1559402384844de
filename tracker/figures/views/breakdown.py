"""What is printed beside every rate, for pages and files: acts on which figures rest, each with its list.

A breakdown in full: every timing of every line with its list, and the rates with their denominators.

The rows of bar charts as HTML: pages of figures hold hundreds of numbers, each drawn without a macro of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from markupsafe import Markup, escape

from tracker.core.formats import calculate_rate
from tracker.core.labels import NOTHING, TIMING_LOOKS
from tracker.figures import statistics as figure_statistics
from tracker.figures.labels import CARRIED, OUTSIDE_TOTAL, RATE_FIGURES
from tracker.figures.report_figures import AdjustedFigure
from tracker.figures.statistics import BreakdownGroup
from tracker.law.tally import Tally
from tracker.law.timing import COUNTED_TIMINGS, Timing
from tracker.tasks.adjustments import ADJUSTMENT_WORDS
from tracker.tasks.cuts import Cut, describe_cut_key
from tracker.tasks.selection import Selection
from tracker.tasks.views.list_request import build_timing_lists, list_address
from tracker.web import request as web_request
from tracker.web.charts import ChartBar, ChartRow, ChartSegment


@dataclass(frozen=True, slots=True)
class AdjustmentLink:
    """A kind of act in words, how much rests on it, and the address of its list."""

    words: str
    number: int
    href: str


def adjustment_rows(found: Iterable[AdjustedFigure]) -> Sequence[AdjustmentLink]:
    """Return the rows of the component `components/adjustments.html`."""
    today = web_request.get_request_day()
    return [
        AdjustmentLink(ADJUSTMENT_WORDS[each.kind], each.number, list_address(each.selection, today=today))
        for each in found
    ]


@dataclass(frozen=True, slots=True)
class LinkedShare:
    """A part of a whole, the list of the part, and in words what the whole is (counting rule 8)."""

    part: int
    whole: int
    href: str


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of one line, each with its own denominator, and what stands outside the total."""

    label: str
    shares: tuple[LinkedShare, ...]
    excluded: int
    excluded_href: str
    carried: int
    carried_href: str


_EXCLUDED = frozenset({Timing.EXCLUDED})
_COUNTED = frozenset(COUNTED_TIMINGS)


def name_group(group: BreakdownGroup, cut: Cut) -> BreakdownGroup:
    """Give a line of a breakdown the name people call it by."""
    return replace(group, label=describe_cut_key(cut, group.key, group.label))


def build_rate_row(label: str, tally: Tally, selection: Selection, today: dt.date) -> Rates:
    """Return the rates of a line."""
    lists = build_timing_lists(selection, today=today)
    is_period = selection.since is not None
    return Rates(
        label=label,
        shares=tuple(
            LinkedShare(tally.count(each.part), tally.count(each.whole), lists.of(each.part)) for each in RATE_FIGURES
        ),
        excluded=tally.count(_EXCLUDED),
        excluded_href=lists.of(_EXCLUDED),
        carried=tally.carried_over,
        carried_href=list_address(figure_statistics.carried_over(selection), today=today) if is_period else "",
    )


def build_timing_bar(label: str, tally: Tally, selection: Selection, today: dt.date) -> ChartRow:
    """Return a bar of a chart: its parts are the timings, each a link to its list."""
    lists = build_timing_lists(selection, today=today)
    parts = [(timing, TIMING_LOOKS[timing], tally[timing]) for timing in COUNTED_TIMINGS]
    return ChartRow(
        label,
        tuple(
            ChartSegment(look.tone, look.words, number, lists.of(frozenset({timing})) if number else None)
            for timing, look, number in parts
        ),
        lists.of(_COUNTED),
    )


_TENTH = Decimal("0.1")

_SVG = '<svg class="bar" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true" focusable="false">'


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def bar_rows(bars: Iterable[ChartBar], total_words: str) -> Markup:
    """Return the rows of a table of bars: its name, the bar, each count with its list, the sum of several counts."""
    made: list[str] = []
    labels: list[str] | None = None
    for bar in bars:
        row = bar.row
        if labels is None:
            labels = [str(escape(part.label)) for part in row.parts]
        name = str(escape(row.label))
        head = f'<a href="{escape(row.href)}">{name}</a>' if row.href else name
        drawn = "".join(
            f'<rect class="tone-{each.tone}" x="{each.x}" y="0" width="{each.width}" height="20"/>'
            for each in bar.segments
        )
        cells = "".join(_cell(part, label) for part, label in zip(row.parts, labels, strict=True))
        total = (
            f'<td class="num" data-label="{escape(total_words)}">{_number(bar.total)}</td>'
            if len(row.parts) > 1
            else ""
        )
        made.append(
            f'<tr><th scope="row">{head}</th>\n<td class="bar-cell">{_SVG}{drawn}</svg></td>{cells}{total}</tr>'
        )
    return Markup("\n".join(made))  # every piece was escaped above  # nosec B704


def rate_rows(lines: Iterable[Rates], *, with_carried: bool) -> Markup:
    """Return the rows of a table of rates: each part with its list, its whole, and the rate."""
    labels = [str(escape(each.short)) for each in RATE_FIGURES]
    outside, carried = (str(escape(words)) for words in (OUTSIDE_TOTAL, CARRIED))
    made: list[str] = []
    for line in lines:
        cells = [_share(share, label) for share, label in zip(line.shares, labels, strict=True)]
        cells.append(_counted(line.excluded, line.excluded_href, outside))
        if with_carried:
            cells.append(_counted(line.carried, line.carried_href, carried))
        made.append(f'<tr><th scope="row">{escape(line.label)}</th>{"".join(cells)}</tr>')
    return Markup("\n".join(made))  # every piece was escaped above  # nosec B704


def _share(share: LinkedShare, label: str) -> str:
    part = f'<a href="{escape(share.href)}">{_number(share.part)}</a>' if share.part else "0"
    value = calculate_rate(share.part, share.whole)
    words = NOTHING if value is None else f"{value.quantize(_TENTH)} %".replace(".", ",")
    return f'<td class="num" data-label="{label}">{part}/{_number(share.whole)} ({words})</td>'


def _counted(number: int, href: str, label: str) -> str:
    words = f'<a href="{escape(href)}">{_number(number)}</a>' if number else "0"
    return f'<td class="num" data-label="{label}">{words}</td>'


def _cell(part: ChartSegment, label: str) -> str:
    if not part.count:
        return f'<td class="num none" data-label="{label}">0</td>'
    number = _number(part.count)
    words = f'<a href="{escape(part.href)}">{number}</a>' if part.href else number
    return f'<td class="num" data-label="{label}">{words}</td>'
