"""Places a report marks as still to be written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.rules.checking.findings import Case, Family, Finding, Severity
from tracker.rules.checking.paper import Report
from tracker.rules.text import fold

_HOLE = re.compile(r"\[can bo sung(?::? ?(?P<what>[^\]]*))?\]", re.ASCII)


def check(report: Report) -> Iterator[Finding]:
    """Yield each paragraph that says something is missing in it."""
    for passage in report.passages:
        match = _HOLE.search(fold(passage.text))
        if match is not None:
            words = passage.text if len(passage.text) <= 80 else f"{passage.text[:80]}…"
            yield Finding(
                Family.REQUIRED, Case.HOLE_LEFT, Severity.ERROR, (passage.place(),), (), {"words": words}
            )
