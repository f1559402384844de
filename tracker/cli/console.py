"""How commands speak: results on standard output, one Vietnamese sentence on standard error when they fail.

The days a report is about, as a command names them: a period by its name, or any window by its first day.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Callable, Iterable
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError, ProgrammingError

from tracker.core.clock import VIETNAM, end_of_day
from tracker.core.i18n import TOWN, Levels, levels_of, set_spoken_levels
from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Refusal
from tracker.database.engine import db
from tracker.law.periods import Period, make_window, parse_period
from tracker.office import installation

DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


class InstantType(click.DateTime):
    """An instant in Viet Nam; a day alone means its last instant, what was known when it closed."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        """Read an instant; refuse what is none in the words of click."""
        found: dt.datetime = super().convert(value, param, ctx)
        is_day = isinstance(value, str) and len(value.strip()) == len("2021-06-30")
        return end_of_day(found.date()) if is_day else found.replace(tzinfo=VIETNAM)


INSTANT_TYPE = InstantType()


def app_command(name: str) -> Callable[[Callable[..., None]], click.Command]:
    """Make a function a command that runs inside the application and ends refusals politely."""

    def make(function: Callable[..., None]) -> click.Command:
        @functools.wraps(function)
        def run(*args: Any, **kwargs: Any) -> None:
            set_spoken_levels(_levels)
            try:
                function(*args, **kwargs)
            except Refusal as refusal:
                raise click.ClickException(describe_refusal(refusal)) from refusal
            except OperationalError as fault:
                raise click.ClickException(
                    f"Chưa mở được cơ sở dữ liệu ({type(fault.orig).__name__}). Chạy “flask init” trước."
                ) from fault

        inner: Callable[..., None] = with_appcontext(run)
        return click.command(name)(inner)

    return make


def _levels() -> Levels:
    """Return the levels of this installation; those of a town where no database is yet."""
    try:
        known = installation.list_installation_facts(db.session())
    except (OperationalError, ProgrammingError):
        db.session.rollback()
        return TOWN
    return levels_of(known.get(installation.PLACE_NAME, ""), known.get(installation.LEVEL_ABOVE_FACT))


def make_command_group(name: str, commands: Iterable[click.Command]) -> click.Group:
    """Return commands that share their first word: `flask plan import`."""
    return click.Group(name, commands=list(commands))


def print_line(text: str) -> None:
    """Print a line of the result."""
    click.echo(text)


def print_json(answer: object) -> None:
    """Print one JSON document and nothing else; days and instants in ISO form."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=to_iso_text))


def get_option_day(value: dt.datetime | None) -> dt.date | None:
    """Return the civil day of an option."""
    return None if value is None else value.date()


def to_iso_text(value: object) -> str:
    """Return a day or an instant in ISO form, for JSON."""
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    raise TypeError(f"cannot print {type(value).__name__}")


def get_period_option(
    name: str | None, first_on: dt.datetime | None, as_of: dt.datetime | None, today: dt.date
) -> tuple[Period, dt.date | None]:
    """Return the period and the cut-off asked for: exactly one of `name` and `first_on` says which days.

    A window ends at its cut-off, today where none is named; the cut-off of a period is None where none is named.
    """
    if (name is None) == (first_on is None):
        raise click.ClickException("Chọn một trong hai: --period (kỳ có tên) hoặc --from (ngày đầu).")
    asked = get_option_day(as_of)
    if name is not None:
        return parse_period(name), asked
    since, until = get_option_day(first_on), asked or today
    assert since is not None  # one of the two was given
    return make_window(since, until), until
