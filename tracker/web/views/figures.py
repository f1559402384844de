"""A unit's figures for a report: which reports ask it, its rows to fill in, its file out and in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.documents.report_word import report_word
from tracker.documents.spreadsheet import XLSX
from tracker.models.report import Report, ReportState
from tracker.rules.periods import PARTS, window
from tracker.rules.periods import period as period_named
from tracker.rules.permissions import Permission, scope
from tracker.rules.refusals import Refusal
from tracker.services import diary
from tracker.services.reporting import asking, earlier, sheets
from tracker.services.reporting.asking import Answer
from tracker.services.reporting.giving import give
from tracker.services.reporting.of_unit import paper_of_unit
from tracker.services.tasks import NewFile
from tracker.store import reports, units
from tracker.transaction import Work
from tracker.web.errors import status_of
from tracker.web.forms.base import day_of
from tracker.web.forms.figures import FiguresForm, SheetForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.row_files import handed_out, save
from tracker.web.views.reports import WORD
from tracker.web.work import reading
from tracker.wording.indicators import BLANK_WORDS
from tracker.wording.reports import EARLIER_WORDS, PART_WORDS
from tracker.wording.sentence import say

blueprint = Blueprint("figures", __name__, url_prefix="/so-lieu-bao-cao")


@dataclass(frozen=True, slots=True)
class Asked:
    """A report and one unit's answer to it."""

    report: Report
    answer: Answer


@blueprint.get("")
@requires(Permission.FIGURES_GIVE)
def index() -> ResponseReturnValue:
    """List the reports that ask units of the reader for figures."""
    work = reading()
    reach = scope(work.actor, Permission.FIGURES_GIVE)
    asked = [
        Asked(report, answer)
        for report in reports.listed(work.session)
        if report.state is ReportState.DRAFT
        for answer in asking.round_of(work, report).answers
        if answer.assignment is not None and reach.covers(unit_ids=frozenset({answer.unit.id}))
    ]
    own = [
        unit
        for unit_id in sorted(work.actor.unit_ids)
        if reach.covers(unit_ids=frozenset({unit_id})) and (unit := units.find(work.session, unit_id))
    ]
    periods = [
        (f"{work.today.year}-{part}" if part else str(work.today.year), PART_WORDS[part]) for part in PARTS
    ]
    return render_template("figures/index.html", asked=asked, own=own, periods=periods, year=work.today.year)


@blueprint.route("/<int:report_id>/<int:unit_id>", methods=["GET", "POST"])
@requires(Permission.FIGURES_GIVE)
def fill(report_id: int, unit_id: int) -> ResponseReturnValue:
    """Let a unit fill in its rows: saved at any time, sent when every row has a number or a reason."""
    _, answer = asking.answer_of(reading(), report_id, unit_id)
    form, status = FiguresForm.of(answer.rows, sheets.said_in(answer), done_on=reading().today), 200
    if form.is_submitted_and_valid():
        verb = request.args.get("viec", "luu")
        said, day = form.said(answer.rows), form.done_on.data

        def carry_out(work: Work, files: Mapping[int, NewFile]) -> None:
            if verb == "gui":
                asking.send(work, report_id, unit_id, said, files=files)
            elif verb == "nhan" and day is not None:
                asking.receive(work, report_id, unit_id, said, done_on=day, files=files)
            else:
                diary.once(work)
                give(work, report_id, unit_id, said, files=files)

        try:
            save(form, answer.rows, report_id, unit_id, carry_out)
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash(say("Đã lưu.") if verb == "luu" else say("Đã gửi số liệu, chờ xác nhận."), "success")
            return redirect(url_for("figures.fill", report_id=report_id, unit_id=unit_id))
    elif form.errors:
        status = 422
    return _page(report_id, unit_id, form), status


@blueprint.post("/<int:report_id>/<int:unit_id>/tep")
@requires(Permission.FIGURES_GIVE)
def load(report_id: int, unit_id: int) -> ResponseReturnValue:
    """Read a file into the fields, to be looked at and then saved."""
    _, answer = asking.answer_of(reading(), report_id, unit_id)
    known = sheets.said_in(answer)
    form = SheetForm()
    if form.is_submitted_and_valid():
        sent = form.sent()
        try:
            read = sheets.read_sheet(reading(), report_id, unit_id, sent.data, sent.name)
        except Refusal as refusal:
            form.show(refusal)
        else:
            filled = FiguresForm.of(answer.rows, known | dict(read.said), anew=True, done_on=reading().today)
            return _page(report_id, unit_id, filled, read=read)
    filled = FiguresForm.of(answer.rows, known, anew=True, done_on=reading().today)
    return _page(report_id, unit_id, filled, sheet_form=form), 422


@blueprint.get("/<int:report_id>/minh-chung/<int:entry_id>")
@requires(Permission.FIGURES_GIVE)
def file(report_id: int, entry_id: int) -> ResponseReturnValue:
    """Give a unit back the file on which one of its figures rests."""
    return handed_out(report_id, entry_id)


@blueprint.get("/<int:report_id>/<int:unit_id>/bieu.xlsx")
@requires(Permission.FIGURES_GIVE)
def sheet(report_id: int, unit_id: int) -> ResponseReturnValue:
    """Give a unit's rows as a file to fill in."""
    name, content = sheets.sheet(reading(), report_id, unit_id)
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@blueprint.get("/bao-cao-don-vi/<int:unit_id>.docx")
@requires(Permission.FIGURES_GIVE)
def own_report(unit_id: int) -> ResponseReturnValue:
    """Give a unit's own report to the authority as a Word paper."""
    today = reading().today
    since, asked = day_of(request.args.get("tu-ngay")), day_of(request.args.get("tinh-den"))
    if since is not None:
        as_of = min(asked or today, today)
        period = window(since, as_of)
    else:
        period = period_named(request.args.get("ky") or str(today.year))
        as_of = period.cut_off(today, asked=asked)
    content = report_word(paper_of_unit(reading(), unit_id, period, as_of))
    days = period.name.lower() or f"{since:%Y%m%d}"
    name = f"bao-cao-don-vi-{days}-{as_of:%Y%m%d}.docx"
    return Response(content, mimetype=WORD, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _page(
    report_id: int,
    unit_id: int,
    form: FiguresForm,
    *,
    read: sheets.SheetRead | None = None,
    sheet_form: SheetForm | None = None,
) -> str:
    work = reading()
    report, answer = asking.answer_of(work, report_id, unit_id)
    return render_template(
        "figures/fill.html",
        report=report,
        answer=answer,
        form=form,
        before=earlier.of_unit(work, report, answer),
        earlier_words=EARLIER_WORDS,
        blanks=BLANK_WORDS,
        is_own=unit_id in work.actor.unit_ids,
        is_open=report.state is ReportState.DRAFT and answer.is_in_hand,
        read=read,
        sheet_form=sheet_form or SheetForm(formdata=None),
    )
