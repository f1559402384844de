"""`flask report check`: what does not hold in a report, ours or typed elsewhere."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import click

from tracker.cli.console import DAY, command, day_of, say, say_json
from tracker.extensions import db
from tracker.rules.checking.findings import Finding
from tracker.services.report_checks import checked
from tracker.wording.findings import explain, stands_at


@command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "since", type=DAY, help="Ngày đầu của kỳ, để đối chiếu với nhiệm vụ (cùng --as-of).")
@click.option("--as-of", type=DAY, help="Ngày chốt số liệu của báo cáo.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
def check(file: Path, since: dt.datetime | None, as_of: dt.datetime | None, as_json: bool) -> None:
    """Kiểm tra số liệu của một báo cáo (.docx, .md, .txt); không ghi gì."""
    first_on, last_on = day_of(since), day_of(as_of)
    window = (first_on, last_on) if first_on is not None and last_on is not None else None
    found = checked(db.session(), file.read_bytes(), file.name, window)
    if as_json:
        say_json({"findings": [_as_json(finding) for finding in found.findings]})
        return
    for finding in found.findings:
        say(f"{finding.severity.value} {finding.family.value}: {explain(finding)}")
        for place in finding.where:
            say(f"    {stands_at(place)}")
    say(", ".join(f"{severity.value}: {number}" for severity, number in found.counts.items()))


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "severity": finding.severity.value,
        "rule": finding.family.value,
        "case": finding.case.value,
        "message": explain(finding),
        "numbers": [_plain(number) for number in finding.numbers],
        "where": [stands_at(place) for place in finding.where],
    }


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
