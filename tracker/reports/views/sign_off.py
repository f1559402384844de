"""Signing a report off: what does not hold in it, freezing it, its next version, how it differs from others."""

from __future__ import annotations

from itertools import groupby

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.core.i18n import make_message
from tracker.core.refusals import Reason, Refusal
from tracker.law.permissions import Permission
from tracker.reports import queries as report_queries, sign_off as report_sign_off, verdict
from tracker.reports.checking.labels import FAMILIES, SEVERITIES, describe_finding, describe_place
from tracker.reports.checking.paper import Severity
from tracker.reports.forms import FreezeReportForm, NewReportVersionForm, WaiveFindingForm, WithdrawWaiverForm
from tracker.reports.labels import WHY_WORDS
from tracker.reports.models import Report
from tracker.reports.opening import require_report
from tracker.reports.verdict import JudgedFinding
from tracker.reports.views.reports import reporting_pages
from tracker.tasks.filter_kinds import parse_row_key
from tracker.web.errors import status_of
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work


@reporting_pages.get("/<int:report_id>/kiem-tra")
@requires_permission(Permission.REPORT_DRAFT)
def judge(report_id: int) -> ResponseReturnValue:
    """Show what does not hold in a report, gravest first, and what stands for a reason."""
    return _judged(report_id, None)


@reporting_pages.post("/<int:report_id>/kiem-tra")
@requires_permission(Permission.REPORT_PREPARE)
def waive(report_id: int) -> ResponseReturnValue:
    """Let a finding stand, for a reason."""
    form = WaiveFindingForm()
    if form.is_submitted_and_valid():
        try:
            with write_work(form.request_name()) as work:
                verdict.waive_report_finding(work, report_id, form.key.data or "", reason=form.reason.data or "")
        except Refusal as refusal:
            if refusal.reason is Reason.NOT_FOUND:
                raise
            form.show(refusal)
        else:
            flash_message(make_message("Đã ghi lý do giữ nguyên."), "success")
            return redirect(url_for("reporting.judge", report_id=report_id))
    return _judged(report_id, form), 422


@reporting_pages.post("/<int:report_id>/kiem-tra/bo-ly-do")
@requires_permission(Permission.REPORT_PREPARE)
def take_back(report_id: int) -> ResponseReturnValue:
    """Take the reason for a finding back."""
    form = WithdrawWaiverForm()
    if form.is_submitted_and_valid():
        with write_work() as work:
            verdict.withdraw_report_waiver(work, report_id, form.key.data or "")
        flash_message(make_message("Đã bỏ lý do."), "success")
    return redirect(url_for("reporting.judge", report_id=report_id))


@reporting_pages.route("/<int:report_id>/chot", methods=["GET", "POST"])
@requires_permission(Permission.REPORT_PREPARE)
def freeze(report_id: int) -> ResponseReturnValue:
    """Freeze a report with its number and date."""
    _, judged = verdict.get_judged_report(read_work(), report_id)
    form, status = FreezeReportForm(data={"dated_on": read_work().today}), 200
    if form.is_submitted_and_valid():
        assert form.dated_on.data is not None  # InputRequired has run
        try:
            with write_work(form.request_name()) as work:
                report_sign_off.freeze_report(
                    work, report_id, number=form.number.data or "", dated_on=form.dated_on.data
                )
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash_message(make_message("Đã chốt báo cáo."), "success")
            return redirect(url_for("reporting.show", report_id=report_id))
    elif form.errors:
        status = 422
    page = render_template(
        "reporting/freeze.html",
        report=require_report(read_work(), report_id),
        form=form,
        wrong=sum(each.is_open for each in judged),
        waived=[each.waiver for each in judged if each.waiver],
    )
    return page, status


@reporting_pages.route("/<int:report_id>/phien-ban-moi", methods=["GET", "POST"])
@requires_permission(Permission.REPORT_PREPARE)
def anew(report_id: int) -> ResponseReturnValue:
    """Open the next version of a frozen report."""
    report = require_report(read_work(), report_id)
    form, status = NewReportVersionForm(), 200
    if form.is_submitted_and_valid():
        try:
            with write_work(form.request_name()) as work:
                new_id = report_sign_off.open_report_version(work, report_id, reason=form.reason.data or "").id
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash_message(make_message("Đã mở phiên bản mới; bản đã chốt vẫn giữ nguyên."), "success")
            return redirect(url_for("reporting.show", report_id=new_id))
    elif form.errors:
        status = 422
    report = require_report(read_work(), report_id)
    return render_template("reporting/anew.html", report=report, form=form), status


@reporting_pages.get("/<int:report_id>/so-sanh")
@requires_permission(Permission.REPORT_DRAFT)
def compare(report_id: int) -> ResponseReturnValue:
    """Show how a report differs from the version before, the report before, or last year's."""
    work = read_work()
    report = require_report(work, report_id)
    choices = verdict.list_comparable_reports(work, report)
    asked = parse_row_key(request.args.get("voi"))
    other: Report | None = next((each for each in choices if each.id == asked), None)
    other = other or (choices[0] if choices else None)
    return render_template(
        "reporting/compare.html",
        report=report,
        choices=choices,
        other=other,
        compared=verdict.compare_reports(work, report, other) if other else None,
        why=WHY_WORDS,
    )


def _judged(report_id: int, form: WaiveFindingForm | None) -> str:
    work = read_work()
    report, judged = verdict.get_judged_report(work, report_id)
    shown = {each.key for each in judged}
    return render_template(
        "reporting/judge.html",
        report=report,
        groups=[
            (SEVERITIES[severity], [_finding_line(each) for each in members])
            for severity, members in groupby(judged, key=_finding_severity)
        ],
        wrong=sum(each.is_open for each in judged),
        sent=form,
        form=WaiveFindingForm(formdata=None),
        settled=[each for each in report_queries.list_report_waivers(work.session, report_id) if each.key not in shown],
    )


def _finding_severity(judged: JudgedFinding) -> Severity:
    return judged.finding.severity


def _finding_line(judged: JudgedFinding) -> tuple[JudgedFinding, str, str, list[str]]:
    finding = judged.finding
    return (
        judged,
        FAMILIES[finding.family],
        describe_finding(finding),
        [describe_place(place) for place in finding.where],
    )
