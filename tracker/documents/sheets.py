"""Figures for download: an Excel file whose every number opens its list, beside a sheet that defines them.

Files in exactly the form the importers read: empty ones to fill in, a plan and a register as they stand.

Lists for download: plain rows in, the bytes of a CSV or an Excel file out. Nothing in them is a formula.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.core.i18n import make_message

FIGURES_SHEET_TITLE, DEFINITIONS_SHEET, ADJUSTED = "Số liệu", "Định nghĩa", "Ghi nhận kèm số liệu"
_FIRST_WIDTH, _WIDTH, _WIDE = 42, 13, 60


@dataclass(frozen=True, slots=True)
class LinkedNumber:
    """A number and the address of its list; no address where there is nothing to list."""

    value: int
    href: str | None = None


FigureCell = str | LinkedNumber


def figures_workbook(
    title: str,
    notes: Sequence[str],
    head: Sequence[str],
    rows: Iterable[Sequence[FigureCell]],
    definitions: Sequence[tuple[str, str]],
    adjusted: Sequence[tuple[str, LinkedNumber]] = (),
) -> bytes:
    """Return an Excel file: the table with its links, below it the acts on which it rests; a second sheet defines."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        linked = book.add_format({"font_color": "#1d4e79", "underline": 1, "num_format": "#,##0", "valign": "top"})
        sheet = book.add_worksheet(FIGURES_SHEET_TITLE)
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
        _define(book.add_worksheet(DEFINITIONS_SHEET), definitions, bold, plain)
    return buffer.getvalue()


def _write(sheet: Worksheet, row: int, column: int, cell: FigureCell, plain: Format, linked: Format) -> None:
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


SheetCell = str | int | dt.date | None

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads a CSV file in the code page of its country."""

XLSX_MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of an Excel file."""

LIST = "Danh sách"
"""The sheet of the rows."""

GUIDE_SHEET = "Hướng dẫn"
"""The sheet on how a file is filled in."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDEST, _NARROWEST = 60, 8
CSV_ROWS_TOGETHER = 200
"""Lines of a CSV file that leave together."""


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[SheetCell]]) -> Iterator[bytes]:
    """Yield a CSV file some lines at a time, in UTF-8 with its mark, days as 31/12/2021."""
    yield BYTE_ORDER_MARK.encode() + _lines([head])
    coming = iter(rows)
    while some := list(islice(coming, CSV_ROWS_TOGETHER)):
        yield _lines([_plain(cell) for cell in row] for row in some)


def build_workbook(
    title: str,
    notes: Sequence[str],
    head: Sequence[str],
    rows: Iterable[Sequence[SheetCell]],
    guide: Iterable[Sequence[str]] = (),
    guide_title: str = GUIDE_SHEET,
) -> bytes:
    """Return an Excel file: a title, notes below it, the heads, the rows; text stays text.

    `guide` fills a second sheet, on how the first one is filled in or what it holds.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
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


def neutralise_formula(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([neutralise_formula(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode()


def _plain(cell: SheetCell) -> str:
    if isinstance(cell, dt.date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year}"
    return "" if cell is None else str(cell)


GUIDE_HEAD = ("Cột", "Cách ghi", "Ví dụ")


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """A column of a form: its head, how it is filled in, an example; `name` is that of the text it holds."""

    head: str
    how: str
    example: str
    name: str = ""


PLAN_COLUMNS = (
    ImportColumn("STT", "Số thứ tự, mỗi nhiệm vụ một số. Dòng lĩnh vực ghi số La Mã.", "1", "number"),
    ImportColumn("Nội dung, nhiệm vụ", "Dòng lĩnh vực chỉ ghi tên lĩnh vực.", "Rà soát thủ tục hành chính", "title"),
    ImportColumn(make_message("Sản phẩm"), "Văn bản, kết quả phải có.", "Báo cáo", "product"),
    ImportColumn("Đơn vị chủ trì", "Tên đơn vị; có thể ghi UBND các xã, phường.", "Phòng Nội vụ", "lead_text"),
    ImportColumn(
        "Đơn vị phối hợp",
        "Các tên cách nhau bằng dấu chấm phẩy; có thể để trống.",
        "Phòng Tư pháp",
        "coordinating_text",
    ),
    ImportColumn("Thời gian hoàn thành", "Ghi như trong kế hoạch.", "Quý II/2021", "term_text"),
    ImportColumn("Căn cứ", "Văn bản giao nhiệm vụ; có thể để trống.", "Quyết định số 1822/QĐ-UBND", "basis"),
)
REGISTER_COLUMNS = (
    ImportColumn("STT", "Số thứ tự của dòng.", "1"),
    ImportColumn("Số, ký hiệu", "Số, ký hiệu của văn bản.", "935/UBND-NV"),
    ImportColumn("Ngày ban hành", "Ngày/tháng/năm.", "08/07/2021"),
    ImportColumn("Ngày nhận", "Ngày/tháng/năm; có thể để trống.", "09/07/2021"),
    ImportColumn("Cơ quan ban hành", "Tên cơ quan.", "UBND tỉnh"),
    ImportColumn("Lãnh đạo chỉ đạo", "Họ tên hoặc chức vụ.", "Chủ tịch UBND tỉnh"),
    ImportColumn("Nội dung chỉ đạo", "Ghi đủ câu, không cắt bớt.", "Báo cáo kết quả rà soát thủ tục hành chính"),
    ImportColumn("Đơn vị chủ trì", "Mỗi dòng một đơn vị.", "Phòng Nội vụ"),
    ImportColumn("Đơn vị phối hợp", "Có thể để trống.", "Phòng Tư pháp"),
    ImportColumn("Thời hạn", "Ghi nguyên văn trong văn bản.", "trước ngày 30/7/2021"),
    ImportColumn("Hạn xử lý", "Ngày/tháng/năm; để trống thì đọc từ cột thời hạn.", "30/07/2021"),
    ImportColumn("Ngày hoàn thành", "Để trống nếu chưa xong.", "28/07/2021"),
    ImportColumn("Ngày xác nhận", "Để trống nếu chưa xác nhận.", "29/07/2021"),
    ImportColumn("Văn bản trả lời", "Số, ký hiệu văn bản báo cáo; có thể để trống.", "120/BC-PNV"),
)


@dataclass(frozen=True, slots=True)
class PlanCells:
    """One row of a plan as written: the name of its area, and its texts by the names of `PLAN_COLUMNS`."""

    area: str
    texts: Mapping[str, str]


def build_empty_plan() -> bytes:
    """Return the empty form of a plan, with a sheet that says how it is filled in."""
    return _empty("Kế hoạch cải cách hành chính", PLAN_COLUMNS)


def build_empty_register() -> bytes:
    """Return the empty form of a register of directives, with a sheet that says how it is filled in."""
    return _empty("Sổ theo dõi ý kiến chỉ đạo", REGISTER_COLUMNS)


def build_plan_file(title: str, decision: str, rows: Iterable[PlanCells]) -> bytes:
    """Return a plan as it stands, area by area; read again by the importer, it changes nothing."""
    lines: list[Sequence[str]] = []
    for number, (area, items) in enumerate(groupby(rows, key=_area), start=1):
        lines.append((_roman(number), area))
        lines += [[item.texts[column.name] for column in PLAN_COLUMNS] for item in items]
    return build_workbook(title, (decision,), [column.head for column in PLAN_COLUMNS], lines)


def build_register_file(title: str, notes: Sequence[str], rows: Iterable[Sequence[SheetCell]]) -> bytes:
    """Return a register as it stands, its cells in the order of `REGISTER_COLUMNS` after the number of the row.

    Read again by the importer, it changes nothing.
    """
    numbered = ((number, *cells) for number, cells in enumerate(rows, start=1))
    return build_workbook(title, notes, [column.head for column in REGISTER_COLUMNS], numbered)


def _empty(title: str, columns: Sequence[ImportColumn]) -> bytes:
    guide = [GUIDE_HEAD, *((column.head, column.how, column.example) for column in columns)]
    return build_workbook(
        title, ("Cách ghi và ví dụ: xem trang Hướng dẫn.",), [column.head for column in columns], (), guide
    )


def _area(item: PlanCells) -> str:
    return item.area


def _roman(number: int) -> str:
    text = ""
    for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += letters * (number // value)
        number %= value
    return text
