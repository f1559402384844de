"""The form of an official paper (Decree 30/2020/NĐ-CP, appendix I): page, letterhead, paragraphs, tables.

A Word paper as PDF, where the machine has LibreOffice (an optional extra: nothing else needs it).
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from tracker.core.refusals import Reason, Refusal

FONT = "Times New Roman"
BODY, SMALL = Pt(14), Pt(12)


def new_paper() -> Paper:
    """Return an empty A4 paper: margins 20/20/30/15 mm, Times New Roman 14, page number centred from page 2 on."""
    paper = Document()
    section = paper.sections[0]
    section.page_height, section.page_width = Cm(29.7), Cm(21.0)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.different_first_page_header_footer = True
    _number_pages(section.header.paragraphs[0])
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, BODY
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    return paper


def write_letterhead(paper: Paper, *, office: str, number: str, place: str, dated: str) -> None:
    """Write the head: authority and number on the left, the country's name and the date on the right."""
    table = paper.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _set_widths(table, (6.5, 10.0))
    left, right = table.rows[0].cells
    _lines(left, [(office.upper(), True, SMALL), ("_______", False, SMALL)])
    _lines(
        right,
        [
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True, SMALL),
            ("Độc lập - Tự do - Hạnh phúc", True, Pt(13)),
            ("_______________", False, SMALL),
        ],
    )
    left, right = table.rows[1].cells
    _lines(left, [(number, False, Pt(13))])
    _lines(right, [(f"{place}, {dated}", False, Pt(13))], italic=True)


def write_paper_title(paper: Paper, *lines: str) -> None:
    """Write the kind of paper and its subject, centred and bold."""
    for place, line in enumerate(lines):
        paragraph = paper.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = Pt(12 if place == 0 else 0)
        paragraph.paragraph_format.space_after = Pt(0)
        _run(paragraph, line, bold=True)


def write_section_heading(paper: Paper, text: str) -> None:
    """Write the heading of a section."""
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Cm(1)
    paragraph.paragraph_format.space_before = Pt(6)
    paragraph.paragraph_format.keep_with_next = True
    _run(paragraph, text, bold=True)


def write_remark(paper: Paper, text: str) -> None:
    """Write a line under a title: centred, slanting."""
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, text, italic=True)


def write_body_paragraph(paper: Paper, text: str, *, italic: bool = False) -> None:
    """Write a paragraph of the body: justified, first line indented by 1 cm."""
    _run(_paragraph(paper), text, italic=italic)


def body_with_holes(paper: Paper, pieces: Iterable[tuple[str, bool]]) -> None:
    """Write a paragraph of the body of which some pieces are still missing, marked as in `hole`."""
    paragraph = _paragraph(paper)
    for text, is_hole in pieces:
        _run(paragraph, text, bold=is_hole)
        if is_hole:
            paragraph.runs[-1].font.highlight_color = WD_COLOR_INDEX.YELLOW


def write_placeholder(paper: Paper, text: str) -> None:
    """Write a paragraph that marks what is still missing: bold on a yellow ground, not to be overlooked."""
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Cm(1)
    paragraph.paragraph_format.space_after = Pt(6)
    _run(paragraph, text, bold=True)
    paragraph.runs[0].font.highlight_color = WD_COLOR_INDEX.YELLOW


def new_page(paper: Paper) -> None:
    """Begin a new page for an appendix."""
    paper.add_section(WD_SECTION.NEW_PAGE)


def write_table(
    paper: Paper,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[float],
    bold: frozenset[int] = frozenset(),
) -> Table:
    """Write a table whose header repeats on every page and whose rows do not break; widths in centimetres."""
    made: Table = paper.add_table(rows=1 + len(rows), cols=len(header))
    made.style = "Table Grid"
    _set_widths(made, widths)
    for place, line in enumerate((header, *rows)):
        row = made.rows[place]
        _keep_together(row._tr)
        if place == 0:
            _repeat(row._tr)
        for column, (cell, text) in enumerate(zip(row.cells, line, strict=True)):
            is_number = place > 0 and column > 0 and text.replace(",", "").replace("%", "").isdigit()
            _lines(
                cell,
                [(text, place == 0 or place - 1 in bold, SMALL)],
                align=WD_ALIGN_PARAGRAPH.CENTER if place == 0 or is_number else WD_ALIGN_PARAGRAPH.LEFT,
            )
    return made


def write_signature(paper: Paper, *, recipients: Sequence[str], authority: str, post: str, signer: str = "") -> None:
    """Write the foot: recipients on the left, the signer's post and name on the right."""
    made = paper.add_table(rows=1, cols=2)
    _set_widths(made, (8.5, 8.0))
    left, right = made.rows[0].cells
    _lines(left, [("Nơi nhận:", True, SMALL)], italic=True, align=WD_ALIGN_PARAGRAPH.LEFT)
    for recipient in recipients:
        line = left.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        _run(line, recipient, size=Pt(11))
    space = [("", False, BODY)] * 4 if signer else []
    _lines(right, [(authority.upper(), True, BODY), (post.upper(), True, BODY), *space, (signer, True, BODY)])


def _set_widths(made: Table, widths: Sequence[float]) -> None:
    """Fix the columns, in centimetres: Word reads the cells, other programs the columns."""
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _lines(
    cell: _Cell,
    lines: Sequence[tuple[str, bool, Pt]],
    *,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.CENTER,
) -> None:
    for place, (text, bold, size) in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(0)
        _run(paragraph, text, bold=bold, italic=italic, size=size)


def _paragraph(paper: Paper) -> Paragraph:
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1)
    paragraph.paragraph_format.space_after = Pt(6)
    return paragraph


def _run(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: Pt = BODY) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    run.font.name, run.font.size = FONT, size


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    for kind in ("begin", "PAGE", "end"):
        element = OxmlElement("w:instrText" if kind == "PAGE" else "w:fldChar")
        if kind == "PAGE":
            element.text = kind
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _repeat(row: object) -> None:
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # type: ignore[attr-defined]  # an XML row


def _keep_together(row: object) -> None:
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # type: ignore[attr-defined]  # an XML row


DOCX_MIMETYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

PROGRAMS = ("soffice", "libreoffice")
PDF_TIMEOUT_SECONDS = 60
"""How long one paper may take; the first one after a start is slow."""


def find_pdf_converter() -> str | None:
    """Return the program that turns Word papers into PDF, None where there is none."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def convert_to_pdf(word: bytes) -> bytes:
    """Return a Word paper as PDF; refuse PDF_NOT_MADE when there is no program for it or it fails.

    The program works in a folder of its own with a profile of its own, so that two papers never wait for each other.
    """
    program = find_pdf_converter()
    if program is None:
        raise Refusal(Reason.PDF_NOT_MADE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "paper.docx").write_bytes(word)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(folder / "paper.docx"),
        ]
        try:
            subprocess.run(
                command, check=True, capture_output=True, timeout=PDF_TIMEOUT_SECONDS, stdin=subprocess.DEVNULL
            )
            return (folder / "paper.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as fault:
            raise Refusal(Reason.PDF_NOT_MADE) from fault
