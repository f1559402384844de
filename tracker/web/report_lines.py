"""The rows of an appendix as a page shows them: the value in the office's style, and the list behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol

from flask import url_for

from tracker.documents.report_paper import ReportPaper
from tracker.models.indicator import Indicator
from tracker.rules.indicators.spec import Source, ValueKind
from tracker.services.appendix import Appendix, Counted, Line, Opens
from tracker.web.selections import list_address
from tracker.wording import NOTHING
from tracker.wording.indicators import BLANK_WORDS, SOURCE_WORDS
from tracker.wording.levels import in_our_words
from tracker.wording.numbers import change_words, share_words, value_words
from tracker.wording.sentence import say


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One row as a page shows it; `href` opens its list, `missing` names the units that have not answered.

    `now` is what a frozen row would read today, where that differs.
    """

    row: Indicator
    label: str
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


class Window(Protocol):
    """The civil days a report is about."""

    @property
    def first_on(self) -> dt.date:
        """The first."""

    @property
    def as_of(self) -> dt.date:
        """The last: the cut-off."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a report that was not opened yet."""

    first_on: dt.date
    as_of: dt.date


def shown(
    report: Window, appendix: Appendix, before: Mapping[str, Decimal], names: dict[int, str], today: dt.date
) -> list[ShownLine]:
    """Return the rows of an appendix; `before` holds those of the earlier report, by code."""
    return [_line(report, line, before.get(line.indicator.code), names, today) for line in appendix.lines]


def lists_as_known(appendix: Appendix, known_at: dt.datetime, today: dt.date) -> dict[str, str]:
    """Return the addresses of the lists of tasks behind frozen numbers, by code: as they were known at an instant."""
    return {
        line.indicator.code: list_address(line.counted.selection.narrowed(known_at=known_at), today=today)
        for line in appendix.lines
        if line.counted is not None and line.counted.selection is not None
    }


def as_frozen(lines: list[ShownLine], paper: ReportPaper, known: Mapping[str, str]) -> list[ShownLine]:
    """Return the rows as a frozen report prints them, each beside what it would read today.

    `known` are the addresses of lists as they were when it was frozen; the number opens that one, or today's list where
    it still has as many.
    """
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
            href=known.get(line.row.code) or (line.href if kept[line.row.code].value == line.value else None),
            now="" if kept[line.row.code].value == line.value else line.value or NOTHING,
        )
        for line in lines
    ]


def _line(
    report: Window, line: Line, earlier: Decimal | None, names: dict[int, str], today: dt.date
) -> ShownLine:
    filled = line.filled
    return ShownLine(
        row=line.indicator,
        label=in_our_words(line.indicator.label),
        value=value_words(filled.value, filled.spec.kind),
        href=None if line.counted is None else list_of(report, line.counted, today),
        share=share_words(filled.part, filled.whole),
        blank=BLANK_WORDS[filled.blank] if filled.blank is not None else "",
        source=_source(line),
        note=filled.note,
        missing=tuple(names[unit] for unit in filled.missing),
        before=value_words(earlier, filled.spec.kind),
        change=change_words(filled.value, earlier),
    )


def list_of(report: Window, counted: Counted, today: dt.date) -> str:
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
