"""The Word file of the office for reports: what it may name, trying one out, going back to the built-in form."""

from __future__ import annotations

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.documents.report_template import TAGS, starter
from tracker.models.report import Report
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services.reporting import templates, writing
from tracker.store import reports
from tracker.transaction import Work
from tracker.web.forms.report_templates import DefaultForm, TemplateForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.room import shelf
from tracker.web.views.reporting import blueprint
from tracker.web.views.reports import WORD
from tracker.web.work import reading
from tracker.web.work import writing as writing_work
from tracker.wording.sentence import say


@blueprint.route("/mau-word", methods=["GET", "POST"])
@requires(Permission.REPORT_PREPARE)
def template() -> ResponseReturnValue:
    """Show the templates there are; take a new one once a report could be written into it."""
    form = TemplateForm()
    report = _sample(reading())
    if form.is_submitted_and_valid() and report is not None:
        sent = form.sent()
        try:
            templates.try_out(sent.data, sent.name, writing.paper_of_report(reading(), report))
            with writing_work() as work:
                templates.keep(work, shelf(), sent.data, sent.name)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(say("Đã nhận mẫu. Báo cáo Word từ nay theo mẫu này."), "success")
            return redirect(url_for("reporting.template"))
    page = render_template(
        "reporting/template.html",
        form=form,
        templates=reports.templates(reading().session),
        tags=TAGS,
        report=report,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/mau-word/mac-dinh")
@requires(Permission.REPORT_PREPARE)
def default_template() -> ResponseReturnValue:
    """Use the built-in form again."""
    form = DefaultForm()
    if form.is_submitted_and_valid():
        with writing_work() as work:
            templates.use_default(work)
        flash(say("Báo cáo Word dùng lại mẫu có sẵn."), "success")
    return redirect(url_for("reporting.template"))


@blueprint.get("/mau-word/mau-goc.docx")
@requires(Permission.REPORT_PREPARE)
def starter_template() -> ResponseReturnValue:
    """Give a Word file with every tag in its place."""
    return Response(
        starter(),
        mimetype=WORD,
        headers={"Content-Disposition": 'attachment; filename="mau-bao-cao.docx"'},
    )


def _sample(work: Work) -> Report | None:
    """Return the newest report: a template is tried out with it."""
    return next(iter(reports.listed(work.session)), None)
