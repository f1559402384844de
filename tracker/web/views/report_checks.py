"""The page that checks a report, of which nothing is kept; and the reasons for which a finding stands."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from tracker.models.check_waiver import CheckWaiver
from tracker.rules.checking.findings import Finding, Severity, key_of
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import check_waivers, report_checks
from tracker.services.report_checks import CheckedReport
from tracker.web.forms.report_checks import ReasonsForm, ReportCheckForm
from tracker.web.forms.users import PressForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.session import secret_keys
from tracker.web.views.reports import blueprint
from tracker.web.work import reading, writing
from tracker.wording.findings import FAMILIES, REASONS_KEPT, SEVERITIES, TAKEN_BACK, explain, stands_at
from tracker.wording.refusals import explain as explain_refusal

TONES = {Severity.ERROR: "overdue", Severity.WARNING: "due_soon", Severity.STYLE: "no_deadline"}


class Line(NamedTuple):
    """A finding as the page shows it: `token` names it when a reason is given, `waiver` is the reason given before."""

    family: str
    said: str
    places: list[str]
    token: str
    waiver: CheckWaiver | None


@blueprint.route("/kiem-tra", methods=["GET", "POST"])
@requires(Permission.REPORT_DRAFT)
def check() -> ResponseReturnValue:
    """Take a report, read it, and say what does not hold."""
    form = ReportCheckForm()
    found: CheckedReport | None = None
    if form.is_submitted_and_valid():
        sent = form.sent()
        try:
            found = report_checks.checked(reading().session, sent.data, sent.name, form.window())
        except Refusal as refusal:
            form.show(refusal)
    page = render_template("reports/check.html", form=form, found=found, **_shown(found))
    return page, 422 if form.errors else 200


@blueprint.get("/kiem-tra/ly-do")
@requires(Permission.REPORT_DRAFT)
def reasons() -> ResponseReturnValue:
    """List the findings that stand for a reason."""
    return render_template("reports/reasons.html", waivers=check_waivers.listed(reading()))


@blueprint.post("/kiem-tra/ly-do")
@requires(Permission.REPORT_PREPARE)
def explain_findings() -> ResponseReturnValue:
    """Keep the reasons given beside the findings of a check."""
    form = ReasonsForm()
    if form.is_submitted_and_valid():
        told = {
            named: reason for token, reason in form.given().items() if (named := _named(token)) is not None
        }
        try:
            with writing() as work:
                count = check_waivers.explain(work, told)
        except Refusal as refusal:
            flash(explain_refusal(refusal), "warning")
        else:
            flash(REASONS_KEPT.format(count=count), "success")
    return redirect(url_for("reports.reasons"))


@blueprint.post("/kiem-tra/ly-do/<int:waiver_id>/bo")
@requires(Permission.REPORT_PREPARE)
def take_back_reason(waiver_id: int) -> ResponseReturnValue:
    """Raise a finding again from now on."""
    if PressForm().is_submitted_and_valid():
        with writing() as work:
            check_waivers.take_back(work, waiver_id)
        flash(TAKEN_BACK, "success")
    return redirect(url_for("reports.reasons"))


def _shown(found: CheckedReport | None) -> dict[str, object]:
    if found is None:
        return {"groups": [], "figures": [], "explained": []}
    known = check_waivers.known(reading(), found.findings)
    standing = [finding for finding in found.findings if key_of(finding) not in known]
    return {
        "groups": [
            (severity, SEVERITIES[severity], [_line(finding, None) for finding in members])
            for severity, members in groupby(standing, key=_severity)
        ],
        "explained": [
            _line(finding, known[key_of(finding)]) for finding in found.findings if key_of(finding) in known
        ],
        "figures": [
            {
                "number": sum(finding.severity is severity for finding in standing),
                "label": SEVERITIES[severity],
                "tone": TONES[severity],
            }
            for severity in Severity
        ],
    }


def _severity(finding: Finding) -> Severity:
    return finding.severity


def _line(finding: Finding, waiver: CheckWaiver | None) -> Line:
    said = explain(finding)
    token = _seals().dumps([key_of(finding), said])
    return Line(
        FAMILIES[finding.family], said, [stands_at(place) for place in finding.where], str(token), waiver
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
