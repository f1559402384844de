"""Lists for download: plain rows in, the bytes of a CSV or an Excel file out. Nothing in them is a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from xlsxwriter import Workbook

Cell = str | int | dt.date | None

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads a CSV file in the code page of its country."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of an Excel file."""

LIST = "Danh sách"
"""The sheet of the rows."""

GUIDE = "Hướng dẫn"
"""The sheet on how a file is filled in."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDEST, _NARROWEST = 60, 8
TOGETHER = 200
"""Lines of a CSV file that leave together."""


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield a CSV file some lines at a time, in UTF-8 with its mark, days as 31/12/2021."""
    yield BYTE_ORDER_MARK.encode() + _lines([head])
    coming = iter(rows)
    while some := list(islice(coming, TOGETHER)):
        yield _lines([_plain(cell) for cell in row] for row in some)


def workbook(
    title: str,
    notes: Sequence[str],
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    guide: Iterable[Sequence[str]] = (),
    guide_title: str = GUIDE,
) -> bytes:
    """Return an Excel file: a title, notes below it, the heads, the rows; text stays text.

    `guide` fills a second sheet, on how the first one is filled in or what it holds.
    """
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(buffer, options) as book:
        sheet = book.add_worksheet(LIST)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13}))
        for number, note in enumerate(notes, start=1):
            sheet.write_string(number, 0, note)
        top = len(notes) + 2
        widths = [len(word) for word in head]
        for column, word in enumerate(head):
            sheet.write_string(top, column, word, bold)
        for number, row in enumerate(rows, start=top + 1):
            for column, cell in enumerate(row):
                widths[column] = max(widths[column], len(_plain(cell)))
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell, wrapped)
                elif isinstance(cell, dt.date):
                    sheet.write_datetime(number, column, cell, day)
                elif cell is not None:
                    sheet.write_number(number, column, cell, wrapped)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(max(width + 1, _NARROWEST), _WIDEST))
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(top)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        if explained := list(guide):
            beside = book.add_worksheet(guide_title)
            beside.set_column(0, len(explained[0]) - 1, _WIDEST // 2)
            for number, line in enumerate(explained):
                for column, words in enumerate(line):
                    beside.write_string(number, column, words, wrapped if number else bold)
    return buffer.getvalue()


def inert(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([inert(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode()


def _plain(cell: Cell) -> str:
    if isinstance(cell, dt.date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year}"
    return "" if cell is None else str(cell)
