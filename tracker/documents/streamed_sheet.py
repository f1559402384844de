"""A long list as an Excel file that leaves while it is being read: of any length, in a memory that does not grow.

The few parts of ECMA-376 (Office Open XML) that a plain list needs: inline strings, real days, heads that stay when one
scrolls and stand on every printed page. Forms and reports are written by `sheets`.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from xml.sax.saxutils import escape

from tracker.documents.sheets import SheetCell

SAMPLE = 200
"""Rows from which the widths of columns are taken: widths come before the rows."""

LONGEST_CELL = 32_767
"""Characters that a cell can hold."""

_WIDEST, _NARROWEST = 60, 8
_PIECE = 64 * 1024
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FIRST_DAY = dt.date(1899, 12, 30).toordinal()
_PLAIN, _TITLE, _BOLD, _DAY = "", ' s="1"', ' s="2"', ' s="3"'

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
    f' ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
)
_ROOT = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument"'
    ' Target="xl/workbook.xml"/></Relationships>'
)
_PARTS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet"'
    f' Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{_OFFICE}/worksheet"'
    f' Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    "</Relationships>"
)
_FONT = '<name val="Calibri"/><family val="2"/>'
_TOP = '<alignment vertical="top" wrapText="1"/>'
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
    f'<fonts count="3"><font><sz val="11"/>{_FONT}</font><font><b/><sz val="13"/>{_FONT}</font>'
    f'<font><b/><sz val="11"/>{_FONT}</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/>'
    '<bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0"'
    ' borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"'
    f' applyAlignment="1">{_TOP}</xf><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    f'<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">{_TOP}</xf>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top"/></xf></cellXfs></styleSheet>'
)


def stream_workbook(
    sheets: tuple[str, str],
    title: str,
    notes: Sequence[str],
    head: Sequence[str],
    rows: Iterable[Sequence[SheetCell]],
    guide: Callable[[int], Iterable[Sequence[str]]],
) -> Iterator[bytes]:
    """Yield an Excel file: a title, notes below it, the heads, the rows, and a second sheet that explains them.

    `sheets` are the names of both; `guide` is asked once the number of rows is known. Text stays text.
    """
    out = _Pipe()
    top = len(notes) + 3
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _ROOT),
            ("xl/_rels/workbook.xml.rels", _PARTS),
            ("xl/workbook.xml", _book(sheets, top)),
            ("xl/styles.xml", _STYLES),
        ):
            package.writestr(name, text)
        yield out.taken()  # the file begins at once, before its rows are read
        written = 0
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for number, piece in _list(title, notes, head, rows, top):
                sheet.write(piece.encode())
                written = number
                if out.waiting >= _PIECE:
                    yield out.taken()
        with package.open("xl/worksheets/sheet2.xml", "w") as sheet:
            sheet.write("".join(_guide(guide(written))).encode())
    yield out.taken()


class _Pipe(io.RawIOBase):
    """What a packer writes into and a reader takes out of; nobody can go back in it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.waiting = 0

    def writable(self) -> bool:
        """Tell that one can write here."""
        return True

    def write(self, piece: object) -> int:
        """Take a piece."""
        data = bytes(piece)  # type: ignore[call-overload]  # whatever buffer the packer hands over
        if data:
            self._pieces.append(data)
        self.waiting += len(data)
        return len(data)

    def taken(self) -> bytes:
        """Give away everything that waits."""
        found = b"".join(self._pieces)
        self._pieces.clear()
        self.waiting = 0
        return found


def _book(sheets: tuple[str, str], top: int) -> str:
    first, second = (escape(name, {'"': "&quot;"}) for name in sheets)
    quoted = escape("'{}'".format(sheets[0].replace("'", "''")))
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="{first}" sheetId="1" r:id="rId1"/>'
        f'<sheet name="{second}" sheetId="2" r:id="rId2"/></sheets><definedNames>'
        f'<definedName name="_xlnm.Print_Titles" localSheetId="0">{quoted}!${top}:${top}</definedName>'
        "</definedNames></workbook>"
    )


def _list(
    title: str, notes: Sequence[str], head: Sequence[str], rows: Iterable[Sequence[SheetCell]], top: int
) -> Iterator[tuple[int, str]]:
    """Yield the sheet piece by piece, with the number of rows written so far."""
    coming = iter(rows)
    sample = list(islice(coming, SAMPLE))
    widths = [
        min(max(_NARROWEST, *(len(_words(row[place])) + 1 for row in (head, *sample))), _WIDEST)
        for place in range(len(head))
    ]
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(widths, start=1)
    )
    yield (
        0,
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView'
        f' workbookViewId="0"><pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/>'
        f'</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
        + _row(1, [title], _TITLE)
        + "".join(_row(number, [note]) for number, note in enumerate(notes, start=2))
        + _row(top, head, _BOLD),
    )
    number = 0
    coming = chain(sample, coming)
    while some := list(islice(coming, SAMPLE)):
        yield (number + len(some), "".join(_row(place, row) for place, row in enumerate(some, start=top + number + 1)))
        number += len(some)
    yield (
        number,
        '</sheetData><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>',
    )


def _guide(lines: Iterable[Sequence[str]]) -> Iterator[str]:
    yield (
        f'{_XML}<worksheet xmlns="{_MAIN}"><cols><col min="1" max="2" width="{_WIDEST // 2}" customWidth="1"/></cols>'
        "<sheetData>"
    )
    for number, line in enumerate(lines, start=1):
        yield _row(number, line, _BOLD if number == 1 else _PLAIN)
    yield "</sheetData></worksheet>"


def _row(number: int, cells: Sequence[SheetCell], style: str = _PLAIN) -> str:
    return f'<row r="{number}">{"".join(_cell(cell, style) for cell in cells)}</row>'


def _cell(cell: SheetCell, style: str) -> str:
    if cell is None:
        return "<c/>"
    if isinstance(cell, dt.date):
        return f"<c{_DAY}><v>{cell.toordinal() - _FIRST_DAY}</v></c>"
    if isinstance(cell, int):
        return f"<c{style}><v>{cell}</v></c>"
    text = escape(_UNWRITABLE.sub("", cell)[:LONGEST_CELL])
    return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _words(cell: SheetCell) -> str:
    return "dd/mm/yyyy" if isinstance(cell, dt.date) else "" if cell is None else str(cell)
