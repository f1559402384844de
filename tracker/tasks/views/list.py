"""The list exactly as it is seen, as a file or on paper: same rows, columns and order, and what was selected.

Lists of tasks: filters in the address, a page at a time, columns and order of one's choice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from tempfile import SpooledTemporaryFile
from urllib.parse import urlencode

from flask import Response, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from tracker.core.formats import vn_date, vn_datetime, vn_number
from tracker.core.i18n import join_messages, make_message
from tracker.database import engine
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents import sheets
from tracker.documents.sheets import SheetCell
from tracker.documents.streamed_sheet import stream_workbook
from tracker.law.permissions import Permission
from tracker.office import installation
from tracker.tasks import lists as task_lists
from tracker.tasks.filter_kinds import NONE
from tracker.tasks.filters import FORM_ORDER
from tracker.tasks.forms.lists import ListColumnsForm
from tracker.tasks.labels import EXPORT_CONDITIONS, EXPORT_EVERYTHING, EXPORT_FILE, EXPORT_TITLE
from tracker.tasks.lists import TASK_COLUMNS, TITLE_COLUMN
from tracker.tasks.selection import GUIDE_CONDITIONS, GUIDE_HEADS, GUIDE_MADE, GUIDE_ROWS, GUIDE_TITLE
from tracker.tasks.views import columns as views_columns, list_request
from tracker.tasks.views.action_page import blueprint
from tracker.tasks.views.bulk import list_permitted_verbs
from tracker.tasks.views.columns import DEFAULT_COLUMNS, SENT
from tracker.tasks.views.list_request import FILTER_BY_NAME, ListView
from tracker.web.request import read_work, requires_permission, write_work
from tracker.web.responses import conditional_view

MOST_ON_PAPER = 2000
"""Rows that are printed; a longer list is for a file."""

EXPORT_BYTES_IN_MEMORY, PIECE = 1024 * 1024, 64 * 1024
"""Bytes of a file that wait in memory, and of one piece on its way."""


@blueprint.get("/nhiem-vu/xuat.csv")
@requires_permission(Permission.TASK_READ)
def export_csv() -> ResponseReturnValue:
    """Send the whole list as CSV, as it is read."""
    work = read_work()
    view = list_request.read_list_request(work)
    return Response(
        _sent(work, _csv(work, view)),
        mimetype="text/csv",
        headers={"Content-Disposition": _attachment(view.selection.as_of, "csv")},
    )


@blueprint.get("/nhiem-vu/xuat.xlsx")
@requires_permission(Permission.TASK_READ)
def export_xlsx() -> ResponseReturnValue:
    """Send the whole list as an Excel file; its second sheet says what was selected and what each column means."""
    work = read_work()
    view = list_request.read_list_request(work)
    names = view.columns or SENT
    words = _conditions(work, view)
    day = vn_date(view.selection.as_of)
    made_at = work.now

    def guide(rows: int) -> list[tuple[str, str]]:
        return [
            GUIDE_HEADS,
            (GUIDE_CONDITIONS, words),
            (GUIDE_MADE, vn_datetime(made_at)),
            (GUIDE_ROWS, vn_number(rows)),
            *((TASK_COLUMNS[name].head, TASK_COLUMNS[name].meaning) for name in names),
        ]

    pieces = stream_workbook(
        (sheets.LIST, GUIDE_TITLE),
        EXPORT_TITLE.format(day=day),
        [EXPORT_CONDITIONS.format(conditions=words)],
        [TASK_COLUMNS[name].head for name in names],
        _cells(work, view, names),
        guide,
    )
    return Response(
        _sent(work, pieces),
        mimetype=sheets.XLSX_MIMETYPE,
        headers={"Content-Disposition": _attachment(view.selection.as_of, "xlsx")},
    )


@blueprint.get("/nhiem-vu/in")
@requires_permission(Permission.TASK_READ)
def printed() -> ResponseReturnValue:
    """Show the whole list as a paper: who made it, what was selected, on which day."""
    work = read_work()
    view = list_request.read_list_request(work)
    columns = view.columns or DEFAULT_COLUMNS
    found = list(islice(task_lists.walk_task_rows(work, view.selection, view.sorting), MOST_ON_PAPER + 1))
    lines = views_columns.render_task_rows(
        found[:MOST_ON_PAPER], columns, view.selection.as_of, with_state=True, home=url_for("tasks.index")
    )
    return render_template(
        "tasks/printed.html",
        heads=[{"words": TASK_COLUMNS[name].head, "kind": TASK_COLUMNS[name].kind} for name in columns],
        lines=lines,
        conditions=_conditions(work, view),
        as_of=view.selection.as_of,
        made_at=work.now,
        is_cut=len(found) > MOST_ON_PAPER,
        given=view.given,
    )


def _conditions(work: UnitOfWork, view: ListView) -> str:
    said = [chip.words for chip in list_request.list_filter_chips(work, view.selection)]
    return join_messages(said, between="; ") if said else EXPORT_EVERYTHING


def _csv(work: UnitOfWork, view: ListView) -> Iterator[bytes]:
    names = view.columns or SENT
    return sheets.csv_lines([TASK_COLUMNS[name].head for name in names], _cells(work, view, names))


def _sent(work: UnitOfWork, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Return a file piece by piece, in little memory, for a line of any speed.

    On SQLite nobody can write while somebody reads: there the file is finished on disk before its first byte goes out.
    """
    if not engine.readers_stop_writers(work.session):
        return stream_with_context(_closing(work, pieces))
    kept = SpooledTemporaryFile(max_size=EXPORT_BYTES_IN_MEMORY)  # noqa: SIM115 - closed when the last byte is sent
    for piece in _closing(work, pieces):
        kept.write(piece)
    kept.seek(0)
    return _read(kept)


def _read(kept: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    with kept:
        yield from iter(partial(kept.read, PIECE), b"")


def _closing(work: UnitOfWork, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield a file; it is read after the request has ended, so it gives its connection back itself."""
    try:
        yield from pieces
    finally:
        work.session.close()


def _cells(work: UnitOfWork, view: ListView, names: Sequence[str]) -> Iterator[tuple[SheetCell, ...]]:
    values = [TASK_COLUMNS[name].read for name in names]
    for row in task_lists.walk_task_rows(work, view.selection, view.sorting):
        yield tuple(value(row) for value in values)


def _attachment(day: dt.date, ending: str) -> str:
    return f'attachment; filename="{EXPORT_FILE.format(day=day.isoformat())}.{ending}"'


IN_THE_FORM = {"tim": "", "han": make_message("Hạn xử lý"), "ket-qua": "", "don-vi": make_message("Đơn vị chủ trì")}
"""Parameters with a field above the list, and its words where they differ; the others travel along, hidden."""


@dataclass(frozen=True, slots=True)
class FilterFormField:
    """A field of a filter form: what it offers where it is a choice, and what is chosen or written in it."""

    name: str
    label: str
    options: list[tuple[str, str]] | None
    value: str
    kind: str
    any_words: str


@blueprint.get("/nhiem-vu")
@requires_permission(Permission.TASK_READ)
@conditional_view
def index() -> ResponseReturnValue:
    """List the tasks of a selection."""
    work = read_work()
    view = list_request.read_list_request(work)
    selection, home = view.selection, url_for("tasks.index")
    after = list_request.parse_list_cursor(request.args.get("sau"), view.sorting)
    page = task_lists.list_tasks(work, selection, after=after, limit=view.limit, sorting=view.sorting)
    before = _number(request.args.get("da-xem"))
    seen = before + len(page.rows)
    onward = {"sau": list_request.format_list_cursor(page.next_place), "da-xem": seen} if page.next_place else None
    is_past = selection.as_of != work.today or selection.known_at is not None
    columns = view.columns or DEFAULT_COLUMNS
    verbs = list_permitted_verbs(work.actor)
    return render_template(
        "tasks/index.html",
        page=page,
        first=before + 1,
        last=seen,
        is_past=is_past,
        chips=list_request.list_filter_chips(work, selection),
        fields=[_form_field(work, name, view.given, words) for name, words in IN_THE_FORM.items()],
        given=view.given,
        hidden=_hidden(view.given),
        heads=[_head(name, view) for name in columns],
        lines=views_columns.render_task_rows(
            page.rows, columns, selection.as_of, with_state=not is_past, home=home, ticked=bool(verbs) and not is_past
        ),
        verbs=verbs,
        query=urlencode(view.given, doseq=True),
        next_href=url_for("tasks.index", **view.given, **onward) if onward else None,  # type: ignore[arg-type]  # lists
        first_href=url_for("tasks.index", **view.given) if before else None,  # type: ignore[arg-type]  # lists
    )


@blueprint.post("/nhiem-vu/cach-xem")
@requires_permission(Permission.TASK_READ)
def look() -> ResponseReturnValue:
    """Remember which columns and how many rows this person likes, and show the same list so."""
    form = ListColumnsForm()
    if form.is_submitted_and_valid():
        columns = ",".join(views_columns.select_columns(form.columns.data or ()))
        with write_work() as work:
            installation.save_preference(work, list_request.COLUMNS_KEPT, columns)
            installation.save_preference(work, list_request.ROWS_KEPT, form.rows.data or "")
    return redirect(form.back())


@blueprint.get("/nhiem-vu/loc")
@requires_permission(Permission.TASK_READ)
def narrow() -> ResponseReturnValue:
    """Offer every condition a list knows."""
    work = read_work()
    view = list_request.read_list_request(work)
    return render_template(
        "tasks/narrow.html",
        columns=view.columns or DEFAULT_COLUMNS,
        choices=[each for each in TASK_COLUMNS.values() if each.name != TITLE_COLUMN],
        limit=view.limit,
        limits=list_request.PAGE_SIZES,
        given=view.given,
        fields=[_form_field(work, name, view.given) for name in FORM_ORDER],
        kept={name: view.given[name] for name in ("cot", "sap-xep", "so-dong") if name in view.given},
    )


def _form_field(work: UnitOfWork, name: str, given: Mapping[str, str | list[str]], words: str = "") -> FilterFormField:
    """Return the field of a filter, filled with what an address gives; «khong» is nothing that is written in words."""
    form, value = FILTER_BY_NAME[name].form, _one(given.get(name))
    assert form is not None  # `FORM_ORDER` names filters with a field
    if form.options is not None:
        return FilterFormField(name, words or form.label, list(form.options(work)), value, "", form.any_words)
    if form.is_day:
        value = vn_date(dt.date.fromisoformat(value)) if value else ""
    kind = "date" if form.is_day else ""
    return FilterFormField(name, words or form.label, None, "" if value == NONE else value, kind, "")


def _hidden(given: dict[str, str | list[str]]) -> list[tuple[str, str]]:
    """Return what the filter form carries along: conditions without a field, and those with several values."""
    return [
        (name, single)
        for name, value in given.items()
        for single in (value if isinstance(value, list) else [value])
        if name not in IN_THE_FORM or (isinstance(value, list) and len(value) > 1)
    ]


def _head(name: str, view: ListView) -> dict[str, str]:
    """Return the head of a column; a click puts rows in its order, another one turns it round."""
    column = TASK_COLUMNS[name]
    head = {"words": column.head, "kind": column.kind}
    if column.order is None:
        return head
    is_chosen = view.sorting.order is column.order
    turned = f"-{column.order}" if is_chosen and not view.sorting.descending else str(column.order)
    head["href"] = url_for("tasks.index", **{**view.given, "sap-xep": turned})  # type: ignore[arg-type]  # lists
    if is_chosen:
        head["sort"] = "descending" if view.sorting.descending else "ascending"
    return head


def _one(value: str | list[str] | None) -> str:
    if isinstance(value, list):
        return value[0] if len(value) == 1 else ""
    return value or ""


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
