"""What does not hold in a report that is being prepared, and what of it stands all the same, for a reason.

How a report differs from another one, row by row, and why: from tasks, from what units said, from the form.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Permission, require_permission
from tracker.law.references import count_of
from tracker.reports import appendix, form_versions, queries
from tracker.reports.checking import claims
from tracker.reports.checking.check import check_report, place_names
from tracker.reports.checking.labels import describe_finding
from tracker.reports.checking.paper import AppendixRow, ReportFinding, ReportUnderCheck, Severity, get_finding_key
from tracker.reports.checking.reader import read_passages
from tracker.reports.collection.sheet import get_whole_values
from tracker.reports.content import paper_of_report
from tracker.reports.form_versions import FAMILY
from tracker.reports.indicators.spec import FORM_OF_2021, RuleBook, ValueKind, ValueSource, build_rule_book
from tracker.reports.models import Report, ReportState, ReportWaiver
from tracker.reports.opening import lock_draft_report, require_report
from tracker.reports.paper.model import ReportPaper, numbers_of


def to_checked_report(paper: ReportPaper) -> ReportUnderCheck:
    """Return a report of our own as the checks read one from elsewhere."""
    texts = (paper.title, *(block.text for block in paper.blocks))
    passages = tuple(read_passages((number, text) for number, text in enumerate(texts, start=1)))
    rows = tuple(
        AppendixRow(number, row.code, row.label, row.unit, row.value, row.note)
        for number, row in enumerate(paper.rows, start=1)
    )
    return ReportUnderCheck(passages, rows, paper.as_of.year, paper.dated_on)


@dataclass(frozen=True, slots=True)
class JudgedFinding:
    """A finding with its key, and the reason for which it stands, if one was given."""

    finding: ReportFinding
    key: str
    waiver: ReportWaiver | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it keeps the report from being frozen."""
        return self.finding.severity is Severity.ERROR and self.waiver is None


def judge_report(work: UnitOfWork, report: Report, paper: ReportPaper | None = None) -> list[JudgedFinding]:
    """Return what does not hold in a report, gravest first."""
    read = to_checked_report(paper or paper_of_report(work, report))
    more = [*claims.compare_with_previous(read, _before(work, report))]
    waivers = {each.key: each for each in queries.list_report_waivers(work.session, report.id)}
    judged = []
    for finding in check_report(read, place_names(work.session), _book(work, report), more):
        key = get_finding_key(finding)
        judged.append(JudgedFinding(finding, key, waivers.get(key)))
    return judged


def waive_report_finding(work: UnitOfWork, report_id: int, key: str, *, reason: str) -> ReportWaiver:
    """Let a finding stand, with the reason; NOT_FOUND for one that is not there any more."""
    require_permission(work.actor, Permission.REPORT_PREPARE)
    report = lock_draft_report(work, report_id)
    judged = next((each for each in judge_report(work, report) if each.key == key), None)
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
        finding=describe_finding(judged.finding),
        reason=reason.strip(),
        waived_at=work.now,
        waived_by_id=work.actor.user_id,
    )
    work.session.add(made)
    return made


def withdraw_report_waiver(work: UnitOfWork, report_id: int, key: str) -> None:
    """Take a waiver back: the finding is open again."""
    require_permission(work.actor, Permission.REPORT_PREPARE)
    report = lock_draft_report(work, report_id)
    for each in queries.list_report_waivers(work.session, report.id):
        if each.key == key:
            work.session.delete(each)


def get_judged_report(work: UnitOfWork, report_id: int) -> tuple[Report, Sequence[JudgedFinding]]:
    """Return a report and its findings."""
    report = require_report(work, report_id)
    return report, judge_report(work, report)


def _book(work: UnitOfWork, report: Report) -> RuleBook:
    form = form_versions.get_indicator_form(work.session, report.form_id)
    own = build_rule_book(row.spec() for row in form_versions.list_indicators(work.session, report.form_id))
    if form is None or form.family != FAMILY:
        return own
    return replace(own, totals=FORM_OF_2021.totals, unlikely_sums=FORM_OF_2021.unlikely_sums)


def _before(work: UnitOfWork, report: Report) -> dict[str, Decimal]:
    earlier = queries.get_previous_report(work.session, report)
    return {} if earlier is None else dict(get_whole_values(work, earlier))


class DifferenceCause(enum.StrEnum):
    """Where a difference comes from."""

    TASKS = "tasks"
    SAID = "said"
    FORMULA = "formula"
    NEW_ROW = "new_row"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ReportDifference:
    """A row that reads otherwise; `note` is what was said of it."""

    code: str
    label: str
    before: str
    after: str
    change: Decimal | None
    why: DifferenceCause
    note: str


@dataclass(frozen=True, slots=True)
class ReportComparison:
    """Two reports and the rows by which they differ; `same` is how many rows read alike."""

    report: Report
    other: Report
    differences: Sequence[ReportDifference]
    same: int
    frozen_ids: tuple[int, int] | None


def list_comparable_reports(work: UnitOfWork, report: Report) -> list[Report]:
    """Return what a report may be held against: the version before, the report before, the same period last year."""
    found = [report.supersedes_id and queries.get_report(work.session, report.supersedes_id)]
    found.append(queries.get_previous_report(work.session, report))
    if report.period:
        last_year = f"{int(report.period[:4]) - 1}{report.period[4:]}"
        found.append(queries.find_report_of_period(work.session, last_year))
    unique = {each.id: each for each in found if each}
    return list(unique.values())


def compare_reports(work: UnitOfWork, report: Report, other: Report) -> ReportComparison:
    """Return how `report` differs from `other`, an earlier one."""
    before, after = (numbers_of(paper_of_report(work, each).rows) for each in (other, report))
    rows = {row.code: row for row in form_versions.list_indicators(work.session, report.form_id)}
    old_rows = {row.code: row for row in form_versions.list_indicators(work.session, other.form_id)}
    notes = {line.indicator.code: line.filled.note for line in appendix.build_report_appendix(work, report).lines}
    found: list[ReportDifference] = []
    for code in dict.fromkeys((*after, *before)):
        if before.get(code, "") == after.get(code, ""):
            continue
        row = rows.get(code) or old_rows[code]
        why = (
            DifferenceCause.GONE
            if code not in rows
            else DifferenceCause.NEW_ROW
            if code not in old_rows
            else _why(row.source)
        )
        found.append(
            ReportDifference(
                code,
                row.label,
                before.get(code, ""),
                after.get(code, ""),
                _change(before.get(code, ""), after.get(code, ""), row.kind),
                why,
                notes.get(code, ""),
            )
        )
    frozen_ids = tuple(
        kept.frozen_period_id
        for each in (other, report)
        if each.state is not ReportState.DRAFT
        and (kept := queries.get_frozen_report(work.session, each.id)) is not None
        and kept.frozen_period_id is not None
    )
    pair = (frozen_ids[0], frozen_ids[1]) if len(frozen_ids) == 2 else None
    return ReportComparison(report, other, found, len(set(after) & set(before)) - len(found), pair)


def _why(source: ValueSource) -> DifferenceCause:
    return {ValueSource.COMPUTED: DifferenceCause.TASKS, ValueSource.FORMULA: DifferenceCause.FORMULA}.get(
        source, DifferenceCause.SAID
    )


def _change(before: str, after: str, kind: ValueKind) -> Decimal | None:
    is_percent = kind is ValueKind.PERCENT
    one, other = count_of(before, is_percent=is_percent), count_of(after, is_percent=is_percent)
    return None if one is None or other is None else other - one
