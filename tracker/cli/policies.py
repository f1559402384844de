"""`flask policy`: how this installation reads and counts, from a day on."""

from __future__ import annotations

import datetime as dt

import click
from flask import Flask, current_app

from tracker.cli.console import DAY, command, day_of, group, say
from tracker.extensions import db
from tracker.services import policies
from tracker.services.machine import COMMAND_LINE
from tracker.transaction import Work, unit_of_work


def register(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(group("policy", [list_policies, set_policy]))


@command("list")
def list_policies() -> None:
    """Các cách tính đã chọn và các cách có thể chọn."""
    work = Work(session=db.session(), actor=COMMAND_LINE, now=current_app.extensions["clock"].now())
    for each in policies.chosen(work):
        say(f"{each.name} = {each.value}, từ ngày {each.valid_from:%d/%m/%Y} {each.source}".rstrip())
    for name, kinds in policies.CHOICES.items():
        say(f"{name}: {', '.join(kinds)} (mặc định {next(iter(kinds))})")


@command("set")
@click.argument("name")
@click.argument("value")
@click.option("--from", "since", type=DAY, help="Ngày bắt đầu áp dụng (mặc định: hôm nay).")
@click.option("--source", default="", help="Văn bản quyết định.")
def set_policy(name: str, value: str, since: dt.datetime | None, source: str) -> None:
    """Chọn một cách tính cho việc giao từ một ngày, ví dụ: deadline_hour day_only."""
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        made = policies.choose(work, name, value, valid_from=day_of(since) or work.today, source=source)
        words = f"{made.name} = {made.value}, từ ngày {made.valid_from:%d/%m/%Y}."
    say(words)
