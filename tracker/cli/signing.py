"""A report frozen with number and date from the command line, or what keeps it from being frozen."""

from __future__ import annotations

import datetime as dt

import click
from flask import current_app

from tracker.extensions import db
from tracker.models.report import Report
from tracker.rules.periods import period as period_named
from tracker.services.machine import COMMAND_LINE
from tracker.services.reporting import judging, opening, signing
from tracker.store import reports
from tracker.transaction import Work, unit_of_work
from tracker.wording.findings import explain


def sign(
    period: str, as_of: dt.date | None, *, number: str, dated_on: dt.date, waive: str | None
) -> dict[str, object]:
    """Freeze the report of a period with its number and date; refuse while something wrong is open in it.

    `waive` lets everything that is wrong stand, for this reason.
    """
    clock = current_app.extensions["clock"]
    with unit_of_work(db.session(), COMMAND_LINE, clock) as work:
        report_id = _report(work, period, as_of).id
    with unit_of_work(db.session(), COMMAND_LINE, clock) as work:
        wrong = [each for each in judging.opened(work, report_id)[1] if each.is_open]
        if wrong and waive is None:
            said = "\n".join(f"  {explain(each.finding)}" for each in wrong)
            raise click.ClickException(f"Còn {len(wrong)} chỗ sai chưa xử lý nên chưa chốt:\n{said}")
        for each in wrong:
            judging.waive(work, report_id, each.key, reason=waive or "")
        work.session.flush()
        kept = signing.freeze(work, report_id, number=number, dated_on=dated_on)
        return {"report": report_id, "number": number, "sha256": kept.sha256, "waived": len(wrong)}


def _report(work: Work, name: str, as_of: dt.date | None) -> Report:
    """Return the draft of a period; open it when there is none."""
    period = period_named(name)
    day = as_of or period.cut_off(work.today)
    for report in reports.listed(work.session):
        if report.period == period.name and report.as_of == day:
            return report
    return opening.open_period(work, period, day)
