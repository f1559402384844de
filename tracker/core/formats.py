"""Numbers of a report as the office writes them: 8850, 1.290 in prose, 86,1%; shares as «7080/8232».

Rates as the reports print them: of a named whole, one decimal, never flattered to 100.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from tracker.core.clock import VIETNAM
from tracker.core.labels import NOTHING, distance_at_completion, distance_to_deadline

FULL_IN_TENTHS = 1000


def calculate_rate(part: int, whole: int) -> Decimal | None:
    """Return `part` of `whole` in per cent with one decimal, or None when there is no whole.

    Half goes up. A part smaller than its whole never reads 100: 9,996 of 10,000 is 99.9, because
    «100 %» tells a reader that nothing is missing. Counts above the whole are allowed (a quota
    exceeded is over 100).
    """
    if part < 0 or whole < 0:
        raise ValueError("a rate is made of counts, and counts are not negative")
    if whole == 0:
        return None
    tenths = (2 * FULL_IN_TENTHS * part + whole) // (2 * whole)
    if part < whole:
        tenths = min(tenths, FULL_IN_TENTHS - 1)
    return Decimal(tenths) / 10


def format_report_day(value: dt.date) -> str:
    """Return a civil day as reports write it: two figures for the day, a zero before months 1 and 2 only."""
    month = f"{value.month:02}" if value.month < 3 else str(value.month)
    return f"{value.day:02}/{month}/{value.year}"


def format_percent(part: int, whole: int) -> str:
    """Return a share with one decimal and a comma, «100%» only when it is the whole, a dash of nothing."""
    share = calculate_rate(part, whole)
    if part == whole and part:
        return "100%"
    return "–" if share is None else f"{share:.1f}".replace(".", ",") + "%"


_SWAP = str.maketrans(",.", ".,")


def vn_date(day: dt.date | None) -> str:
    """Return a civil day as 31/12/2021, or a dash when there is none."""
    return NOTHING if day is None else f"{day.day:02}/{day.month:02}/{day.year}"


def vn_datetime(instant: dt.datetime | None) -> str:
    """Return an instant on Viet Nam's clock as 31/12/2021 07:30; a naive instant is a mistake."""
    if instant is None:
        return NOTHING
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    local = instant.astimezone(VIETNAM)
    return f"{vn_date(local.date())} {local:%H:%M}"


def vn_number(number: int | Decimal | None) -> str:
    """Return a number with points between thousands and a decimal comma: 1.985 and 86,1."""
    return NOTHING if number is None else f"{number:,}".translate(_SWAP)


def vn_size(size: int) -> str:
    """Return a number of bytes as people read it: 640 KB, 1,5 MB."""
    if size < 1024 * 1024:
        return f"{vn_number(max(1, round(size / 1024)))} KB"
    return f"{vn_number((Decimal(size) / (1024 * 1024)).quantize(Decimal('0.1')))} MB"


def vn_rate(part: int, whole: int) -> str:
    """Return `part` of `whole` as «96,2 %», or a dash when the whole is empty."""
    value = calculate_rate(part, whole)
    return NOTHING if value is None else f"{vn_number(value.quantize(Decimal('0.1')))} %"


def days_left(due_on: dt.date | None, today: dt.date) -> str:
    """Say how far an open task is from its deadline: «còn 2 ngày», «quá hạn 3 ngày»."""
    return distance_to_deadline(None if due_on is None else (due_on - today).days)


def days_at_completion(due_on: dt.date | None, done_on: dt.date) -> str:
    """Say how a finished task stood to its deadline: «trước hạn 2 ngày», «quá hạn 1 ngày»."""
    return distance_at_completion(None if due_on is None else (due_on - done_on).days)


def iso_date(day: dt.date) -> str:
    """Return the form of a day that machines read, for the `datetime` attribute of `<time>`."""
    return day.isoformat()


def share_words(part: Decimal | None, whole: Decimal | None) -> str:
    """Return numerator and denominator of a share, empty when it was given without."""
    return "" if part is None or whole is None else f"{part.normalize():f}/{whole.normalize():f}"


def prose_number(value: Decimal | int) -> str:
    """Return a number as prose writes it: two figures below ten, dots between thousands."""
    if value == int(value):
        return f"{int(value):02}" if 0 < value < 10 else f"{int(value):,}".replace(",", ".")
    whole, _, decimals = f"{Decimal(value).normalize():f}".partition(".")
    return f"{int(whole):,}".replace(",", ".") + f",{decimals}"
