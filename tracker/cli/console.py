"""How commands speak: results on standard output, one Vietnamese sentence on standard error when they fail."""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Callable, Iterable
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError, ProgrammingError

from tracker.clock import VIETNAM, end_of
from tracker.extensions import db
from tracker.rules.refusals import Refusal
from tracker.store import installation
from tracker.wording.levels import TOWN, Levels, levels_of, speak_of
from tracker.wording.refusals import explain

DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


class InstantType(click.DateTime):
    """An instant in Viet Nam; a day alone means its last instant, what was known when it closed."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        """Read an instant; refuse what is none in the words of click."""
        found: dt.datetime = super().convert(value, param, ctx)
        is_day = isinstance(value, str) and len(value.strip()) == len("2021-06-30")
        return end_of(found.date()) if is_day else found.replace(tzinfo=VIETNAM)


INSTANT = InstantType()


def command(name: str) -> Callable[[Callable[..., None]], click.Command]:
    """Make a function a command that runs inside the application and ends refusals politely."""

    def make(function: Callable[..., None]) -> click.Command:
        @functools.wraps(function)
        def run(*args: Any, **kwargs: Any) -> None:
            speak_of(_levels)
            try:
                function(*args, **kwargs)
            except Refusal as refusal:
                raise click.ClickException(explain(refusal)) from refusal
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
        known = installation.facts(db.session())
    except (OperationalError, ProgrammingError):
        db.session.rollback()
        return TOWN
    return levels_of(known.get(installation.PLACE_NAME, ""), known.get(installation.ABOVE))


def group(name: str, commands: Iterable[click.Command]) -> click.Group:
    """Return commands that share their first word: `flask plan import`."""
    return click.Group(name, commands=list(commands))


def say(text: str) -> None:
    """Print a line of the result."""
    click.echo(text)


def say_json(answer: object) -> None:
    """Print one JSON document and nothing else; days and instants in ISO form."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=plain))


def day_of(value: dt.datetime | None) -> dt.date | None:
    """Return the civil day of an option."""
    return None if value is None else value.date()


def plain(value: object) -> str:
    """Return a day or an instant in ISO form, for JSON."""
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    raise TypeError(f"cannot print {type(value).__name__}")
