"""What a report claims, against its own figures, its day and its period: warnings to explain, no proof of error."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from tracker.rules.checking import appendix_rules as rules
from tracker.rules.checking.findings import Case, Family, Finding, Severity
from tracker.rules.checking.paper import Passage, Report
from tracker.rules.text import fold

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
_LEFT_OUT = re.compile(
    r"\bke hoach\b.{0,90}\b(?:khong (?:tien hanh|thuc hien|kiem tra)|khong con)\b", re.ASCII
)
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


def check(report: Report) -> Iterator[Finding]:
    """Yield what a careful reader would ask about."""
    yield from _period(report)
    yield from _too_good(report)
    yield from _open_work(report)
    yield from _words(report)
    yield from _scope(report)
    yield from _posts(report)
    yield from _law(report)
    yield from _areas(report)


def _period(report: Report) -> Iterator[Finding]:
    """Look for data of a part of the year under the title of the whole (ministry's window: 15/12 to 14/12)."""
    for passage in report.passages:
        match = _WINDOW.search(passage.folded)
        if match is None or report.year is None:
            continue
        year = int(match["y2"] or report.year)
        ends_early = (int(match["m2"]), int(match["d2"])) < (12, 14)
        if year == report.year and int(match["m1"]) == 1 and ends_early:
            yield _about(passage, Family.PERIOD, Case.WINDOW_DIFFERS, year=report.year, window=match[0])
            return


def window(report: Report) -> tuple[dt.date, dt.date] | None:
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


def _too_good(report: Report) -> Iterator[Finding]:
    given, done = report.row("1.1.1"), report.row("1.1.2")
    year_end = dt.date(report.year, 12, 31) if report.year else None
    if given and done and given.value and given.value == done.value and year_end and report.made_on:
        days = (year_end - report.made_on).days
        if days > 0:
            yield Finding(
                Family.PERIOD, Case.DONE_BEFORE_YEAR_END, Severity.WARNING, (given.place(), done.place()),
                (given.value,), {"value": given.value, "days": days},
            )  # fmt: skip
    rows = [report.row(code) for code in rules.DIRECTIVES]
    values = [row.value for row in rows if row is not None and row.value is not None]
    if len(values) == len(rows) and values[0] and values[0] == values[1] + values[2]:
        yield Finding(
            Family.COMPLETENESS, Case.NOTHING_OPEN, Severity.WARNING,
            tuple(row.place() for row in rows if row is not None), tuple(values), {"total": values[0]},
        )  # fmt: skip


def _open_work(report: Report) -> Iterator[Finding]:
    """Ask about «66/85»: are the 19 that are left in time or overdue."""
    for passage in report.passages:
        words = passage.folded
        for number in passage.numbers:
            if number.whole is None or number.whole <= number.value or "han" not in words[number.end :]:
                continue
            if not re.search(
                r"\b(?:trong han|chua den han|con lai|con \d+)\b", words[number.end :], re.ASCII
            ):
                yield Finding(
                    Family.COMPLETENESS, Case.OPEN_NOT_SPLIT, Severity.WARNING, (passage.place(),),
                    (number.value, number.whole, number.whole - number.value),
                    {"done": number.value, "whole": number.whole, "open": number.whole - number.value},
                )  # fmt: skip


def _words(report: Report) -> Iterator[Finding]:
    for passage in report.passages:
        match = _BIG_WORDS.search(passage.folded)
        if match is not None and not passage.numbers and len(passage.text) > 60:
            words = passage.text[match.start() : match.end()]
            yield _about(passage, Family.CLAIM, Case.CLAIM_WITHOUT_FIGURE, words=words)
        found, settled = report.row("1.2.2"), report.row("1.2.3")
        if (
            _SLOW.search(passage.folded)
            and found is not None
            and settled is not None
            and found.value
            and found.value == settled.value
        ):
            yield Finding(
                Family.CLAIM, Case.CLAIM_AGAINST_FIGURE, Severity.WARNING,
                (passage.place(), found.place(), settled.place()), (settled.value or found.value, found.value),
                {"value": found.value},
            )  # fmt: skip


def _scope(report: Report) -> Iterator[Finding]:
    for passage in report.passages:
        if _LEFT_OUT.search(passage.folded):
            yield _about(passage, Family.SCOPE, Case.SCOPE_CHANGED)
        match = _DISSOLVED.search(passage.folded)
        count = report.row("4.1.1")
        if match is not None and count is not None and count.value is not None:
            yield Finding(
                Family.BASIS, Case.UNIT_BEING_DISSOLVED, Severity.WARNING, (passage.place(), count.place()),
                (count.value,), {"unit": passage.text[match.start("unit") : match.end("unit")], "value": count.value},
            )  # fmt: skip


def _posts(report: Report) -> Iterator[Finding]:
    """Look for posts by positions of another year than the posts given."""
    found = [
        (passage, int(match["posts"]))
        for passage in report.passages
        if (match := _POSTS.search(passage.folded)) is not None
    ]
    given = report.row("4.2.1")
    total = sum(posts for _, posts in found)
    if len(found) > 1 and given is not None and given.value is not None and total != given.value:
        yield Finding(
            Family.BASIS, Case.OTHER_BASIS, Severity.WARNING,
            (*(passage.place() for passage, _ in found), given.place()), (given.value,),
            {"found": total, "value": given.value, "code": "4.2.1"},
        )  # fmt: skip


def _law(report: Report) -> Iterator[Finding]:
    told: set[str] = set()
    for passage in report.passages:
        for match in _DECREE.finditer(passage.folded):
            cited = f"{match['number']}/{match['year']}"
            if cited in _SUPERSEDED and cited not in told:
                told.add(cited)
                yield _about(
                    passage, Family.DOCREF, Case.SUPERSEDED, cited=cited, follower=_SUPERSEDED[cited]
                )


def _areas(report: Report) -> Iterator[Finding]:
    """Look for a text in the areas of 2011–2020 beside an appendix in those of 2021–2030."""
    old = [
        each
        for each in report.passages
        if any(words in each.folded for words in _OLD_AREAS) and len(each.text) < 120
    ]
    new = [row for row in report.rows if any(words in fold(row.label) for words in _NEW_AREAS)]
    if old and new:
        yield Finding(
            Family.TAXONOMY, Case.OTHER_AREAS, Severity.WARNING, (old[0].place(), new[0].place()), (), {}
        )


def _about(passage: Passage, family: Family, case: Case, **details: object) -> Finding:
    return Finding(family, case, Severity.WARNING, (passage.place(),), (), details)
