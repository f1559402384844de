"""Collecting figures for a report: asking the units, looking at what one sent, accepting it or sending values back."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.models.indicator import Indicator
from tracker.rules.permissions import Permission, may
from tracker.rules.refusals import Refusal
from tracker.services import appendix
from tracker.services.reporting import asking, earlier
from tracker.services.reporting.giving import give
from tracker.services.reporting.opening import found
from tracker.services.tasks import NewFile
from tracker.store import indicators, papers, people, units
from tracker.transaction import Work
from tracker.web.errors import status_of
from tracker.web.forms.figures import AskForm, FiguresForm, RemarksForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.row_files import handed_out, save
from tracker.web.views.reporting import blueprint
from tracker.web.work import reading, writing
from tracker.wording.indicators import BLANK_WORDS
from tracker.wording.numbers import share_words, value_words
from tracker.wording.reports import EARLIER_WORDS, request_words
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


@blueprint.get("/<int:report_id>/don-vi/<int:unit_id>")
@requires(Permission.REPORT_DRAFT)
def review(report_id: int, unit_id: int) -> ResponseReturnValue:
    """Show what a unit sent, with the files it rests on."""
    _, answer = asking.answer_of(reading(), report_id, unit_id)
    return _sent(report_id, unit_id, RemarksForm.of(answer.rows))


@blueprint.post("/<int:report_id>/don-vi/<int:unit_id>")
@requires(Permission.REPORT_PREPARE)
def decide(report_id: int, unit_id: int) -> ResponseReturnValue:
    """Accept what a unit sent, or send single values back with what is to be looked at."""
    _, answer = asking.answer_of(reading(), report_id, unit_id)
    form = RemarksForm.of(answer.rows)
    if not form.is_submitted_and_valid():
        return _sent(report_id, unit_id, form), 422
    is_accepted = request.args.get("viec") == "nhan"
    try:
        with writing(form.request_name()) as work:
            if is_accepted:
                asking.accept(work, report_id, unit_id)
            else:
                asking.send_back(work, report_id, unit_id, form.remarks())
    except Refusal as refusal:
        form.show(refusal)
        return _sent(report_id, unit_id, form), status_of(refusal)
    flash(say("Đã xác nhận số liệu.") if is_accepted else say("Đã trả lại để đơn vị xem lại."), "success")
    return redirect(url_for("reporting.show", report_id=report_id, _anchor="thu-thap"))


@blueprint.get("/<int:report_id>/minh-chung/<int:entry_id>")
@requires(Permission.REPORT_DRAFT)
def file(report_id: int, entry_id: int) -> ResponseReturnValue:
    """Give out the file on which a figure rests, to those who read the report."""
    return handed_out(report_id, entry_id)


@blueprint.get("/<int:report_id>/chi-tieu/<int:indicator_id>")
@requires(Permission.REPORT_DRAFT)
def row(report_id: int, indicator_id: int) -> ResponseReturnValue:
    """Show everything ever said for a row."""
    asked = _row(report_id, indicator_id)
    if asked is None:
        return redirect(url_for("reporting.show", report_id=report_id))
    return _history(report_id, asked, FiguresForm.of([asked], {}))


@blueprint.post("/<int:report_id>/chi-tieu/<int:indicator_id>")
@requires(Permission.REPORT_PREPARE)
def enter(report_id: int, indicator_id: int) -> ResponseReturnValue:
    """Let the office enter a row for the whole authority."""
    asked = _row(report_id, indicator_id)
    if asked is None:
        return redirect(url_for("reporting.show", report_id=report_id))
    form = FiguresForm.of([asked], {})
    if not form.is_submitted_and_valid():
        return _history(report_id, asked, form), 422
    said = form.said([asked])

    def carry_out(work: Work, files: Mapping[int, NewFile]) -> None:
        give(work, report_id, None, said, complete=True, files=files)

    try:
        save(form, [asked], report_id, None, carry_out)
    except Refusal as refusal:
        form.show(refusal)
        return _history(report_id, asked, form), status_of(refusal)
    flash(say("Đã lưu."), "success")
    return redirect(url_for("reporting.row", report_id=report_id, indicator_id=indicator_id))


def _row(report_id: int, indicator_id: int) -> Indicator | None:
    """Return a row of the form of a report; None for one that is not in it or only names a group."""
    work = reading()
    rows = indicators.rows(work.session, found(work, report_id).form_id)
    return next((each for each in rows if each.id == indicator_id and not each.spec().is_heading), None)


def _sent(report_id: int, unit_id: int, form: RemarksForm) -> str:
    work = reading()
    report, answer = asking.answer_of(work, report_id, unit_id)
    said = {key: appendix.given_by(entry) for key, entry in answer.said.items()}
    return render_template(
        "reporting/review.html",
        report=report,
        answer=answer,
        form=form,
        may_decide=answer.is_waiting and may(work.actor, Permission.REPORT_PREPARE),
        before=earlier.of_unit(work, report, answer),
        earlier_words=EARLIER_WORDS,
        values={row.id: value_words(said[row.id].value, row.kind) for row in answer.rows if row.id in said},
        shares={key: share_words(each.part, each.whole) for key, each in said.items()},
        blanks=BLANK_WORDS,
    )


def _history(report_id: int, asked: Indicator, form: FiguresForm) -> str:
    work = reading()
    history = indicators.history(work.session, report_id, asked.id)
    return render_template(
        "reporting/row.html",
        report=found(work, report_id),
        row=asked,
        form=form,
        history=[(entry, value_words(appendix.given_by(entry).value, asked.kind)) for entry in history],
        units=dict(units.names(work.session)),
        people=people.names(work.session, {entry.entered_by_id for entry in history}),
        blanks=BLANK_WORDS,
    )
