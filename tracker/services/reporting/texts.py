"""The words the office writes into a report: into parts our records know nothing of."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.models.report import Report
from tracker.rules.permissions import Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.services.reporting.opening import taken
from tracker.transaction import Work


def write_texts(
    work: Work, report_id: int, texts: Mapping[str, str], *, version: int | None = None
) -> Report:
    """Keep the words of the parts of a report, by the place of each; STALE when somebody was faster."""
    require(work.actor, Permission.REPORT_PREPARE)
    report = taken(work, report_id)
    if version is not None and version != report.version:
        raise Refusal(Reason.STALE, seen=version, present=report.version)
    report.texts = {key: words.strip() for key, words in texts.items() if words.strip()}
    return report
