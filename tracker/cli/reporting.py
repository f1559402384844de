"""`flask report`: the draft as a Word paper, and the check of any report."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click
from flask import Flask, current_app

from tracker.cli.checking import check
from tracker.cli.console import DAY, command, day_of, group, say
from tracker.cli.freezing import explain, freeze
from tracker.extensions import db
from tracker.rules.periods import period as period_named
from tracker.services import reports
from tracker.services.machine import COMMAND_LINE
from tracker.transaction import Work


def register(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(group("report", [draft, check, freeze, explain]))


@command("draft")
@click.option("--period", required=True, help="Kỳ báo cáo: 2021, 2021-Q3, 2021-6T, 2021-9T.")
@click.option("--as-of", type=DAY, help="Ngày chốt số liệu (mặc định: ngày cuối kỳ).")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Tệp .docx.")
def draft(period: str, as_of: dt.datetime | None, out: Path) -> None:
    """Lập dự thảo báo cáo của một kỳ."""
    work = Work(session=db.session(), actor=COMMAND_LINE, now=current_app.extensions["clock"].now())
    made = reports.draft(work, period_named(period), as_of=day_of(as_of))
    out.write_bytes(reports.as_docx(work, made))
    for _, sentence in made.sentences:
        say(str(sentence))
    say(f"Đã ghi {out}.")
