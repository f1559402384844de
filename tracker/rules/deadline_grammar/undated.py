"""Phrases without a day of their own: standing duties, conditions, «theo quy định», nothing at all."""

from __future__ import annotations

import datetime as dt
import re

from tracker.rules.deadline_grammar.points import YEAR, read_point
from tracker.rules.deadline_grammar.question import (
    Question,
    Rule,
    checked_month,
    future_only,
    month_end,
    rule,
    term,
)
from tracker.rules.terms import Assumption, Term, TermKind

_LONGEST_STAGE = 30
"""Years; a longer «giai đoạn» is a misprint."""


def _none(name: str, code: Assumption) -> Rule:
    def read(match: re.Match[str], question: Question) -> Term:
        return term(question, TermKind.NONE, name, code)

    patterns = {
        "D52": r"[-\s.x/_]*|(?:chua|khong) (?:co|xac dinh)(?: thoi han)?",
        "D51": r"(?:da )?(?:hoan thanh|thuc hien|xong)(?: xong)?"
        r"(?: \(?(?:nam truoc|nam \d{4}) chuyen sang\)?)?"
        r"|\(?nam truoc chuyen sang\)?|da (?:thuc hien|hoan thanh|ban hanh)\b.*",
        "D41": r"(?:theo|dung) (?:dung )?(?:thoi (?:han|gian) )?quy dinh(?: (?:cua|tai|hien hanh)\b.*)?",
        "D42": r"(?:ngay|kip thoi|khan truong|som|som nhat)(?:(?:,| va)? (?:khan truong|kip thoi|som))*"
        r"|(?:trong )?thoi gian som nhat|cang som cang tot|ngay (?:lap tuc|sau khi nhan)\b.*",
    }
    return rule(patterns[name], read)


def _as_above(match: re.Match[str], question: Question) -> Term:
    return term(question, TermKind.NONE, "D52", Assumption.AS_ABOVE)


def _conditional(name: str) -> Rule:
    def read(match: re.Match[str], question: Question) -> Term:
        return term(question, TermKind.CONDITIONAL, name, Assumption.TRIGGER_UNKNOWN)

    patterns = {
        "D38": r"(?:ngay )?(?:sau khi|khi|tuy|neu)\b.*",
        "D39": r"theo (?:tien do|ke hoach|chi dao|lo trinh|huong dan|thong bao|yeu cau)\b.*",
        "D40": r"(?:khi|neu) (?:co (?:yeu cau|phat sinh|nhu cau|vu viec|tinh huong)|phat sinh)\b.*"
        r"|dot xuat(?:,? khi co yeu cau)?|theo vu viec|thuong xuyen khi co yeu cau",
        "D43": r"(?:tai |truoc |trinh )?(?:cac )?ky hop\b.*",
    }
    return rule(patterns[name], read)


def _continuous(name: str) -> Rule:
    def read(match: re.Match[str], question: Question) -> Term:
        written = match.groupdict().get("year")
        year, code = (int(written), ()) if written else (question.year, (question.year_code,))
        due = dt.date(year, 12, 31)
        return term(question, TermKind.CONTINUOUS, name, *code, Assumption.PLAN_YEAR_END, due=due)

    when = rf"(?:,? (?:trong|ca|suot|hang) nam(?: ?{YEAR})?|,? hang nam)?"
    patterns = {
        "D23": rf"(?:trong )?(?:ca|suot|quanh) nam(?: ?{YEAR})?",
        "D24": r"(?:thuong xuyen|lien tuc)"
        rf"(?:(?:,| va)? (?:lien tuc|thuong xuyen|dinh ky|hang ngay|dot xuat))*{when}",
        "D25": r"(?:hang|moi) ngay",
    }
    return rule(patterns[name], read)


def _stage(match: re.Match[str], question: Question) -> Term | None:
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
    return term(question, TermKind.RECURRING, "D46", *codes, due=due, occurrences=days)


def _alternatives(match: re.Match[str], question: Question) -> Term | None:
    """«12/2026 hoặc 1/2027 (tuỳ …)»: conditional, the later one is the ceiling."""
    ends = []
    for written in re.findall(
        r"(?:thang )?\d{1,2}/\d{4}|\d{1,2}/\d{1,2}/\d{4}|quy \w+/\d{4}", match["choice"]
    ):
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
    return term(question, TermKind.CONDITIONAL, "D47", code, due=ceiling, named_date=ceiling)


RULES: tuple[Rule, ...] = (
    rule(r"nhu tren|nt|cung thoi gian tren", _as_above),
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
    rule(r"(?:trong )?(?:giai doan|thoi ky) (?P<first>20\d\d) ?(?:-|den) ?(?P<last>20\d\d)", _stage),
    rule(r"(?P<first>20\d\d) ?(?:-|den) ?(?P<last>20\d\d)", _stage),
    rule(r"den (?:het |cuoi )?nam (?P<last>20\d\d)", _stage),
    rule(r"(?:dinh ky )?(?:hang|moi) nam|(?:0?1|mot) lan ?/ ?nam|nam mot lan", _stage),
    rule(r"(?P<choice>.+ hoac .+?)(?: ?\(.*\))?", _alternatives),
)
