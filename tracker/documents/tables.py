"""A table on paper as a grid of text: Word, Excel and CSV come out the same.

Merged cells repeat their text in every place they cover, tracked insertions are kept and tracked
deletions left out, formulas give their values; a line break inside a cell stays.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from tracker.documents.file_guard import FileKind, checked_import, refused
from tracker.rules.text import tidy

Cell = str | dt.date
Grid = tuple[tuple[Cell, ...], ...]

LONGEST_TABLE = 5_000
"""Rows; a longer sheet is a mistake or an attack."""
WIDEST_TABLE = 60
"""Columns, for the same reason."""

_OLD_FONT_SYMBOL = re.compile("[\u00a1-\u00bf\u00d7\u00f7]")
_VIETNAMESE_LETTER = re.compile("[\u0111\u01a1\u01b0\u1ea0-\u1ef9]", re.IGNORECASE)
_FEWEST_SYMBOLS = 5
"""A paper with fewer stray symbols may really contain them («25 m²»)."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What a file holds: its tables and, above or around them, its lines of text."""

    tables: tuple[Grid, ...]
    lines: tuple[str, ...]


def open_paper(data: bytes, filename: str) -> Paper:
    """Return the tables of a .docx, .xlsx or .csv file; refuse anything else."""
    match checked_import(data, filename):
        case FileKind.DOCX:
            paper = _from_word(data)
        case FileKind.XLSX:
            paper = _from_excel(data)
        case _:
            paper = Paper(tables=(_from_csv(data),), lines=())
    if _is_in_old_font(paper):
        raise refused("old_font")
    return paper


def text_of(cell: Cell) -> str:
    """Return a cell as one line of tidy text; a day in the office's style."""
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    return tidy(cell)


def lines_of(cell: Cell) -> tuple[str, ...]:
    """Return the lines of a cell, tidy, without the empty ones."""
    if isinstance(cell, dt.date):
        return (text_of(cell),)
    return tuple(line for line in (tidy(part) for part in cell.splitlines()) if line)


def _is_in_old_font(paper: Paper) -> bool:
    """Tell whether the text was typed in TCVN3 or VNI fonts, whose letters are symbols elsewhere."""
    cells = (text_of(cell) for grid in paper.tables for row in grid for cell in row)
    text = unicodedata.normalize("NFC", " ".join((*paper.lines, *cells)))
    symbols = len(_OLD_FONT_SYMBOL.findall(text))
    return symbols >= _FEWEST_SYMBOLS and not _VIETNAMESE_LETTER.search(text)


def _from_word(data: bytes) -> Paper:
    try:
        document = Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        raise refused("unreadable") from error
    body = document.element.body
    tables = tuple(_word_grid(table) for table in body.iter(qn("w:tbl")))
    lines = (tidy(word_text(paragraph)) for paragraph in body.findall(qn("w:p")))
    return Paper(tables=tables, lines=tuple(line for line in lines if line))


def _word_grid(table: BaseOxmlElement) -> Grid:
    rows: list[tuple[str, ...]] = []
    for row in table.findall(qn("w:tr"))[:LONGEST_TABLE]:
        cells: list[str] = []
        for cell in row.findall(qn("w:tc")):
            span, continues = _spans(cell)
            above = rows[-1][len(cells)] if continues and rows and len(cells) < len(rows[-1]) else None
            text = above if above is not None else _cell_text(cell)
            cells.extend([text] * min(span, WIDEST_TABLE))
        rows.append(tuple(cells[:WIDEST_TABLE]))
    return _squared(rows)


def _spans(cell: BaseOxmlElement) -> tuple[int, bool]:
    """Return how many columns a cell covers, and whether it continues the cell above."""
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        return 1, False
    span = properties.find(qn("w:gridSpan"))
    merge = properties.find(qn("w:vMerge"))
    width = "1" if span is None else span.get(qn("w:val"), "1")
    continues = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
    return (int(width) if width.isdigit() else 1), continues


def _cell_text(cell: BaseOxmlElement) -> str:
    return "\n".join(word_text(paragraph) for paragraph in cell.findall(qn("w:p"))).strip()


def word_text(paragraph: BaseOxmlElement) -> str:
    """Return the text of a paragraph as it reads once tracked changes are accepted."""
    return "".join(_runs(paragraph))


def _runs(element: BaseOxmlElement) -> Iterator[str]:
    for child in element:
        if child.tag in {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr")}:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in {qn("w:br"), qn("w:cr")}:
            yield "\n"
        elif child.tag == qn("w:tab"):
            yield " "
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        else:
            yield from _runs(child)


def _from_excel(data: bytes) -> Paper:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [
            sheet.name for sheet in workbook.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible
        ]
        grids = [_sheet_grid(workbook.get_sheet_by_name(name)) for name in names]
    except (CalamineError, OSError, ValueError) as error:
        raise refused("unreadable") from error
    tables = tuple(grid for grid in grids if grid)
    return Paper(tables=tables, lines=())


def _sheet_grid(sheet: CalamineSheet) -> Grid:
    if sheet.total_height > LONGEST_TABLE or sheet.total_width > WIDEST_TABLE:
        raise refused("too_large")
    rows = [[_excel_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top >= len(rows) or left >= len(rows[top]):
            continue
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    return _squared([tuple(row) for row in rows])


def _excel_cell(value: object) -> Cell:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _from_csv(data: bytes) -> Grid:
    text = decoded(data)
    first = text.split("\n", 1)[0]
    delimiter = max("\t;,", key=first.count)
    try:
        rows = [
            tuple(row[:WIDEST_TABLE])
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise refused("unreadable") from error
    if len(rows) > LONGEST_TABLE:
        raise refused("too_large")
    return _squared(rows)


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8 or, with its mark, UTF-16; refuse other encodings."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refused("encoding") from error


def _squared(rows: list[tuple[Cell, ...]] | list[tuple[str, ...]]) -> Grid:
    width = max((len(row) for row in rows), default=0)
    return tuple((*row, *([""] * (width - len(row)))) for row in rows)
