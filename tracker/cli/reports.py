"""`flask report check`: what does not hold in a report, ours or typed elsewhere.

`flask report`: the draft as a Word paper, and the check of any report.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import click
from flask import Flask, current_app

from tracker.cli.console import (
    DAY,
    app_command,
    get_option_day,
    get_period_option,
    make_command_group,
    print_json,
    print_line,
)
from tracker.cli.figures import explain, freeze
from tracker.database.engine import db
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.periods import Period
from tracker.office import units
from tracker.office.people import COMMAND_LINE
from tracker.reports import draft as report_draft
from tracker.reports.checking.check import check_report_file
from tracker.reports.checking.labels import describe_finding, describe_place
from tracker.reports.checking.paper import ReportFinding
from tracker.reports.draft import paper_of_unit
from tracker.reports.paper.word import report_word


@app_command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "since", type=DAY, help="Ngày đầu của kỳ, để đối chiếu với nhiệm vụ (cùng --as-of).")
@click.option("--as-of", type=DAY, help="Ngày chốt số liệu của báo cáo.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
def check(file: Path, since: dt.datetime | None, as_of: dt.datetime | None, as_json: bool) -> None:
    """Kiểm tra số liệu của một báo cáo (.docx, .md, .txt); không ghi gì."""
    first_on, last_on = get_option_day(since), get_option_day(as_of)
    window = (first_on, last_on) if first_on is not None and last_on is not None else None
    found = check_report_file(db.session(), file.read_bytes(), file.name, window)
    if as_json:
        print_json({"findings": [_as_json(finding) for finding in found.findings]})
        return
    for finding in found.findings:
        print_line(f"{finding.severity.value} {finding.family.value}: {describe_finding(finding)}")
        for place in finding.where:
            print_line(f"    {describe_place(place)}")
    print_line(", ".join(f"{severity.value}: {number}" for severity, number in found.counts.items()))


def _as_json(finding: ReportFinding) -> dict[str, object]:
    return {
        "severity": finding.severity.value,
        "rule": finding.family.value,
        "case": finding.case.value,
        "message": describe_finding(finding),
        "numbers": [_plain(number) for number in finding.numbers],
        "where": [describe_place(place) for place in finding.where],
    }


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def register_report_commands(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(make_command_group("report", [draft, check, freeze, explain]))


@app_command("draft")
@click.option("--period", help="Kỳ báo cáo: 2021, 2021-Q3, 2021-6T, 2021-9T.")
@click.option("--from", "since", type=DAY, help="Ngày đầu, thay cho --period: báo cáo của thời gian bất kỳ.")
@click.option("--as-of", type=DAY, help="Ngày chốt số liệu (mặc định: ngày cuối kỳ; với --from: hôm nay).")
@click.option("--unit", "unit_code", help="Mã đơn vị: báo cáo của đơn vị gửi cơ quan.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Tệp .docx.")
def draft(
    period: str | None, since: dt.datetime | None, as_of: dt.datetime | None, unit_code: str | None, out: Path
) -> None:
    """Lập dự thảo báo cáo của một kỳ hoặc một khoảng thời gian, của cơ quan hoặc của một đơn vị."""
    work = UnitOfWork(session=db.session(), actor=COMMAND_LINE, now=current_app.extensions["clock"].now())
    days, until = get_period_option(period, since, as_of, work.today)
    if unit_code is not None:
        out.write_bytes(_of_unit(work, unit_code, days, until))
    else:
        made = report_draft.draft_report(work, days, as_of=until)
        out.write_bytes(report_draft.render_draft_word(work, made))
        for sentence in made.sentences.values():
            print_line(str(sentence))
    print_line(f"Đã ghi {out}.")


def _of_unit(work: UnitOfWork, code: str, days: Period, until: dt.date | None) -> bytes:
    unit = units.find_unit_by_code(work.session, code)
    if unit is None:
        raise click.ClickException(f"Không có đơn vị mã “{code}”.")
    return report_word(paper_of_unit(work, unit.id, days, days.cut_off(work.today, asked=until)))
