"""What a report claims, against its own figures, its day and its period: warnings to explain, no proof of error.

Documents a report cites: each with number and day, own series in the order of their days, counted as stated.

Rows of a report against what is known elsewhere: the state of tasks, and the report before.

Places a report marks as still to be written.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from tracker.core.text import fold_accents
from tracker.law.references import Reference, find_all
from tracker.reports.checking.paper import (
    Family,
    FindingCase,
    FindingPlace,
    Passage,
    ReportFinding,
    ReportUnderCheck,
    Severity,
)
from tracker.reports.indicators import spec

_WINDOW = re.compile(
    r"\btu (?:ngay )?(?P<d1>\d{1,2})/(?P<m1>\d{1,2})(?:/(?P<y1>\d{4}))?"
    r" den (?:ngay )?(?P<d2>\d{1,2})/(?P<m2>\d{1,2})(?:/(?P<y2>\d{4}))?",
    re.ASCII,
)
_BIG_WORDS = re.compile(
    r"\b(?:giam dang ke|tang dang ke|chuyen bien dang ke|nang len ro net|tang manh|giam manh|da so|hau het|tat ca)\b",
    re.ASCII,
)
_SLOW = re.compile(r"\bkhac phuc .{0,60}\bcon cham\b|\bcham khac phuc\b", re.ASCII)
_LEFT_OUT = re.compile(r"\bke hoach\b.{0,90}\b(?:khong (?:tien hanh|thuc hien|kiem tra)|khong con)\b", re.ASCII)
_DISSOLVED = re.compile(r"\bgiai the (?P<unit>phong [a-z ]{2,30}?)(?= thi xa| va | tu |,|;|\.|$)", re.ASCII)
_POSTS = re.compile(r"\bvi tri, (?P<posts>\d+) bien che\b", re.ASCII)
_SUPERSEDED = {
    "130/2005": "117/2013",
    "43/2006": "60/2021",
    "16/2015": "60/2021",
    "110/2004": "30/2020",
    "63/2010": "61/2018",
}
"""Decrees a report may no longer rest on, and what followed; number and year."""
_DECREE = re.compile(r"\bnghi dinh (?:so )?(?P<number>\d+)/(?P<year>\d{4})", re.ASCII)
_OLD_AREAS = ("xay dung va nang cao chat luong doi ngu", "hien dai hoa hanh chinh")
_NEW_AREAS = ("che do cong vu", "chinh phu dien tu, chinh phu so", "chinh quyen dien tu, chinh quyen so")


def check_claims(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    """Yield what a careful reader would ask about."""
    yield from _period(report)
    yield from _too_good(report)
    yield from _open_work(report)
    yield from _words(report)
    yield from _scope(report)
    yield from _posts(report)
    yield from _law(report)
    yield from _areas(report)


def _period(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    """Look for data of a part of the year under the title of the whole (ministry's window: 15/12 to 14/12)."""
    for passage in report.passages:
        match = _WINDOW.search(passage.folded)
        if match is None or report.year is None:
            continue
        year = int(match["y2"] or report.year)
        ends_early = (int(match["m2"]), int(match["d2"])) < (12, 14)
        if year == report.year and int(match["m1"]) == 1 and ends_early:
            yield _about(passage, Family.PERIOD, FindingCase.WINDOW_DIFFERS, year=report.year, window=match[0])
            return


def find_text_window(report: ReportUnderCheck) -> tuple[dt.date, dt.date] | None:
    """Return the first window of civil days that the text names, in the report's year where it names none."""
    for passage in report.passages:
        match = _WINDOW.search(passage.folded)
        if match is None or report.year is None:
            continue
        last = int(match["y2"] or report.year)
        try:
            first_on = dt.date(int(match["y1"] or last), int(match["m1"]), int(match["d1"]))
            return first_on, dt.date(last, int(match["m2"]), int(match["d2"]))
        except ValueError:
            continue
    return None


def _too_good(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    given, done = report.row("1.1.1"), report.row("1.1.2")
    year_end = dt.date(report.year, 12, 31) if report.year else None
    if given and done and given.value and given.value == done.value and year_end and report.made_on:
        days = (year_end - report.made_on).days
        if days > 0:
            yield ReportFinding(
                Family.PERIOD, FindingCase.DONE_BEFORE_YEAR_END, Severity.WARNING, (given.place(), done.place()),
                (given.value,), {"value": given.value, "days": days},
            )  # fmt: skip
    rows = [report.row(code) for code in spec.DIRECTIVE_ROWS]
    values = [row.value for row in rows if row is not None and row.value is not None]
    if len(values) == len(rows) and values[0] and values[0] == values[1] + values[2]:
        yield ReportFinding(
            Family.COMPLETENESS, FindingCase.NOTHING_OPEN, Severity.WARNING,
            tuple(row.place() for row in rows if row is not None), tuple(values), {"total": values[0]},
        )  # fmt: skip


def _open_work(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    """Ask about «66/85»: are the 19 that are left in time or overdue."""
    for passage in report.passages:
        words = passage.folded
        for number in passage.numbers:
            if number.whole is None or number.whole <= number.value or "han" not in words[number.end :]:
                continue
            if not re.search(r"\b(?:trong han|chua den han|con lai|con \d+)\b", words[number.end :], re.ASCII):
                yield ReportFinding(
                    Family.COMPLETENESS, FindingCase.OPEN_NOT_SPLIT, Severity.WARNING, (passage.place(),),
                    (number.value, number.whole, number.whole - number.value),
                    {"done": number.value, "whole": number.whole, "open": number.whole - number.value},
                )  # fmt: skip


def _words(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    for passage in report.passages:
        match = _BIG_WORDS.search(passage.folded)
        if match is not None and not passage.numbers and len(passage.text) > 60:
            words = passage.text[match.start() : match.end()]
            yield _about(passage, Family.CLAIM, FindingCase.CLAIM_WITHOUT_FIGURE, words=words)
        found, settled = report.row("1.2.2"), report.row("1.2.3")
        if (
            _SLOW.search(passage.folded)
            and found is not None
            and settled is not None
            and found.value
            and found.value == settled.value
        ):
            yield ReportFinding(
                Family.CLAIM, FindingCase.CLAIM_AGAINST_FIGURE, Severity.WARNING,
                (passage.place(), found.place(), settled.place()), (settled.value or found.value, found.value),
                {"value": found.value},
            )  # fmt: skip


def _scope(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    for passage in report.passages:
        if _LEFT_OUT.search(passage.folded):
            yield _about(passage, Family.SCOPE, FindingCase.SCOPE_CHANGED)
        match = _DISSOLVED.search(passage.folded)
        count = report.row("4.1.1")
        if match is not None and count is not None and count.value is not None:
            yield ReportFinding(
                Family.BASIS, FindingCase.UNIT_BEING_DISSOLVED, Severity.WARNING, (passage.place(), count.place()),
                (count.value,), {"unit": passage.text[match.start("unit") : match.end("unit")], "value": count.value},
            )  # fmt: skip


def _posts(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    """Look for posts by positions of another year than the posts given."""
    found = [
        (passage, int(match["posts"]))
        for passage in report.passages
        if (match := _POSTS.search(passage.folded)) is not None
    ]
    given = report.row("4.2.1")
    total = sum(posts for _, posts in found)
    if len(found) > 1 and given is not None and given.value is not None and total != given.value:
        yield ReportFinding(
            Family.BASIS, FindingCase.OTHER_BASIS, Severity.WARNING,
            (*(passage.place() for passage, _ in found), given.place()), (given.value,),
            {"found": total, "value": given.value, "code": "4.2.1"},
        )  # fmt: skip


def _law(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    told: set[str] = set()
    for passage in report.passages:
        for match in _DECREE.finditer(passage.folded):
            cited = f"{match['number']}/{match['year']}"
            if cited in _SUPERSEDED and cited not in told:
                told.add(cited)
                yield _about(passage, Family.DOCREF, FindingCase.SUPERSEDED, cited=cited, follower=_SUPERSEDED[cited])


def _areas(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    """Look for a text in the areas of 2011–2020 beside an appendix in those of 2021–2030."""
    old = [
        each for each in report.passages if any(words in each.folded for words in _OLD_AREAS) and len(each.text) < 120
    ]
    new = [row for row in report.rows if any(words in fold_accents(row.label) for words in _NEW_AREAS)]
    if old and new:
        yield ReportFinding(
            Family.TAXONOMY, FindingCase.OTHER_AREAS, Severity.WARNING, (old[0].place(), new[0].place()), (), {}
        )


def _about(passage: Passage, family: Family, case: FindingCase, **details: object) -> ReportFinding:
    return ReportFinding(family, case, Severity.WARNING, (passage.place(),), (), details)


OWN_SYMBOL = "UBND"
"""Author in the symbol of the authority's own documents."""
_ABOVE = re.compile(r"\b(?:ubnd|uy ban nhan dan) tinh\b", re.ASCII)
STEERING_ROW = "1.1.3"
SERIES_OF_ITS_OWN = frozenset({"qd", "ct", "nq"})
"""Kinds numbered apart; all others share one series."""


def check_citations(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    """Yield documents without a day, numbers against the order of days, and a count of papers that differs."""
    cited: dict[str, list[tuple[Reference, FindingPlace]]] = defaultdict(list)
    of_others: set[str] = set()
    for passage in report.passages:
        for reference in find_all(passage.text):
            cited[reference.key()].append((reference, passage.place()))
            if _ABOVE.search(passage.folded):
                of_others.add(reference.key())  # «QĐ-UBND» of the province looks like our own
    for places in cited.values():
        reference, place = places[0]
        if reference.year is None and not any(each.issued_on for each, _ in places):
            yield ReportFinding(
                Family.DOCREF, FindingCase.NO_DATE, Severity.WARNING, (place,), (), {"reference": str(reference)}
            )
    own = [
        (reference, place)
        for places in cited.values()
        for reference, place in [next(((r, p) for r, p in places if r.issued_on), places[0])]
        if reference.symbol.split("-")[-1] == OWN_SYMBOL and reference.year is None and reference.key() not in of_others
    ]
    yield from _series(own)
    yield from _counted(report, own)


def _series(own: list[tuple[Reference, FindingPlace]]) -> Iterator[ReportFinding]:
    series: dict[tuple[str, int], list[tuple[Reference, FindingPlace]]] = defaultdict(list)
    for reference, place in own:
        if reference.issued_on is not None and reference.number.isdigit():
            kind = fold_accents(reference.kind)
            kind = kind if kind in SERIES_OF_ITS_OWN else ""
            series[kind, reference.issued_on.year].append((reference, place))
    for members in series.values():
        in_order = sorted(members, key=lambda each: (each[0].issued_on, int(each[0].number)))
        for (first, _), (second, place) in pairwise(in_order):
            if int(second.number) < int(first.number) and second.issued_on != first.issued_on:
                yield ReportFinding(
                    Family.DOCREF, FindingCase.OUT_OF_SERIES, Severity.WARNING, (place,), (),
                    {
                        "first": str(first),
                        "first_on": first.issued_on,
                        "second": str(second),
                        "second_on": second.issued_on,
                    },
                )  # fmt: skip


def _counted(report: ReportUnderCheck, own: list[tuple[Reference, FindingPlace]]) -> Iterator[ReportFinding]:
    row = report.row(STEERING_ROW)
    if row is None or row.value is None or report.year is None:
        return
    of_year = {
        reference.key() for reference, _ in own if reference.issued_on and reference.issued_on.year == report.year
    }
    if of_year and len(of_year) != row.value and "van ban" in fold_accents(row.label):
        yield ReportFinding(
            Family.EQUAL, FindingCase.COUNT_OF_PAPERS_DIFFERS, Severity.WARNING, (row.place(),),
            (row.value, Decimal(len(of_year))), {"value": row.value, "found": len(of_year), "year": report.year},
        )  # fmt: skip


MUCH = Decimal("0.5")
"""A change by more than this share of the former value is asked about."""
FROM = 20
"""Former values below this move by chance."""


def compare_with_state(report: ReportUnderCheck, counted: Mapping[str, int], as_of: dt.date) -> Iterator[ReportFinding]:
    """Yield the rows that differ from what our records count at the close of a civil day, by code."""
    for row in report.leaves():
        known = counted.get(row.code)
        if known is None or row.value is None or row.value == known:
            continue
        yield ReportFinding(
            Family.STATE,
            FindingCase.ROW_DIFFERS_FROM_STATE,
            Severity.ERROR,
            (row.place(),),
            (row.value, Decimal(known)),
            {"code": row.code, "value": row.value, "counted": Decimal(known), "day": as_of},
        )


def compare_with_previous(report: ReportUnderCheck, before: Mapping[str, Decimal]) -> Iterator[ReportFinding]:
    """Yield the rows that moved far from the report before and say nothing of it in their note."""
    for row in report.leaves():
        earlier = before.get(row.code)
        if earlier is None or row.value is None or earlier < FROM or row.is_percent or row.note:
            continue
        if abs(row.value - earlier) > MUCH * earlier:
            yield ReportFinding(
                Family.DELTA,
                FindingCase.CHANGED_MUCH,
                Severity.WARNING,
                (row.place(),),
                (row.value, earlier),
                {"code": row.code, "value": row.value, "before": earlier},
            )


_HOLE = re.compile(r"\[can bo sung(?::? ?(?P<what>[^\]]*))?\]", re.ASCII)


def check_holes(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    """Yield each paragraph that says something is missing in it."""
    for passage in report.passages:
        match = _HOLE.search(fold_accents(passage.text))
        if match is not None:
            words = passage.text if len(passage.text) <= 80 else f"{passage.text[:80]}…"
            yield ReportFinding(
                Family.REQUIRED, FindingCase.HOLE_LEFT, Severity.ERROR, (passage.place(),), (), {"words": words}
            )
