"""The days a report is about, as a command names them: a period by its name, or any window by its first day."""

from __future__ import annotations

import datetime as dt

import click

from tracker.cli.console import day_of
from tracker.rules.periods import Period, period, window


def days_of(
    name: str | None, first_on: dt.datetime | None, as_of: dt.datetime | None, today: dt.date
) -> tuple[Period, dt.date | None]:
    """Return the period and the cut-off asked for: exactly one of `name` and `first_on` says which days.

    A window ends at its cut-off, today where none is named; the cut-off of a period is None where none is named.
    """
    if (name is None) == (first_on is None):
        raise click.ClickException("Chọn một trong hai: --period (kỳ có tên) hoặc --from (ngày đầu).")
    asked = day_of(as_of)
    if name is not None:
        return period(name), asked
    since, until = day_of(first_on), asked or today
    assert since is not None  # one of the two was given
    return window(since, until), until
