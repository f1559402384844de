"""Terms counted from another day: receipt, signing, an event; and what waits for something.

Phrases without a day of their own: standing duties, conditions, «theo quy định», nothing at all.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from tracker.law.calendar import WorkCalendar
from tracker.law.deadlines.points import YEAR_PATTERN, read_point
from tracker.law.deadlines.question import (
    DeadlinePhrase,
    PhraseRule,
    checked_month,
    future_only,
    make_phrase_rule,
    make_term,
    month_end,
    read_written_number,
)
from tracker.law.terms import Assumption, Term, TermKind, TermStart, TermUnit

_HOURS_A_DAY = 24
_NUMBER = r"(?P<amount>\d{1,3}|mot|hai|ba|bon|nam|bay|tam|chin|muoi|muoi lam|hai muoi|ba muoi)"
_UNIT = r"(?P<unit>ngay lam viec|ngay|gio lam viec|gio|tuan|thang)"
_WITHIN = r"(?:trong(?: vong| thoi han| thoi gian)?|khong qua|toi da|cham nhat(?: la)?|muon nhat|thoi han)"
_SINCE = r"(?:ke tu|tinh tu|tu|sau)(?: khi| ngay| thoi diem| luc)?"
_RECEIPT = r"(?:nhan|tiep nhan)\b.*"
_SIGNING = r"(?:ky|ban hanh|phat hanh)\b.*"


def _after_receipt(match: re.Match[str], question: DeadlinePhrase) -> Term:
    if question.received is None:
        return _waiting(match, question, TermStart.RECEIPT, Assumption.RECEIPT_UNKNOWN)
    return _counted(match, question, TermStart.RECEIPT, question.received)


def _after_signing(match: re.Match[str], question: DeadlinePhrase) -> Term:
    return _counted(match, question, TermStart.SIGNING, question.issued)


def _unanchored(match: re.Match[str], question: DeadlinePhrase) -> Term:
    """«Trong vòng 05 ngày»: receipt is taken as the start, and asked."""
    reading = _after_receipt(match, question)
    return replace(reading, assumptions=(*reading.assumptions, Assumption.ANCHOR_ASSUMED))


def _after_trigger(match: re.Match[str], question: DeadlinePhrase) -> Term:
    return _waiting(match, question, TermStart.TRIGGER, Assumption.TRIGGER_UNKNOWN)


def _before_event(match: re.Match[str], question: DeadlinePhrase) -> Term:
    reading = _waiting(match, question, TermStart.EVENT, Assumption.EVENT_UNKNOWN)
    return replace(reading, amount=-abs(reading.amount or 0), rule="D37")


def _measure(match: re.Match[str]) -> tuple[int, TermUnit]:
    amount, unit = read_written_number(match["amount"]), match["unit"]
    if unit == "ngay lam viec":
        return amount, TermUnit.WORKING_DAYS
    if unit.startswith("gio"):
        return amount, TermUnit.HOURS
    if unit == "thang":
        return amount, TermUnit.CALENDAR_MONTHS
    return amount * (7 if unit == "tuan" else 1), TermUnit.CALENDAR_DAYS


def _rule_name(unit: TermUnit, anchor: TermStart) -> str:
    if anchor is TermStart.TRIGGER:
        return "D35"
    if unit is TermUnit.HOURS:
        return "D36"
    return "D33" if unit is TermUnit.WORKING_DAYS else "D34"


def _waiting(match: re.Match[str], question: DeadlinePhrase, anchor: TermStart, code: Assumption) -> Term:
    amount, unit = _measure(match)
    reading = make_term(question, TermKind.RELATIVE, _rule_name(unit, anchor), code)
    return replace(reading, amount=amount, unit=unit, anchor=anchor)


def _counted(match: re.Match[str], question: DeadlinePhrase, anchor: TermStart, start: dt.date) -> Term:
    amount, unit = _measure(match)
    needs_calendar = unit is TermUnit.WORKING_DAYS
    known = question.working_calendar(start.year) if needs_calendar else question.calendar
    codes = (Assumption.HOURS_AS_DAYS,) if unit is TermUnit.HOURS else ()
    due = last_day(amount, unit, start, known)
    reading = make_term(question, TermKind.RELATIVE, _rule_name(unit, anchor), *codes, due=due)
    return replace(reading, amount=amount, unit=unit, anchor=anchor)


def last_day(amount: int, unit: TermUnit, start: dt.date, calendar: WorkCalendar | None) -> dt.date:
    """Count from `start`, which itself is not counted (Civil Code 2015, article 147); a negative amount goes back.

    `calendar` is asked for working days only.
    """
    match unit:
        case TermUnit.WORKING_DAYS:
            assert calendar is not None  # whoever counts working days has looked for the calendar
            return calendar.add_working_days(start, amount)
        case TermUnit.CALENDAR_MONTHS:
            return _months_later(start, amount)
        case TermUnit.HOURS:
            return start + dt.timedelta(days=-(-amount // _HOURS_A_DAY))
        case TermUnit.CALENDAR_DAYS:
            return start + dt.timedelta(days=amount)


def _months_later(start: dt.date, months: int) -> dt.date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return dt.date(year, month + 1, min(start.day, month_end(year, month + 1).day))


RELATIVE_RULES: tuple[PhraseRule, ...] = (
    make_phrase_rule(rf"truoc(?: it nhat)? {_NUMBER} {_UNIT} (?:so voi|truoc)\b.*", _before_event),
    make_phrase_rule(rf"(?:it nhat )?{_NUMBER} {_UNIT} truoc\b.*", _before_event),
    make_phrase_rule(rf"(?:cham nhat )?(?:la )?(?:sau )?{_NUMBER} {_UNIT} sau (?:khi|ngay)\b.*", _after_trigger),
    make_phrase_rule(rf"(?:{_WITHIN} |sau |{_WITHIN} sau ){_NUMBER} {_UNIT},? {_SINCE} {_RECEIPT}", _after_receipt),
    make_phrase_rule(rf"sau {_NUMBER} {_UNIT},? {_SINCE} .*", _after_trigger),
    make_phrase_rule(rf"{_WITHIN} (?:sau )?{_NUMBER} {_UNIT},? {_SINCE} {_SIGNING}", _after_signing),
    make_phrase_rule(rf"{_NUMBER} {_UNIT},? (?:ke tu|tinh tu)(?: khi| ngay)? {_RECEIPT}", _after_receipt),
    make_phrase_rule(rf"{_NUMBER} {_UNIT},? (?:ke tu|tinh tu)(?: khi| ngay)? {_SIGNING}", _after_signing),
    make_phrase_rule(rf"(?:{_WITHIN} )?{_NUMBER} {_UNIT},? (?:ke tu|tinh tu|sau khi)\b.*", _after_trigger),
    make_phrase_rule(rf"(?:{_WITHIN} )?{_NUMBER} (?P<unit>ngay lam viec|gio lam viec|gio)", _unanchored),
    make_phrase_rule(rf"{_WITHIN} {_NUMBER} {_UNIT}", _unanchored),
)

_LONGEST_STAGE = 30
"""Years; a longer «giai đoạn» is a misprint."""


def _none(name: str, code: Assumption) -> PhraseRule:
    def read(match: re.Match[str], question: DeadlinePhrase) -> Term:
        return make_term(question, TermKind.NONE, name, code)

    patterns = {
        "D52": r"[-\s.x/_]*|(?:chua|khong) (?:co|xac dinh)(?: thoi han)?",
        "D51": r"(?:da )?(?:hoan thanh|thuc hien|xong)(?: xong)?"
        r"(?: \(?(?:nam truoc|nam \d{4}) chuyen sang\)?)?"
        r"|\(?nam truoc chuyen sang\)?|da (?:thuc hien|hoan thanh|ban hanh)\b.*",
        "D41": r"(?:theo|dung) (?:dung )?(?:thoi (?:han|gian) )?quy dinh(?: (?:cua|tai|hien hanh)\b.*)?",
        "D42": r"(?:ngay|kip thoi|khan truong|som|som nhat)(?:(?:,| va)? (?:khan truong|kip thoi|som))*"
        r"|(?:trong )?thoi gian som nhat|cang som cang tot|ngay (?:lap tuc|sau khi nhan)\b.*",
    }
    return make_phrase_rule(patterns[name], read)


def _as_above(match: re.Match[str], question: DeadlinePhrase) -> Term:
    return make_term(question, TermKind.NONE, "D52", Assumption.AS_ABOVE)


def _conditional(name: str) -> PhraseRule:
    def read(match: re.Match[str], question: DeadlinePhrase) -> Term:
        return make_term(question, TermKind.CONDITIONAL, name, Assumption.TRIGGER_UNKNOWN)

    patterns = {
        "D38": r"(?:ngay )?(?:sau khi|khi|tuy|neu)\b.*",
        "D39": r"theo (?:tien do|ke hoach|chi dao|lo trinh|huong dan|thong bao|yeu cau)\b.*",
        "D40": r"(?:khi|neu) (?:co (?:yeu cau|phat sinh|nhu cau|vu viec|tinh huong)|phat sinh)\b.*"
        r"|dot xuat(?:,? khi co yeu cau)?|theo vu viec|thuong xuyen khi co yeu cau",
        "D43": r"(?:tai |truoc |trinh )?(?:cac )?ky hop\b.*",
    }
    return make_phrase_rule(patterns[name], read)


def _continuous(name: str) -> PhraseRule:
    def read(match: re.Match[str], question: DeadlinePhrase) -> Term:
        written = match.groupdict().get("year")
        year, code = (int(written), ()) if written else (question.year, (question.year_code,))
        due = dt.date(year, 12, 31)
        return make_term(question, TermKind.CONTINUOUS, name, *code, Assumption.PLAN_YEAR_END, due=due)

    when = rf"(?:,? (?:trong|ca|suot|hang) nam(?: ?{YEAR_PATTERN})?|,? hang nam)?"
    patterns = {
        "D23": rf"(?:trong )?(?:ca|suot|quanh) nam(?: ?{YEAR_PATTERN})?",
        "D24": r"(?:thuong xuyen|lien tuc)"
        rf"(?:(?:,| va)? (?:lien tuc|thuong xuyen|dinh ky|hang ngay|dot xuat))*{when}",
        "D25": r"(?:hang|moi) ngay",
    }
    return make_phrase_rule(patterns[name], read)


def _stage(match: re.Match[str], question: DeadlinePhrase) -> Term | None:
    """«Giai đoạn 2021–2025»: a milestone at the end of each year, one of them in this plan."""
    groups = match.groupdict()
    last = int(groups.get("last") or question.year)
    if "den " in match[0] and not groups.get("first") and last <= question.year:
        return None
    first = int(groups.get("first") or min(question.year, last))
    if not 0 <= last - first <= _LONGEST_STAGE:
        return None
    days = future_only(question, tuple(dt.date(year, 12, 31) for year in range(first, last + 1)))
    codes = (Assumption.ANNUAL_SLICE, Assumption.PLAN_YEAR_END)
    due = days[-1] if days else None
    return make_term(question, TermKind.RECURRING, "D46", *codes, due=due, occurrences=days)


def _alternatives(match: re.Match[str], question: DeadlinePhrase) -> Term | None:
    """«12/2026 hoặc 1/2027 (tuỳ …)»: conditional, the later one is the ceiling."""
    ends = []
    for written in re.findall(r"(?:thang )?\d{1,2}/\d{4}|\d{1,2}/\d{1,2}/\d{4}|quy \w+/\d{4}", match["choice"]):
        text = written
        if re.fullmatch(r"\d{1,2}/\d{4}", written):
            month, year = (int(part) for part in written.split("/"))
            ends.append(month_end(year, checked_month(year, month, written)))
            continue
        point = read_point(text, question)
        if point is None:
            return None
        ends.append(point.end)
    if len(ends) < 2:
        return None
    ceiling = max(ends)
    code = Assumption.LATEST_ALTERNATIVE
    return make_term(question, TermKind.CONDITIONAL, "D47", code, due=ceiling, named_date=ceiling)


UNDATED_RULES: tuple[PhraseRule, ...] = (
    make_phrase_rule(r"nhu tren|nt|cung thoi gian tren", _as_above),
    _none("D52", Assumption.EMPTY),
    _none("D51", Assumption.CARRIED_OVER),
    _none("D41", Assumption.BY_REGULATION),
    _none("D42", Assumption.URGENT),
    _continuous("D23"),
    _continuous("D24"),
    _continuous("D25"),
    _conditional("D40"),
    _conditional("D38"),
    _conditional("D39"),
    _conditional("D43"),
    make_phrase_rule(r"(?:trong )?(?:giai doan|thoi ky) (?P<first>20\d\d) ?(?:-|den) ?(?P<last>20\d\d)", _stage),
    make_phrase_rule(r"(?P<first>20\d\d) ?(?:-|den) ?(?P<last>20\d\d)", _stage),
    make_phrase_rule(r"den (?:het |cuoi )?nam (?P<last>20\d\d)", _stage),
    make_phrase_rule(r"(?:dinh ky )?(?:hang|moi) nam|(?:0?1|mot) lan ?/ ?nam|nam mot lan", _stage),
    make_phrase_rule(r"(?P<choice>.+ hoac .+?)(?: ?\(.*\))?", _alternatives),
)
