"""The register of papers being dealt with and the slip of one paper, on screen for printing and as Word files.

Two forms of Decree 30/2020/NĐ-CP, appendix VI, filled from the data: the register and the slip of a paper.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.shared import Cm
from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from tracker.core.formats import format_report_day, vn_date
from tracker.core.i18n import make_message
from tracker.core.labels import STATE_WORDS
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents import paper_form
from tracker.intake.directives.queries import get_directive_term, list_directive_cells
from tracker.intake.registers import intake
from tracker.intake.registers.intake import PaperRegisterLine
from tracker.law.permissions import Permission, get_permission_scope
from tracker.office import installation
from tracker.tasks import queries as task_queries, sources as task_sources
from tracker.tasks.models import AssignmentRole
from tracker.tasks.selection import EXTENDED_TIMES, PAPER_OF, PROGRESS_ON_DAY, SECRET_PAPER_WORDS, Count, Selection
from tracker.web.forms import parse_day
from tracker.web.request import read_work, requires_permission

REGISTER_HEADS = (
    make_message("Số đến"),
    make_message("Tên loại, số, ký hiệu, ngày tháng và tác giả văn bản"),
    make_message("Đơn vị hoặc người nhận"),
    make_message("Thời hạn giải quyết"),
    make_message("Tiến độ giải quyết"),
    make_message("Số, ký hiệu văn bản trả lời"),
    make_message("Ghi chú"),
)
"""The columns of the register, in the order of the decree."""

REGISTER_TITLE, SLIP_TITLE = "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN", "PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN"
LEADERS, SLIP_SECTIONS, HANDLER = (
    make_message("1. Ý kiến của lãnh đạo cơ quan, tổ chức"),
    make_message("2. Ý kiến của lãnh đạo đơn vị"),
    make_message("3. Ý kiến đề xuất của người giải quyết"),
)
"""The three parts of the slip."""

BLANK = "…" * 30


@dataclass(frozen=True, slots=True)
class DirectiveSlip:
    """What the slip of one directive says; `leads` are units with their deadlines."""

    office: str
    paper: str
    content: str
    leader: str
    leads: Sequence[tuple[str, dt.date | None]]
    coordinating: Sequence[str]


def register_docx(office: str, first_on: dt.date, last_on: dt.date, rows: Sequence[Sequence[str]]) -> bytes:
    """Return the register of a period as .docx, lying."""
    paper = paper_form.new_paper()
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    paper_form.write_paper_title(paper, office.upper(), REGISTER_TITLE)
    paper_form.write_remark(paper, f"(Từ ngày {format_report_day(first_on)} đến ngày {format_report_day(last_on)})")
    paper_form.write_table(paper, REGISTER_HEADS, rows, widths=(1.5, 6.6, 3.8, 3.6, 3.4, 3.3, 3.0))
    return _bytes(paper)


def slip_docx(slip: DirectiveSlip) -> bytes:
    """Return the slip of a directive as .docx: what is known is filled in, the rest left to be written."""
    paper = paper_form.new_paper()
    paper_form.write_paper_title(paper, slip.office.upper(), SLIP_TITLE)
    paper_form.write_body_paragraph(paper, slip.paper)
    paper_form.write_body_paragraph(paper, f"Nội dung: {slip.content}")
    paper_form.write_section_heading(paper, LEADERS)
    if slip.leader:
        paper_form.write_body_paragraph(paper, f"Lãnh đạo chỉ đạo: {slip.leader}")
    paper_form.write_table(
        paper,
        ("Đơn vị, cá nhân", "Trách nhiệm", "Thời hạn"),
        [
            *((name, "chủ trì", format_report_day(due) if due else "không ghi") for name, due in slip.leads),
            *((name, "phối hợp", BLANK[:8]) for name in slip.coordinating),
        ],
        widths=(8.5, 4.0, 4.0),
    )
    for heading, lines in ((SLIP_SECTIONS, ("Giao cho (người, thời hạn): " + BLANK, BLANK)), (HANDLER, (BLANK, BLANK))):
        paper_form.write_section_heading(paper, heading)
        for line in lines:
            paper_form.write_body_paragraph(paper, line)
    return _bytes(paper)


def _bytes(paper: Paper) -> bytes:
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


blueprint = Blueprint("register", __name__, url_prefix="/chi-dao")

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/so-theo-doi")
@requires_permission(Permission.DIRECTIVE_READ)
def index() -> ResponseReturnValue:
    """Show the register of a period, this year unless another is asked for."""
    work = read_work()
    first_on, last_on = _period(work)
    rows = _rows(
        intake.list_paper_register(
            work.session, get_permission_scope(work.actor, Permission.DIRECTIVE_READ), first_on, last_on
        )
    )
    return render_template("register/index.html", heads=REGISTER_HEADS, rows=rows, first_on=first_on, last_on=last_on)


@blueprint.get("/so-theo-doi.docx")
@requires_permission(Permission.DIRECTIVE_READ)
def register_file() -> ResponseReturnValue:
    """Send the register of a period as a Word file."""
    work = read_work()
    first_on, last_on = _period(work)
    rows = _rows(
        intake.list_paper_register(
            work.session, get_permission_scope(work.actor, Permission.DIRECTIVE_READ), first_on, last_on
        )
    )
    office = installation.get_authority_name(work.session)
    return _file(register_docx(office, first_on, last_on, rows), "so-theo-doi")


@blueprint.get("/<int:directive_id>/phieu")
@requires_permission(Permission.DIRECTIVE_READ)
def slip(directive_id: int) -> ResponseReturnValue:
    """Show the slip of a directive."""
    found = _slip(read_work(), directive_id)
    return render_template(
        "register/slip.html",
        slip=found,
        directive_id=directive_id,
        leaders=LEADERS,
        head=SLIP_SECTIONS,
        handler=HANDLER,
        blank=BLANK,
    )


@blueprint.get("/<int:directive_id>/phieu.docx")
@requires_permission(Permission.DIRECTIVE_READ)
def slip_file(directive_id: int) -> ResponseReturnValue:
    """Send the slip of a directive as a Word file."""
    return _file(slip_docx(_slip(read_work(), directive_id)), f"phieu-giai-quyet-{directive_id}")


def _period(work: UnitOfWork) -> tuple[dt.date, dt.date]:
    first_on = parse_day(request.args.get("tu-ngay")) or dt.date(work.today.year, 1, 1)
    last_on = parse_day(request.args.get("den-ngay")) or work.today
    return min(first_on, last_on), max(first_on, last_on)


def _rows(lines: Sequence[PaperRegisterLine]) -> list[tuple[str, ...]]:
    return [
        (
            str(line.directive_id),
            PAPER_OF.format(
                reference=line.reference,
                day=vn_date(line.given_on),
                issuer=line.issuer,
                content=SECRET_PAPER_WORDS if line.secrecy else line.content,
            ),
            line.unit_name,
            vn_date(line.due_on) if line.due_on else line.term_text,
            PROGRESS_ON_DAY.format(state=STATE_WORDS[line.state], day=vn_date(line.done_on))
            if line.done_on
            else STATE_WORDS[line.state],
            line.answer or "",
            EXTENDED_TIMES.format(number=line.extension_count) if line.extension_count else "",
        )
        for line in lines
    ]


def _slip(work: UnitOfWork, directive_id: int) -> DirectiveSlip:
    reach = get_permission_scope(work.actor, Permission.DIRECTIVE_READ)
    directive, task = (
        task_sources.get_directive(work.session, directive_id),
        get_directive_term(work.session, directive_id),
    )
    asked = Selection(as_of=work.today, scope=reach, directive_id=directive_id, count=Count.ASSIGNMENTS)
    shares = list_directive_cells(work.session, asked)
    if directive is None or task is None or not shares:
        raise Refusal(Reason.NOT_FOUND)
    document = directive.document
    helpers = [
        each
        for each in task_queries.list_task_assignments(work.session, task.id)
        if each.part is AssignmentRole.COORDINATING
    ]
    content = SECRET_PAPER_WORDS if document.secrecy else directive.content
    return DirectiveSlip(
        office=installation.get_authority_name(work.session),
        paper=PAPER_OF.format(
            reference=document.reference, day=vn_date(directive.given_on), issuer=document.issuer, content=""
        ).rstrip(": "),
        content=content,
        leader=directive.leader,
        leads=[(each.unit_name, each.due_on) for each in shares],
        coordinating=[each.unit.short_name for each in helpers],
    )


def _file(data: bytes, name: str) -> Response:
    return Response(data, mimetype=DOCX, headers={"Content-Disposition": f'attachment; filename="{name}.docx"'})
