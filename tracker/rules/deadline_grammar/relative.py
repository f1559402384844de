"""Terms counted from another day: receipt, signing, an event; and what waits for something."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from tracker.rules.calendar import WorkCalendar
from tracker.rules.deadline_grammar.question import Question, Rule, month_end, rule, term
from tracker.rules.deadline_grammar.spelling import number
from tracker.rules.terms import Anchor, Assumption, Term, TermKind, TermUnit

_HOURS_A_DAY = 24
_NUMBER = r"(?P<amount>\d{1,3}|mot|hai|ba|bon|nam|bay|tam|chin|muoi|muoi lam|hai muoi|ba muoi)"
_UNIT = r"(?P<unit>ngay lam viec|ngay|gio lam viec|gio|tuan|thang)"
_WITHIN = r"(?:trong(?: vong| thoi han| thoi gian)?|khong qua|toi da|cham nhat(?: la)?|muon nhat|thoi han)"
_SINCE = r"(?:ke tu|tinh tu|tu|sau)(?: khi| ngay| thoi diem| luc)?"
_RECEIPT = r"(?:nhan|tiep nhan)\b.*"
_SIGNING = r"(?:ky|ban hanh|phat hanh)\b.*"


def _after_receipt(match: re.Match[str], question: Question) -> Term:
    if question.received is None:
        return _waiting(match, question, Anchor.RECEIPT, Assumption.RECEIPT_UNKNOWN)
    return _counted(match, question, Anchor.RECEIPT, question.received)


def _after_signing(match: re.Match[str], question: Question) -> Term:
    return _counted(match, question, Anchor.SIGNING, question.issued)


def _unanchored(match: re.Match[str], question: Question) -> Term:
    """«Trong vòng 05 ngày»: receipt is taken as the start, and asked."""
    reading = _after_receipt(match, question)
    return replace(reading, assumptions=(*reading.assumptions, Assumption.ANCHOR_ASSUMED))


def _after_trigger(match: re.Match[str], question: Question) -> Term:
    return _waiting(match, question, Anchor.TRIGGER, Assumption.TRIGGER_UNKNOWN)


def _before_event(match: re.Match[str], question: Question) -> Term:
    reading = _waiting(match, question, Anchor.EVENT, Assumption.EVENT_UNKNOWN)
    return replace(reading, amount=-abs(reading.amount or 0), rule="D37")


def _measure(match: re.Match[str]) -> tuple[int, TermUnit]:
    amount, unit = number(match["amount"]), match["unit"]
    if unit == "ngay lam viec":
        return amount, TermUnit.WORKING_DAYS
    if unit.startswith("gio"):
        return amount, TermUnit.HOURS
    if unit == "thang":
        return amount, TermUnit.CALENDAR_MONTHS
    return amount * (7 if unit == "tuan" else 1), TermUnit.CALENDAR_DAYS


def _rule_name(unit: TermUnit, anchor: Anchor) -> str:
    if anchor is Anchor.TRIGGER:
        return "D35"
    if unit is TermUnit.HOURS:
        return "D36"
    return "D33" if unit is TermUnit.WORKING_DAYS else "D34"


def _waiting(match: re.Match[str], question: Question, anchor: Anchor, code: Assumption) -> Term:
    amount, unit = _measure(match)
    reading = term(question, TermKind.RELATIVE, _rule_name(unit, anchor), code)
    return replace(reading, amount=amount, unit=unit, anchor=anchor)


def _counted(match: re.Match[str], question: Question, anchor: Anchor, start: dt.date) -> Term:
    amount, unit = _measure(match)
    needs_calendar = unit is TermUnit.WORKING_DAYS
    known = question.working_calendar(start.year) if needs_calendar else question.calendar
    codes = (Assumption.HOURS_AS_DAYS,) if unit is TermUnit.HOURS else ()
    due = last_day(amount, unit, start, known)
    reading = term(question, TermKind.RELATIVE, _rule_name(unit, anchor), *codes, due=due)
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


RULES: tuple[Rule, ...] = (
    rule(rf"truoc(?: it nhat)? {_NUMBER} {_UNIT} (?:so voi|truoc)\b.*", _before_event),
    rule(rf"(?:it nhat )?{_NUMBER} {_UNIT} truoc\b.*", _before_event),
    rule(rf"(?:cham nhat )?(?:la )?(?:sau )?{_NUMBER} {_UNIT} sau (?:khi|ngay)\b.*", _after_trigger),
    rule(rf"(?:{_WITHIN} |sau |{_WITHIN} sau ){_NUMBER} {_UNIT},? {_SINCE} {_RECEIPT}", _after_receipt),
    rule(rf"sau {_NUMBER} {_UNIT},? {_SINCE} .*", _after_trigger),
    rule(rf"{_WITHIN} (?:sau )?{_NUMBER} {_UNIT},? {_SINCE} {_SIGNING}", _after_signing),
    rule(rf"{_NUMBER} {_UNIT},? (?:ke tu|tinh tu)(?: khi| ngay)? {_RECEIPT}", _after_receipt),
    rule(rf"{_NUMBER} {_UNIT},? (?:ke tu|tinh tu)(?: khi| ngay)? {_SIGNING}", _after_signing),
    rule(rf"(?:{_WITHIN} )?{_NUMBER} {_UNIT},? (?:ke tu|tinh tu|sau khi)\b.*", _after_trigger),
    rule(rf"(?:{_WITHIN} )?{_NUMBER} (?P<unit>ngay lam viec|gio lam viec|gio)", _unanchored),
    rule(rf"{_WITHIN} {_NUMBER} {_UNIT}", _unanchored),
)
