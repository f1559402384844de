"""Numbers, dates, rates and tags as Vietnamese readers expect them, for every template."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from flask import Flask, current_app

from tracker.clock import VIETNAM
from tracker.documents.report_paper import around_holes
from tracker.rules.rates import rate
from tracker.web.badges import letter_badge, state_badge, timing_badge, timing_mark, timing_tone
from tracker.web.chart_rows import bar_rows, rate_rows
from tracker.wording import NOTHING, distance_at_completion, distance_to_deadline
from tracker.wording.letters import REMINDER_WORDS
from tracker.wording.sentence import inside

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
    value = rate(part, whole)
    return NOTHING if value is None else f"{vn_number(value.quantize(Decimal('0.1')))} %"


def days_left(due_on: dt.date | None, today: dt.date) -> str:
    """Say how far an open task is from its deadline: «còn 2 ngày», «quá hạn 3 ngày»."""
    return distance_to_deadline(None if due_on is None else (due_on - today).days)


def days_at_completion(due_on: dt.date | None, done_on: dt.date) -> str:
    """Say how a finished task stood to its deadline: «trước hạn 2 ngày», «quá hạn 1 ngày»."""
    return distance_at_completion(None if due_on is None else (due_on - done_on).days)


def reminder_words(kind: str) -> str:
    """Say why a task stands in a letter (the value of `ReminderKind`)."""
    return REMINDER_WORDS[kind]


def iso_date(day: dt.date) -> str:
    """Return the form of a day that machines read, for the `datetime` attribute of `<time>`."""
    return day.isoformat()


def is_page(endpoint: str) -> bool:
    """Tell whether this installation has a page: some sections exist only in some environments."""
    return endpoint in current_app.view_functions


FILTERS = (
    inside,
    vn_date,
    vn_datetime,
    vn_number,
    vn_size,
    around_holes,
    days_left,
    days_at_completion,
    iso_date,
    reminder_words,
    letter_badge,
    state_badge,
    timing_badge,
    timing_mark,
    timing_tone,
)


def init_app(app: Flask) -> None:
    """Give the templates their filters and functions under the names they have here."""
    for function in FILTERS:
        app.add_template_filter(function, function.__name__)
    app.add_template_global(vn_rate, "vn_rate")
    app.add_template_global(bar_rows, "bar_rows")
    app.add_template_global(rate_rows, "rate_rows")
    app.add_template_global(is_page, "is_page")
    app.jinja_env.trim_blocks = True  # a list of 50 rows should not carry 50 rows of indentation
    app.jinja_env.lstrip_blocks = True
