"""Documents a report cites: each with number and day, own series in the order of their days, counted as stated."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from tracker.rules.checking.findings import Case, Family, Finding, Place, Severity
from tracker.rules.checking.paper import Report
from tracker.rules.references import Reference, find_all
from tracker.rules.text import fold

OWN = "UBND"
"""Author in the symbol of the authority's own documents."""
_ABOVE = re.compile(r"\b(?:ubnd|uy ban nhan dan) tinh\b", re.ASCII)
STEERING_ROW = "1.1.3"
SERIES_OF_ITS_OWN = frozenset({"qd", "ct", "nq"})
"""Kinds numbered apart; all others share one series."""


def check(report: Report) -> Iterator[Finding]:
    """Yield documents without a day, numbers against the order of days, and a count of papers that differs."""
    cited: dict[str, list[tuple[Reference, Place]]] = defaultdict(list)
    of_others: set[str] = set()
    for passage in report.passages:
        for reference in find_all(passage.text):
            cited[reference.key()].append((reference, passage.place()))
            if _ABOVE.search(passage.folded):
                of_others.add(reference.key())  # «QĐ-UBND» of the province looks like our own
    for places in cited.values():
        reference, place = places[0]
        if reference.year is None and not any(each.issued_on for each, _ in places):
            yield Finding(
                Family.DOCREF, Case.NO_DATE, Severity.WARNING, (place,), (), {"reference": str(reference)}
            )
    own = [
        (reference, place)
        for places in cited.values()
        for reference, place in [next(((r, p) for r, p in places if r.issued_on), places[0])]
        if reference.symbol.split("-")[-1] == OWN
        and reference.year is None
        and reference.key() not in of_others
    ]
    yield from _series(own)
    yield from _counted(report, own)


def _series(own: list[tuple[Reference, Place]]) -> Iterator[Finding]:
    series: dict[tuple[str, int], list[tuple[Reference, Place]]] = defaultdict(list)
    for reference, place in own:
        if reference.issued_on is not None and reference.number.isdigit():
            kind = fold(reference.kind)
            kind = kind if kind in SERIES_OF_ITS_OWN else ""
            series[kind, reference.issued_on.year].append((reference, place))
    for members in series.values():
        in_order = sorted(members, key=lambda each: (each[0].issued_on, int(each[0].number)))
        for (first, _), (second, place) in pairwise(in_order):
            if int(second.number) < int(first.number) and second.issued_on != first.issued_on:
                yield Finding(
                    Family.DOCREF, Case.OUT_OF_SERIES, Severity.WARNING, (place,), (),
                    {
                        "first": str(first),
                        "first_on": first.issued_on,
                        "second": str(second),
                        "second_on": second.issued_on,
                    },
                )  # fmt: skip


def _counted(report: Report, own: list[tuple[Reference, Place]]) -> Iterator[Finding]:
    row = report.row(STEERING_ROW)
    if row is None or row.value is None or report.year is None:
        return
    of_year = {
        reference.key()
        for reference, _ in own
        if reference.issued_on and reference.issued_on.year == report.year
    }
    if of_year and len(of_year) != row.value and "van ban" in fold(row.label):
        yield Finding(
            Family.EQUAL, Case.COUNT_OF_PAPERS_DIFFERS, Severity.WARNING, (row.place(),),
            (row.value, Decimal(len(of_year))), {"value": row.value, "found": len(of_year), "year": report.year},
        )  # fmt: skip
