"""The page that checks a report, of which nothing is kept; and the reasons for which a finding stands."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from tracker.accounts.login_flow import secret_keys
from tracker.core.refusal_sentences import describe_refusal as explain_refusal
from tracker.core.refusals import Refusal
from tracker.law.permissions import Permission
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
from tracker.reports.forms import FindingReasonsForm, ReportCheckForm
from tracker.reports.models import CheckWaiver
from tracker.reports.views.reports import reports_pages
from tracker.web.forms import ButtonForm
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work

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
