"""The rows of an appendix as a page shows them: the value in the office's style, and the list behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from flask import url_for

from tracker.documents.report_paper import ReportPaper
from tracker.models.indicator import Indicator
from tracker.models.report import Report
from tracker.rules.indicators.filling import Filled
from tracker.rules.indicators.spec import Source, ValueKind
from tracker.services.appendix import Appendix, Counted, Line, Opens
from tracker.web.selections import list_address
from tracker.wording import NOTHING
from tracker.wording.indicators import BLANK_WORDS, SOURCE_WORDS
from tracker.wording.numbers import share_words, value_words
from tracker.wording.sentence import say


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One row as a page shows it; `href` opens its list, `missing` names the units that have not answered.

    `now` is what a frozen row would read today, where that differs.
    """

    row: Indicator
    value: str
    href: str | None
    share: str
    blank: str
    source: str
    note: str
    missing: tuple[str, ...]
    before: str
    change: str
    now: str = ""

    @property
    def is_heading(self) -> bool:
        """Tell whether the row only names a group."""
        return self.row.kind is ValueKind.HEADING


def shown(
    report: Report, appendix: Appendix, before: dict[str, Filled], names: dict[int, str], today: dt.date
) -> list[ShownLine]:
    """Return the rows of an appendix; `before` holds those of the earlier report, by code."""
    return [_line(report, line, before.get(line.indicator.code), names, today) for line in appendix.lines]


def as_frozen(lines: list[ShownLine], paper: ReportPaper) -> list[ShownLine]:
    """Return the rows as a frozen report prints them, each beside what it would read today."""
    kept = {row.code: row for row in paper.rows}
    return [
        line
        if line.is_heading or line.row.code not in kept
        else replace(
            line,
            value=kept[line.row.code].value,
            note=kept[line.row.code].note,
            blank="",
            share="",
            missing=(),
            href=line.href if kept[line.row.code].value == line.value else None,
            now="" if kept[line.row.code].value == line.value else line.value or NOTHING,
        )
        for line in lines
    ]


def _line(
    report: Report, line: Line, before: Filled | None, names: dict[int, str], today: dt.date
) -> ShownLine:
    filled = line.filled
    earlier = None if before is None else before.value
    return ShownLine(
        row=line.indicator,
        value=value_words(filled.value, filled.spec.kind),
        href=None if line.counted is None else list_of(report, line.counted, today),
        share=share_words(filled.part, filled.whole),
        blank=BLANK_WORDS[filled.blank] if filled.blank is not None else "",
        source=_source(line),
        note=filled.note,
        missing=tuple(names[unit] for unit in filled.missing),
        before=value_words(earlier, filled.spec.kind),
        change=_change(filled.value, earlier),
    )


def list_of(report: Report, counted: Counted, today: dt.date) -> str:
    """Return the address of the list that a computed number counts."""
    window: dict[str, Any] = {"tu-ngay": report.first_on.isoformat(), "tinh-den": report.as_of.isoformat()}
    match counted.opens:
        case Opens.INSPECTIONS:
            return url_for("inspections.index", **window)
        case Opens.FINDINGS:
            return url_for("inspections.index", **window, _anchor="van-de")
        case Opens.PAPERS:
            return url_for("steering.index", **window)
        case Opens.UNITS:
            return url_for("units.index", ngay=report.as_of.isoformat())
        case None:
            assert counted.selection is not None  # what opens no other list counts tasks
            return list_address(counted.selection, today=today)


def _source(line: Line) -> str:
    if line.filled.given and line.filled.given[0].unit_id is None:
        return say("Nhập chung")
    if line.indicator.source is Source.FORMULA:
        return f"= {line.indicator.formula}"
    return SOURCE_WORDS[line.indicator.source]


def _change(now: Decimal | None, earlier: Decimal | None) -> str:
    if now is None or earlier is None or now == earlier:
        return ""
    sign = "+" if now > earlier else "−"
    return sign + value_words(abs(now - earlier), ValueKind.COUNT)
