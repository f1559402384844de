"""Two forms of Decree 30/2020/NĐ-CP, appendix VI, filled from the data: the register and the slip of a paper."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.shared import Cm

from tracker.documents import paper_form as form
from tracker.documents.sentences import day
from tracker.wording.sentence import say

HEADS = (
    say("Số đến"),
    say("Tên loại, số, ký hiệu, ngày tháng và tác giả văn bản"),
    say("Đơn vị hoặc người nhận"),
    say("Thời hạn giải quyết"),
    say("Tiến độ giải quyết"),
    say("Số, ký hiệu văn bản trả lời"),
    say("Ghi chú"),
)
"""The columns of the register, in the order of the decree."""

TITLE, SLIP_TITLE = "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN", "PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN"
LEADERS, HEAD, HANDLER = (
    say("1. Ý kiến của lãnh đạo cơ quan, tổ chức"),
    say("2. Ý kiến của lãnh đạo đơn vị"),
    say("3. Ý kiến đề xuất của người giải quyết"),
)
"""The three parts of the slip."""

BLANK = "…" * 30


@dataclass(frozen=True, slots=True)
class Slip:
    """What the slip of one directive says; `leads` are units with their deadlines."""

    office: str
    paper: str
    content: str
    leader: str
    leads: Sequence[tuple[str, dt.date | None]]
    coordinating: Sequence[str]


def register_docx(office: str, first_on: dt.date, last_on: dt.date, rows: Sequence[Sequence[str]]) -> bytes:
    """Return the register of a period as .docx, lying."""
    paper = form.new_paper()
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    form.title(paper, office.upper(), TITLE)
    form.remark(paper, f"(Từ ngày {day(first_on)} đến ngày {day(last_on)})")
    form.table(paper, HEADS, rows, widths=(1.5, 6.6, 3.8, 3.6, 3.4, 3.3, 3.0))
    return _bytes(paper)


def slip_docx(slip: Slip) -> bytes:
    """Return the slip of a directive as .docx: what is known is filled in, the rest left to be written."""
    paper = form.new_paper()
    form.title(paper, slip.office.upper(), SLIP_TITLE)
    form.body(paper, slip.paper)
    form.body(paper, f"Nội dung: {slip.content}")
    form.heading(paper, LEADERS)
    if slip.leader:
        form.body(paper, f"Lãnh đạo chỉ đạo: {slip.leader}")
    form.table(
        paper,
        ("Đơn vị, cá nhân", "Trách nhiệm", "Thời hạn"),
        [
            *((name, "chủ trì", day(due) if due else "không ghi") for name, due in slip.leads),
            *((name, "phối hợp", BLANK[:8]) for name in slip.coordinating),
        ],
        widths=(8.5, 4.0, 4.0),
    )
    for heading, lines in (
        (HEAD, ("Giao cho (người, thời hạn): " + BLANK, BLANK)),
        (HANDLER, (BLANK, BLANK)),
    ):
        form.heading(paper, heading)
        for line in lines:
            form.body(paper, line)
    return _bytes(paper)


def _bytes(paper: Paper) -> bytes:
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()
