"""Collecting figures for a report: asking the units, looking at what one sent, accepting it or sending values back."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import appendix
from tracker.services.reporting import asking, sheets
from tracker.services.reporting.giving import give
from tracker.services.reporting.opening import found
from tracker.store import indicators, papers, people, units
from tracker.web.errors import status_of
from tracker.web.forms.figures import AskForm, FiguresForm, RemarksForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.views.reporting import blueprint
from tracker.web.work import reading, writing
from tracker.wording.indicators import BLANK_WORDS
from tracker.wording.numbers import share_words, value_words
from tracker.wording.reports import request_words
from tracker.wording.sentence import say


@blueprint.route("/<int:report_id>/yeu-cau", methods=["GET", "POST"])
@requires(Permission.REPORT_PREPARE)
def ask(report_id: int) -> ResponseReturnValue:
    """Ask all units that owe figures, by one directive."""
    report = found(reading(), report_id)
    form = AskForm()
    if form.is_submitted_and_valid():
        try:
            with writing(form.request_name()) as work:
                asking.ask(
                    work,
                    report_id,
                    reference=form.reference.data or "",
                    leader=form.leader.data or "",
                    term_text=form.term_text.data or "",
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(say("Đã gửi yêu cầu đến các đơn vị."), "success")
            return redirect(url_for("reporting.show", report_id=report_id, _anchor="thu-thap"))
    page = render_template(
        "reporting/ask.html",
        report=report,
        form=form,
        content=request_words(report.title, report.as_of),
        answers=asking.round_of(reading(), report).answers,
        leaders=papers.directive_leaders(reading().session),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/<int:report_id>/don-vi/<int:unit_id>", methods=["GET", "POST"])
@requires(Permission.REPORT_PREPARE)
def review(report_id: int, unit_id: int) -> ResponseReturnValue:
    """Look at what a unit sent: accept it, or send single values back with what is to be looked at."""
    report, answer = asking.answer_of(reading(), report_id, unit_id)
    form, status = RemarksForm.of(answer.rows), 200
    if form.is_submitted_and_valid():
        is_accepted = request.args.get("viec") == "nhan"
        try:
            with writing(form.request_name()) as work:
                if is_accepted:
                    asking.accept(work, report_id, unit_id)
                else:
                    asking.send_back(work, report_id, unit_id, form.remarks())
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash(
                say("Đã xác nhận số liệu.") if is_accepted else say("Đã trả lại để đơn vị xem lại."),
                "success",
            )
            return redirect(url_for("reporting.show", report_id=report_id, _anchor="thu-thap"))
    elif form.errors:
        status = 422
    report, answer = asking.answer_of(reading(), report_id, unit_id)
    said = {key: appendix.given_by(entry) for key, entry in answer.said.items()}
    page = render_template(
        "reporting/review.html",
        report=report,
        answer=answer,
        form=form,
        before=sheets.earlier_values(reading(), report, unit_id),
        values={row.id: value_words(said[row.id].value, row.kind) for row in answer.rows if row.id in said},
        shares={key: share_words(each.part, each.whole) for key, each in said.items()},
        blanks=BLANK_WORDS,
    )
    return page, status


@blueprint.route("/<int:report_id>/chi-tieu/<int:indicator_id>", methods=["GET", "POST"])
@requires(Permission.REPORT_PREPARE)
def row(report_id: int, indicator_id: int) -> ResponseReturnValue:
    """Show everything ever said for a row, and let the office enter it for the whole authority."""
    work = reading()
    report = found(work, report_id)
    asked = next(
        (each for each in indicators.rows(work.session, report.form_id) if each.id == indicator_id), None
    )
    if asked is None or asked.spec().is_heading:
        return redirect(url_for("reporting.show", report_id=report_id))
    form, status = FiguresForm.of([asked], {}), 200
    if form.is_submitted_and_valid():
        try:
            with writing(form.request_name()) as acting:
                give(acting, report_id, None, form.said([asked]), complete=True)
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash(say("Đã lưu."), "success")
            return redirect(url_for("reporting.row", report_id=report_id, indicator_id=indicator_id))
    elif form.errors:
        status = 422
    work = reading()
    history = indicators.history(work.session, report_id, indicator_id)
    page = render_template(
        "reporting/row.html",
        report=found(work, report_id),
        row=next(each for each in indicators.rows(work.session, report.form_id) if each.id == indicator_id),
        form=form,
        history=[(entry, value_words(appendix.given_by(entry).value, asked.kind)) for entry in history],
        units=dict(units.names(work.session)),
        people=people.names(work.session, {entry.entered_by_id for entry in history}),
        blanks=BLANK_WORDS,
    )
    return page, status
