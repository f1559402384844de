"""What comes again: every week, month, quarter, half-year; and several months or quarters named."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from tracker.law.deadlines import question as deadlines_question
from tracker.law.deadlines.points import HOUR_PATTERN, QUARTER, YEAR_PATTERN, clock_time, last_day_before
from tracker.law.terms import Assumption, BeforeDate, Term, TermKind

_EVERY = r"(?:hang|moi|tung)"
_PERIODIC = rf"(?:(?:dinh ky |theo )(?:{_EVERY} )?|{_EVERY} )"
_WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4, "bay": 5, "7": 5}
_A_TIME = r"(?: (?:mot|0?1) lan)?"
_ONCE = r"(?:0?1|mot) lan ?(?:/|mot |moi |trong )"


def _repeated(
    question: deadlines_question.DeadlinePhrase,
    name: str,
    days: tuple[dt.date, ...],
    *codes: Assumption,
    hour: str | None = None,
) -> Term:
    """Return a recurring term over the days left after the issue of the document."""
    left = deadlines_question.future_only(question, days)
    dropped = () if len(left) == len(days) else (Assumption.PAST_OCCURRENCES_DROPPED,)
    due = left[-1] if left else None
    return deadlines_question.make_term(
        question, TermKind.RECURRING, name, *codes, *dropped, due=due, hour=hour, occurrences=left
    )


def _weekly(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term:
    """Every week until the end of the year; a week whose day is off answers the working day before."""
    groups = match.groupdict()
    weekday = _WEEKDAYS[groups.get("weekday") or "sau"]
    hour = clock_time(match, question) if groups.get("hour") else None
    codes: list[Assumption] = [question.year_code]
    if not groups.get("weekday"):
        codes.append(Assumption.CONVENTION)
    if groups.get("before"):
        if hour:
            codes.append(Assumption.HOUR_KEEPS_DAY)
        elif question.policy.before_date is BeforeDate.EXCLUSIVE:
            weekday -= 1
            codes.append(Assumption.BEFORE_EXCLUDES_DAY)
        else:
            codes.append(Assumption.BEFORE_INCLUDES_DAY)
    first = max(question.issued, dt.date(question.year, 1, 1))
    day = first + dt.timedelta(days=(weekday - first.weekday()) % 7)
    days: list[dt.date] = []
    while day.year == question.year:
        open_day = _open_day(question, day)
        if open_day != day and Assumption.MOVED_OFF_HOLIDAY not in codes:
            codes.append(Assumption.MOVED_OFF_HOLIDAY)
        if open_day >= first and open_day not in days:
            days.append(open_day)
        day += dt.timedelta(days=7)
    return _repeated(question, "D26", tuple(days), *codes, hour=hour)


def _open_day(question: deadlines_question.DeadlinePhrase, day: dt.date) -> dt.date:
    """Return the day, or the working day before it when the calendar knows it is off."""
    known = question.calendar
    if known is None or not known.is_covered(day) or known.is_working_day(day):
        return day
    earlier = day
    while known.is_covered(earlier) and not known.is_working_day(earlier):
        earlier -= dt.timedelta(days=1)
    return earlier if known.is_covered(earlier) else day


def _monthly(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term:
    days = tuple(deadlines_question.month_end(question.year, month) for month in range(1, 13))
    return _repeated(question, "D27", days, question.year_code, Assumption.PERIOD_END)


def _last_days(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term:
    """Read the last day, or the last working day, of each month or quarter."""
    is_quarterly = match["period"] == "quy"
    days = (
        deadlines_question.quarter_ends(question.year)
        if is_quarterly
        else tuple(deadlines_question.month_end(question.year, month) for month in range(1, 13))
    )
    if match["working"]:
        known = question.working_calendar(question.year)
        days = tuple(day if known.is_working_day(day) else known.previous_working_day(day) for day in days)
    return _repeated(question, "D29" if is_quarterly else "D27", days, question.year_code)


def _day_of_month(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term:
    return _on_day(match, question, "D28", tuple(range(1, 13)))


def _day_of_quarter_end(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term:
    return _on_day(match, question, "D30", (3, 6, 9, 12))


def _on_day(
    match: re.Match[str], question: deadlines_question.DeadlinePhrase, name: str, months: tuple[int, ...]
) -> Term:
    """Read a numbered day of each month; where the month is shorter, its last day."""
    day = int(match["day"])
    if not 1 <= day <= 31:
        raise deadlines_question.impossible_day_refusal(
            match["day"], deadlines_question.month_end(question.year, months[-1])
        )
    named = tuple(
        dt.date(question.year, month, min(day, deadlines_question.month_end(question.year, month).day))
        for month in months
    )
    codes: tuple[Assumption, ...] = (question.year_code,)
    groups = match.groupdict()
    hour = clock_time(match, question) if groups.get("hour") else None
    if match["before"] == "truoc" and hour is None:
        kept = deadlines_question.future_only(question, named)
        days = tuple(last_day_before(question, one)[0] for one in kept)
        codes = (*codes, last_day_before(question, named[0])[1])
        dropped = () if len(kept) == len(named) else (Assumption.PAST_OCCURRENCES_DROPPED,)
        due = days[-1] if days else None
        return deadlines_question.make_term(
            question, TermKind.RECURRING, name, *codes, *dropped, due=due, occurrences=days
        )
    return _repeated(question, name, named, *codes, hour=hour)


def _quarterly(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term:
    written = match.groupdict().get("year")
    year, code = (int(written), ()) if written else (question.year, (question.year_code,))
    return _repeated(question, "D29", deadlines_question.quarter_ends(year), *code, Assumption.PERIOD_END)


def _quarters_and_year(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term:
    """«Quý, 6 tháng, năm» is the rhythm of reports, whose own windows close earlier."""
    codes = (question.year_code, Assumption.REPORT_WINDOW)
    return _repeated(question, "D29", deadlines_question.quarter_ends(question.year), *codes)


def _all_quarters(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term:
    written = match.groupdict().get("year")
    year, code = (int(written), ()) if written else (question.year, (question.year_code,))
    return _repeated(question, "D19", deadlines_question.quarter_ends(year), *code, Assumption.PERIOD_END)


def _half_yearly(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term:
    year = int(match.groupdict().get("year") or question.year)
    days = (deadlines_question.month_end(year, 6), deadlines_question.month_end(year, 12))
    return _repeated(question, "D31", days, question.year_code, Assumption.PERIOD_END)


def _named_months(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term | None:
    months = [int(found) for found in re.findall(r"\d{1,2}", match["months"])]
    if len(months) < 2:
        return None
    checked = sorted({deadlines_question.checked_month(question.year, month, f"thang {month}") for month in months})
    year, code = _named_year(match, question, months[-1])
    days = tuple(deadlines_question.month_end(year, month) for month in checked)
    return _repeated(question, "D11", days, *code, Assumption.PERIOD_END)


def _months_through(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term:
    """«Tháng 3-10»: one stretch, or every month of it; asked."""
    first = deadlines_question.checked_month(question.year, int(match["first"]), match[0])
    last = deadlines_question.checked_month(question.year, int(match["last"]), match[0])
    year, code = _named_year(match, question, last)
    start = dt.date(year - (first > last), first, 1)
    codes = (*code, Assumption.PERIOD_END, Assumption.RANGE_OF_MONTHS)
    return deadlines_question.make_term(
        question, TermKind.RANGE, "D12", *codes, due=deadlines_question.month_end(year, last), start=start
    )


def _several_quarters(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term | None:
    """Two quarters: one product over both, or one each; asked. All four: each quarter."""
    orders = [deadlines_question.quarter_number(found) for found in re.findall(rf"\b{QUARTER}\b", match["quarters"])]
    if len(orders) < 2:
        return None
    for order in orders:
        if not 1 <= order <= 4:
            raise deadlines_question.impossible_day_refusal(match[0], deadlines_question.month_end(question.year, 12))
    year, code = _named_year(match, question, orders[-1] * 3)
    whole = (orders[0] == 1 and orders[-1] == 4 and len(orders) == 2 and "-" in match[0]) or len(orders) == 4
    if whole or (orders[0] == 1 and orders[-1] == 4 and " den " in match[0]):
        return _repeated(question, "D19", deadlines_question.quarter_ends(year), *code, Assumption.PERIOD_END)
    codes = (*code, Assumption.PERIOD_END, Assumption.SEVERAL_PERIODS)
    start = dt.date(year, min(orders) * 3 - 2, 1)
    return deadlines_question.make_term(
        question, TermKind.RANGE, "D18", *codes, due=deadlines_question.month_end(year, max(orders) * 3), start=start
    )


def _named_year(
    match: re.Match[str], question: deadlines_question.DeadlinePhrase, last_month: int
) -> tuple[int, tuple[Assumption, ...]]:
    written = match.groupdict().get("year")
    if written:
        return int(written), ()
    if question.plan_year is not None:
        return question.plan_year, (Assumption.YEAR_FROM_PLAN,)
    passed = deadlines_question.month_end(question.issued.year, min(max(last_month, 1), 12)) < question.issued
    return question.issued.year + passed, (Assumption.YEAR_NEXT_AFTER_ISSUE,)


def _quantity(match: re.Match[str], question: deadlines_question.DeadlinePhrase) -> Term:
    """«Ít nhất 02 lần/năm»: so many proofs by the end of the year, on no fixed days."""
    times = deadlines_question.read_written_number(match["times"])
    per = {"nam": 1, "6 thang": 2, "quy": 4, "thang": 12}[match["per"]]
    codes = (question.year_code, Assumption.QUANTITY_BY_YEAR_END)
    reading = deadlines_question.make_term(
        question, TermKind.QUANTITY, "D32", *codes, due=dt.date(question.year, 12, 31)
    )
    return replace(reading, amount=times * per)


_TIMES = r"(?:lan|dot|cuoc) ?(?:/|moi |mot |trong )(?P<per>nam|6 thang|quy|thang)"
_AT_LEAST = r"(?:it nhat|toi thieu|khong it hon)(?: la)?"
_BEFORE = r"(?P<before>truoc|cham nhat(?: la| vao)?|muon nhat|vao|khong qua)?"
_DAY = r"(?:ngay )?(?P<day>\d{1,2})"
_OF_MONTH = r"(?:hang thang|moi thang|cua (?:moi |tung )?thang|tung thang)"
_OF_LAST_MONTH = r"(?:cua )?thang cuoi(?: cua)?(?: moi| hang| tung)? (?:quy|ky)(?: bao cao)?"
_WEEKDAY = r"(?:ngay )?thu (?P<weekday>[2-7]|hai|ba|tu|nam|sau|bay)"
_AND_YEAR = r"(?: dau nam)?(?:,| va| -)? ?(?:tong ket |ca |hang )?nam"
_MORE_MONTHS = r"(?:(?:, va|,| va) ?(?:thang )?\d{1,2})+"
_MORE_QUARTERS = rf"(?:(?:/20\d\d)?(?:, va|,| va| ?-| den) ?(?:quy )?{QUARTER})+"

REPEATING_RULES: tuple[deadlines_question.PhraseRule, ...] = (
    deadlines_question.make_phrase_rule(rf"{_AT_LEAST} (?P<times>\d{{1,3}}|mot|hai|ba|bon|nam) {_TIMES}", _quantity),
    deadlines_question.make_phrase_rule(rf"(?P<times>0?[2-9]|[1-9]\d|hai|ba|bon|nam) {_TIMES}", _quantity),
    deadlines_question.make_phrase_rule(
        rf"(?:(?P<before>truoc|cham nhat|vao) )?(?:{HOUR_PATTERN},? )?{_WEEKDAY} (?:cua )?{_EVERY} tuan", _weekly
    ),
    deadlines_question.make_phrase_rule(rf"{_PERIODIC}tuan|{_ONCE}tuan|tuan (?:mot|0?1) lan", _weekly),
    deadlines_question.make_phrase_rule(
        rf"{_PERIODIC}thang{_A_TIME}|{_ONCE}thang|(?:0?1 |mot )?thang(?:/| )(?:(?:mot|0?1) )?lan", _monthly
    ),
    deadlines_question.make_phrase_rule(
        rf"(?:dinh ky )?(?:(?:cham nhat|muon nhat|vao)(?: la| vao)? )?ngay (?P<working>lam viec )?cuoi(?: cung)?"
        rf"(?: cua(?: {_EVERY})?| {_EVERY}) (?P<period>thang|quy)",
        _last_days,
    ),
    deadlines_question.make_phrase_rule(
        rf"(?:dinh ky )?(?:hang thang,? )?{_BEFORE} ?(?:{HOUR_PATTERN},? )?{_DAY} {_OF_MONTH}", _day_of_month
    ),
    deadlines_question.make_phrase_rule(
        rf"(?:dinh ky )?(?:hang|moi) thang,? {_BEFORE} ?(?:{HOUR_PATTERN},? )?{_DAY}", _day_of_month
    ),
    deadlines_question.make_phrase_rule(
        rf"(?:(?:dinh ky )?{_EVERY} quy,? )?{_BEFORE} ?{_DAY} {_OF_LAST_MONTH}", _day_of_quarter_end
    ),
    deadlines_question.make_phrase_rule(
        rf"(?:{_PERIODIC})?quy(?: trong nam)?,? ?(?:bao cao )?6 thang(?:, 9 thang)?{_AND_YEAR}", _quarters_and_year
    ),
    deadlines_question.make_phrase_rule(
        rf"(?:cac|ca 4|4|bon) quy(?: trong nam| cua nam| nam)?(?:{YEAR_PATTERN})?", _all_quarters
    ),
    deadlines_question.make_phrase_rule(
        rf"{_PERIODIC}quy{_A_TIME}(?: trong nam)?(?:{YEAR_PATTERN})?|{_ONCE}quy"
        r"|(?:quy|0?3 thang)(?:/| )(?:(?:mot|0?1) )?lan",
        _quarterly,
    ),
    deadlines_question.make_phrase_rule(
        rf"(?:dinh ky |so ket )?(?:hang )?6 thang{_AND_YEAR}(?:{YEAR_PATTERN})?"
        r"|dinh ky (?:hang )?6 thang|0?6 thang(?:/| )(?:(?:mot|0?1) )?lan|(?:0?1|mot) lan ?/ ?6 thang",
        _half_yearly,
    ),
    deadlines_question.make_phrase_rule(
        rf"(?:trong |vao )?(?:cac )?thang (?P<months>\d{{1,2}}{_MORE_MONTHS})(?:{YEAR_PATTERN})?", _named_months
    ),
    deadlines_question.make_phrase_rule(
        rf"(?:trong |tu )?thang (?P<first>\d{{1,2}}) ?(?:-|den) ?(?:thang )?(?P<last>\d{{1,2}})(?:{YEAR_PATTERN})?",
        _months_through,
    ),
    deadlines_question.make_phrase_rule(
        rf"(?:trong |tu )?quy (?P<quarters>{QUARTER}{_MORE_QUARTERS})(?:{YEAR_PATTERN})?", _several_quarters
    ),
)
