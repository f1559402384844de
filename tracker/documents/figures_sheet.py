"""Figures for download: an Excel file whose every number opens its list, beside a sheet that defines them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

TITLE, DEFINITIONS, ADJUSTED = "Số liệu", "Định nghĩa", "Ghi nhận kèm số liệu"
_FIRST_WIDTH, _WIDTH, _WIDE = 42, 13, 60


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the address of its list; no address where there is nothing to list."""

    value: int
    href: str | None = None


Cell = str | Number


def figures_workbook(
    title: str,
    notes: Sequence[str],
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    definitions: Sequence[tuple[str, str]],
    adjusted: Sequence[tuple[str, Number]] = (),
) -> bytes:
    """Return an Excel file: the table with its links, below it the acts on which it rests; a second sheet defines."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        linked = book.add_format(
            {"font_color": "#1d4e79", "underline": 1, "num_format": "#,##0", "valign": "top"}
        )
        sheet = book.add_worksheet(TITLE)
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13}))
        for number, note in enumerate(notes, start=1):
            sheet.write_string(number, 0, note)
        top = len(notes) + 2
        for column, words in enumerate(head):
            sheet.write_string(top, column, words, bold)
        place = top
        for place, row in enumerate(rows, start=top + 1):
            for column, cell in enumerate(row):
                _write(sheet, place, column, cell, plain, linked)
        if adjusted:
            sheet.write_string(place + 2, 0, ADJUSTED, bold)
        for below, (words, counted) in enumerate(adjusted, start=place + 3):
            sheet.write_string(below, 0, words, plain)
            _write(sheet, below, 1, counted, plain, linked)
        sheet.set_column(0, 0, _FIRST_WIDTH)
        sheet.set_column(1, max(1, len(head) - 1), _WIDTH)
        sheet.freeze_panes(top + 1, 1)
        sheet.repeat_rows(top)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        _define(book.add_worksheet(DEFINITIONS), definitions, bold, plain)
    return buffer.getvalue()


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, plain: Format, linked: Format) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell, plain)
    elif cell.href is None:
        sheet.write_number(row, column, cell.value, plain)
    else:
        sheet.write_url(row, column, cell.href, linked)
        sheet.write_number(row, column, cell.value, linked)  # the link stays, the cell is a number


def _define(sheet: Worksheet, definitions: Sequence[tuple[str, str]], bold: Format, plain: Format) -> None:
    sheet.set_column(0, 0, _FIRST_WIDTH)
    sheet.set_column(1, 1, _WIDE)
    for number, (word, meaning) in enumerate(definitions):
        sheet.write_string(number, 0, word, bold)
        sheet.write_string(number, 1, meaning, plain)
