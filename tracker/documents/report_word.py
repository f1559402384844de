"""A report as a Word paper in the form of Decree 30/2020/NĐ-CP; the same report gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence

from docx.document import Document as Paper

from tracker.documents import paper_form as form
from tracker.documents.report_paper import BlockKind, ReportPaper, around_holes
from tracker.documents.sentences import day
from tracker.wording.levels import KINDS

APPENDIX_HEADS = ("STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú")
APPENDIX_WIDTHS = (1.6, 7.3, 2.9, 2.0, 2.7)
ADJUSTMENT_HEADS = ("Ghi nhận", "Số nhiệm vụ", "Các nhiệm vụ số")
ADJUSTMENT_WIDTHS = (6.5, 2.5, 7.5)
UNIT_WIDTHS = (4.9, 1.8, 1.9, 1.6, 1.9, 1.9, 2.5)
MADE_ON = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
"""What a file says of its own making: always the same, since its content alone counts."""

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def report_word(report: ReportPaper, standing: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return the paper: letterhead, sections, signature, appendix of indicators, table of units.

    `standing`: findings of the check that stand all the same, with their reasons; for the internal copy alone.
    """
    paper = form.new_paper()
    properties = paper.core_properties
    properties.title, properties.author = f"Báo cáo {report.title}", report.office
    properties.created = properties.modified = MADE_ON
    form.letterhead(
        paper,
        office=report.office or "…",
        number=f"Số: {report.number}" if report.number else "Số:          /BC-UBND",
        place=seat_of(report.place),
        dated=dated(report),
    )
    form.title(paper, "BÁO CÁO", report.title)
    form.remark(paper, f"(Số liệu từ ngày {day(report.first_on)} đến hết ngày {day(report.as_of)})")
    for block in report.blocks:
        match block.kind:
            case BlockKind.SECTION | BlockKind.PART:
                form.heading(paper, block.text)
            case BlockKind.HOLE:
                form.hole(paper, block.text)
            case BlockKind.TEXT | BlockKind.ITEM:
                form.body_with_holes(paper, around_holes(block.text))
    if paper.paragraphs:
        paper.paragraphs[-1].paragraph_format.keep_with_next = True  # no signature alone on its page
    form.signature(paper, recipients=report.recipients, authority=report.authority, post=report.post)
    _indicators(paper, report)
    _units(paper, report)
    _adjustments(paper, report)
    form.body(paper, report.footnote, italic=True)
    if standing:
        form.new_page(paper)
        form.title(paper, "LƯU NỘI BỘ", "CHỖ GIỮ NGUYÊN SAU KIỂM TRA, CÓ LÝ DO")
        form.remark(paper, "")
        form.table(paper, ("Nội dung", "Lý do giữ nguyên"), standing, widths=(9.5, 7.0))
    file = io.BytesIO()
    paper.save(file)
    return stable(file.getvalue())


def stable(archive: bytes) -> bytes:
    """Return an archive with the instant of its making taken out: equal contents, equal bytes."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(member))
    return made.getvalue()


def seat_of(place: str) -> str:
    """Return the name of the place alone: «Hương Trà» of «UBND thị xã Hương Trà»."""
    words = place.removeprefix("UBND ").strip()
    kind = next((kind for kind in KINDS if words.startswith(f"{kind} ")), "")
    return words.removeprefix(kind).strip() or "…"


def joined_to(report: ReportPaper) -> str:
    """Return the line under the title of an appendix."""
    number = report.number or "       /BC-UBND"
    dated = day(report.dated_on) if report.dated_on else "    /    /      "
    return f"(Kèm theo Báo cáo số {number} ngày {dated} của {report.office})"


def dated(report: ReportPaper) -> str:
    """Return the day of a report as its letterhead writes it; room for it while it has none."""
    on = report.dated_on
    if on is None:
        return "ngày      tháng      năm         "
    month = f"{on.month:02}" if on.month < 3 else str(on.month)
    return f"ngày {on.day:02} tháng {month} năm {on.year}"


def _indicators(paper: Paper, report: ReportPaper) -> None:
    if not report.rows:
        return
    form.new_page(paper)
    form.title(paper, "Phụ lục I", report.form_title.upper())
    form.remark(paper, joined_to(report))
    form.table(
        paper,
        APPENDIX_HEADS,
        [(row.code, row.label, row.unit, row.value, row.note) for row in report.rows],
        widths=APPENDIX_WIDTHS,
        bold=frozenset(place for place, row in enumerate(report.rows) if row.is_heading),
    )


def _adjustments(paper: Paper, report: ReportPaper) -> None:
    if not report.adjustments:
        return
    form.new_page(paper)
    form.title(paper, "Phụ lục III", "GHI NHẬN KÈM SỐ LIỆU")
    form.remark(paper, joined_to(report))
    form.table(
        paper,
        ADJUSTMENT_HEADS,
        [
            (row.words[:1].upper() + row.words[1:], str(row.number), ", ".join(map(str, row.tasks)))
            for row in report.adjustments
        ],
        widths=ADJUSTMENT_WIDTHS,
    )
    form.remark(paper, "")


def _units(paper: Paper, report: ReportPaper) -> None:
    if not report.units:
        return
    form.new_page(paper)
    form.title(paper, "Phụ lục II", "KẾT QUẢ THỰC HIỆN Ý KIẾN CHỈ ĐẠO THEO ĐƠN VỊ")
    form.remark(paper, joined_to(report))
    form.table(
        paper,
        report.unit_heads,
        [(row.name, *row.cells) for row in report.units],
        widths=UNIT_WIDTHS,
        bold=frozenset(place for place, row in enumerate(report.units) if row.is_sum),
    )
    form.remark(paper, "")
