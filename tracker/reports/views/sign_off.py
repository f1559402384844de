"""The plan of next year proposed from what goes on.

The page that checks a report, of which nothing is kept; and the reasons for which a finding stands.

Signing a report off: what does not hold in it, freezing it, its next version, how it differs from others.
"""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from tracker.accounts.login_flow import secret_keys
from tracker.core.i18n import make_message
from tracker.core.refusal_sentences import describe_refusal as explain_refusal
from tracker.core.refusals import Reason, Refusal
from tracker.documents.sheets import XLSX_MIMETYPE
from tracker.law.permissions import Permission
from tracker.reports import queries as report_queries, sign_off as report_sign_off, verdict
from tracker.reports.checking import check as checking_check
from tracker.reports.checking.check import CheckedReport
from tracker.reports.checking.labels import (
    FAMILIES,
    REASONS_SAVED,
    SEVERITIES,
    TAKEN_BACK,
    describe_finding,
    describe_place,
)
from tracker.reports.checking.paper import ReportFinding, Severity, get_finding_key
from tracker.reports.forms import (
    FindingReasonsForm,
    FreezeReportForm,
    NewReportVersionForm,
    ReportCheckForm,
    WaiveFindingForm,
    WithdrawWaiverForm,
)
from tracker.reports.labels import GOES_ON_WORDS, WHY_WORDS
from tracker.reports.models import CheckWaiver, Report
from tracker.reports.opening import require_report
from tracker.reports.verdict import JudgedFinding
from tracker.reports.views.reports import reporting_pages, reports_pages
from tracker.tasks.filter_kinds import parse_row_key
from tracker.web.errors import status_of
from tracker.web.forms import ButtonForm
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work


@reporting_pages.get("/ke-hoach-nam-sau/<int:year>")
@requires_permission(Permission.REPORT_DRAFT)
def proposal(year: int) -> ResponseReturnValue:
    """Show the items of a year that go on in the next."""
    return render_template(
        "reporting/next_plan.html",
        year=year,
        proposals=report_sign_off.propose_next_plan(read_work(), year),
        why=GOES_ON_WORDS,
    )


@reporting_pages.get("/ke-hoach-nam-sau/<int:year>/ke-hoach.xlsx")
@requires_permission(Permission.REPORT_DRAFT)
def proposal_file(year: int) -> ResponseReturnValue:
    """Give the proposal in the form in which plans are brought in."""
    content = report_sign_off.build_next_plan_file(report_sign_off.propose_next_plan(read_work(), year), year)
    name = f"du-thao-ke-hoach-cchc-{year + 1}.xlsx"
    return Response(content, mimetype=XLSX_MIMETYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})


SEVERITY_TONES = {Severity.ERROR: "overdue", Severity.WARNING: "due_soon", Severity.STYLE: "no_deadline"}


class FindingLine(NamedTuple):
    """A finding as the page shows it: `token` names it when a reason is given, `waiver` is the reason given before."""

    family: str
    said: str
    places: list[str]
    token: str
    waiver: CheckWaiver | None


@reports_pages.route("/kiem-tra", methods=["GET", "POST"])
@requires_permission(Permission.REPORT_DRAFT)
def check() -> ResponseReturnValue:
    """Take a report, read it, and say what does not hold."""
    form = ReportCheckForm()
    found: CheckedReport | None = None
    if form.is_submitted_and_valid():
        sent = form.sent()
        try:
            found = checking_check.check_report_file(read_work().session, sent.data, sent.name, form.window())
        except Refusal as refusal:
            form.show(refusal)
    page = render_template("reports/check.html", form=form, found=found, **_shown(found))
    return page, 422 if form.errors else 200


@reports_pages.get("/kiem-tra/ly-do")
@requires_permission(Permission.REPORT_DRAFT)
def reasons() -> ResponseReturnValue:
    """List the findings that stand for a reason."""
    return render_template("reports/reasons.html", waivers=checking_check.list_waivers(read_work()))


@reports_pages.post("/kiem-tra/ly-do")
@requires_permission(Permission.REPORT_PREPARE)
def explain_findings() -> ResponseReturnValue:
    """Keep the reasons given beside the findings of a check."""
    form = FindingReasonsForm()
    if form.is_submitted_and_valid():
        told = {named: reason for token, reason in form.given().items() if (named := _named(token)) is not None}
        try:
            with write_work() as work:
                count = checking_check.save_explanations(work, told)
        except Refusal as refusal:
            flash_message(explain_refusal(refusal), "warning")
        else:
            flash_message(REASONS_SAVED.format(count=count), "success")
    return redirect(url_for("reports.reasons"))


@reports_pages.post("/kiem-tra/ly-do/<int:waiver_id>/bo")
@requires_permission(Permission.REPORT_PREPARE)
def take_back_reason(waiver_id: int) -> ResponseReturnValue:
    """Raise a finding again from now on."""
    if ButtonForm().is_submitted_and_valid():
        with write_work() as work:
            checking_check.withdraw_explanation(work, waiver_id)
        flash_message(TAKEN_BACK, "success")
    return redirect(url_for("reports.reasons"))


def _shown(found: CheckedReport | None) -> dict[str, object]:
    if found is None:
        return {"groups": [], "figures": [], "explained": []}
    known = checking_check.match_known_waivers(read_work(), found.findings)
    standing = [finding for finding in found.findings if get_finding_key(finding) not in known]
    return {
        "groups": [
            (severity, SEVERITIES[severity], [_line(finding, None) for finding in members])
            for severity, members in groupby(standing, key=_severity)
        ],
        "explained": [
            _line(finding, known[get_finding_key(finding)])
            for finding in found.findings
            if get_finding_key(finding) in known
        ],
        "figures": [
            {
                "number": sum(finding.severity is severity for finding in standing),
                "label": SEVERITIES[severity],
                "tone": SEVERITY_TONES[severity],
            }
            for severity in Severity
        ],
    }


def _severity(finding: ReportFinding) -> Severity:
    return finding.severity


def _line(finding: ReportFinding, waiver: CheckWaiver | None) -> FindingLine:
    said = describe_finding(finding)
    token = _seals().dumps([get_finding_key(finding), said])
    return FindingLine(
        FAMILIES[finding.family], said, [describe_place(place) for place in finding.where], str(token), waiver
    )


def _seals() -> URLSafeSerializer:
    """Return what seals a finding into the page, so that nobody explains what was never found."""
    return URLSafeSerializer(list(reversed(secret_keys().keys)), salt="finding")


def _named(token: str) -> tuple[str, str] | None:
    try:
        key, said = _seals().loads(token)
    except (BadSignature, ValueError):
        return None
    return str(key), str(said)


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
