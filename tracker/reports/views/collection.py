"""Collecting figures for a report: asking the units, looking at what one sent, accepting it or sending values back.

Files sent along with figures: held while the figures are saved, kept once they are, handed out again.

A unit's figures for a report: which reports ask it, its rows to fill in, its file out and in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.core.formats import share_words
from tracker.core.i18n import make_message
from tracker.core.refusals import Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.paper_form import DOCX_MIMETYPE
from tracker.documents.sheets import XLSX_MIMETYPE
from tracker.law.periods import PARTS, make_window, parse_period as period_named
from tracker.law.permissions import Permission, get_permission_scope, has_permission
from tracker.office import people as office_people, units
from tracker.reports import appendix as report_appendix, form_versions, queries as report_queries
from tracker.reports.collection import answers as collection_answers, requests, sheet as collection_sheet
from tracker.reports.collection.answers import save_unit_figures
from tracker.reports.collection.requests import UnitAnswer
from tracker.reports.collection_forms import FiguresForm, RequestFiguresForm, ReturnFiguresForm, UnitSheetForm
from tracker.reports.draft import paper_of_unit
from tracker.reports.indicators.spec import BLANK_WORDS
from tracker.reports.labels import EARLIER_WORDS, PART_WORDS, request_words, value_words
from tracker.reports.models import Indicator, Report, ReportState
from tracker.reports.opening import require_report
from tracker.reports.paper.word import report_word
from tracker.reports.views.reports import reporting_pages
from tracker.tasks import event_log, evidence, sources as task_sources
from tracker.tasks.evidence import NewFile
from tracker.tasks.views.action_page import flash_file_changes
from tracker.web.errors import status_of
from tracker.web.forms import parse_day
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work
from tracker.web.responses import get_file_store, get_upload_limits, send_stored_file

SaveRows = Callable[[UnitOfWork, Mapping[int, NewFile]], object]


def save_row_files(
    form: FiguresForm, rows: Iterable[Indicator], report_id: int, unit_id: int | None, carry_out: SaveRows
) -> None:
    """Carry out what a form says with its files, all of it or nothing; raises what the services refuse."""
    sent, limits = form.uploads(rows), get_upload_limits()
    with (
        evidence.hold_uploads(get_file_store(), list(sent.values()), limits) as held,
        write_work(form.request_name()) as work,
    ):
        carry_out(work, dict(zip(sent, held.files, strict=True)))
        if sent:
            collection_answers.check_proof_limits(work, report_id, unit_id, limits)
        work.after_commit.append(held.keep)
    flash_file_changes(held)


def send_row_file(report_id: int, entry_id: int) -> ResponseReturnValue:
    """Send the file of something said for a report, byte for byte."""
    said, stream = collection_answers.open_proof_file(read_work(), get_file_store(), report_id, entry_id)
    return send_stored_file(stream, said.file_name or "")


@reporting_pages.route("/<int:report_id>/yeu-cau", methods=["GET", "POST"])
@requires_permission(Permission.REPORT_PREPARE)
def ask(report_id: int) -> ResponseReturnValue:
    """Ask all units that owe figures, by one directive."""
    report = require_report(read_work(), report_id)
    form = RequestFiguresForm()
    if form.is_submitted_and_valid():
        try:
            with write_work(form.request_name()) as work:
                requests.request_figures(
                    work,
                    report_id,
                    reference=form.reference.data or "",
                    leader=form.leader.data or "",
                    term_text=form.term_text.data or "",
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash_message(make_message("Đã gửi yêu cầu đến các đơn vị."), "success")
            return redirect(url_for("reporting.show", report_id=report_id, _anchor="thu-thap"))
    page = render_template(
        "reporting/ask.html",
        report=report,
        form=form,
        content=request_words(report.title, report.as_of),
        answers=requests.get_collection_round(read_work(), report).answers,
        leaders=task_sources.directive_leaders(read_work().session),
    )
    return page, 422 if form.errors else 200


@reporting_pages.get("/<int:report_id>/don-vi/<int:unit_id>")
@requires_permission(Permission.REPORT_DRAFT)
def review(report_id: int, unit_id: int) -> ResponseReturnValue:
    """Show what a unit sent, with the files it rests on."""
    _, answer = requests.get_unit_answer(read_work(), report_id, unit_id)
    return _sent(report_id, unit_id, ReturnFiguresForm.of(answer.rows))


@reporting_pages.post("/<int:report_id>/don-vi/<int:unit_id>")
@requires_permission(Permission.REPORT_PREPARE)
def decide(report_id: int, unit_id: int) -> ResponseReturnValue:
    """Accept what a unit sent, or send single values back with what is to be looked at."""
    _, answer = requests.get_unit_answer(read_work(), report_id, unit_id)
    form = ReturnFiguresForm.of(answer.rows)
    if not form.is_submitted_and_valid():
        return _sent(report_id, unit_id, form), 422
    is_accepted = request.args.get("viec") == "nhan"
    try:
        with write_work(form.request_name()) as work:
            if is_accepted:
                requests.accept_unit_figures(work, report_id, unit_id)
            else:
                requests.return_unit_figures(work, report_id, unit_id, form.remarks())
    except Refusal as refusal:
        form.show(refusal)
        return _sent(report_id, unit_id, form), status_of(refusal)
    flash_message(
        make_message("Đã xác nhận số liệu.") if is_accepted else make_message("Đã trả lại để đơn vị xem lại."),
        "success",
    )
    return redirect(url_for("reporting.show", report_id=report_id, _anchor="thu-thap"))


@reporting_pages.get("/<int:report_id>/minh-chung/<int:entry_id>", endpoint="file")
@requires_permission(Permission.REPORT_DRAFT)
def request_file(report_id: int, entry_id: int) -> ResponseReturnValue:
    """Give out the file on which a figure rests, to those who read the report."""
    return send_row_file(report_id, entry_id)


@reporting_pages.get("/<int:report_id>/chi-tieu/<int:indicator_id>")
@requires_permission(Permission.REPORT_DRAFT)
def row(report_id: int, indicator_id: int) -> ResponseReturnValue:
    """Show everything ever said for a row."""
    asked = _row(report_id, indicator_id)
    if asked is None:
        return redirect(url_for("reporting.show", report_id=report_id))
    return _history(report_id, asked, FiguresForm.of([asked], {}))


@reporting_pages.post("/<int:report_id>/chi-tieu/<int:indicator_id>")
@requires_permission(Permission.REPORT_PREPARE)
def enter(report_id: int, indicator_id: int) -> ResponseReturnValue:
    """Let the office enter a row for the whole authority."""
    asked = _row(report_id, indicator_id)
    if asked is None:
        return redirect(url_for("reporting.show", report_id=report_id))
    form = FiguresForm.of([asked], {})
    if not form.is_submitted_and_valid():
        return _history(report_id, asked, form), 422
    said = form.said([asked])

    def carry_out(work: UnitOfWork, files: Mapping[int, NewFile]) -> None:
        save_unit_figures(work, report_id, None, said, complete=True, files=files)

    try:
        save_row_files(form, [asked], report_id, None, carry_out)
    except Refusal as refusal:
        form.show(refusal)
        return _history(report_id, asked, form), status_of(refusal)
    flash_message(make_message("Đã lưu."), "success")
    return redirect(url_for("reporting.row", report_id=report_id, indicator_id=indicator_id))


def _row(report_id: int, indicator_id: int) -> Indicator | None:
    """Return a row of the form of a report; None for one that is not in it or only names a group."""
    work = read_work()
    rows = form_versions.list_indicators(work.session, require_report(work, report_id).form_id)
    return next((each for each in rows if each.id == indicator_id and not each.spec().is_heading), None)


def _sent(report_id: int, unit_id: int, form: ReturnFiguresForm) -> str:
    work = read_work()
    report, answer = requests.get_unit_answer(work, report_id, unit_id)
    said = {key: report_appendix.to_given_value(entry) for key, entry in answer.said.items()}
    return render_template(
        "reporting/review.html",
        report=report,
        answer=answer,
        form=form,
        may_decide=answer.is_waiting and has_permission(work.actor, Permission.REPORT_PREPARE),
        before=collection_sheet.get_earlier_values(work, report, answer),
        earlier_words=EARLIER_WORDS,
        values={row.id: value_words(said[row.id].value, row.kind) for row in answer.rows if row.id in said},
        shares={key: share_words(each.part, each.whole) for key, each in said.items()},
        blanks=BLANK_WORDS,
    )


def _history(report_id: int, asked: Indicator, form: FiguresForm) -> str:
    work = read_work()
    history = form_versions.list_entry_history(work.session, report_id, asked.id)
    return render_template(
        "reporting/row.html",
        report=require_report(work, report_id),
        row=asked,
        form=form,
        history=[(entry, value_words(report_appendix.to_given_value(entry).value, asked.kind)) for entry in history],
        units=dict(units.get_unit_names(work.session)),
        people=office_people.get_people_names(work.session, {entry.entered_by_id for entry in history}),
        blanks=BLANK_WORDS,
    )


blueprint = Blueprint("figures", __name__, url_prefix="/so-lieu-bao-cao")


@dataclass(frozen=True, slots=True)
class RequestedFigures:
    """A report and one unit's answer to it."""

    report: Report
    answer: UnitAnswer


@blueprint.get("")
@requires_permission(Permission.FIGURES_GIVE)
def index() -> ResponseReturnValue:
    """List the reports that ask units of the reader for figures."""
    work = read_work()
    reach = get_permission_scope(work.actor, Permission.FIGURES_GIVE)
    asked = [
        RequestedFigures(report, answer)
        for report in report_queries.list_reports(work.session)
        if report.state is ReportState.DRAFT
        for answer in requests.get_collection_round(work, report).answers
        if answer.assignment is not None and reach.covers(unit_ids=frozenset({answer.unit.id}))
    ]
    own = [
        unit
        for unit_id in sorted(work.actor.unit_ids)
        if reach.covers(unit_ids=frozenset({unit_id})) and (unit := units.find_unit(work.session, unit_id))
    ]
    periods = [(f"{work.today.year}-{part}" if part else str(work.today.year), PART_WORDS[part]) for part in PARTS]
    return render_template("figures/index.html", asked=asked, own=own, periods=periods, year=work.today.year)


@blueprint.route("/<int:report_id>/<int:unit_id>", methods=["GET", "POST"])
@requires_permission(Permission.FIGURES_GIVE)
def fill(report_id: int, unit_id: int) -> ResponseReturnValue:
    """Let a unit fill in its rows: saved at any time, sent when every row has a number or a reason."""
    _, answer = requests.get_unit_answer(read_work(), report_id, unit_id)
    form, status = (
        FiguresForm.of(answer.rows, collection_sheet.list_typed_fields(answer), done_on=read_work().today),
        200,
    )
    if form.is_submitted_and_valid():
        verb = request.args.get("viec", "luu")
        said, day = form.said(answer.rows), form.done_on.data

        def carry_out(work: UnitOfWork, files: Mapping[int, NewFile]) -> None:
            if verb == "gui":
                requests.submit_unit_figures(work, report_id, unit_id, said, files=files)
            elif verb == "nhan" and day is not None:
                requests.receive_unit_figures(work, report_id, unit_id, said, done_on=day, files=files)
            else:
                event_log.claim_request(work)
                save_unit_figures(work, report_id, unit_id, said, files=files)

        try:
            save_row_files(form, answer.rows, report_id, unit_id, carry_out)
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash_message(
                make_message("Đã lưu.") if verb == "luu" else make_message("Đã gửi số liệu, chờ xác nhận."), "success"
            )
            return redirect(url_for("figures.fill", report_id=report_id, unit_id=unit_id))
    elif form.errors:
        status = 422
    return _page(report_id, unit_id, form), status


@blueprint.post("/<int:report_id>/<int:unit_id>/tep")
@requires_permission(Permission.FIGURES_GIVE)
def load(report_id: int, unit_id: int) -> ResponseReturnValue:
    """Read a file into the fields, to be looked at and then saved."""
    _, answer = requests.get_unit_answer(read_work(), report_id, unit_id)
    known = collection_sheet.list_typed_fields(answer)
    form = UnitSheetForm()
    if form.is_submitted_and_valid():
        sent = form.sent()
        try:
            read = collection_sheet.read_unit_sheet(read_work(), report_id, unit_id, sent.data, sent.name)
        except Refusal as refusal:
            form.show(refusal)
        else:
            filled = FiguresForm.of(answer.rows, known | dict(read.said), anew=True, done_on=read_work().today)
            return _page(report_id, unit_id, filled, read=read)
    filled = FiguresForm.of(answer.rows, known, anew=True, done_on=read_work().today)
    return _page(report_id, unit_id, filled, sheet_form=form), 422


@blueprint.get("/<int:report_id>/minh-chung/<int:entry_id>", endpoint="file")
@requires_permission(Permission.FIGURES_GIVE)
def unit_figures_file(report_id: int, entry_id: int) -> ResponseReturnValue:
    """Give a unit back the file on which one of its figures rests."""
    return send_row_file(report_id, entry_id)


@blueprint.get("/<int:report_id>/<int:unit_id>/bieu.xlsx")
@requires_permission(Permission.FIGURES_GIVE)
def sheet(report_id: int, unit_id: int) -> ResponseReturnValue:
    """Give a unit's rows as a file to fill in."""
    name, content = collection_sheet.build_unit_sheet(read_work(), report_id, unit_id)
    return Response(content, mimetype=XLSX_MIMETYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@blueprint.get("/bao-cao-don-vi/<int:unit_id>.docx")
@requires_permission(Permission.FIGURES_GIVE)
def own_report(unit_id: int) -> ResponseReturnValue:
    """Give a unit's own report to the authority as a Word paper."""
    today = read_work().today
    since, asked = parse_day(request.args.get("tu-ngay")), parse_day(request.args.get("tinh-den"))
    if since is not None:
        as_of = min(asked or today, today)
        period = make_window(since, as_of)
    else:
        period = period_named(request.args.get("ky") or str(today.year))
        as_of = period.cut_off(today, asked=asked)
    content = report_word(paper_of_unit(read_work(), unit_id, period, as_of))
    days = period.name.lower() or f"{since:%Y%m%d}"
    name = f"bao-cao-don-vi-{days}-{as_of:%Y%m%d}.docx"
    return Response(content, mimetype=DOCX_MIMETYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _page(
    report_id: int,
    unit_id: int,
    form: FiguresForm,
    *,
    read: collection_sheet.SheetRead | None = None,
    sheet_form: UnitSheetForm | None = None,
) -> str:
    work = read_work()
    report, answer = requests.get_unit_answer(work, report_id, unit_id)
    return render_template(
        "figures/fill.html",
        report=report,
        answer=answer,
        form=form,
        before=collection_sheet.get_earlier_values(work, report, answer),
        earlier_words=EARLIER_WORDS,
        blanks=BLANK_WORDS,
        is_own=unit_id in work.actor.unit_ids,
        is_open=report.state is ReportState.DRAFT and answer.is_open,
        read=read,
        sheet_form=sheet_form or UnitSheetForm(formdata=None),
    )
