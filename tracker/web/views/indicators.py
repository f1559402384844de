"""Forms of indicators: their rows and versions, changing a row, loading a form from a file."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.documents.indicator_table import HEADS, row_words
from tracker.documents.problems import Problem
from tracker.documents.report_rows import definition
from tracker.documents.spreadsheet import XLSX, workbook
from tracker.models.indicator import IndicatorForm as FormVersion
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Reason, Refusal
from tracker.services import indicators
from tracker.store import indicators as store
from tracker.store import units
from tracker.web.errors import status_of
from tracker.web.filters import vn_date
from tracker.web.forms.indicators import FormFileForm, IndicatorForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.work import reading, writing
from tracker.wording.indicators import KIND_WORDS
from tracker.wording.sentence import say

blueprint = Blueprint("indicators", __name__, url_prefix="/chi-tieu")


@blueprint.get("")
@requires(Permission.REPORT_DRAFT)
def index() -> ResponseReturnValue:
    """List the forms there are."""
    forms = store.forms(reading().session)
    numbers = {
        form.id: sum(not row.spec().is_heading for row in store.rows(reading().session, form.id))
        for form in forms
    }
    return render_template("indicators/index.html", forms=forms, numbers=numbers)


@blueprint.get("/bieu/<int:form_id>")
@requires(Permission.REPORT_DRAFT)
def show(form_id: int) -> ResponseReturnValue:
    """Show every row of one version: how its value is obtained and what must hold."""
    form = _form(form_id)
    names = {unit.code: unit.short_name for unit in units.listed(reading().session)}
    return render_template(
        "indicators/show.html",
        form=form,
        rows=[(row, definition(row.spec(), names)) for row in store.rows(reading().session, form.id)],
        is_used=store.is_used(reading().session, form.id),
        kinds=KIND_WORDS,
    )


@blueprint.get("/bieu/<int:form_id>/bieu.xlsx")
@requires(Permission.REPORT_DRAFT)
def form_file(form_id: int) -> ResponseReturnValue:
    """Give a form as a file that can be changed and loaded again."""
    form = _form(form_id)
    notes = (
        say(
            "Phiên bản {version}, dùng từ ngày {valid_from}. {source}",
            version=form.version,
            valid_from=vn_date(form.valid_from),
            source=form.source,
        ).strip(),
    )
    rows = [row_words(row.spec()) for row in store.rows(reading().session, form.id)]
    name = f"bieu-{form.family}-{form.version}.xlsx"
    return Response(
        workbook(form.title, notes, HEADS, rows),
        mimetype=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.route("/nap", methods=["GET", "POST"])
@requires(Permission.REPORT_PREPARE)
def load() -> ResponseReturnValue:
    """Load a form from a file; what must be put right is said line by line, and nothing is kept until it is."""
    form = FormFileForm()
    problems: tuple[Problem, ...] = ()
    if form.is_submitted_and_valid():
        sent = form.the_file()
        try:
            table = indicators.read_file(sent.data, sent.name)
            problems = table.problems
            if not problems:
                with writing() as work:
                    made = indicators.load(work, form.head(), table.rows)
                    form_id, version = made.id, made.version
        except Refusal as refusal:
            form.show(refusal)
        else:
            if not problems:
                flash(
                    say(
                        "Đã nạp biểu, phiên bản {version}, {rows} dòng.",
                        version=version,
                        rows=len(table.rows),
                    ),
                    "success",
                )
                return redirect(url_for("indicators.show", form_id=form_id))
    page = render_template("indicators/load.html", form=form, problems=problems)
    return page, 422 if form.errors or problems else 200


@blueprint.route("/<int:indicator_id>", methods=["GET", "POST"])
@requires(Permission.REPORT_PREPARE)
def edit(indicator_id: int) -> ResponseReturnValue:
    """Change a row; in a version that is in use the change makes the next version."""
    row = store.row(reading().session, indicator_id)
    if row is None or row.spec().is_heading:
        raise Refusal(Reason.NOT_FOUND)
    code, is_used, version = row.code, store.is_used(reading().session, row.form_id), row.form
    form, status = IndicatorForm.of(row), 200
    if form.is_submitted_and_valid():
        try:
            with writing(form.request_name()) as work:
                changed = indicators.change(work, indicator_id, form.spec(code), version=form.seen_version())
                form_id = changed.form_id
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash(say("Đã lưu chỉ tiêu {code}.", code=code), "success")
            return redirect(url_for("indicators.show", form_id=form_id))
    elif form.errors:
        status = 422
    page = render_template(
        "indicators/edit.html",
        form=form,
        code=code,
        indicator_id=indicator_id,
        is_used=is_used,
        version=version,
    )
    return page, status


def _form(form_id: int) -> FormVersion:
    form = store.form(reading().session, form_id)
    if form is None:
        raise Refusal(Reason.NOT_FOUND)
    return form
