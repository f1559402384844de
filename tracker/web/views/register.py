"""The register of papers being dealt with and the slip of one paper, on screen for printing and as Word files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from tracker.documents import register_docx as forms
from tracker.documents.register_docx import Slip
from tracker.models.task import Part
from tracker.rules.permissions import Permission, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.selecting import Count, Selection
from tracker.store import installation, papers, register, tasks
from tracker.store.directive_pages import cells, task_of
from tracker.store.register import RegisterLine
from tracker.transaction import Work
from tracker.web.filters import vn_date
from tracker.web.forms.base import day_of
from tracker.web.guards import requires
from tracker.web.work import reading
from tracker.wording import STATE_WORDS
from tracker.wording.selecting import EXTENDED, PAPER_OF, PROGRESS, SECRET

blueprint = Blueprint("register", __name__, url_prefix="/chi-dao")

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/so-theo-doi")
@requires(Permission.DIRECTIVE_READ)
def index() -> ResponseReturnValue:
    """Show the register of a period, this year unless another is asked for."""
    work = reading()
    first_on, last_on = _period(work)
    rows = _rows(
        register.lines(work.session, scope(work.actor, Permission.DIRECTIVE_READ), first_on, last_on)
    )
    return render_template(
        "register/index.html", heads=forms.HEADS, rows=rows, first_on=first_on, last_on=last_on
    )


@blueprint.get("/so-theo-doi.docx")
@requires(Permission.DIRECTIVE_READ)
def register_file() -> ResponseReturnValue:
    """Send the register of a period as a Word file."""
    work = reading()
    first_on, last_on = _period(work)
    rows = _rows(
        register.lines(work.session, scope(work.actor, Permission.DIRECTIVE_READ), first_on, last_on)
    )
    office = installation.place_name(work.session)
    return _file(forms.register_docx(office, first_on, last_on, rows), "so-theo-doi")


@blueprint.get("/<int:directive_id>/phieu")
@requires(Permission.DIRECTIVE_READ)
def slip(directive_id: int) -> ResponseReturnValue:
    """Show the slip of a directive."""
    found = _slip(reading(), directive_id)
    return render_template(
        "register/slip.html",
        slip=found,
        directive_id=directive_id,
        leaders=forms.LEADERS,
        head=forms.HEAD,
        handler=forms.HANDLER,
        blank=forms.BLANK,
    )


@blueprint.get("/<int:directive_id>/phieu.docx")
@requires(Permission.DIRECTIVE_READ)
def slip_file(directive_id: int) -> ResponseReturnValue:
    """Send the slip of a directive as a Word file."""
    return _file(forms.slip_docx(_slip(reading(), directive_id)), f"phieu-giai-quyet-{directive_id}")


def _period(work: Work) -> tuple[dt.date, dt.date]:
    first_on = day_of(request.args.get("tu-ngay")) or dt.date(work.today.year, 1, 1)
    last_on = day_of(request.args.get("den-ngay")) or work.today
    return min(first_on, last_on), max(first_on, last_on)


def _rows(lines: Sequence[RegisterLine]) -> list[tuple[str, ...]]:
    return [
        (
            str(line.directive_id),
            PAPER_OF.format(
                reference=line.reference,
                day=vn_date(line.given_on),
                issuer=line.issuer,
                content=SECRET if line.secrecy else line.content,
            ),
            line.unit_name,
            vn_date(line.due_on) if line.due_on else line.term_text,
            PROGRESS.format(state=STATE_WORDS[line.state], day=vn_date(line.done_on))
            if line.done_on
            else STATE_WORDS[line.state],
            line.answer or "",
            EXTENDED.format(number=line.extension_count) if line.extension_count else "",
        )
        for line in lines
    ]


def _slip(work: Work, directive_id: int) -> Slip:
    reach = scope(work.actor, Permission.DIRECTIVE_READ)
    directive, task = papers.directive(work.session, directive_id), task_of(work.session, directive_id)
    asked = Selection(as_of=work.today, scope=reach, directive_id=directive_id, count=Count.ASSIGNMENTS)
    shares = cells(work.session, asked)
    if directive is None or task is None or not shares:
        raise Refusal(Reason.NOT_FOUND)
    document = directive.document
    helpers = [each for each in tasks.of_task(work.session, task.id) if each.part is Part.COORDINATING]
    content = SECRET if document.secrecy else directive.content
    return Slip(
        office=installation.place_name(work.session),
        paper=PAPER_OF.format(
            reference=document.reference, day=vn_date(directive.given_on), issuer=document.issuer, content=""
        ).rstrip(": "),
        content=content,
        leader=directive.leader,
        leads=[(each.unit_name, each.due_on) for each in shares],
        coordinating=[each.unit.short_name for each in helpers],
    )


def _file(data: bytes, name: str) -> Response:
    return Response(
        data, mimetype=DOCX, headers={"Content-Disposition": f'attachment; filename="{name}.docx"'}
    )
