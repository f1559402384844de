"""`flask report check`: what does not hold in a report, ours or typed elsewhere."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import click

from tracker.cli.console import command, say, say_json
from tracker.extensions import db
from tracker.rules.checking.findings import Finding
from tracker.services.report_checks import checked
from tracker.wording.findings import explain, stands_at


@command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
def check(file: Path, as_json: bool) -> None:
    """Kiểm tra số liệu của một báo cáo (.docx, .md, .txt); không ghi gì."""
    found = checked(db.session(), file.read_bytes(), file.name)
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
