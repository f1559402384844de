"""What a reading is asked about: the phrase made plain, and the days it hangs on.

Making a written phrase plain: one spelling for each way of writing the same thing.
"""

from __future__ import annotations

import calendar as month_lengths
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from tracker.core.refusals import Reason, Refusal
from tracker.core.text import fold_accents
from tracker.law.calendar import WorkCalendar
from tracker.law.terms import Assumption, Policy, Term, TermKind


@dataclass(frozen=True, slots=True)
class DeadlinePhrase:
    """A folded phrase and its surroundings."""

    phrase: str
    text: str
    issued: dt.date
    received: dt.date | None
    plan_year: int | None
    calendar: WorkCalendar | None
    policy: Policy

    @property
    def year(self) -> int:
        """The year meant when a phrase says only «trong năm»."""
        return self.issued.year if self.plan_year is None else self.plan_year

    @property
    def year_code(self) -> Assumption:
        """How `year` was found."""
        return Assumption.YEAR_OF_ISSUE if self.plan_year is None else Assumption.YEAR_FROM_PLAN

    def working_calendar(self, year: int) -> WorkCalendar:
        """Return the calendar, or refuse when none was given."""
        if self.calendar is None:
            raise Refusal(Reason.CALENDAR_MISSING, year=year)
        return self.calendar


Handler = Callable[[re.Match[str], DeadlinePhrase], Term | None]


@dataclass(frozen=True, slots=True)
class PhraseRule:
    """A pattern that must match a whole phrase, and what to make of it (`None`: not mine)."""

    pattern: re.Pattern[str]
    handler: Handler


def make_phrase_rule(pattern: str, handler: Handler) -> PhraseRule:
    """Return a rule whose pattern knows only ASCII digits and letters."""
    return PhraseRule(re.compile(pattern, re.ASCII), handler)


def make_term(
    question: DeadlinePhrase,
    kind: TermKind,
    name: str,
    *codes: Assumption,
    due: dt.date | None = None,
    named_date: dt.date | None = None,
    start: dt.date | None = None,
    hour: str | None = None,
    occurrences: tuple[dt.date, ...] = (),
) -> Term:
    """Return a reading of `question` by the pattern `name`."""
    return Term(
        phrase=question.phrase,
        kind=kind,
        rule=name,
        due=due,
        named_date=named_date,
        start=start,
        hour=hour,
        occurrences=occurrences,
        assumptions=codes,
    )


def month_end(year: int, month: int) -> dt.date:
    """Return the last day of a month."""
    return dt.date(year, month, month_lengths.monthrange(year, month)[1])


def quarter_ends(year: int) -> tuple[dt.date, ...]:
    """Return the last days of the four quarters."""
    return tuple(month_end(year, month) for month in (3, 6, 9, 12))


def house_date(day: dt.date) -> str:
    """Return a day as the office writes it: two-digit day, month padded only for 1 and 2."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def impossible_day_refusal(written: str, suggestion: dt.date) -> Refusal:
    """Return the refusal of a day that no calendar has, with the nearest day that exists."""
    return Refusal(Reason.IMPOSSIBLE_DATE, field="deadline", written=written, suggestion=house_date(suggestion))


def checked_day(year: int, month: int, day: int, written: str) -> dt.date:
    """Return the day, or refuse it with a suggestion; never roll it into the next month."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        pass
    if month > 12 and 1 <= day <= 12 and month <= 31:
        raise impossible_day_refusal(written, dt.date(year, day, min(month, month_end(year, day).day)))
    near_month = min(max(month, 1), 12)
    near_day = min(max(day, 1), month_end(year, near_month).day)
    raise impossible_day_refusal(written, dt.date(year, near_month, near_day))


def checked_month(year: int, month: int, written: str) -> int:
    """Return the month number, or refuse it with the last day of the nearest month."""
    if not 1 <= month <= 12:
        raise impossible_day_refusal(written, month_end(year, min(max(month, 1), 12)))
    return month


def full_year(digits: str) -> tuple[int, tuple[Assumption, ...]]:
    """Return the year that two or four digits name."""
    if len(digits) == 2:
        return 2000 + int(digits), (Assumption.YEAR_TWO_DIGITS,)
    return int(digits), ()


def future_only(question: DeadlinePhrase, days: tuple[dt.date, ...]) -> tuple[dt.date, ...]:
    """Return the days not before the issue of the document."""
    return tuple(day for day in days if day >= question.issued)


_NUMBER_WORDS = "mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi|muoi lam|hai muoi|ba muoi"
NUMBER_VALUES = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9, "muoi": 10, "muoi lam": 15, "hai muoi": 20, "ba muoi": 30, "nhat": 1, "dau": 1,
}  # fmt: skip
"""Numbers written as words, accent-folded."""

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}

_STEPS: tuple[tuple[str, str], ...] = (
    (r"[\u2010-\u2015\u2212]", "-"),
    (r"(\d+)\s*\((?:" + _NUMBER_WORDS + r")\)", r"\1"),
    (r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.0+)?)?)?(?!\d)", r"\3/\2/\1"),
    (r"\b(?:mung|mong) (\d)", r"\1"),
    (r"\bthu (?:hai|ba|tu|nam|sau|bay|[2-7]),? (?:ngay )?(?=\d{1,2}(?:/| thang )\d)", "ngay "),
    (r"\(((?:truoc|cham nhat)\b[^()]*)\)", r"\1"),
    (r"\bngay (\d{1,2}) ?(?:thang|th\.?) ?(\d{1,2})(?!\d)(?! ?(?:ngay|lan))", r"ngay \1/\2"),
    (r"\b(\d{1,2}) thang (\d{1,2})(?!\d)(?! ?(?:ngay|lan|thang))", r"\1/\2"),
    (r"\b(?:quy|qui|q)\b ?\.? ?(?=(?:iv|i{1,3}|vi?|0?\d)\b)", "quy "),
    (r"\bq(?=(?:iv|i{1,3}|[1-9])\b)", "quy "),
    (r"\bquy (?:thu )?(mot|nhat|hai|ba|tu|bon)\b", r"quy \1"),
    (r"\bt ?\.? ?(?=\d{1,2}\b(?![:hg]))", "thang "),
    (r"(?<=\d)\s*/\s*(?=\d)", "/"),
    (r"(?<=\b[ivx])\s*/\s*(?=\d)|(?<=\b[ivx][ivx])\s*/\s*(?=\d)|(?<=\biii)\s*/\s*(?=\d)", "/"),
    (r"((?:thang|quy) \w{1,4}) ?- ?(?=20\d\d\b)", r"\1/"),
    (r"((?:thang|quy) (?!dau|cuoi|giua)\w+|\d/\d{1,2}),? ?nam (?=\d{4}\b)", r"\1/"),
    (r"\b(\d{1,2}) ?(?:gio|h|g|:) ?(\d{2})(?: ?(?:phut|p))?\b", r"\1h\2"),
    (r"^(\d{1,3}) ?(?:gio|h)$", r"trong \1 gio"),
    (r"\b(vong|han|trong) (\d{1,3}) ?h\b", r"\1 \2 gio"),
    (r"(?<!vong )(?<!han )(?<!trong )\b(\d{1,2}) ?(?:gio|h|g)\b(?! ?(?:lam viec|ke tu|tinh tu))", r"\1h00"),
    (r"\s+", " "),
)
_COMPILED = tuple((re.compile(pattern, re.ASCII), new) for pattern, new in _STEPS)
_LEADING = re.compile(
    r"^(?:[-+*:.,;\s]+"
    r"|(?:thoi gian|thoi han|tien do)(?: (?:thuc hien|hoan thanh|bao cao))?(?: ?:| la| (?!ke|quy|\d))"
    r"|(?:phai |can )?(?:xong|hoan thanh|thuc hien|bao cao|gui|trinh|nop|ban hanh)\b"
    r"(?: bao cao)? ?:? ?(?=\S))",
    re.ASCII,
)
_TRAILING = re.compile(r"[\s.,;:]+$", re.ASCII)


def normalise_phrase(phrase: str) -> str:
    """Return the phrase folded, with separators, numerals, quarters and hours in one spelling."""
    text = trim_deadline_phrase(fold_accents(phrase))
    for pattern, new in _COMPILED:
        text = pattern.sub(new, text)
    return trim_deadline_phrase(text)


def trim_deadline_phrase(text: str) -> str:
    """Return the text without the words that only introduce a deadline."""
    text = _TRAILING.sub("", text.strip())
    while True:
        shorter = _LEADING.sub("", text, count=1).strip()
        if shorter == text:
            return text
        text = shorter


def read_written_number(written: str) -> int:
    """Return the number written in digits or words."""
    return int(written) if written.isdigit() else NUMBER_VALUES[written]


def quarter_number(written: str) -> int:
    """Return the quarter written in Roman or Arabic numerals or in words."""
    if written.isdigit():
        return int(written)
    return ROMAN[written] if written in ROMAN else NUMBER_VALUES[written]
