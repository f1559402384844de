"""Reports of a period: their list, opening one, and its appendix as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.documents.report_paper import paper_of
from tracker.models.report import Report
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import appendix
from tracker.services.reporting import asking, earlier, opening
from tracker.store import frozen, indicators, reports, units
from tracker.transaction import Work
from tracker.web.forms.reporting import OpenForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.report_lines import as_frozen, lists_as_known, shown
from tracker.web.selections import list_address
from tracker.web.work import reading, writing
from tracker.wording.reports import REPORT_STATES, answered_in_time
from tracker.wording.sentence import say

blueprint = Blueprint("reporting", __name__, url_prefix="/bao-cao/ho-so")


@blueprint.get("")
@requires(Permission.REPORT_DRAFT)
def index() -> ResponseReturnValue:
    """List the reports there are."""
    return render_template(
        "reporting/index.html", reports=reports.listed(reading().session), states=REPORT_STATES
    )


@blueprint.route("/moi", methods=["GET", "POST"])
@requires(Permission.REPORT_PREPARE)
def new() -> ResponseReturnValue:
    """Open the report of a period or of a window."""
    form = OpenForm(data={"year": reading().today.year})
    if form.is_submitted_and_valid():
        try:
            with writing(form.request_name()) as work:
                report_id = _opened(work, form).id
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(say("Đã mở báo cáo."), "success")
            return redirect(url_for("reporting.show", report_id=report_id))
    return render_template("reporting/new.html", form=form), 422 if form.errors else 200


@blueprint.get("/<int:report_id>")
@requires(Permission.REPORT_DRAFT)
def show(report_id: int) -> ResponseReturnValue:
    """Show the appendix of a report, each computed number a link to its list."""
    work = reading()
    report = opening.found(work, report_id)
    filled = appendix.of_report(work, report)
    former, before = _before(work, report)
    names = dict(units.names(work.session))
    collected = asking.round_of(work, report)
    lines = shown(report, filled, before, names, work.today)
    kept = reports.frozen(work.session, report.id)
    if kept is not None:
        figures = frozen.find(work.session, kept.frozen_period_id) if kept.frozen_period_id else None
        known = {} if figures is None else lists_as_known(filled, figures.known_at, work.today)
        lines = as_frozen(lines, paper_of(kept.paper), known)
    return render_template(
        "reporting/show.html",
        report=report,
        state=REPORT_STATES[report.state],
        form=indicators.form(work.session, report.form_id),
        lines=lines,
        kept=kept,
        rows=sum(not line.filled.spec.is_heading for line in filled.lines),
        still_open=len(filled.open_lines),
        earlier=former,
        round=collected,
        rate=answered_in_time(collected.tally),
        list_href=None
        if collected.selection is None
        else list_address(collected.selection, today=work.today),
    )


def _opened(work: Work, form: OpenForm) -> Report:
    period = form.period()
    if period is None:
        return opening.open_window(work, *form.window())
    return opening.open_period(work, period, form.as_of.data or min(period.last_on, work.today))


def _before(work: Work, report: Report) -> tuple[Report | None, Mapping[str, Decimal]]:
    """Return the report before this one with its values by code."""
    known = reports.before(work.session, report)
    return known, {} if known is None else earlier.whole_of(work, known)
