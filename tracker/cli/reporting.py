"""`flask report`: the draft as a Word paper, and the check of any report."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click
from flask import Flask, current_app

from tracker.cli.checking import check
from tracker.cli.console import DAY, command, group, say
from tracker.cli.freezing import explain, freeze
from tracker.cli.periods import days_of
from tracker.documents.report_word import report_word
from tracker.extensions import db
from tracker.rules.periods import Period
from tracker.services import reports
from tracker.services.machine import COMMAND_LINE
from tracker.services.reporting.of_unit import paper_of_unit
from tracker.store import units
from tracker.transaction import Work


def register(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(group("report", [draft, check, freeze, explain]))


@command("draft")
@click.option("--period", help="Kỳ báo cáo: 2021, 2021-Q3, 2021-6T, 2021-9T.")
@click.option("--from", "since", type=DAY, help="Ngày đầu, thay cho --period: báo cáo của thời gian bất kỳ.")
@click.option("--as-of", type=DAY, help="Ngày chốt số liệu (mặc định: ngày cuối kỳ; với --from: hôm nay).")
@click.option("--unit", "unit_code", help="Mã đơn vị: báo cáo của đơn vị gửi cơ quan.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Tệp .docx.")
def draft(
    period: str | None,
    since: dt.datetime | None,
    as_of: dt.datetime | None,
    unit_code: str | None,
    out: Path,
) -> None:
    """Lập dự thảo báo cáo của một kỳ hoặc một khoảng thời gian, của cơ quan hoặc của một đơn vị."""
    work = Work(session=db.session(), actor=COMMAND_LINE, now=current_app.extensions["clock"].now())
    days, until = days_of(period, since, as_of, work.today)
    if unit_code is not None:
        out.write_bytes(_of_unit(work, unit_code, days, until))
    else:
        made = reports.draft(work, days, as_of=until)
        out.write_bytes(reports.as_docx(work, made))
        for sentence in made.sentences.values():
            say(str(sentence))
    say(f"Đã ghi {out}.")


def _of_unit(work: Work, code: str, days: Period, until: dt.date | None) -> bytes:
    unit = units.by_code(work.session, code)
    if unit is None:
        raise click.ClickException(f"Không có đơn vị mã “{code}”.")
    return report_word(paper_of_unit(work, unit.id, days, days.cut_off(work.today, asked=until)))
