"""A report on paper: as it will be printed, its own words, its files.

The Word file of the office for reports: what it may name, trying one out, going back to the built-in form.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.core.i18n import make_message
from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.paper_form import DOCX_MIMETYPE, convert_to_pdf, find_pdf_converter
from tracker.documents.sheets import XLSX_MIMETYPE
from tracker.law.permissions import Permission
from tracker.reports import content as report_content, draft, queries as report_queries
from tracker.reports.forms import DefaultTemplateForm, ReportTemplateForm, TextsForm
from tracker.reports.models import Report, ReportState
from tracker.reports.opening import require_report
from tracker.reports.paper.excel import report_sheets
from tracker.reports.paper.model import ReportPaper
from tracker.reports.paper.template import TAGS, build_starter_template
from tracker.reports.paper.word import report_word
from tracker.reports.views.reports import reporting_pages
from tracker.web.errors import status_of
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work as writing_work
from tracker.web.responses import get_file_store


@reporting_pages.get("/<int:report_id>/ban-in")
@requires_permission(Permission.REPORT_DRAFT)
def paper(report_id: int) -> ResponseReturnValue:
    """Show the report as it will be printed."""
    report = require_report(read_work(), report_id)
    return render_template(
        "reporting/paper.html",
        report=report,
        paper=report_content.paper_of_report(read_work(), report),
        makes_pdf=find_pdf_converter() is not None,
    )


@reporting_pages.route("/<int:report_id>/thuyet-minh", methods=["GET", "POST"])
@requires_permission(Permission.REPORT_PREPARE)
def write(report_id: int) -> ResponseReturnValue:
    """Let the office write its own words into the parts of a report."""
    report = require_report(read_work(), report_id)
    made = report_content.paper_of_report(read_work(), report)
    form, status = TextsForm.of(made, report), 200
    if form.is_submitted_and_valid():
        try:
            with writing_work(form.request_name()) as work:
                report_content.write_texts(work, report_id, form.texts(), version=form.seen_version())
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash_message(make_message("Đã lưu phần thuyết minh."), "success")
            return redirect(url_for("reporting.paper", report_id=report_id))
    elif form.errors:
        status = 422
    report = require_report(read_work(), report_id)
    page = render_template("reporting/write.html", report=report, form=form, is_draft=report.state is ReportState.DRAFT)
    return page, status


@reporting_pages.get("/<int:report_id>/bao-cao.docx")
@requires_permission(Permission.REPORT_DRAFT)
def word(report_id: int) -> ResponseReturnValue:
    """Give the report as a Word paper."""
    place = get_file_store()
    return _file(report_id, lambda made: draft.render_report_word(read_work(), place, made), DOCX_MIMETYPE, "docx")


@reporting_pages.get("/<int:report_id>/bao-cao.pdf")
@requires_permission(Permission.REPORT_DRAFT)
def pdf(report_id: int) -> ResponseReturnValue:
    """Give the report as PDF, where the machine can make one; otherwise say what to do instead."""
    place = get_file_store()
    try:
        return _file(
            report_id,
            lambda made: convert_to_pdf(draft.render_report_word(read_work(), place, made)),
            "application/pdf",
            "pdf",
        )
    except Refusal as refusal:
        if refusal.reason is not Reason.PDF_NOT_MADE:
            raise
        flash_message(describe_refusal(refusal), "warning")
        return redirect(url_for("reporting.paper", report_id=report_id))


@reporting_pages.get("/<int:report_id>/ban-luu-noi-bo.docx")
@requires_permission(Permission.REPORT_DRAFT)
def internal(report_id: int) -> ResponseReturnValue:
    """Give the internal copy: the report, and what stands in it for a reason."""
    require_report(read_work(), report_id)
    kept = [(each.finding, each.reason) for each in report_queries.list_report_waivers(read_work().session, report_id)]
    return _file(report_id, lambda made: report_word(made, kept), DOCX_MIMETYPE, "noi-bo.docx")


@reporting_pages.get("/<int:report_id>/phu-luc.xlsx")
@requires_permission(Permission.REPORT_DRAFT)
def sheets(report_id: int) -> ResponseReturnValue:
    """Give the appendix, the figures of units and the definitions as an Excel file."""
    return _file(report_id, report_sheets, XLSX_MIMETYPE, "xlsx")


def _file(report_id: int, write_out: Callable[[ReportPaper], bytes], mimetype: str, suffix: str) -> ResponseReturnValue:
    report = require_report(read_work(), report_id)
    made = report_content.paper_of_report(read_work(), report)
    name = f"bao-cao-cchc-{report.period.lower() or 'tu-chon'}-{report.as_of:%Y%m%d}.{suffix}"
    return Response(
        write_out(made), mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@reporting_pages.route("/mau-word", methods=["GET", "POST"])
@requires_permission(Permission.REPORT_PREPARE)
def template() -> ResponseReturnValue:
    """Show the templates there are; take a new one once a report could be written into it."""
    form = ReportTemplateForm()
    report = _sample(read_work())
    if form.is_submitted_and_valid() and report is not None:
        sent = form.sent()
        try:
            draft.try_report_template(sent.data, sent.name, report_content.paper_of_report(read_work(), report))
            with writing_work() as work:
                draft.save_report_template(work, get_file_store(), sent.data, sent.name)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash_message(make_message("Đã nhận mẫu. Báo cáo Word từ nay theo mẫu này."), "success")
            return redirect(url_for("reporting.template"))
    page = render_template(
        "reporting/template.html",
        form=form,
        templates=report_queries.list_report_templates(read_work().session),
        tags=TAGS,
        report=report,
    )
    return page, 422 if form.errors else 200


@reporting_pages.post("/mau-word/mac-dinh")
@requires_permission(Permission.REPORT_PREPARE)
def default_template() -> ResponseReturnValue:
    """Use the built-in form again."""
    form = DefaultTemplateForm()
    if form.is_submitted_and_valid():
        with writing_work() as work:
            draft.use_default_template(work)
        flash_message(make_message("Báo cáo Word dùng lại mẫu có sẵn."), "success")
    return redirect(url_for("reporting.template"))


@reporting_pages.get("/mau-word/mau-goc.docx")
@requires_permission(Permission.REPORT_PREPARE)
def starter_template() -> ResponseReturnValue:
    """Give a Word file with every tag in its place."""
    return Response(
        build_starter_template(),
        mimetype=DOCX_MIMETYPE,
        headers={"Content-Disposition": 'attachment; filename="mau-bao-cao.docx"'},
    )


def _sample(work: UnitOfWork) -> Report | None:
    """Return the newest report: a template is tried out with it."""
    return next(iter(report_queries.list_reports(work.session)), None)
