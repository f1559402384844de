"""A table on paper as a grid of text: Word, Excel, OpenDocument and CSV come out the same.

Merged cells repeat their text in every place they cover, tracked insertions are kept and tracked
deletions left out, formulas give their values; a line break inside a cell stays. A cell in which Word
counts by itself holds its number.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from tracker.documents.file_guard import FileKind, checked_import, refused
from tracker.documents.list_numbers import ListNumbers
from tracker.documents.sheet_edges import without_far_blanks
from tracker.rules.legacy_text import LegacyFont, convert, recognise
from tracker.rules.refusals import Refusal
from tracker.rules.text import tidy

Cell = str | dt.date
Grid = tuple[tuple[Cell, ...], ...]

LONGEST_TABLE = 5_000
"""Rows; a longer sheet is a mistake or an attack."""
WIDEST_TABLE = 60
"""Columns, for the same reason."""

MOST_CELLS = 1_500_000
"""Cells that a sheet may claim to have, empty ones included."""

_DEEPEST_TITLE = 20
"""Lines of a text file looked at to find out what separates its columns."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What a file holds: its tables and, above or around them, its lines of text.

    `font` is the family of fonts the text was converted from, None for Unicode.
    """

    tables: tuple[Grid, ...]
    lines: tuple[str, ...]
    captions: tuple[str, ...] = ()
    font: LegacyFont | None = None

    def caption(self, place: int) -> str:
        """Return the line that stands right above a table, empty when there is none."""
        return self.captions[place] if place < len(self.captions) else ""


def open_paper(data: bytes, filename: str) -> Paper:
    """Return the tables of a .docx, .xlsx, .xls, .ods or .csv file; refuse anything else."""
    match checked_import(data, filename):
        case FileKind.DOCX:
            paper = _from_word(data)
        case FileKind.XLSX:
            paper = _from_excel(_without_stray_cells(data))
        case FileKind.XLS | FileKind.ODS:
            paper = _from_excel(data)
        case _:
            paper = Paper(tables=(grid_of_text(decoded(data)),), lines=())
    return _in_unicode(paper)


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


def _in_unicode(paper: Paper) -> Paper:
    """Convert what was typed in TCVN3 or VNI fonts, whose letters are symbols elsewhere."""
    cells = (cell for grid in paper.tables for row in grid for cell in row if isinstance(cell, str))
    font = recognise(" ".join((*paper.lines, *cells)))

    def plain(cell: Cell) -> Cell:
        return convert(cell, font) if font is not None and isinstance(cell, str) else cell

    def line(text: str) -> str:
        return tidy(text if font is None else convert(text, font))

    tables = paper.tables
    if font is not None:
        tables = tuple(tuple(tuple(plain(cell) for cell in row) for row in grid) for grid in tables)
    lines = tuple(text for text in map(line, paper.lines) if text)
    return Paper(tables, lines, tuple(map(line, paper.captions)), font)


def _from_word(data: bytes) -> Paper:
    try:
        document = Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        raise refused("unreadable") from error
    body, numbers = document.element.body, ListNumbers.of(document)
    tables, captions, above = [], [], ""
    for element in body.iter(qn("w:tbl"), qn("w:p")):
        if element.tag == qn("w:tbl"):
            tables.append(_word_grid(element, numbers))
            captions.append(above)
            above = ""
        elif element.getparent() is body and (text := word_text(element)).strip():
            above = text
    lines = tuple(word_text(paragraph) for paragraph in body.findall(qn("w:p")))
    return Paper(tuple(tables), lines, tuple(captions))


def _word_grid(table: BaseOxmlElement, numbers: ListNumbers) -> Grid:
    rows: list[tuple[str, ...]] = []
    for row in table.findall(qn("w:tr"))[:LONGEST_TABLE]:
        cells: list[str] = []
        for cell in row.findall(qn("w:tc")):
            span, continues = _spans(cell)
            above = rows[-1][len(cells)] if continues and rows and len(cells) < len(rows[-1]) else None
            text = above if above is not None else _cell_text(cell, numbers)
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


def _cell_text(cell: BaseOxmlElement, numbers: ListNumbers) -> str:
    """Return the words of a cell; where it holds none, the numbers Word counts there."""
    paragraphs = cell.findall(qn("w:p"))
    counted = [numbers.before(paragraph) for paragraph in paragraphs]
    words = "\n".join(word_text(paragraph) for paragraph in paragraphs).strip()
    return words or "\n".join(counted).strip()


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


def _without_stray_cells(data: bytes) -> bytes:
    try:
        return without_far_blanks(data, LONGEST_TABLE, WIDEST_TABLE)
    except (zipfile.BadZipFile, ValueError, KeyError, OSError, SyntaxError) as error:
        raise refused("unreadable") from error


def _from_excel(data: bytes) -> Paper:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [
            sheet.name for sheet in workbook.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible
        ]
        grids = [_sheet_grid(workbook.get_sheet_by_name(name)) for name in names]
    except (CalamineError, OSError, ValueError) as error:
        raise refused("encrypted" if "password" in str(error).casefold() else "unreadable") from error
    tables = tuple(grid for grid in grids if grid)
    return Paper(tables=tables, lines=())


def _sheet_grid(sheet: CalamineSheet) -> Grid:
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise _too_many_rows(f"{sheet.total_height}")
    rows = _without_empty_edge(
        [[_excel_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    )
    if len(rows) > LONGEST_TABLE or len(rows[0] if rows else ()) > WIDEST_TABLE:
        raise _too_many_rows(f"{len(rows)}")
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top >= len(rows) or left >= len(rows[top]):
            continue
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    return _squared([tuple(row) for row in rows])


def _without_empty_edge(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Leave out rows below and columns beside the last cell that shows anything."""
    height = max((at for at, row in enumerate(rows, start=1) if any(map(_shows, row))), default=0)
    width = max((at for row in rows for at, cell in enumerate(row, start=1) if _shows(cell)), default=0)
    return [row[:width] for row in rows[:height]]


def _shows(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


def _too_many_rows(where: str) -> Refusal:
    return refused("too_many_rows", cell=where, rows=LONGEST_TABLE, columns=WIDEST_TABLE)


def _excel_cell(value: object) -> Cell:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def grid_of_text(text: str) -> Grid:
    """Return the table typed as text; a quote left open is told with its line, and nothing is half read."""
    first = max(text.splitlines()[:_DEEPEST_TITLE], key=lambda line: max(map(line.count, "\t;,")), default="")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max("\t;,", key=first.count), strict=True)
    rows: list[tuple[str, ...]] = []
    good = 0
    try:
        for row in reader:
            rows.append(tuple(row[:WIDEST_TABLE]))
            good = reader.line_num
    except csv.Error as error:
        raise refused("open_quote", line=good + 1) from error
    if len(rows) > LONGEST_TABLE:
        raise _too_many_rows(f"A{LONGEST_TABLE + 1}")
    return _squared(rows)


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8, in UTF-16 with its mark, or typed in a font of before Unicode."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        single = data.decode("latin-1")
        if recognise(single) is None:
            raise refused("encoding") from error
        return single


def _squared(rows: list[tuple[Cell, ...]] | list[tuple[str, ...]]) -> Grid:
    width = max((len(row) for row in rows), default=0)
    return tuple((*row, *([""] * (width - len(row)))) for row in rows)
