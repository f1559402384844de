"""Forms of indicators: their rows and versions, changing a row, loading a form from a file."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.core.formats import vn_date
from tracker.core.i18n import make_message
from tracker.core.refusals import Reason, Refusal
from tracker.documents.sheets import XLSX_MIMETYPE, build_workbook
from tracker.documents.table_reader import Problem
from tracker.law.permissions import Permission
from tracker.office import units
from tracker.reports import form_versions
from tracker.reports.collection_forms import EditIndicatorForm, FormFileForm
from tracker.reports.indicators.spec import INDICATOR_KIND_WORDS
from tracker.reports.indicators.table import INDICATOR_TABLE_HEADS, row_words
from tracker.reports.models import IndicatorForm as FormVersion
from tracker.reports.paper.model import build_row_definition
from tracker.web.errors import status_of
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work

blueprint = Blueprint("indicators", __name__, url_prefix="/chi-tieu")


@blueprint.get("")
@requires_permission(Permission.REPORT_DRAFT)
def index() -> ResponseReturnValue:
    """List the forms there are."""
    forms = form_versions.list_indicator_forms(read_work().session)
    numbers = {
        form.id: sum(not row.spec().is_heading for row in form_versions.list_indicators(read_work().session, form.id))
        for form in forms
    }
    return render_template("indicators/index.html", forms=forms, numbers=numbers)


@blueprint.get("/bieu/<int:form_id>")
@requires_permission(Permission.REPORT_DRAFT)
def show(form_id: int) -> ResponseReturnValue:
    """Show every row of one version: how its value is obtained and what must hold."""
    form = _form(form_id)
    names = {unit.code: unit.short_name for unit in units.list_units(read_work().session)}
    return render_template(
        "indicators/show.html",
        form=form,
        rows=[
            (row, build_row_definition(row.spec(), names))
            for row in form_versions.list_indicators(read_work().session, form.id)
        ],
        is_used=form_versions.is_form_used(read_work().session, form.id),
        kinds=INDICATOR_KIND_WORDS,
    )


@blueprint.get("/bieu/<int:form_id>/bieu.xlsx")
@requires_permission(Permission.REPORT_DRAFT)
def form_file(form_id: int) -> ResponseReturnValue:
    """Give a form as a file that can be changed and loaded again."""
    form = _form(form_id)
    notes = (
        make_message(
            "Phiên bản {version}, dùng từ ngày {valid_from}. {source}",
            version=form.version,
            valid_from=vn_date(form.valid_from),
            source=form.source,
        ).strip(),
    )
    rows = [row_words(row.spec()) for row in form_versions.list_indicators(read_work().session, form.id)]
    name = f"bieu-{form.family}-{form.version}.xlsx"
    return Response(
        build_workbook(form.title, notes, INDICATOR_TABLE_HEADS, rows),
        mimetype=XLSX_MIMETYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.route("/nap", methods=["GET", "POST"])
@requires_permission(Permission.REPORT_PREPARE)
def load() -> ResponseReturnValue:
    """Load a form from a file; what must be put right is said line by line, and nothing is kept until it is."""
    form = FormFileForm()
    problems: tuple[Problem, ...] = ()
    if form.is_submitted_and_valid():
        sent = form.the_file()
        try:
            table = form_versions.read_form_file(sent.data, sent.name)
            problems = table.problems
            if not problems:
                with write_work() as work:
                    made = form_versions.import_indicator_form(work, form.head(), table.rows)
                    form_id, version = made.id, made.version
        except Refusal as refusal:
            form.show(refusal)
        else:
            if not problems:
                flash_message(
                    make_message(
                        "Đã nạp biểu, phiên bản {version}, {rows} dòng.", version=version, rows=len(table.rows)
                    ),
                    "success",
                )
                return redirect(url_for("indicators.show", form_id=form_id))
    page = render_template("indicators/load.html", form=form, problems=problems)
    return page, 422 if form.errors or problems else 200


@blueprint.route("/<int:indicator_id>", methods=["GET", "POST"])
@requires_permission(Permission.REPORT_PREPARE)
def edit(indicator_id: int) -> ResponseReturnValue:
    """Change a row; in a version that is in use the change makes the next version."""
    row = form_versions.get_indicator(read_work().session, indicator_id)
    if row is None or row.spec().is_heading:
        raise Refusal(Reason.NOT_FOUND)
    code, is_used, version = row.code, form_versions.is_form_used(read_work().session, row.form_id), row.form
    form, status = EditIndicatorForm.of(row), 200
    if form.is_submitted_and_valid():
        try:
            with write_work(form.request_name()) as work:
                changed = form_versions.change_indicator(
                    work, indicator_id, form.spec(code), version=form.seen_version()
                )
                form_id = changed.form_id
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash_message(make_message("Đã lưu chỉ tiêu {code}.", code=code), "success")
            return redirect(url_for("indicators.show", form_id=form_id))
    elif form.errors:
        status = 422
    page = render_template(
        "indicators/edit.html", form=form, code=code, indicator_id=indicator_id, is_used=is_used, version=version
    )
    return page, status


def _form(form_id: int) -> FormVersion:
    form = form_versions.get_indicator_form(read_work().session, form_id)
    if form is None:
        raise Refusal(Reason.NOT_FOUND)
    return form
