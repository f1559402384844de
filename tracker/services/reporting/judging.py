"""What does not hold in a report that is being prepared, and what of it stands all the same, for a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.documents.report_checking import check
from tracker.documents.report_paper import ReportPaper
from tracker.documents.report_reading import report_of
from tracker.models.report import Report, ReportWaiver
from tracker.rules.checking import comparing
from tracker.rules.checking.findings import Finding, Severity, key_of
from tracker.rules.checking.rulebook import FORM_OF_2021, RuleBook
from tracker.rules.indicators.rulebook import book_of
from tracker.rules.permissions import Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.services.indicators import FAMILY
from tracker.services.report_checks import place_names
from tracker.services.reporting.earlier import whole_of
from tracker.services.reporting.opening import found, taken
from tracker.services.reporting.writing import paper_of_report
from tracker.store import indicators, reports
from tracker.transaction import Work
from tracker.wording.findings import explain


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with its key, and the reason for which it stands, if one was given."""

    finding: Finding
    key: str
    waiver: ReportWaiver | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it keeps the report from being frozen."""
        return self.finding.severity is Severity.ERROR and self.waiver is None


def judge(work: Work, report: Report, paper: ReportPaper | None = None) -> list[Judged]:
    """Return what does not hold in a report, gravest first."""
    read = report_of(paper or paper_of_report(work, report))
    more = [*comparing.with_before(read, _before(work, report))]
    waivers = {each.key: each for each in reports.waivers(work.session, report.id)}
    judged = []
    for finding in check(read, place_names(work.session), _book(work, report), more):
        key = key_of(finding)
        judged.append(Judged(finding, key, waivers.get(key)))
    return judged


def waive(work: Work, report_id: int, key: str, *, reason: str) -> ReportWaiver:
    """Let a finding stand, with the reason; NOT_FOUND for one that is not there any more."""
    require(work.actor, Permission.REPORT_PREPARE)
    report = taken(work, report_id)
    judged = next((each for each in judge(work, report) if each.key == key), None)
    if judged is None:
        raise Refusal(Reason.NOT_FOUND)
    if not reason.strip():
        raise Refusal(Reason.NOTE_MISSING, field="reason")
    if judged.waiver is not None:
        judged.waiver.reason = reason.strip()
        return judged.waiver
    made = ReportWaiver(
        report_id=report.id,
        key=key,
        finding=explain(judged.finding),
        reason=reason.strip(),
        waived_at=work.now,
        waived_by_id=work.actor.user_id,
    )
    work.session.add(made)
    return made


def take_back(work: Work, report_id: int, key: str) -> None:
    """Take a waiver back: the finding is open again."""
    require(work.actor, Permission.REPORT_PREPARE)
    report = taken(work, report_id)
    for each in reports.waivers(work.session, report.id):
        if each.key == key:
            work.session.delete(each)


def opened(work: Work, report_id: int) -> tuple[Report, Sequence[Judged]]:
    """Return a report and its findings."""
    report = found(work, report_id)
    return report, judge(work, report)


def _book(work: Work, report: Report) -> RuleBook:
    form = indicators.form(work.session, report.form_id)
    own = book_of(row.spec() for row in indicators.rows(work.session, report.form_id))
    if form is None or form.family != FAMILY:
        return own
    return replace(own, totals=FORM_OF_2021.totals, unlikely_sums=FORM_OF_2021.unlikely_sums)


def _before(work: Work, report: Report) -> dict[str, Decimal]:
    earlier = reports.before(work.session, report)
    return {} if earlier is None else dict(whole_of(work, earlier))
