"""A table on paper as a grid of text: Word, Excel, OpenDocument and CSV come out the same.

Merged cells repeat their text in every place they cover, tracked insertions are kept and tracked
deletions left out, formulas give their values; a line break inside a cell stays. A cell in which Word
counts by itself holds its number.

The numbers Word prints before paragraphs of a list: the file holds the rule of counting, not the number.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from tracker.core.file_checks import FileKind, checked_import, file_refusal
from tracker.core.refusals import Refusal
from tracker.core.text import LegacyFont, convert_legacy_text, detect_legacy_font, normalise_text
from tracker.documents.sheet_edges import without_far_blanks

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_PLACE = re.compile(r"%(\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts: its kind of number, its first number, and the pattern it stands in."""

    kind: str
    start: int
    pattern: str


@dataclass(slots=True)
class ListNumbers:
    """Counts the paragraphs of a file in the order in which they are asked about.

    Lists made from one definition go on counting together, as in Word, unless a list says where it starts.
    """

    levels: dict[tuple[str, int], _Level]
    definitions: dict[str, str]
    restarts: dict[tuple[str, int], int]
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, document: WordDocument) -> ListNumbers:
        """Read the lists of a file; a file without lists counts nothing."""
        parts = [part for part in document.part.package.iter_parts() if part.partname.endswith("/numbering.xml")]
        root: BaseOxmlElement | None = getattr(parts[0], "element", None) if parts else None
        if root is None:
            return cls({}, {}, {})
        levels = {
            (abstract.get(qn("w:abstractNumId"), ""), _number(level.get(qn("w:ilvl"), "0"))): _Level(
                _value(level, "w:numFmt", "decimal"),
                _number(_value(level, "w:start", "1")),
                _value(level, "w:lvlText", "%1"),
            )
            for abstract in root.findall(qn("w:abstractNum"))
            for level in abstract.findall(qn("w:lvl"))
        }
        definitions, restarts = {}, {}
        for one in root.findall(qn("w:num")):
            name = one.get(qn("w:numId"), "")
            definitions[name] = _value(one, "w:abstractNumId", "")
            for override in one.findall(qn("w:lvlOverride")):
                start = _value(override, "w:startOverride", "")
                if start.isdigit():
                    restarts[name, _number(override.get(qn("w:ilvl"), "0"))] = int(start)
        return cls(levels, definitions, restarts)

    def before(self, paragraph: BaseOxmlElement) -> str:
        """Return the number Word prints before a paragraph («I», «1», «1.2»), and count it; empty for none."""
        properties = paragraph.find(qn("w:pPr"))
        numbered = None if properties is None else properties.find(qn("w:numPr"))
        if numbered is None:
            return ""
        name, depth = _value(numbered, "w:numId", ""), _number(_value(numbered, "w:ilvl", "0"))
        definition = self.definitions.get(name, "")
        level = self.levels.get((definition, depth))
        if level is None or level.kind in {"bullet", "none"}:
            return ""
        if name not in self.begun:
            self.begun.add(name)
            for (list_name, at), start in self.restarts.items():
                if list_name == name:
                    self.counts[definition, at] = start - 1
        self.counts[definition, depth] = self.counts.get((definition, depth), level.start - 1) + 1
        for key in [key for key in self.counts if key[0] == definition and key[1] > depth]:
            del self.counts[key]
        return _PLACE.sub(lambda match: self._written(definition, int(match[1]) - 1), level.pattern).strip()

    def _written(self, definition: str, depth: int) -> str:
        level = self.levels.get((definition, depth))
        if level is None:
            return ""
        count = self.counts.get((definition, depth), level.start)
        if level.kind.endswith("Roman"):
            return _roman(count) if level.kind == "upperRoman" else _roman(count).lower()
        if level.kind.endswith("Letter"):
            letter = chr(ord("A") + (count - 1) % 26)
            return letter if level.kind == "upperLetter" else letter.lower()
        return f"{count:02d}" if level.kind == "decimalZero" else str(count)


def _roman(count: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (count // value)
        count %= value
    return written


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _value(element: BaseOxmlElement, name: str, missing: str) -> str:
    child = element.find(qn(name))
    return missing if child is None else child.get(qn("w:val"), missing)


TableCell = str | dt.date
Grid = tuple[tuple[TableCell, ...], ...]

LONGEST_TABLE = 5_000
"""Rows; a longer sheet is a mistake or an attack."""
WIDEST_TABLE = 60
"""Columns, for the same reason."""

MOST_CELLS = 1_500_000
"""Cells that a sheet may claim to have, empty ones included."""

_DEEPEST_TITLE = 20
"""Lines of a text file looked at to find out what separates its columns."""


@dataclass(frozen=True, slots=True)
class TableFile:
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


def open_paper(data: bytes, filename: str) -> TableFile:
    """Return the tables of a .docx, .xlsx, .xls, .ods or .csv file; refuse anything else."""
    match checked_import(data, filename):
        case FileKind.DOCX:
            paper = _from_word(data)
        case FileKind.XLSX:
            paper = _from_excel(_without_stray_cells(data))
        case FileKind.XLS | FileKind.ODS:
            paper = _from_excel(data)
        case _:
            paper = TableFile(tables=(grid_of_text(decode_text(data)),), lines=())
    return _in_unicode(paper)


def get_cell_text(cell: TableCell) -> str:
    """Return a cell as one line of tidy text; a day in the office's style."""
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    return normalise_text(cell)


def get_cell_lines(cell: TableCell) -> tuple[str, ...]:
    """Return the lines of a cell, tidy, without the empty ones."""
    if isinstance(cell, dt.date):
        return (get_cell_text(cell),)
    return tuple(line for line in (normalise_text(part) for part in cell.splitlines()) if line)


def _in_unicode(paper: TableFile) -> TableFile:
    """Convert what was typed in TCVN3 or VNI fonts, whose letters are symbols elsewhere."""
    cells = (cell for grid in paper.tables for row in grid for cell in row if isinstance(cell, str))
    font = detect_legacy_font(" ".join((*paper.lines, *cells)))

    def plain(cell: TableCell) -> TableCell:
        return convert_legacy_text(cell, font) if font is not None and isinstance(cell, str) else cell

    def line(text: str) -> str:
        return normalise_text(text if font is None else convert_legacy_text(text, font))

    tables = paper.tables
    if font is not None:
        tables = tuple(tuple(tuple(plain(cell) for cell in row) for row in grid) for grid in tables)
    lines = tuple(text for text in map(line, paper.lines) if text)
    return TableFile(tables, lines, tuple(map(line, paper.captions)), font)


def _from_word(data: bytes) -> TableFile:
    try:
        document = Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        raise file_refusal("unreadable") from error
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
    return TableFile(tuple(tables), lines, tuple(captions))


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
        raise file_refusal("unreadable") from error


def _from_excel(data: bytes) -> TableFile:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
        grids = [_sheet_grid(workbook.get_sheet_by_name(name)) for name in names]
    except (CalamineError, OSError, ValueError) as error:
        raise file_refusal("encrypted" if "password" in str(error).casefold() else "unreadable") from error
    tables = tuple(grid for grid in grids if grid)
    return TableFile(tables=tables, lines=())


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


def _without_empty_edge(rows: list[list[TableCell]]) -> list[list[TableCell]]:
    """Leave out rows below and columns beside the last cell that shows anything."""
    height = max((at for at, row in enumerate(rows, start=1) if any(map(_shows, row))), default=0)
    width = max((at for row in rows for at, cell in enumerate(row, start=1) if _shows(cell)), default=0)
    return [row[:width] for row in rows[:height]]


def _shows(cell: TableCell) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


def _too_many_rows(where: str) -> Refusal:
    return file_refusal("too_many_rows", cell=where, rows=LONGEST_TABLE, columns=WIDEST_TABLE)


def _excel_cell(value: object) -> TableCell:
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
        raise file_refusal("open_quote", line=good + 1) from error
    if len(rows) > LONGEST_TABLE:
        raise _too_many_rows(f"A{LONGEST_TABLE + 1}")
    return _squared(rows)


def decode_text(data: bytes) -> str:
    """Return the text of a file in UTF-8, in UTF-16 with its mark, or typed in a font of before Unicode."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        single = data.decode("latin-1")
        if detect_legacy_font(single) is None:
            raise file_refusal("encoding") from error
        return single


def _squared(rows: list[tuple[TableCell, ...]] | list[tuple[str, ...]]) -> Grid:
    width = max((len(row) for row in rows), default=0)
    return tuple((*row, *([""] * (width - len(row)))) for row in rows)
