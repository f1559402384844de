"""The rows of bar charts as HTML: pages of figures hold hundreds of numbers, each drawn without a macro of its own."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from tracker.rules.rates import rate
from tracker.web.charts import Bar, Part
from tracker.web.language import spoken
from tracker.wording import NOTHING
from tracker.wording.figures import CARRIED, DONE_OF_ALL, ON_TIME_OF_DONE, OUTSIDE, OVERDUE_OF_OPEN

if TYPE_CHECKING:
    from tracker.web.breakdowns import Rates, Share

_TENTH = Decimal("0.1")

_SVG = (
    '<svg class="bar" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
)


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def bar_rows(bars: Iterable[Bar], total_words: str) -> Markup:
    """Return the rows of a table of bars: its name, the bar, each count with its list, the sum of several counts."""
    made: list[str] = []
    labels: list[str] | None = None
    for bar in bars:
        row = bar.row
        if labels is None:
            labels = [str(escape(spoken(part.label))) for part in row.parts]
        name = str(escape(spoken(row.label)))
        head = f'<a href="{escape(row.href)}">{name}</a>' if row.href else name
        drawn = "".join(
            f'<rect class="tone-{each.tone}" x="{each.x}" y="0" width="{each.width}" height="20"/>'
            for each in bar.segments
        )
        cells = "".join(_cell(part, label) for part, label in zip(row.parts, labels, strict=True))
        total = (
            f'<td class="num" data-label="{escape(spoken(total_words))}">{_number(bar.total)}</td>'
            if len(row.parts) > 1
            else ""
        )
        made.append(
            f'<tr><th scope="row">{head}</th>\n<td class="bar-cell">{_SVG}{drawn}</svg></td>{cells}{total}</tr>'
        )
    return Markup("\n".join(made))  # every piece was escaped above  # nosec B704


def rate_rows(lines: Iterable[Rates], *, with_carried: bool) -> Markup:
    """Return the rows of a table of rates: each part with its list, its whole, and the rate."""
    heads = (DONE_OF_ALL, ON_TIME_OF_DONE, OVERDUE_OF_OPEN, OUTSIDE, CARRIED)
    done, on_time, overdue, outside, carried = (str(escape(spoken(words))) for words in heads)
    made: list[str] = []
    for line in lines:
        cells = [
            _share(line.done, done),
            _share(line.on_time, on_time),
            _share(line.overdue, overdue),
            _counted(line.excluded, line.excluded_href, outside),
        ]
        if with_carried:
            cells.append(_counted(line.carried, line.carried_href, carried))
        made.append(f'<tr><th scope="row">{escape(spoken(line.label))}</th>{"".join(cells)}</tr>')
    return Markup("\n".join(made))  # every piece was escaped above  # nosec B704


def _share(share: Share, label: str) -> str:
    part = f'<a href="{escape(share.href)}">{_number(share.part)}</a>' if share.part else "0"
    value = rate(share.part, share.whole)
    words = NOTHING if value is None else f"{value.quantize(_TENTH)} %".replace(".", ",")
    return f'<td class="num" data-label="{label}">{part}/{_number(share.whole)} ({words})</td>'


def _counted(number: int, href: str, label: str) -> str:
    words = f'<a href="{escape(href)}">{_number(number)}</a>' if number else "0"
    return f'<td class="num" data-label="{label}">{words}</td>'


def _cell(part: Part, label: str) -> str:
    if not part.count:
        return f'<td class="num none" data-label="{label}">0</td>'
    number = _number(part.count)
    words = f'<a href="{escape(part.href)}">{number}</a>' if part.href else number
    return f'<td class="num" data-label="{label}">{words}</td>'
