"""A report on paper: as it will be printed, its own words, its files."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.documents.pdf import as_pdf, printer
from tracker.documents.report_paper import ReportPaper
from tracker.documents.report_sheets import report_sheets
from tracker.documents.report_word import report_word
from tracker.documents.spreadsheet import XLSX
from tracker.models.report import ReportState
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Reason, Refusal
from tracker.services.reporting import templates, texts, writing
from tracker.services.reporting.opening import found
from tracker.store import reports
from tracker.web.errors import status_of
from tracker.web.forms.report_texts import TextsForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.room import shelf
from tracker.web.views.reporting import blueprint
from tracker.web.views.reports import WORD
from tracker.web.work import reading
from tracker.web.work import writing as writing_work
from tracker.wording.refusals import explain
from tracker.wording.sentence import say


@blueprint.get("/<int:report_id>/ban-in")
@requires(Permission.REPORT_DRAFT)
def paper(report_id: int) -> ResponseReturnValue:
    """Show the report as it will be printed."""
    report = found(reading(), report_id)
    return render_template(
        "reporting/paper.html",
        report=report,
        paper=writing.paper_of_report(reading(), report),
        makes_pdf=printer() is not None,
    )


@blueprint.route("/<int:report_id>/thuyet-minh", methods=["GET", "POST"])
@requires(Permission.REPORT_PREPARE)
def write(report_id: int) -> ResponseReturnValue:
    """Let the office write its own words into the parts of a report."""
    report = found(reading(), report_id)
    made = writing.paper_of_report(reading(), report)
    form, status = TextsForm.of(made, report), 200
    if form.is_submitted_and_valid():
        try:
            with writing_work(form.request_name()) as work:
                texts.write_texts(work, report_id, form.texts(), version=form.seen_version())
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash(say("Đã lưu phần thuyết minh."), "success")
            return redirect(url_for("reporting.paper", report_id=report_id))
    elif form.errors:
        status = 422
    report = found(reading(), report_id)
    page = render_template(
        "reporting/write.html", report=report, form=form, is_draft=report.state is ReportState.DRAFT
    )
    return page, status


@blueprint.get("/<int:report_id>/bao-cao.docx")
@requires(Permission.REPORT_DRAFT)
def word(report_id: int) -> ResponseReturnValue:
    """Give the report as a Word paper."""
    place = shelf()
    return _file(report_id, lambda made: templates.as_word(reading(), place, made), WORD, "docx")


@blueprint.get("/<int:report_id>/bao-cao.pdf")
@requires(Permission.REPORT_DRAFT)
def pdf(report_id: int) -> ResponseReturnValue:
    """Give the report as PDF, where the machine can make one; otherwise say what to do instead."""
    place = shelf()
    try:
        return _file(
            report_id,
            lambda made: as_pdf(templates.as_word(reading(), place, made)),
            "application/pdf",
            "pdf",
        )
    except Refusal as refusal:
        if refusal.reason is not Reason.PDF_NOT_MADE:
            raise
        flash(explain(refusal), "warning")
        return redirect(url_for("reporting.paper", report_id=report_id))


@blueprint.get("/<int:report_id>/ban-luu-noi-bo.docx")
@requires(Permission.REPORT_DRAFT)
def internal(report_id: int) -> ResponseReturnValue:
    """Give the internal copy: the report, and what stands in it for a reason."""
    found(reading(), report_id)
    kept = [(each.finding, each.reason) for each in reports.waivers(reading().session, report_id)]
    return _file(report_id, lambda made: report_word(made, kept), WORD, "noi-bo.docx")


@blueprint.get("/<int:report_id>/phu-luc.xlsx")
@requires(Permission.REPORT_DRAFT)
def sheets(report_id: int) -> ResponseReturnValue:
    """Give the appendix, the figures of units and the definitions as an Excel file."""
    return _file(report_id, report_sheets, XLSX, "xlsx")


def _file(
    report_id: int, write_out: Callable[[ReportPaper], bytes], mimetype: str, suffix: str
) -> ResponseReturnValue:
    report = found(reading(), report_id)
    made = writing.paper_of_report(reading(), report)
    name = f"bao-cao-cchc-{report.period.lower() or 'tu-chon'}-{report.as_of:%Y%m%d}.{suffix}"
    return Response(
        write_out(made),
        mimetype=mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
