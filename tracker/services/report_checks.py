"""Checking a report, ours or typed elsewhere: read without rights, looked through, nothing kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from tracker.documents.jail import Kind, read_in_jail
from tracker.documents.report_checking import check
from tracker.rules.checking.findings import Finding, Severity
from tracker.rules.checking.paper import Report
from tracker.rules.unit_names import COMMUNE_LEVEL
from tracker.services.report_state import Window, against_state
from tracker.store import units


@dataclass(frozen=True, slots=True)
class CheckedReport:
    """A report with what does not hold in it, gravest first."""

    report: Report
    findings: Sequence[Finding]

    @property
    def counts(self) -> dict[Severity, int]:
        """How many findings there are of each severity."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in Severity}


def checked(session: Session, data: bytes, filename: str, window: Window | None = None) -> CheckedReport:
    """Read a .docx, .md or .txt report and check it, also against the state of tasks where its window is known.

    `window`: the civil days it is about, when the person says so. FILE_REFUSED for a file that cannot be read.
    """
    report: Report = read_in_jail(Kind.REPORT, data, filename)
    more = against_state(session, report, window)
    return CheckedReport(report, check(report, place_names(session), more=more))


def place_names(session: Session) -> list[str]:
    """Return the names of the wards and communes there were, without their kind."""
    try:
        known = [unit for unit in units.listed(session) if unit.kind in COMMUNE_LEVEL]
    except (OperationalError, ProgrammingError):
        session.rollback()  # a machine without a database can still check a paper
        return []
    return [" ".join(unit.short_name.split()[1:]) for unit in known]
