"""A report as a Word paper in the form of Decree 30/2020/NĐ-CP; the same report gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence

from docx.document import Document as Paper

from tracker.core.formats import format_report_day
from tracker.core.i18n import AUTHORITY_KINDS
from tracker.documents import paper_form
from tracker.reports.paper.model import ReportBlockKind, ReportPaper, get_unit_widths, split_at_placeholders

APPENDIX_HEADS = ("STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú")
APPENDIX_WIDTHS = (1.6, 7.3, 2.9, 2.0, 2.7)
ADJUSTMENT_HEADS = ("Ghi nhận", "Số nhiệm vụ", "Các nhiệm vụ số")
ADJUSTMENT_WIDTHS = (6.5, 2.5, 7.5)
WORD_MADE_ON = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
"""What a file says of its own making: always the same, since its content alone counts."""

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def report_word(report: ReportPaper, standing: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return the paper: letterhead, sections, signature, appendix of indicators, table of units.

    `standing`: findings of the check that stand all the same, with their reasons; for the internal copy alone.
    """
    paper = paper_form.new_paper()
    properties = paper.core_properties
    properties.title, properties.author = f"Báo cáo {report.title}", report.office
    properties.created = properties.modified = WORD_MADE_ON
    paper_form.write_letterhead(
        paper,
        office=report.office or "…",
        number=f"Số: {report.number}" if report.number else "Số:          /BC-UBND",
        place=get_seat_name(report.place),
        dated=format_letterhead_date(report),
    )
    paper_form.write_paper_title(paper, "BÁO CÁO", report.title)
    paper_form.write_remark(
        paper, f"(Số liệu từ ngày {format_report_day(report.first_on)} đến hết ngày {format_report_day(report.as_of)})"
    )
    for block in report.blocks:
        match block.kind:
            case ReportBlockKind.SECTION | ReportBlockKind.PART:
                paper_form.write_section_heading(paper, block.text)
            case ReportBlockKind.HOLE:
                paper_form.write_placeholder(paper, block.text)
            case ReportBlockKind.TEXT | ReportBlockKind.ITEM:
                paper_form.body_with_holes(paper, split_at_placeholders(block.text))
    if paper.paragraphs:
        paper.paragraphs[-1].paragraph_format.keep_with_next = True  # no signature alone on its page
    paper_form.write_signature(paper, recipients=report.recipients, authority=report.authority, post=report.post)
    _indicators(paper, report)
    _units(paper, report)
    _adjustments(paper, report)
    paper_form.write_body_paragraph(paper, report.footnote, italic=True)
    if standing:
        paper_form.new_page(paper)
        paper_form.write_paper_title(paper, "LƯU NỘI BỘ", "CHỖ GIỮ NGUYÊN SAU KIỂM TRA, CÓ LÝ DO")
        paper_form.write_remark(paper, "")
        paper_form.write_table(paper, ("Nội dung", "Lý do giữ nguyên"), standing, widths=(9.5, 7.0))
    file = io.BytesIO()
    paper.save(file)
    return strip_archive_times(file.getvalue())


def strip_archive_times(archive: bytes) -> bytes:
    """Return an archive with the instant of its making taken out: equal contents, equal bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(member))
    return made.getvalue()


def get_seat_name(place: str) -> str:
    """Return the name of the place alone: «Hương Trà» of «UBND thị xã Hương Trà»."""
    words = place.removeprefix("UBND ").strip()
    kind = next((kind for kind in AUTHORITY_KINDS if words.startswith(f"{kind} ")), "")
    return words.removeprefix(kind).strip() or "…"


def appendix_subtitle(report: ReportPaper) -> str:
    """Return the line under the title of an appendix."""
    number = report.number or "       /BC-UBND"
    dated = format_report_day(report.dated_on) if report.dated_on else "    /    /      "
    return f"(Kèm theo Báo cáo số {number} ngày {dated} của {report.office})"


def format_letterhead_date(report: ReportPaper) -> str:
    """Return the day of a report as its letterhead writes it; space for it while it has none."""
    on = report.dated_on
    if on is None:
        return "ngày      tháng      năm         "
    month = f"{on.month:02}" if on.month < 3 else str(on.month)
    return f"ngày {on.day:02} tháng {month} năm {on.year}"


def _indicators(paper: Paper, report: ReportPaper) -> None:
    if not report.rows:
        return
    paper_form.new_page(paper)
    paper_form.write_paper_title(paper, "Phụ lục I", report.form_title.upper())
    paper_form.write_remark(paper, appendix_subtitle(report))
    paper_form.write_table(
        paper,
        APPENDIX_HEADS,
        [(row.code, row.label, row.unit, row.value, row.note) for row in report.rows],
        widths=APPENDIX_WIDTHS,
        bold=frozenset(place for place, row in enumerate(report.rows) if row.is_heading),
    )


def _adjustments(paper: Paper, report: ReportPaper) -> None:
    if not report.adjustments:
        return
    paper_form.new_page(paper)
    paper_form.write_paper_title(paper, "Phụ lục III", "GHI NHẬN KÈM SỐ LIỆU")
    paper_form.write_remark(paper, appendix_subtitle(report))
    paper_form.write_table(
        paper,
        ADJUSTMENT_HEADS,
        [
            (row.words[:1].upper() + row.words[1:], str(row.number), ", ".join(map(str, row.tasks)))
            for row in report.adjustments
        ],
        widths=ADJUSTMENT_WIDTHS,
    )
    paper_form.write_remark(paper, "")


def _units(paper: Paper, report: ReportPaper) -> None:
    if not report.units:
        return
    paper_form.new_page(paper)
    paper_form.write_paper_title(paper, "Phụ lục II", "KẾT QUẢ THỰC HIỆN Ý KIẾN CHỈ ĐẠO THEO ĐƠN VỊ")
    paper_form.write_remark(paper, appendix_subtitle(report))
    paper_form.write_table(
        paper,
        report.unit_heads,
        [(row.name, *row.cells) for row in report.units],
        widths=[width for width, _ in get_unit_widths(report.unit_heads)],
        bold=frozenset(place for place, row in enumerate(report.units) if row.is_sum),
    )
    paper_form.write_remark(paper, "")
