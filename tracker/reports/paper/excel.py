"""A report as an Excel file: the appendix, the figures of units, how each figure is obtained."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.core.formats import format_report_day
from tracker.reports.paper.model import ReportPaper, get_unit_widths
from tracker.reports.paper.word import APPENDIX_HEADS, appendix_subtitle, strip_archive_times

WORKBOOK_MADE_AT = dt.datetime(2020, 1, 1)  # noqa: DTZ001 - xlsxwriter wants a bare one; always the same
WHOLE_SHEET = "Nhập chung"
PROOF_HEADS = ("STT", "Đơn vị", "Văn bản", "Tệp", "SHA-256")
DEFINITION_HEADS = ("STT", "Chỉ tiêu", "Nguồn số liệu, cách tính", "Quy tắc")


def report_sheets(report: ReportPaper) -> bytes:
    """Return the file; the same report gives the same bytes. Text stays text: nothing in it is a formula."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, options) as book:
        book.set_properties({"title": f"Báo cáo {report.title}", "author": report.office, "created": WORKBOOK_MADE_AT})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        head = book.add_format({"bold": True, "font_size": 13})
        window = f"Số liệu từ ngày {format_report_day(report.first_on)} đến hết ngày {format_report_day(report.as_of)}"

        def write(
            name: str, title: str, heads: Sequence[str], rows: Iterable[tuple[Sequence[str], bool]],
            widths: Sequence[float],
        ) -> None:  # fmt: skip
            sheet: Worksheet = book.add_worksheet(name)
            sheet.write_string(0, 0, title, head)
            sheet.write_string(1, 0, appendix_subtitle(report))
            sheet.write_string(2, 0, window)
            for column, (word, width) in enumerate(zip(heads, widths, strict=True)):
                sheet.write_string(4, column, word, bold)
                sheet.set_column(column, column, width)
            for number, (cells, is_bold) in enumerate(rows, start=5):
                for column, cell in enumerate(cells):
                    _write(sheet, number, column, cell, bold if is_bold else plain)
            sheet.freeze_panes(5, 0)
            sheet.repeat_rows(4)
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)

        appendix = (((row.code, row.label, row.unit, row.value, row.note), row.is_heading) for row in report.rows)
        write("Phụ lục I", report.form_title, APPENDIX_HEADS, appendix, (8, 60, 22, 14, 30))
        units = (((row.name, *row.cells), row.is_sum) for row in report.units)
        title = "Kết quả thực hiện ý kiến chỉ đạo theo đơn vị"
        write("Phụ lục II", title, report.unit_heads, units, [width for _, width in get_unit_widths(report.unit_heads)])
        if report.proofs:
            proofs = (((p.code, p.unit or WHOLE_SHEET, p.paper, p.file, p.sha256), False) for p in report.proofs)
            write("Minh chứng", "Minh chứng của số liệu", PROOF_HEADS, proofs, (8, 30, 40, 40, 66))
        meant = (((each.code, each.label, each.how, each.rules), False) for each in report.definitions)
        write("Định nghĩa", "Nguồn số liệu và cách tính", DEFINITION_HEADS, meant, (8, 60, 50, 40))
    return strip_archive_times(buffer.getvalue())


def _write(sheet: Worksheet, row: int, column: int, cell: str, how: Format) -> None:
    """Write a whole number as a number and everything else as text; codes in the first column stay text."""
    if column > 0 and cell.isascii() and cell.isdecimal():
        sheet.write_number(row, column, int(cell), how)
    else:
        sheet.write_string(row, column, cell, how)
