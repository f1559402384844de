"""All checks of a report, gravest findings first; a finding once, however many ways lead to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.documents import report_style
from tracker.rules.checking import agreement, appendix, citations, claims, holes, partitions, ratios
from tracker.rules.checking.findings import Finding, Severity
from tracker.rules.checking.paper import Report
from tracker.rules.checking.rulebook import FORM_OF_2021, RuleBook

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.STYLE)


def check(
    report: Report, names: Sequence[str] = (), book: RuleBook = FORM_OF_2021, more: Iterable[Finding] = ()
) -> list[Finding]:
    """Return what does not hold in a report, gravest first.

    `names` are the places of the authority, for names a letter off; `book` the rules of its form; `more` is what was
    found elsewhere: against the state of tasks, against the report before.
    """
    found = [
        *partitions.check(report),
        *ratios.check(report),
        *agreement.check(report),
        *appendix.check(report, book),
        *claims.check(report),
        *citations.check(report),
        *report_style.check(report, names),
        *holes.check(report),
        *more,
    ]
    once = {(each.case, each.where[0], each.numbers, str(each.details)): each for each in found}
    return sorted(
        once.values(),
        key=lambda each: (_ORDER.index(each.severity), each.where[0].in_appendix, each.where[0].line),
    )
