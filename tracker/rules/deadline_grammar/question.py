"""What a reading is asked about: the phrase made plain, and the days it hangs on."""

from __future__ import annotations

import calendar as month_lengths
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from tracker.rules.calendar import WorkCalendar
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.terms import Assumption, Policy, Term, TermKind


@dataclass(frozen=True, slots=True)
class Question:
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


Handler = Callable[[re.Match[str], Question], Term | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern that must match a whole phrase, and what to make of it (`None`: not mine)."""

    pattern: re.Pattern[str]
    handler: Handler


def rule(pattern: str, handler: Handler) -> Rule:
    """Return a rule whose pattern knows only ASCII digits and letters."""
    return Rule(re.compile(pattern, re.ASCII), handler)


def term(
    question: Question,
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


def impossible(written: str, suggestion: dt.date) -> Refusal:
    """Return the refusal of a day that no calendar has, with the nearest day that exists."""
    return Refusal(
        Reason.IMPOSSIBLE_DATE, field="deadline", written=written, suggestion=house_date(suggestion)
    )


def checked_day(year: int, month: int, day: int, written: str) -> dt.date:
    """Return the day, or refuse it with a suggestion; never roll it into the next month."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        pass
    if month > 12 and 1 <= day <= 12 and month <= 31:
        raise impossible(written, dt.date(year, day, min(month, month_end(year, day).day)))
    near_month = min(max(month, 1), 12)
    near_day = min(max(day, 1), month_end(year, near_month).day)
    raise impossible(written, dt.date(year, near_month, near_day))


def checked_month(year: int, month: int, written: str) -> int:
    """Return the month number, or refuse it with the last day of the nearest month."""
    if not 1 <= month <= 12:
        raise impossible(written, month_end(year, min(max(month, 1), 12)))
    return month


def full_year(digits: str) -> tuple[int, tuple[Assumption, ...]]:
    """Return the year that two or four digits name."""
    if len(digits) == 2:
        return 2000 + int(digits), (Assumption.YEAR_TWO_DIGITS,)
    return int(digits), ()


def future_only(question: Question, days: tuple[dt.date, ...]) -> tuple[dt.date, ...]:
    """Return the days not before the issue of the document."""
    return tuple(day for day in days if day >= question.issued)
