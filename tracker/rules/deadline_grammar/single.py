"""One last day: «trước ngày …», «chậm nhất …», «trong quý …», with or without an hour; and ranges."""

from __future__ import annotations

import datetime as dt
import re

from tracker.rules.deadline_grammar.points import EPOCH, Point, read_point
from tracker.rules.deadline_grammar.question import Question, Rule, impossible, rule, term
from tracker.rules.terms import Assumption, BeforeDate, Term, TermKind

_ONE_DAY = dt.timedelta(days=1)
_BY = (
    r"(?:cham nhat|muon nhat)(?: la| vao| den| trong)?|khong (?:qua|muon hon|cham hon)"
    r"|han (?:cuoi|chot)(?: cung)?(?: la| :|:)?"
)
_UNTIL = r"(?:tu nay )?(?:den het|den|het|toi het|toi)"
_DATE_RULES = {"before": ("D2", "D1"), "by": ("D4", "D4"), "until": ("D5", "D5"), "in": ("D9", "D9")}
_YEAR_AT_END = re.compile(r"/\d{4}$", re.ASCII)
_ONE_OF_DAYS = r"(?:ngay )?\d{1,2}/\d{1,2}(?:/\d{4})?"
HOUR = r"(?P<hour>\d{1,2})h(?P<minute>\d\d)"


def _before(match: re.Match[str], question: Question) -> Term | None:
    """«Trước ngày X» may include X; «trước tháng 6» always ends with 31/5."""
    point = read_point(match["point"], question)
    if point is None:
        return None
    if not point.is_day:
        codes = (*_without_period_end(point), Assumption.BEFORE_PERIOD_STARTS)
        return term(question, TermKind.ONCE, "D3", *codes, due=point.start - _ONE_DAY)
    name = "D1" if match["point"].startswith("ngay ") else "D2"
    return before_day(question, name, point)


def before_day(question: Question, name: str, point: Point) -> Term:
    """Return the reading of «trước» a single day, by the policy of the installation."""
    if point.end == EPOCH:
        return _no_date(question)
    due, code = last_day_before(question, point.end)
    return term(question, TermKind.ONCE, name, *point.codes, code, due=due, named_date=point.end)


def last_day_before(question: Question, named: dt.date) -> tuple[dt.date, Assumption]:
    """Return the last good day of «trước» `named`, and which policy said so."""
    if question.policy.before_date is BeforeDate.INCLUSIVE:
        return named, Assumption.BEFORE_INCLUDES_DAY
    return named - _ONE_DAY, Assumption.BEFORE_EXCLUDES_DAY


def _plain(opener: str, period_rule: str | None = None) -> Rule:
    """Return the rule of an opener after which the last day of the point counts."""

    def read(match: re.Match[str], question: Question) -> Term | None:
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
        return term(question, TermKind.ONCE, name, *point.codes, due=point.end, named_date=named)

    patterns = {"by": rf"(?:{_BY}) (?P<point>.+)", "until": rf"{_UNTIL} (?P<point>.+)"}
    return rule(
        patterns.get(opener, r"(?:vao )?trong (?P<point>.+)" if opener else r"(?:vao )?(?P<point>.+)"), read
    )


def _no_date(question: Question) -> Term:
    return term(question, TermKind.NONE, "D55", Assumption.EPOCH_DATE)


def _without_period_end(point: Point) -> tuple[Assumption, ...]:
    return tuple(code for code in point.codes if code is not Assumption.PERIOD_END)


def _hour(match: re.Match[str], question: Question) -> Term | None:
    """Read an hour: it makes the named day itself the last one, under either policy."""
    hour = clock_time(match, question)
    written = match["point"]
    if written is None:
        due, code = today(question)
        return term(question, TermKind.ONCE, "D8", code, due=due, named_date=due, hour=hour)
    point = read_point(written, question)
    if point is None or not point.is_day:
        return None
    codes = (*point.codes, Assumption.HOUR_KEEPS_DAY)
    return term(question, TermKind.ONCE, "D8", *codes, due=point.end, named_date=point.end, hour=hour)


def clock_time(match: re.Match[str], question: Question) -> str:
    """Return the hour of a match as «HH:MM», or refuse an hour that no clock has."""
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour == 24 and minute == 0:
        return "23:59"
    if hour > 23 or minute > 59:
        raise impossible(match[0], today(question)[0])
    return f"{hour:02d}:{minute:02d}"


def _today(match: re.Match[str], question: Question) -> Term:
    due, code = today(question)
    return term(question, TermKind.ONCE, "D9", code, due=due, named_date=due)


def today(question: Question) -> tuple[dt.date, Assumption]:
    """Return the day of receipt, or of issue when receipt is unknown."""
    if question.received is not None:
        return question.received, Assumption.DAY_OF_RECEIPT
    return question.issued, Assumption.DAY_OF_ISSUE


def _several_days(match: re.Match[str], question: Question) -> Term | None:
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
    return term(question, TermKind.RECURRING, "D11", *codes, due=ordered[-1], occurrences=ordered)


def _range(match: re.Match[str], question: Question) -> Term | None:
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
        return term(
            question, TermKind.RANGE, "D7", *last.codes, due=last.end, named_date=last.end, start=start
        )
    name, code = (
        ("D18", Assumption.SEVERAL_PERIODS) if last.rule == "D15" else ("D12", Assumption.RANGE_OF_MONTHS)
    )
    return term(question, TermKind.RANGE, name, *last.codes, code, due=last.end, start=start)


def _tet(match: re.Match[str], question: Question) -> Term:
    """«Trước Tết»: the last working day before the holiday, known only from the holiday table."""
    year = question.plan_year
    codes: tuple[Assumption, ...] = (Assumption.BEFORE_TET,)
    if year is None:
        year = question.issued.year
        if question.working_calendar(year).last_working_day_before_tet(year) < question.issued:
            year += 1
        codes = (Assumption.YEAR_NEXT_AFTER_ISSUE, *codes)
    day = question.working_calendar(year).last_working_day_before_tet(year)
    return term(question, TermKind.ONCE, "D44", *codes, due=day)


RULES: tuple[Rule, ...] = (
    rule(r"(?:ngay )?trong (?:ngay|hom nay)(?: hom nay)?|(?:ngay )?hom nay|hoa toc", _today),
    rule(r"truoc (?:khi nghi |ky nghi |ngay )?tet(?: nguyen dan| am lich)?", _tet),
    rule(rf"(?:(?:truoc|{_BY}|{_UNTIL}|vao|luc) )?(?:luc )?{HOUR},?(?: (?P<point>.+))?", _hour),
    rule(rf"(?P<point>(?:ngay )?\d[\d/.-]+),? (?:luc |truoc )?{HOUR}", _hour),
    rule(
        rf"(?:(?P<before>truoc) |(?:{_BY}|{_UNTIL}|vao) )?"
        rf"(?P<days>{_ONE_OF_DAYS}(?:(?:, va |, ?| va ){_ONE_OF_DAYS})+)"
        r"(?: (?:hang |moi )nam)?",
        _several_days,
    ),
    rule(r"tu (?P<first>.+?) den(?: het)? (?P<last>.+)", _range),
    rule(
        r"(?P<first>(?:ngay )?\d{1,2}[/.]\d{1,2}(?:[/.]\d{4})?) ?(?:-|den) ?"
        r"(?P<last>(?:ngay )?\d{1,2}[/.].+)",
        _range,
    ),
    rule(r"truoc (?P<point>.+)", _before),
    _plain("by"),
    _plain("until"),
    _plain("in", "D16"),
    _plain(""),
)
