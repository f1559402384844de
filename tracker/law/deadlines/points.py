"""Points in time: a day, a month, a quarter, half a year; each with its first and last day.

One last day: «trước ngày …», «chậm nhất …», «trong quý …», with or without an hour; and ranges.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from tracker.law.deadlines import question as deadlines_question
from tracker.law.terms import Assumption, BeforeDate, Term, TermKind

EPOCH = dt.date(1970, 1, 1)
"""What an export writes for «no deadline»."""

YEAR_PATTERN = r"(?:/|-|\.| | nam )?(?P<year>(?:19|20)\d\d)"
QUARTER = r"(?:iv|i{1,3}|vi?|0?\d|mot|nhat|hai|ba|tu|bon)"
FAR_YEARS = 10
"""Years between a deadline and its document beyond which the year is probably a slip."""


@dataclass(frozen=True, slots=True)
class NamedDays:
    """A stretch of days named by a phrase."""

    start: dt.date
    end: dt.date
    rule: str
    codes: tuple[Assumption, ...] = ()
    is_day: bool = False


Builder = Callable[[re.Match[str], deadlines_question.DeadlinePhrase], NamedDays]


def read_point(text: str, question: deadlines_question.DeadlinePhrase) -> NamedDays | None:
    """Return the point that the whole of `text` names, if any."""
    for pattern, build in _POINTS:
        if match := pattern.fullmatch(text):
            point = build(match, question)
            if abs(point.end.year - question.issued.year) > FAR_YEARS and point.end != EPOCH:
                return NamedDays(point.start, point.end, point.rule, (*point.codes, Assumption.YEAR_FAR), point.is_day)
            return point
    return None


def _year(
    match: re.Match[str], question: deadlines_question.DeadlinePhrase, end_in: Callable[[int], dt.date]
) -> tuple[int, tuple[Assumption, ...]]:
    """Return the year written; else of the plan; else of the first such day not before the issue."""
    written = match.groupdict().get("year")
    if written:
        return deadlines_question.full_year(written)
    if question.plan_year is not None:
        return question.plan_year, (Assumption.YEAR_FROM_PLAN,)
    year = question.issued.year
    if end_in(year) < question.issued:
        year += 1
    return year, (Assumption.YEAR_NEXT_AFTER_ISSUE,)


def _day(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> NamedDays:
    day, month, written = int(match["day"]), int(match["month"]), match[0].removeprefix("ngay ").strip()
    if match["year"]:
        year, codes = deadlines_question.full_year(match["year"])
    else:
        # 29/02 is the day after 28/02 here, so a leap year may be the one meant
        year, codes = _year(match, question, lambda year: _clipped(year, month, day))
    point = deadlines_question.checked_day(year, month, day, written)
    return NamedDays(point, point, "D6", codes, is_day=True)


def _clipped(year: int, month: int, day: int) -> dt.date:
    month = min(max(month, 1), 12)
    return dt.date(year, month, min(max(day, 1), deadlines_question.month_end(year, month).day))


def _month(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> NamedDays:
    month = int(match["month"])
    year, codes = _year(match, question, lambda year: deadlines_question.month_end(year, min(max(month, 1), 12)))
    month = deadlines_question.checked_month(year, month, match[0])
    return NamedDays(
        dt.date(year, month, 1), deadlines_question.month_end(year, month), "D10", (*codes, Assumption.PERIOD_END)
    )


def _part_of_month(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> NamedDays:
    month = int(match["month"])
    year, codes = _year(match, question, lambda year: deadlines_question.month_end(year, min(max(month, 1), 12)))
    month = deadlines_question.checked_month(year, month, match[0])
    last = deadlines_question.month_end(year, month).day
    first_day, last_day = {"dau": (1, 10), "giua": (11, 20), "cuoi": (21, last)}[match["part"]]
    codes = (*codes, Assumption.CONVENTION)
    return NamedDays(dt.date(year, month, first_day), dt.date(year, month, last_day), "D13", codes)


def _week_of_month(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> NamedDays:
    month = int(match["month"])
    year, codes = _year(match, question, lambda year: deadlines_question.month_end(year, min(max(month, 1), 12)))
    month = deadlines_question.checked_month(year, month, match[0])
    first = dt.date(year, month, 1)
    fridays = [
        day
        for day in (first + dt.timedelta(days=n) for n in range(deadlines_question.month_end(year, month).day))
        if day.weekday() == 4
    ]
    week = match["week"]
    order = len(fridays) if week == "cuoi" else deadlines_question.read_written_number(week)
    if not 1 <= order <= len(fridays):
        raise deadlines_question.impossible_day_refusal(match[0], fridays[-1])
    friday = fridays[order - 1]
    return NamedDays(friday - dt.timedelta(days=4), friday, "D14", (*codes, Assumption.WEEK_BY_FRIDAY))


def _quarter(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> NamedDays:
    order = deadlines_question.quarter_number(match["quarter"])
    year, codes = _year(match, question, lambda year: deadlines_question.month_end(year, min(max(order, 1), 4) * 3))
    if not 1 <= order <= 4:
        raise deadlines_question.impossible_day_refusal(
            match[0], deadlines_question.month_end(year, min(max(order, 1), 4) * 3)
        )
    codes = (*codes, Assumption.PERIOD_END)
    return NamedDays(dt.date(year, order * 3 - 2, 1), deadlines_question.month_end(year, order * 3), "D15", codes)


def _part_of_quarter(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> NamedDays:
    whole = _quarter(match, question)
    month = whole.start.month + {"dau": 0, "giua": 1, "cuoi": 2}[match["part"]]
    codes = tuple(code for code in whole.codes if code is not Assumption.PERIOD_END)
    year = whole.start.year
    return NamedDays(
        dt.date(year, month, 1), deadlines_question.month_end(year, month), "D17", (*codes, Assumption.CONVENTION)
    )


def _months_of_year(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> NamedDays:
    last_half = match["half"] == "cuoi"
    count = deadlines_question.read_written_number(match["count"])
    month = 12 if last_half else count
    year, codes = _year(match, question, lambda year: deadlines_question.month_end(year, month))
    start = dt.date(year, 13 - count if last_half else 1, 1)
    name = "D20" if count == 6 else "D21"
    return NamedDays(start, deadlines_question.month_end(year, month), name, (*codes, Assumption.PERIOD_END))


def _whole_year(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> NamedDays:
    written = match.groupdict().get("year")
    year, codes = deadlines_question.full_year(written) if written else (question.year, (question.year_code,))
    return NamedDays(dt.date(year, 1, 1), dt.date(year, 12, 31), "D22", (*codes, Assumption.PERIOD_END))


def _part_of_year(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> NamedDays:
    start, month = {"dau": (1, 1), "giua": (2, 6), "cuoi": (7, 12), "quy cuoi": (10, 12)}[match["part"]]
    year, codes = _year(match, question, lambda year: deadlines_question.month_end(year, month))
    return NamedDays(
        dt.date(year, start, 1), deadlines_question.month_end(year, month), "D45", (*codes, Assumption.CONVENTION)
    )


_POINTS: tuple[tuple[re.Pattern[str], Builder], ...] = tuple(
    (re.compile(pattern, re.ASCII), build)
    for pattern, build in (
        (
            r"(?:ngay )?(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>(?:19|20)\d\d|\d\d))?",
            _day,
        ),
        (rf"tuan (?:thu )?(?P<week>\d|mot|nhat|hai|ba|tu|nam|dau|cuoi)(?: cua)?(?: thang |/)"
         rf"(?P<month>\d{{1,2}})(?:{YEAR_PATTERN})?", _week_of_month),
        (rf"(?:ngay )?(?P<part>dau|giua|cuoi) thang (?P<month>\d{{1,2}})(?:{YEAR_PATTERN})?", _part_of_month),
        (rf"(?:het )?thang (?P<month>\d{{1,2}})(?:{YEAR_PATTERN})?", _month),
        (r"(?P<month>\d{1,2})/(?P<year>20\d\d)", _month),
        (rf"(?P<part>dau|giua|cuoi) quy (?P<quarter>{QUARTER})(?:{YEAR_PATTERN})?", _part_of_quarter),
        (rf"quy (?P<quarter>{QUARTER})(?:{YEAR_PATTERN})?", _quarter),
        (rf"(?P<count>0?6|sau|0?9|chin|0?3) thang (?P<half>dau) nam(?:{YEAR_PATTERN})?", _months_of_year),
        (rf"(?P<count>0?6|sau|0?3) thang (?P<half>cuoi) nam(?:{YEAR_PATTERN})?", _months_of_year),
        (rf"(?P<part>dau|giua|cuoi) nam(?:{YEAR_PATTERN})?", _part_of_year),
        (rf"(?P<part>quy cuoi)(?: cua)?(?: nam)?(?:{YEAR_PATTERN})?", _part_of_year),
        (r"(?:nam )?(?P<year>20\d\d)", _whole_year),
        (r"nam(?: nay)?", _whole_year),
    )
)  # fmt: skip

_ONE_DAY = dt.timedelta(days=1)
_BY = (
    r"(?:cham nhat|muon nhat)(?: la| vao| den| trong)?|khong (?:qua|muon hon|cham hon)"
    r"|han (?:cuoi|chot)(?: cung)?(?: la| :|:)?"
)
_UNTIL = r"(?:tu nay )?(?:den het|den|het|toi het|toi)"
_DATE_RULES = {"before": ("D2", "D1"), "by": ("D4", "D4"), "until": ("D5", "D5"), "in": ("D9", "D9")}
_YEAR_AT_END = re.compile(r"/\d{4}$", re.ASCII)
_ONE_OF_DAYS = r"(?:ngay )?\d{1,2}/\d{1,2}(?:/\d{4})?"
HOUR_PATTERN = r"(?P<hour>\d{1,2})h(?P<minute>\d\d)"


def _before(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term | None:
    """«Trước ngày X» may include X; «trước tháng 6» always ends with 31/5."""
    point = read_point(match["point"], question)
    if point is None:
        return None
    if not point.is_day:
        codes = (*_without_period_end(point), Assumption.BEFORE_PERIOD_STARTS)
        return deadlines_question.make_term(question, TermKind.ONCE, "D3", *codes, due=point.start - _ONE_DAY)
    name = "D1" if match["point"].startswith("ngay ") else "D2"
    return before_day(question, name, point)


def before_day(question: deadlines_question.DeadlinePhrase, name: str, point: NamedDays) -> Term:
    """Return the reading of «trước» a single day, by the policy of the installation."""
    if point.end == EPOCH:
        return _no_date(question)
    due, code = last_day_before(question, point.end)
    return deadlines_question.make_term(
        question, TermKind.ONCE, name, *point.codes, code, due=due, named_date=point.end
    )


def last_day_before(question: deadlines_question.DeadlinePhrase, named: dt.date) -> tuple[dt.date, Assumption]:
    """Return the last good day of «trước» `named`, and which policy said so."""
    if question.policy.before_date is BeforeDate.INCLUSIVE:
        return named, Assumption.BEFORE_INCLUDES_DAY
    return named - _ONE_DAY, Assumption.BEFORE_EXCLUDES_DAY


def _plain(opener: str, period_rule: str | None = None) -> deadlines_question.PhraseRule:
    """Return the rule of an opener after which the last day of the point counts."""

    def read(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term | None:
        point = read_point(match["point"], question)
        if point is None or (not opener and match["point"] == "nam"):
            return None
        if point.end == EPOCH:
            return _no_date(question)
        name = point.rule
        if point.is_day:
            name = _DATE_RULES[opener][0] if opener else "D6"
        elif period_rule and point.rule == "D15":
            name = period_rule
        named = point.end if point.is_day else None
        return deadlines_question.make_term(
            question, TermKind.ONCE, name, *point.codes, due=point.end, named_date=named
        )

    patterns = {"by": rf"(?:{_BY}) (?P<point>.+)", "until": rf"{_UNTIL} (?P<point>.+)"}
    return deadlines_question.make_phrase_rule(
        patterns.get(opener, r"(?:vao )?trong (?P<point>.+)" if opener else r"(?:vao )?(?P<point>.+)"), read
    )


def _no_date(question: deadlines_question.DeadlinePhrase) -> Term:
    return deadlines_question.make_term(question, TermKind.NONE, "D55", Assumption.EPOCH_DATE)


def _without_period_end(point: NamedDays) -> tuple[Assumption, ...]:
    return tuple(code for code in point.codes if code is not Assumption.PERIOD_END)


def _hour(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term | None:
    """Read an hour: it makes the named day itself the last one, under either policy."""
    hour = clock_time(match, question)
    written = match["point"]
    if written is None:
        due, code = receipt_day_term(question)
        return deadlines_question.make_term(question, TermKind.ONCE, "D8", code, due=due, named_date=due, hour=hour)
    point = read_point(written, question)
    if point is None or not point.is_day:
        return None
    codes = (*point.codes, Assumption.HOUR_KEEPS_DAY)
    return deadlines_question.make_term(
        question, TermKind.ONCE, "D8", *codes, due=point.end, named_date=point.end, hour=hour
    )


def clock_time(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> str:
    """Return the hour of a match as «HH:MM», or refuse an hour that no clock has."""
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour == 24 and minute == 0:
        return "23:59"
    if hour > 23 or minute > 59:
        raise deadlines_question.impossible_day_refusal(match[0], receipt_day_term(question)[0])
    return f"{hour:02d}:{minute:02d}"


def _today(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term:
    due, code = receipt_day_term(question)
    return deadlines_question.make_term(question, TermKind.ONCE, "D9", code, due=due, named_date=due)


def receipt_day_term(question: deadlines_question.DeadlinePhrase) -> tuple[dt.date, Assumption]:
    """Return the day of receipt, or of issue when receipt is unknown."""
    if question.received is not None:
        return question.received, Assumption.DAY_OF_RECEIPT
    return question.issued, Assumption.DAY_OF_ISSUE


def _several_days(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term | None:
    """Several days in one breath: each is a day of its own, all under the same opening word."""
    written = match["days"]
    year = _YEAR_AT_END.search(written)
    points = []
    for one in re.split(r", va | va |, ?", written):
        has_year = re.fullmatch(r"(?:ngay )?\d{1,2}/\d{1,2}/\d{4}", one) is not None
        point = read_point(one if has_year or not year else f"{one}{year[0]}", question)
        if point is None or not point.is_day or point.end == EPOCH:
            return None
        points.append(point)
    codes = [code for point in points for code in point.codes]
    days = [point.end for point in points]
    if match["before"]:
        codes.append(last_day_before(question, days[0])[1])
        days = [last_day_before(question, day)[0] for day in days]
    ordered = tuple(sorted(set(days)))
    return deadlines_question.make_term(
        question, TermKind.RECURRING, "D11", *codes, due=ordered[-1], occurrences=ordered
    )


def _range(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term | None:
    """«Từ ngày … đến ngày …»: the start takes the year of the end unless it has its own."""
    last = read_point(match["last"], question)
    if last is None:
        return None
    first_text = match["first"]
    if not re.search(r"\d{4}", first_text):
        first_text = f"{first_text}/{last.end.year}"
    first = read_point(first_text, question)
    if first is None:
        return None
    start = first.start
    if start > last.end:
        start = start.replace(year=start.year - 1, day=min(start.day, 28))
    if last.is_day:
        return deadlines_question.make_term(
            question, TermKind.RANGE, "D7", *last.codes, due=last.end, named_date=last.end, start=start
        )
    name, code = ("D18", Assumption.SEVERAL_PERIODS) if last.rule == "D15" else ("D12", Assumption.RANGE_OF_MONTHS)
    return deadlines_question.make_term(question, TermKind.RANGE, name, *last.codes, code, due=last.end, start=start)


def _tet(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term:
    """«Trước Tết»: the last working day before the holiday, known only from the holiday table."""
    year = question.plan_year
    codes: tuple[Assumption, ...] = (Assumption.BEFORE_TET,)
    if year is None:
        year = question.issued.year
        if question.working_calendar(year).last_working_day_before_tet(year) < question.issued:
            year += 1
        codes = (Assumption.YEAR_NEXT_AFTER_ISSUE, *codes)
    day = question.working_calendar(year).last_working_day_before_tet(year)
    return deadlines_question.make_term(question, TermKind.ONCE, "D44", *codes, due=day)


SINGLE_RULES: tuple[deadlines_question.PhraseRule, ...] = (
    deadlines_question.make_phrase_rule(
        r"(?:ngay )?trong (?:ngay|hom nay)(?: hom nay)?|(?:ngay )?hom nay|hoa toc", _today
    ),
    deadlines_question.make_phrase_rule(r"truoc (?:khi nghi |ky nghi |ngay )?tet(?: nguyen dan| am lich)?", _tet),
    deadlines_question.make_phrase_rule(
        rf"(?:(?:truoc|{_BY}|{_UNTIL}|vao|luc) )?(?:luc )?{HOUR_PATTERN},?(?: (?P<point>.+))?", _hour
    ),
    deadlines_question.make_phrase_rule(rf"(?P<point>(?:ngay )?\d[\d/.-]+),? (?:luc |truoc )?{HOUR_PATTERN}", _hour),
    deadlines_question.make_phrase_rule(
        rf"(?:(?P<before>truoc) |(?:{_BY}|{_UNTIL}|vao) )?"
        rf"(?P<days>{_ONE_OF_DAYS}(?:(?:, va |, ?| va ){_ONE_OF_DAYS})+)"
        r"(?: (?:hang |moi )nam)?",
        _several_days,
    ),
    deadlines_question.make_phrase_rule(r"tu (?P<first>.+?) den(?: het)? (?P<last>.+)", _range),
    deadlines_question.make_phrase_rule(
        r"(?P<first>(?:ngay )?\d{1,2}[/.]\d{1,2}(?:[/.]\d{4})?) ?(?:-|den) ?"
        r"(?P<last>(?:ngay )?\d{1,2}[/.].+)",
        _range,
    ),
    deadlines_question.make_phrase_rule(r"truoc (?P<point>.+)", _before),
    _plain("by"),
    _plain("until"),
    _plain("in", "D16"),
    _plain(""),
)
