"""The list exactly as it is seen, as a file or on paper: same rows, columns and order, and what was selected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from tempfile import SpooledTemporaryFile

from flask import Response, render_template, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from tracker.documents import spreadsheet
from tracker.documents.spreadsheet import Cell
from tracker.documents.streamed_sheet import streamed
from tracker.rules.permissions import Permission
from tracker.services import tasks
from tracker.store import machine
from tracker.transaction import Work
from tracker.web import task_columns, task_lists
from tracker.web.filters import vn_date, vn_datetime, vn_number
from tracker.web.guards import requires
from tracker.web.task_columns import COLUMNS, SENT, SHOWN
from tracker.web.task_lists import View
from tracker.web.views.tasks.pages import blueprint
from tracker.web.work import reading
from tracker.wording.selecting import GUIDE_CONDITIONS, GUIDE_HEADS, GUIDE_MADE, GUIDE_ROWS, GUIDE_TITLE
from tracker.wording.sentence import together
from tracker.wording.tasks import EXPORT_CONDITIONS, EXPORT_EVERYTHING, EXPORT_FILE, EXPORT_TITLE

MOST_ON_PAPER = 2000
"""Rows that are printed; a longer list is for a file."""

IN_MEMORY, PIECE = 1024 * 1024, 64 * 1024
"""Bytes of a file that wait in memory, and of one piece on its way."""


@blueprint.get("/nhiem-vu/xuat.csv")
@requires(Permission.TASK_READ)
def export_csv() -> ResponseReturnValue:
    """Send the whole list as CSV, as it is read."""
    work = reading()
    view = task_lists.asked(work)
    return Response(
        _sent(work, _csv(work, view)),
        mimetype="text/csv",
        headers={"Content-Disposition": _attachment(view.selection.as_of, "csv")},
    )


@blueprint.get("/nhiem-vu/xuat.xlsx")
@requires(Permission.TASK_READ)
def export_xlsx() -> ResponseReturnValue:
    """Send the whole list as an Excel file; its second sheet says what was selected and what each column means."""
    work = reading()
    view = task_lists.asked(work)
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
            *((COLUMNS[name].head, COLUMNS[name].meaning) for name in names),
        ]

    pieces = streamed(
        (spreadsheet.LIST, GUIDE_TITLE),
        EXPORT_TITLE.format(day=day),
        [EXPORT_CONDITIONS.format(conditions=words)],
        [COLUMNS[name].head for name in names],
        _cells(work, view, names),
        guide,
    )
    return Response(
        _sent(work, pieces),
        mimetype=spreadsheet.XLSX,
        headers={"Content-Disposition": _attachment(view.selection.as_of, "xlsx")},
    )


@blueprint.get("/nhiem-vu/in")
@requires(Permission.TASK_READ)
def printed() -> ResponseReturnValue:
    """Show the whole list as a paper: who made it, what was selected, on which day."""
    work = reading()
    view = task_lists.asked(work)
    columns = view.columns or SHOWN
    found = list(islice(tasks.every_row(work, view.selection, view.sorting), MOST_ON_PAPER + 1))
    lines = task_columns.lines(
        found[:MOST_ON_PAPER], columns, view.selection.as_of, with_state=True, home=url_for("tasks.index")
    )
    return render_template(
        "tasks/printed.html",
        heads=[{"words": COLUMNS[name].head, "kind": COLUMNS[name].kind} for name in columns],
        lines=lines,
        conditions=_conditions(work, view),
        as_of=view.selection.as_of,
        made_at=work.now,
        is_cut=len(found) > MOST_ON_PAPER,
        given=view.given,
    )


def _conditions(work: Work, view: View) -> str:
    names = task_lists.names(work, view.given)
    said = [chip.words for chip in task_lists.said(work, view, names)]
    return together(said, between="; ") if said else EXPORT_EVERYTHING


def _csv(work: Work, view: View) -> Iterator[bytes]:
    names = view.columns or SENT
    return spreadsheet.csv_lines([COLUMNS[name].head for name in names], _cells(work, view, names))


def _sent(work: Work, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Return a file piece by piece, in little memory, for a line of any speed.

    On SQLite nobody can write while somebody reads: there the file is finished on disk before its first byte goes out.
    """
    if not machine.readers_stop_writers(work.session):
        return stream_with_context(_closing(work, pieces))
    kept = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed when the last byte is sent
    for piece in _closing(work, pieces):
        kept.write(piece)
    kept.seek(0)
    return _read(kept)


def _read(kept: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    with kept:
        yield from iter(partial(kept.read, PIECE), b"")


def _closing(work: Work, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield a file; it is read after the request has ended, so it gives its connection back itself."""
    try:
        yield from pieces
    finally:
        work.session.close()


def _cells(work: Work, view: View, names: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    values = [COLUMNS[name].value for name in names]
    for row in tasks.every_row(work, view.selection, view.sorting):
        yield tuple(value(row) for value in values)


def _attachment(day: dt.date, ending: str) -> str:
    return f'attachment; filename="{EXPORT_FILE.format(day=day.isoformat())}.{ending}"'
