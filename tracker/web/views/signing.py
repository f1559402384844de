"""Signing a report off: what does not hold in it, freezing it, its next version, how it differs from others."""

from __future__ import annotations

from itertools import groupby

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.models.report import Report
from tracker.rules.checking.findings import Severity
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Reason, Refusal
from tracker.services.reporting import explaining, judging, signing
from tracker.services.reporting.judging import Judged
from tracker.services.reporting.opening import found
from tracker.store import reports
from tracker.web.address_readers import key_of
from tracker.web.errors import status_of
from tracker.web.forms.signing import AnewForm, FreezeForm, TakeBackForm, WaiveForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.views.reporting import blueprint
from tracker.web.work import reading, writing
from tracker.wording.findings import FAMILIES, SEVERITIES, explain, stands_at
from tracker.wording.reports import WHY_WORDS
from tracker.wording.sentence import say


@blueprint.get("/<int:report_id>/kiem-tra")
@requires(Permission.REPORT_DRAFT)
def judge(report_id: int) -> ResponseReturnValue:
    """Show what does not hold in a report, gravest first, and what stands for a reason."""
    return _judged(report_id, None)


@blueprint.post("/<int:report_id>/kiem-tra")
@requires(Permission.REPORT_PREPARE)
def waive(report_id: int) -> ResponseReturnValue:
    """Let a finding stand, for a reason."""
    form = WaiveForm()
    if form.is_submitted_and_valid():
        try:
            with writing(form.request_name()) as work:
                judging.waive(work, report_id, form.key.data or "", reason=form.reason.data or "")
        except Refusal as refusal:
            if refusal.reason is Reason.NOT_FOUND:
                raise
            form.show(refusal)
        else:
            flash(say("Đã ghi lý do giữ nguyên."), "success")
            return redirect(url_for("reporting.judge", report_id=report_id))
    return _judged(report_id, form), 422


@blueprint.post("/<int:report_id>/kiem-tra/bo-ly-do")
@requires(Permission.REPORT_PREPARE)
def take_back(report_id: int) -> ResponseReturnValue:
    """Take the reason for a finding back."""
    form = TakeBackForm()
    if form.is_submitted_and_valid():
        with writing() as work:
            judging.take_back(work, report_id, form.key.data or "")
        flash(say("Đã bỏ lý do."), "success")
    return redirect(url_for("reporting.judge", report_id=report_id))


@blueprint.route("/<int:report_id>/chot", methods=["GET", "POST"])
@requires(Permission.REPORT_PREPARE)
def freeze(report_id: int) -> ResponseReturnValue:
    """Freeze a report with its number and date."""
    _, judged = judging.opened(reading(), report_id)
    form, status = FreezeForm(data={"dated_on": reading().today}), 200
    if form.is_submitted_and_valid():
        assert form.dated_on.data is not None  # InputRequired has run
        try:
            with writing(form.request_name()) as work:
                signing.freeze(work, report_id, number=form.number.data or "", dated_on=form.dated_on.data)
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash(say("Đã chốt báo cáo."), "success")
            return redirect(url_for("reporting.show", report_id=report_id))
    elif form.errors:
        status = 422
    page = render_template(
        "reporting/freeze.html",
        report=found(reading(), report_id),
        form=form,
        wrong=sum(each.is_open for each in judged),
        waived=[each.waiver for each in judged if each.waiver],
    )
    return page, status


@blueprint.route("/<int:report_id>/phien-ban-moi", methods=["GET", "POST"])
@requires(Permission.REPORT_PREPARE)
def anew(report_id: int) -> ResponseReturnValue:
    """Open the next version of a frozen report."""
    report = found(reading(), report_id)
    form, status = AnewForm(), 200
    if form.is_submitted_and_valid():
        try:
            with writing(form.request_name()) as work:
                new_id = signing.anew(work, report_id, reason=form.reason.data or "").id
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash(say("Đã mở phiên bản mới; bản đã chốt vẫn giữ nguyên."), "success")
            return redirect(url_for("reporting.show", report_id=new_id))
    elif form.errors:
        status = 422
    report = found(reading(), report_id)
    return render_template("reporting/anew.html", report=report, form=form), status


@blueprint.get("/<int:report_id>/so-sanh")
@requires(Permission.REPORT_DRAFT)
def compare(report_id: int) -> ResponseReturnValue:
    """Show how a report differs from the version before, the report before, or last year's."""
    work = reading()
    report = found(work, report_id)
    choices = explaining.others(work, report)
    asked = key_of(request.args.get("voi"))
    other: Report | None = next((each for each in choices if each.id == asked), None)
    other = other or (choices[0] if choices else None)
    return render_template(
        "reporting/compare.html",
        report=report,
        choices=choices,
        other=other,
        compared=explaining.compare(work, report, other) if other else None,
        why=WHY_WORDS,
    )


def _judged(report_id: int, form: WaiveForm | None) -> str:
    work = reading()
    report, judged = judging.opened(work, report_id)
    shown = {each.key for each in judged}
    return render_template(
        "reporting/judge.html",
        report=report,
        groups=[
            (SEVERITIES[severity], [_line(each) for each in members])
            for severity, members in groupby(judged, key=_severity)
        ],
        wrong=sum(each.is_open for each in judged),
        sent=form,
        form=WaiveForm(formdata=None),
        settled=[each for each in reports.waivers(work.session, report_id) if each.key not in shown],
    )


def _severity(judged: Judged) -> Severity:
    return judged.finding.severity


def _line(judged: Judged) -> tuple[Judged, str, str, list[str]]:
    finding = judged.finding
    return judged, FAMILIES[finding.family], explain(finding), [stands_at(place) for place in finding.where]
