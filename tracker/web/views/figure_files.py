"""The table of the page of figures as a file: the same lines, each number with its list, and the definitions."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, current_app
from flask.typing import ResponseReturnValue

from tracker.documents import spreadsheet
from tracker.documents.figures_sheet import Cell, Number, figures_workbook
from tracker.documents.sentences import COUNTED
from tracker.rules.permissions import Permission
from tracker.rules.selecting import Basis, Count, Selection
from tracker.rules.tally import Tally
from tracker.rules.timeliness import Timing
from tracker.services import report_figures, statistics
from tracker.services.statistics import Figures, Group
from tracker.web import breakdowns, clockwork
from tracker.web.adjustments import adjustment_rows
from tracker.web.conditions import Chip
from tracker.web.filters import vn_date, vn_datetime, vn_rate
from tracker.web.guards import requires
from tracker.web.selections import Lists
from tracker.web.task_lists import filters_in_words
from tracker.web.views.statistics import asked, blueprint, cut_of, naming_of
from tracker.web.work import reading
from tracker.wording import TIMING_WORDS
from tracker.wording.figures import (
    BASIS_WORDS,
    COUNT_WORDS,
    CUT_NOTES,
    DEFINITIONS,
    FILE_NAME,
    FILE_TITLE,
    FROM_DAY,
    MADE_AT,
    OUTSIDE,
    RATE_OF_DONE,
    RATE_ON_TIME,
    TOTAL,
    WHOLE,
)

BUCKETS = tuple(timing for _, timing in breakdowns.TONES)


@blueprint.get("/xuat.xlsx")
@requires(Permission.STATISTICS_READ)
def export_xlsx() -> ResponseReturnValue:
    """Send the figures as an Excel file; its second sheet says what was counted and what each column means."""
    found, head, rows = _table()
    title, notes = _head(found)
    definitions = [(TIMING_WORDS[timing], DEFINITIONS[timing]) for timing in BUCKETS]
    definitions += [(words, DEFINITIONS[words]) for words in (TOTAL, OUTSIDE, RATE_OF_DONE, RATE_ON_TIME)]
    data = figures_workbook(title, notes, head, rows, definitions, _adjusted(found))
    return Response(data, mimetype=spreadsheet.XLSX, headers=_attachment(found.selection, "xlsx"))


@blueprint.get("/xuat.csv")
@requires(Permission.STATISTICS_READ)
def export_csv() -> ResponseReturnValue:
    """Send the figures as CSV: the same table without its links, and below it what was counted."""
    found, head, rows = _table()
    plain = [[cell if isinstance(cell, str) else str(cell.value) for cell in row] for row in rows]
    title, notes = _head(found)
    below = [[], [title], *([note] for note in notes)]
    below += [[row[0], str(row[1].value)] for row in _adjusted(found)]
    lines = b"".join(spreadsheet.csv_lines(head, [*plain, *below]))
    return Response(lines, mimetype="text/csv", headers=_attachment(found.selection, "csv"))


def _table() -> tuple[Figures, Sequence[str], list[Sequence[Cell]]]:
    selection, _ = asked()
    cut = cut_of()
    found = statistics.figures(reading(), selection, cut, naming_of())
    groups = [breakdowns.with_words(group, cut) for group in found.groups]
    whole = Group(None, WHOLE, found.tally, found.selection)
    head = (
        breakdowns.cut_words(cut), *(TIMING_WORDS[timing] for timing in BUCKETS), TOTAL, OUTSIDE, RATE_OF_DONE,
        RATE_ON_TIME,
    )  # fmt: skip
    return found, head, [_row(group) for group in (*groups, whole)]


def _adjusted(found: Figures) -> list[tuple[str, Number]]:
    """Return what is printed beside every rate, each number with its list."""
    base = current_app.config["BASE_URL"].rstrip("/")
    rows = adjustment_rows(report_figures.adjusted(reading(), found.selection))
    return [(row.words, Number(row.number, f"{base}{row.href}" if row.number else None)) for row in rows]


def _row(group: Group) -> Sequence[Cell]:
    lists, base, tally = (
        Lists(group.selection, today=clockwork.today()),
        current_app.config["BASE_URL"],
        group.tally,
    )

    def number(value: int, timings: frozenset[Timing]) -> Number:
        return Number(value, f"{base.rstrip('/')}{lists.of(timings)}" if value else None)

    return (
        group.label or "",
        *(number(tally[timing], frozenset({timing})) for timing in BUCKETS),
        number(tally.total, COUNTED),
        number(sum(tally.excluded.values()), frozenset({Timing.EXCLUDED})),
        *_rates(tally),
    )


def _rates(tally: Tally) -> tuple[str, str]:
    """Return the two rates with their numbers, so that nobody has to guess what they are a part of."""
    return (
        f"{tally.done}/{tally.total} ({vn_rate(tally.done, tally.total)})",
        f"{tally.done_on_time}/{tally.done_with_deadline} ({vn_rate(tally.done_on_time, tally.done_with_deadline)})",
    )


def _head(found: Figures) -> tuple[str, list[str]]:
    selection, cut = found.selection, found.cut
    assert cut is not None  # a file is of a breakdown
    title = FILE_TITLE.format(cut=breakdowns.cut_words(cut).lower(), day=vn_date(selection.as_of))
    lines = [
        COUNT_WORDS[statistics.counted_for(selection, cut).count],
        BASIS_WORDS[selection.basis],
        CUT_NOTES.get(cut, ""),
        FROM_DAY.format(day=vn_date(selection.since)) if selection.since else "",
        *(chip.words for chip in _conditions(selection)),
        MADE_AT.format(at=vn_datetime(clockwork.now())),
    ]
    return title, [str(words) for words in lines if words]


def _conditions(selection: Selection) -> Sequence[Chip]:
    """Return every filter in words: whose figures, from which origin, as known at which instant."""
    said_above = {
        "as_of": clockwork.today(),
        "since": None,
        "count": Count.BY_ORIGIN,
        "basis": Basis.IN_FORCE,
    }
    return filters_in_words(reading(), selection.narrowed(**said_above))


def _attachment(selection: Selection, ending: str) -> dict[str, str]:
    name = FILE_NAME.format(day=selection.as_of.isoformat())
    return {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
