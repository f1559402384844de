"""Reporting periods: the windows the ministry sets, and the calendar's own.

Source: 581/BNV-CCHC and Decree 09/2019/NĐ-CP: data of a year run from 15/12 of the year before to 14/12, of
six months to 14/6, of nine months to 14/9, of a quarter from the 15th to the 14th. Beside them the quarters of the
calendar (LQ1 to LQ4) and the calendar year up to any day (DN), which towns use among themselves.

How often something regular comes: every Monday, every first of a month.

Deadlines as written, moved by a year: «trước ngày 15/3/2021» for the plan of 2022 is «trước ngày 15/3/2022».
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from dataclasses import dataclass

from tracker.core.refusals import Reason, Refusal

_NAME = re.compile(r"(?P<year>20\d\d)(?:-(?P<part>L?Q[1-4]|6T|9T|DN))?")

_WINDOWS: dict[str, tuple[tuple[int, int, int], tuple[int, int]]] = {
    "": ((-1, 12, 15), (12, 14)),
    "6T": ((-1, 12, 15), (6, 14)),
    "9T": ((-1, 12, 15), (9, 14)),
    "Q1": ((-1, 12, 15), (3, 14)),
    "Q2": ((0, 3, 15), (6, 14)),
    "Q3": ((0, 6, 15), (9, 14)),
    "Q4": ((0, 9, 15), (12, 14)),
    "LQ1": ((0, 1, 1), (3, 31)),
    "LQ2": ((0, 4, 1), (6, 30)),
    "LQ3": ((0, 7, 1), (9, 30)),
    "LQ4": ((0, 10, 1), (12, 31)),
    "DN": ((0, 1, 1), (12, 31)),
}
"""By part of the year: first day (year before or same, month, day) and last day (month, day)."""

PARTS = ("", "6T", "9T", "Q1", "Q2", "Q3", "Q4")
"""The parts of a year on which the ministry wants a report."""

CALENDAR_PARTS = ("LQ1", "LQ2", "LQ3", "LQ4", "DN")
"""The calendar's own."""


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period: its name («2021», «2021-Q3», «2021-6T»), first and last civil day of its data.

    A window of any other days has no name (`window`).
    """

    name: str
    year: int
    part: str
    first_on: dt.date
    last_on: dt.date

    def cut_off(self, today: dt.date, *, asked: dt.date | None = None) -> dt.date:
        """Return the day up to which data count: the one asked for, else the last day, or today while it runs.

        Raises `Refusal` DATE_OUTSIDE_PERIOD for a day that does not lie in the period, and DATE_IN_FUTURE for one
        that is still to come: nothing can have been counted on it.
        """
        if asked is None:
            return max(self.first_on, min(self.last_on, today))
        if not self.first_on <= asked <= self.last_on:
            raise Refusal(Reason.DATE_OUTSIDE_PERIOD, field="as_of", day=asked, first=self.first_on, last=self.last_on)
        if asked > today:
            raise Refusal(Reason.DATE_IN_FUTURE, field="as_of", latest=today)
        return asked


def plan_year(since: dt.date | None, as_of: dt.date) -> int:
    """Return the year whose plan a count speaks of: windows of the ministry begin on 15/12 of the year before."""
    if since is not None and (since.month, since.day) == (12, 15):
        return since.year + 1
    return as_of.year


def make_window(first_on: dt.date, last_on: dt.date) -> Period:
    """Return any window of civil days, both included; refuse PERIOD_REVERSED."""
    if first_on > last_on:
        raise Refusal(Reason.PERIOD_REVERSED, field="as_of", as_of=last_on)
    return Period("", last_on.year, "", first_on, last_on)


def window_name(first_on: dt.date, last_on: dt.date) -> str:
    """Return by what a window of civil days without a name of its own is known: «20210101-20211110»."""
    return f"{first_on:%Y%m%d}-{last_on:%Y%m%d}"


def parse_period(name: str) -> Period:
    """Return the period of a name; refuse PERIOD_UNKNOWN what names none."""
    found = _NAME.fullmatch(name.strip().upper())
    if found is None:
        raise Refusal(Reason.PERIOD_UNKNOWN, field="period", name=name)
    year, part = int(found["year"]), found["part"] or ""
    (before, month, day), last = _WINDOWS[part]
    return Period(
        name=f"{year}-{part}" if part else str(year),
        year=year,
        part=part,
        first_on=dt.date(year + before, month, day),
        last_on=dt.date(year, *last),
    )


class Rhythm(enum.StrEnum):
    """How often."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


def get_latest_slot(rhythm: Rhythm, day: dt.date) -> dt.date:
    """Return the day for which the latest one is meant: the Monday of the week, the first of the month."""
    if rhythm is Rhythm.MONTHLY:
        return day.replace(day=1)
    return day - dt.timedelta(days=day.weekday())


def is_slot_due(rhythm: Rhythm, hour: int, last_slot_on: dt.date | None, now: dt.datetime) -> bool:
    """Tell whether one is due at a local instant: its slot has come, the hour too, and it was not written yet.

    What was missed while nothing ran is caught up once, with the latest slot.
    """
    wanted = get_latest_slot(rhythm, now.date())
    if last_slot_on is not None and last_slot_on >= wanted:
        return False
    return now.date() > wanted or now.hour >= hour


_YEAR = re.compile(r"(?<![\w/.-])((?:19|20)\d\d)(?!\d)|(?<=[/.-])((?:19|20)\d\d)(?!\d)", re.ASCII)
_SYMBOL = re.compile(r"\d+/(?:19|20)\d\d/[^\W\d]", re.ASCII)


def shift_years(phrase: str, years: int = 1) -> str:
    """Return a phrase with every year in it moved; a phrase without a year means the year of its plan already.

    A year inside the number of a document («62/2020/NĐ-CP») stays.
    """
    kept = [match.span() for match in _SYMBOL.finditer(phrase)]

    def move(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in kept):
            return match[0]
        return str(int(match[0]) + years)

    return _YEAR.sub(move, phrase)
