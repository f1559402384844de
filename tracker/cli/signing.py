"""A report frozen with number and date from the command line, or what keeps it from being frozen."""

from __future__ import annotations

import datetime as dt

import click
from flask import current_app

from tracker.extensions import db
from tracker.models.report import Report
from tracker.rules.periods import Period
from tracker.services.machine import COMMAND_LINE
from tracker.services.reporting import judging, opening, signing
from tracker.store import reports
from tracker.transaction import Work, unit_of_work
from tracker.wording.findings import explain


def sign(
    days: Period, as_of: dt.date | None, *, number: str, dated_on: dt.date, waive: str | None
) -> dict[str, object]:
    """Freeze the report of some days with its number and date; refuse while something wrong is open in it.

    `waive` lets everything that is wrong stand, for this reason.
    """
    clock = current_app.extensions["clock"]
    with unit_of_work(db.session(), COMMAND_LINE, clock) as work:
        report_id = _report(work, days, as_of).id
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


def _report(work: Work, days: Period, as_of: dt.date | None) -> Report:
    """Return the report of some days, its newest version; open it when there is none."""
    day = days.cut_off(work.today, asked=as_of)
    for report in reports.listed(work.session):
        if (report.period, report.first_on, report.as_of) == (days.name, days.first_on, day):
            return report
    if days.name:
        return opening.open_period(work, days, day)
    return opening.open_window(work, days.first_on, day)
