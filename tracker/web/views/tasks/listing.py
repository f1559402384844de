"""Lists of tasks: filters in the address, a page at a time, and the same selection as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from tracker.documents import spreadsheet
from tracker.documents.spreadsheet import Cell
from tracker.rules.lifecycle import AssignmentState
from tracker.rules.permissions import Origin, Permission, scope
from tracker.rules.selecting import Selection
from tracker.services import tasks
from tracker.store import papers, units
from tracker.store.lists import Place, TaskRow
from tracker.transaction import Work
from tracker.web.conditions import Names, chips
from tracker.web.filters import vn_date
from tracker.web.guards import requires
from tracker.web.selections import parameters, selection_from
from tracker.web.views.tasks.pages import blueprint
from tracker.web.work import reading
from tracker.wording import ORIGIN_WORDS, STATE_WORDS, TIMING_WORDS
from tracker.wording.tasks import (
    COLUMNS,
    EXPORT_CONDITIONS,
    EXPORT_EVERYTHING,
    EXPORT_FILE,
    EXPORT_TITLE,
    RESULT_WORDS,
    SEVERAL_UNITS,
)

PAGE, PAGE_OF_A_FIGURE = 50, 200
"""Rows on a page; a list opened from a number shows more, so that people can count it."""

IN_THE_FORM = ("nguon", "don-vi", "phoi-hop", "linh-vuc", "trang-thai", "ket-qua", "han-tu", "han-den", "tim")
"""Parameters that have a field of their own above the list; the others travel along, hidden."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a field above the list offers and what is chosen in it."""

    options: list[tuple[str, str]]
    selected: str


@blueprint.get("/nhiem-vu")
@requires(Permission.TASK_READ)
def index() -> ResponseReturnValue:
    """List the tasks of a selection."""
    work = reading()
    selection = _asked(work, request.args)
    limit = PAGE_OF_A_FIGURE if request.args.getlist("ket-qua") else PAGE
    page = tasks.listed(work, selection, after=_place(request.args.get("sau")), limit=limit)
    names = _names(work)
    given = parameters(selection, today=work.today)
    before = _number(request.args.get("da-xem"))
    seen = before + len(page.rows)
    onward = {"sau": _mark(page.next_place), "da-xem": seen} if page.next_place else None
    return render_template(
        "tasks/index.html",
        page=page,
        first=before + 1,
        last=seen,
        is_past=selection.as_of != work.today or selection.known_at is not None,
        chips=chips(selection, names, today=work.today),
        fields=_fields(given, names),
        given=given,
        hidden=_hidden(given),
        next_href=url_for("tasks.index", **given, **onward) if onward else None,  # type: ignore[arg-type]  # lists
        first_href=url_for("tasks.index", **given) if before else None,  # type: ignore[arg-type]  # lists
    )


@blueprint.get("/nhiem-vu/xuat.csv")
@requires(Permission.TASK_READ)
def export_csv() -> ResponseReturnValue:
    """Send the whole selection as CSV, as it is read."""
    work = reading()
    selection = _asked(work, request.args)
    return Response(
        stream_with_context(_csv(work, selection)),
        mimetype="text/csv",
        headers={"Content-Disposition": _attachment(selection.as_of, "csv")},
    )


@blueprint.get("/nhiem-vu/xuat.xlsx")
@requires(Permission.TASK_READ)
def export_xlsx() -> ResponseReturnValue:
    """Send the whole selection as an Excel file that says what was selected."""
    work = reading()
    selection = _asked(work, request.args)
    conditions = "; ".join(chip.words for chip in chips(selection, _names(work), today=work.today))
    data = spreadsheet.workbook(
        EXPORT_TITLE.format(day=vn_date(selection.as_of)),
        [EXPORT_CONDITIONS.format(conditions=conditions or EXPORT_EVERYTHING)],
        COLUMNS,
        _cells(work, selection),
    )
    return Response(
        data, mimetype=spreadsheet.XLSX, headers={"Content-Disposition": _attachment(selection.as_of, "xlsx")}
    )


def _asked(work: Work, args: MultiDict[str, str]) -> Selection:
    """Return the selection of the address, within what this person may see."""
    return selection_from(args, scope=scope(work.actor, Permission.TASK_READ), today=work.today)


def _names(work: Work) -> Names:
    areas = {area.id: area.name for area in papers.areas(work.session)}
    return Names(units.names_in_order(work.session), areas)


def _fields(given: dict[str, str | list[str]], names: Names) -> dict[str, Field]:
    units_offered = [(str(key), name) for key, name in names.units.items()]
    offered = {
        "nguon": [(origin.value, ORIGIN_WORDS[origin]) for origin in Origin],
        "don-vi": units_offered,
        "phoi-hop": units_offered,
        "linh-vuc": [(str(key), name) for key, name in names.areas.items()],
        "trang-thai": [(s.value, STATE_WORDS[s]) for s in AssignmentState if s is not AssignmentState.DRAFT],
        "ket-qua": list(RESULT_WORDS.items()),
    }
    return {name: Field(options, _single(given.get(name))) for name, options in offered.items()}


def _hidden(given: dict[str, str | list[str]]) -> list[tuple[str, str]]:
    """Return what the filter form carries along: conditions without a field, and those with several values."""
    return [
        (name, single)
        for name, value in given.items()
        for single in (value if isinstance(value, list) else [value])
        if name not in IN_THE_FORM or (isinstance(value, list) and len(value) > 1)
    ]


def _single(value: str | list[str] | None) -> str:
    if isinstance(value, list):
        return value[0] if len(value) == 1 else ""
    return value or ""


def _csv(work: Work, selection: Selection) -> Iterator[bytes]:
    """Yield the file; it is read after the request has ended, so it gives its connection back itself."""
    try:
        yield from spreadsheet.csv_lines(COLUMNS, _cells(work, selection))
    finally:
        work.session.close()


def _cells(work: Work, selection: Selection) -> Iterator[tuple[Cell, ...]]:
    for row in tasks.every_row(work, selection):
        yield _line(row)


def _line(row: TaskRow) -> tuple[Cell, ...]:
    return (
        row.assignment_id,
        row.code,
        row.title,
        ORIGIN_WORDS[row.origin],
        SEVERAL_UNITS.format(number=row.units) if row.units > 1 else row.unit_name,
        row.assigned_on,
        row.term_text,
        row.due_on,
        row.done_on,
        TIMING_WORDS[row.timing],
        STATE_WORDS[row.state],
        row.progress,
    )


def _attachment(day: dt.date, ending: str) -> str:
    return f'attachment; filename="{EXPORT_FILE.format(day=day.isoformat())}.{ending}"'


def _mark(place: Place) -> str:
    return f"{place.due_on.isoformat()}.{place.assignment_id}"


def _place(mark: str | None) -> Place | None:
    """Read a place from the address; what cannot be read is the beginning."""
    day, _, key = (mark or "").partition(".")
    try:
        return Place(dt.date.fromisoformat(day), _number(key))
    except ValueError:
        return None


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
