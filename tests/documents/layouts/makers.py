"""Making plan tables in Word, Excel and text for the tests."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Paper
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table
from xlsxwriter import Workbook

Row = Sequence[str]
HEADER = ("STT", "Nội dung, nhiệm vụ", "Sản phẩm", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành")
REVIEW = ("1", "Rà soát thủ tục", "Báo cáo", "Phòng Tư pháp", "Phòng Nội vụ", "Quý I/2021")
CHECK = ("2", "Kiểm tra công vụ", "Biên bản", "Phòng Nội vụ", "Thanh tra thị xã", "Trước ngày 30/9/2021")
NEWS = ("3", "Tuyên truyền", "Tin bài", "Phòng Văn hóa và Thông tin", "UBND các xã, phường", "Cả năm")
THREE = (REVIEW, CHECK, NEWS)


def word(*tables: Sequence[Row], before: Sequence[str] = (), merges: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """Return a Word file; `before` stands above the tables in turn, `merges` are in the first table.

    A merge is top, left, bottom, right.
    """
    paper = Document()
    for place, rows in enumerate(tables):
        if place < len(before):
            paper.add_paragraph(before[place])
        table = fill(paper, rows)
        if place == 0:
            for top, left, bottom, right in merges:
                first, last = table.cell(top, left), table.cell(bottom, right)
                text = first.text
                first.merge(last).text = text
    return saved(paper)


def fill(paper: Paper, rows: Sequence[Row]) -> Table:
    """Add a table; a line break in a cell is a paragraph of its own."""
    table: Table = paper.add_table(rows=len(rows), cols=max(len(row) for row in rows))
    for line, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(line, column).text = text
    return table


def counted_by_word(rows: Sequence[Row]) -> bytes:
    """Return a Word file that prints the numbers of the first column by itself: Roman for sections, else 1, 2, 3."""
    paper = Document()
    lists = paper.part.numbering_part.element
    for name, kind in (("90", "upperRoman"), ("91", "decimal")):
        level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="%1."/></w:lvl>'
        lists.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{name}">{level}</w:abstractNum>'))
        lists.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{name}"><w:abstractNumId w:val="{name}"/></w:num>'))
    table = fill(paper, [("", *row[1:]) if place else row for place, row in enumerate(rows)])
    for place, row in enumerate(rows[1:], start=1):
        name = "91" if row[0].isdigit() else "90"
        paragraph = table.cell(place, 0).paragraphs[0]
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{name}"/></w:numPr>')
        )
    return saved(paper)


def saved(paper: Paper) -> bytes:
    """Return the bytes of a Word file."""
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def excel(
    rows: Sequence[Sequence[str | int | dt.date]],
    *,
    merges: Sequence[tuple[int, int, int, int]] = (),
    left: int = 0,
    hidden: Sequence[Row] = (),
) -> bytes:
    """Return an Excel file whose table begins `left` columns from the edge."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Kế hoạch")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for line, row in enumerate(rows):
            for column, cell in enumerate(row, start=left):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(line, column, cell, day)
                else:
                    sheet.write(line, column, cell)
        for top, first, bottom, last in merges:
            sheet.merge_range(top, first + left, bottom, last + left, rows[top][first])
        if hidden:
            other = book.add_worksheet("Nháp")
            for line, row in enumerate(hidden):
                other.write_row(line, 0, row)
            other.hide()  # type: ignore[attr-defined]  # missing from our stub of the library
    return buffer.getvalue()


def text(rows: Sequence[Row], delimiter: str = ";", encoding: str = "utf-8", newline: str = "\n") -> bytes:
    """Return a text file; cells with breaks or delimiters are quoted."""
    lines = []
    for row in rows:
        needs = [any(char in cell for char in (delimiter, '"', "\n")) for cell in row]
        cells = [f'"{cell.replace(chr(34), chr(34) * 2)}"' if q else cell for cell, q in zip(row, needs, strict=True)]
        lines.append(delimiter.join(cells))
    return (newline.join(lines) + newline).encode(encoding)
