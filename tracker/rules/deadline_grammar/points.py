"""Points in time: a day, a month, a quarter, half a year; each with its first and last day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from tracker.rules.deadline_grammar.question import (
    Question,
    checked_day,
    checked_month,
    full_year,
    impossible,
    month_end,
)
from tracker.rules.deadline_grammar.spelling import number, quarter_number
from tracker.rules.terms import Assumption

EPOCH = dt.date(1970, 1, 1)
"""What an export writes for «no deadline»."""

YEAR = r"(?:/|-|\.| | nam )?(?P<year>(?:19|20)\d\d)"
QUARTER = r"(?:iv|i{1,3}|vi?|0?\d|mot|nhat|hai|ba|tu|bon)"
FAR_YEARS = 10
"""Years between a deadline and its document beyond which the year is probably a slip."""


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of days named by a phrase."""

    start: dt.date
    end: dt.date
    rule: str
    codes: tuple[Assumption, ...] = ()
    is_day: bool = False


Builder = Callable[[re.Match[str], Question], Point]


def read_point(text: str, question: Question) -> Point | None:
    """Return the point that the whole of `text` names, if any."""
    for pattern, build in _POINTS:
        if match := pattern.fullmatch(text):
            point = build(match, question)
            if abs(point.end.year - question.issued.year) > FAR_YEARS and point.end != EPOCH:
                return Point(
                    point.start, point.end, point.rule, (*point.codes, Assumption.YEAR_FAR), point.is_day
                )
            return point
    return None


def _year(
    match: re.Match[str], question: Question, end_in: Callable[[int], dt.date]
) -> tuple[int, tuple[Assumption, ...]]:
    """Return the year written; else of the plan; else of the first such day not before the issue."""
    written = match.groupdict().get("year")
    if written:
        return full_year(written)
    if question.plan_year is not None:
        return question.plan_year, (Assumption.YEAR_FROM_PLAN,)
    year = question.issued.year
    if end_in(year) < question.issued:
        year += 1
    return year, (Assumption.YEAR_NEXT_AFTER_ISSUE,)


def _day(match: re.Match[str], question: Question) -> Point:
    day, month, written = int(match["day"]), int(match["month"]), match[0].removeprefix("ngay ").strip()
    if match["year"]:
        year, codes = full_year(match["year"])
    else:
        # 29/02 is the day after 28/02 here, so a leap year may be the one meant
        year, codes = _year(match, question, lambda year: _clipped(year, month, day))
    point = checked_day(year, month, day, written)
    return Point(point, point, "D6", codes, is_day=True)


def _clipped(year: int, month: int, day: int) -> dt.date:
    month = min(max(month, 1), 12)
    return dt.date(year, month, min(max(day, 1), month_end(year, month).day))


def _month(match: re.Match[str], question: Question) -> Point:
    month = int(match["month"])
    year, codes = _year(match, question, lambda year: month_end(year, min(max(month, 1), 12)))
    month = checked_month(year, month, match[0])
    return Point(dt.date(year, month, 1), month_end(year, month), "D10", (*codes, Assumption.PERIOD_END))


def _part_of_month(match: re.Match[str], question: Question) -> Point:
    month = int(match["month"])
    year, codes = _year(match, question, lambda year: month_end(year, min(max(month, 1), 12)))
    month = checked_month(year, month, match[0])
    last = month_end(year, month).day
    first_day, last_day = {"dau": (1, 10), "giua": (11, 20), "cuoi": (21, last)}[match["part"]]
    codes = (*codes, Assumption.CONVENTION)
    return Point(dt.date(year, month, first_day), dt.date(year, month, last_day), "D13", codes)


def _week_of_month(match: re.Match[str], question: Question) -> Point:
    month = int(match["month"])
    year, codes = _year(match, question, lambda year: month_end(year, min(max(month, 1), 12)))
    month = checked_month(year, month, match[0])
    first = dt.date(year, month, 1)
    fridays = [
        day
        for day in (first + dt.timedelta(days=n) for n in range(month_end(year, month).day))
        if day.weekday() == 4
    ]
    week = match["week"]
    order = len(fridays) if week == "cuoi" else number(week)
    if not 1 <= order <= len(fridays):
        raise impossible(match[0], fridays[-1])
    friday = fridays[order - 1]
    return Point(friday - dt.timedelta(days=4), friday, "D14", (*codes, Assumption.WEEK_BY_FRIDAY))


def _quarter(match: re.Match[str], question: Question) -> Point:
    order = quarter_number(match["quarter"])
    year, codes = _year(match, question, lambda year: month_end(year, min(max(order, 1), 4) * 3))
    if not 1 <= order <= 4:
        raise impossible(match[0], month_end(year, min(max(order, 1), 4) * 3))
    codes = (*codes, Assumption.PERIOD_END)
    return Point(dt.date(year, order * 3 - 2, 1), month_end(year, order * 3), "D15", codes)


def _part_of_quarter(match: re.Match[str], question: Question) -> Point:
    whole = _quarter(match, question)
    month = whole.start.month + {"dau": 0, "giua": 1, "cuoi": 2}[match["part"]]
    codes = tuple(code for code in whole.codes if code is not Assumption.PERIOD_END)
    year = whole.start.year
    return Point(dt.date(year, month, 1), month_end(year, month), "D17", (*codes, Assumption.CONVENTION))


def _months_of_year(match: re.Match[str], question: Question) -> Point:
    last_half = match["half"] == "cuoi"
    count = number(match["count"])
    month = 12 if last_half else count
    year, codes = _year(match, question, lambda year: month_end(year, month))
    start = dt.date(year, 13 - count if last_half else 1, 1)
    name = "D20" if count == 6 else "D21"
    return Point(start, month_end(year, month), name, (*codes, Assumption.PERIOD_END))


def _whole_year(match: re.Match[str], question: Question) -> Point:
    written = match.groupdict().get("year")
    year, codes = full_year(written) if written else (question.year, (question.year_code,))
    return Point(dt.date(year, 1, 1), dt.date(year, 12, 31), "D22", (*codes, Assumption.PERIOD_END))


def _part_of_year(match: re.Match[str], question: Question) -> Point:
    start, month = {"dau": (1, 1), "giua": (2, 6), "cuoi": (7, 12), "quy cuoi": (10, 12)}[match["part"]]
    year, codes = _year(match, question, lambda year: month_end(year, month))
    return Point(dt.date(year, start, 1), month_end(year, month), "D45", (*codes, Assumption.CONVENTION))


_POINTS: tuple[tuple[re.Pattern[str], Builder], ...] = tuple(
    (re.compile(pattern, re.ASCII), build)
    for pattern, build in (
        (
            r"(?:ngay )?(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>(?:19|20)\d\d|\d\d))?",
            _day,
        ),
        (rf"tuan (?:thu )?(?P<week>\d|mot|nhat|hai|ba|tu|nam|dau|cuoi)(?: cua)?(?: thang |/)"
         rf"(?P<month>\d{{1,2}})(?:{YEAR})?", _week_of_month),
        (rf"(?:ngay )?(?P<part>dau|giua|cuoi) thang (?P<month>\d{{1,2}})(?:{YEAR})?", _part_of_month),
        (rf"(?:het )?thang (?P<month>\d{{1,2}})(?:{YEAR})?", _month),
        (r"(?P<month>\d{1,2})/(?P<year>20\d\d)", _month),
        (rf"(?P<part>dau|giua|cuoi) quy (?P<quarter>{QUARTER})(?:{YEAR})?", _part_of_quarter),
        (rf"quy (?P<quarter>{QUARTER})(?:{YEAR})?", _quarter),
        (rf"(?P<count>0?6|sau|0?9|chin|0?3) thang (?P<half>dau) nam(?:{YEAR})?", _months_of_year),
        (rf"(?P<count>0?6|sau|0?3) thang (?P<half>cuoi) nam(?:{YEAR})?", _months_of_year),
        (rf"(?P<part>dau|giua|cuoi) nam(?:{YEAR})?", _part_of_year),
        (rf"(?P<part>quy cuoi)(?: cua)?(?: nam)?(?:{YEAR})?", _part_of_year),
        (r"(?:nam )?(?P<year>20\d\d)", _whole_year),
        (r"nam(?: nay)?", _whole_year),
    )
)  # fmt: skip
