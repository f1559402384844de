"""All checks of a report, gravest findings first; a finding once, however many ways lead to it.

A report of ours or one typed elsewhere is read without rights and nothing of it is kept; where its window of days is
known, it is compared with the state of tasks. A finding in a report from elsewhere may be explained: once, with a
reason that is kept, and taken back when it was wrong.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from tracker.core.clock import local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.sandbox import SandboxFileKind, read_sandboxed
from tracker.law.periods import parse_period
from tracker.law.permissions import Permission, require_permission
from tracker.office import units
from tracker.office.name_reader import COMMUNE_LEVEL
from tracker.office.people import COMMAND_LINE
from tracker.reports import appendix as report_appendix, form_versions
from tracker.reports.checking import agreement, appendix, claims
from tracker.reports.checking.paper import ReportFinding, ReportUnderCheck, Severity, get_finding_key
from tracker.reports.checking.style import check_style
from tracker.reports.indicators.spec import FORM_OF_2021, RuleBook
from tracker.reports.models import CheckWaiver

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.STYLE)


def check_report(
    report: ReportUnderCheck,
    names: Sequence[str] = (),
    book: RuleBook = FORM_OF_2021,
    more: Iterable[ReportFinding] = (),
) -> list[ReportFinding]:
    """Return what does not hold in a report, gravest first.

    `names` are the places of the authority, for names a letter off; `book` the rules of its form; `more` is what was
    found elsewhere: against the state of tasks, against the report before.
    """
    found = [
        *agreement.check_partitions(report),
        *agreement.check_ratios(report),
        *agreement.check_agreement(report),
        *appendix.check_appendix(report, book),
        *claims.check_claims(report),
        *claims.check_citations(report),
        *check_style(report, names),
        *claims.check_holes(report),
        *more,
    ]
    once = {(each.case, each.where[0], each.numbers, str(each.details)): each for each in found}
    return sorted(
        once.values(), key=lambda each: (_ORDER.index(each.severity), each.where[0].in_appendix, each.where[0].line)
    )


def get_waivers_by_key(session: Session, keys: Collection[str]) -> dict[str, CheckWaiver]:
    """Return the explanations of some findings, by key."""
    question = select(CheckWaiver).where(CheckWaiver.key.in_(keys))
    return {waiver.key: waiver for waiver in session.scalars(question)}


def load_waivers(session: Session) -> Sequence[CheckWaiver]:
    """Return every explanation, newest first."""
    return session.scalars(select(CheckWaiver).order_by(CheckWaiver.id.desc())).all()


def find_waiver(session: Session, waiver_id: int) -> CheckWaiver | None:
    """Return one explanation."""
    return session.get(CheckWaiver, waiver_id)


def match_known_waivers(work: UnitOfWork, findings: Sequence[ReportFinding]) -> Mapping[str, CheckWaiver]:
    """Return which of some findings were explained before, by key."""
    require_permission(work.actor, Permission.REPORT_DRAFT)
    return get_waivers_by_key(work.session, {get_finding_key(finding) for finding in findings})


def list_waivers(work: UnitOfWork) -> Sequence[CheckWaiver]:
    """Return every explanation, newest first."""
    require_permission(work.actor, Permission.REPORT_DRAFT)
    return load_waivers(work.session)


def save_explanations(work: UnitOfWork, reasons: Mapping[tuple[str, str], str]) -> int:
    """Keep a reason for each finding, by key and sentence; return how many were given. NOTE_MISSING when none was."""
    require_permission(work.actor, Permission.REPORT_PREPARE)
    given = {told: reason.strip() for told, reason in reasons.items() if reason.strip()}
    if not given:
        raise Refusal(Reason.NOTE_MISSING)
    before = get_waivers_by_key(work.session, {key for key, _ in given})
    for (key, finding), reason in given.items():
        waiver = before.get(key)
        if waiver is None:
            waiver = CheckWaiver(key=key, finding=finding)
            work.session.add(waiver)
        waiver.reason, waiver.waived_at = reason, work.now
        waiver.waived_by, waiver.waived_by_id = work.actor.name, work.actor.user_id
    return len(given)


def withdraw_explanation(work: UnitOfWork, waiver_id: int) -> None:
    """Raise a finding again from now on; NOT_FOUND for one that is not explained."""
    require_permission(work.actor, Permission.REPORT_PREPARE)
    waiver = find_waiver(work.session, waiver_id)
    if waiver is None:
        raise Refusal(Reason.NOT_FOUND)
    work.session.delete(waiver)


DayWindow = tuple[dt.date, dt.date]


def get_report_window(report: ReportUnderCheck) -> DayWindow | None:
    """Return the civil days a report is about: its year up to the last day its words name; None when it says none."""
    if report.year is None:
        return None
    named = claims.find_text_window(report)
    until = named[1] if named is not None else report.made_on
    whole = parse_period(str(report.year))
    if until is None or not whole.first_on <= until <= dt.date(report.year, 12, 31):
        return None
    return whole.first_on, min(until, whole.last_on)


def compare_with_records(
    session: Session, report: ReportUnderCheck, asked: DayWindow | None = None
) -> Iterator[ReportFinding]:
    """Yield the rows that differ from what our records count in a window: the one asked for, or the report's own.

    What our records do not keep for that window at all is not held against the report.
    """
    found = asked or get_report_window(report)
    if found is None:
        return
    first_on, as_of = found
    try:
        form = form_versions.get_form_on(session, as_of)
        if form is None:
            return
        rows = form_versions.list_indicators(session, form.id)
        counted = report_appendix.count_own_records(
            UnitOfWork(session, COMMAND_LINE, local_instant(as_of, 12)), first_on, as_of
        )
    except (OperationalError, ProgrammingError):
        session.rollback()  # a machine without a database can still check a paper
        return
    known = {
        row.code: counted[row.binding].number for row in rows if row.binding is not None and counted[row.binding].number
    }
    yield from claims.compare_with_state(report, known, as_of)


@dataclass(frozen=True, slots=True)
class CheckedReport:
    """A report with what does not hold in it, gravest first."""

    report: ReportUnderCheck
    findings: Sequence[ReportFinding]

    @property
    def counts(self) -> dict[Severity, int]:
        """How many findings there are of each severity."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in Severity}


def check_report_file(session: Session, data: bytes, filename: str, window: DayWindow | None = None) -> CheckedReport:
    """Read a .docx, .md or .txt report and check it, also against the state of tasks where its window is known.

    `window`: the civil days it is about, when the person says so. FILE_REFUSED for a file that cannot be read.
    """
    report: ReportUnderCheck = read_sandboxed(SandboxFileKind.REPORT, data, filename)
    more = compare_with_records(session, report, window)
    return CheckedReport(report, check_report(report, place_names(session), more=more))


def place_names(session: Session) -> list[str]:
    """Return the names of the wards and communes there were, without their kind."""
    try:
        known = [unit for unit in units.list_units(session) if unit.kind in COMMUNE_LEVEL]
    except (OperationalError, ProgrammingError):
        session.rollback()  # a machine without a database can still check a paper
        return []
    return [" ".join(unit.short_name.split()[1:]) for unit in known]
