"""The page that checks a report; nothing of it is kept."""

from __future__ import annotations

from itertools import groupby

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.rules.checking.findings import Finding, Severity
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import report_checks
from tracker.services.report_checks import CheckedReport
from tracker.web.forms.report_checks import ReportCheckForm
from tracker.web.guards import requires
from tracker.web.views.reports import blueprint
from tracker.web.work import reading
from tracker.wording.findings import FAMILIES, SEVERITIES, explain, stands_at

TONES = {Severity.ERROR: "overdue", Severity.WARNING: "due_soon", Severity.STYLE: "no_deadline"}


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


def _shown(found: CheckedReport | None) -> dict[str, object]:
    if found is None:
        return {"groups": [], "figures": []}
    return {
        "groups": [
            (severity, SEVERITIES[severity], [_line(finding) for finding in members])
            for severity, members in groupby(found.findings, key=_severity)
        ],
        "figures": [
            {"number": number, "label": SEVERITIES[severity], "tone": TONES[severity]}
            for severity, number in found.counts.items()
        ],
    }


def _severity(finding: Finding) -> Severity:
    return finding.severity


def _line(finding: Finding) -> tuple[str, str, list[str]]:
    return FAMILIES[finding.family], explain(finding), [stands_at(place) for place in finding.where]
