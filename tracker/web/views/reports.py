"""The report of a period: its sentences and figures on the page, and the draft as a Word paper."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.documents.report_paper import paper_of
from tracker.models.report import Report, ReportState
from tracker.rules.periods import PARTS, Period
from tracker.rules.periods import period as period_named
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import reports
from tracker.store import papers, units
from tracker.store import reports as dossiers
from tracker.transaction import Work
from tracker.web import clockwork
from tracker.web.forms.base import day_of
from tracker.web.guards import requires
from tracker.web.report_lines import Days, ShownLine, as_frozen, shown
from tracker.web.selections import list_address
from tracker.web.work import reading
from tracker.wording.refusals import explain
from tracker.wording.reports import PART_WORDS, REPORT_STATES, period_words

blueprint = Blueprint("reports", __name__, url_prefix="/bao-cao")

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("")
@requires(Permission.REPORT_DRAFT)
def index() -> ResponseReturnValue:
    """Show the draft of a period; the address says which."""
    work = reading()
    today = clockwork.today()
    try:
        period, as_of = _asked()
        made = reports.draft(work, period, as_of=as_of)
        whole = reports.appendix_of(work, made)
    except Refusal as refusal:
        period, as_of = _usual()
        return render_template(
            "reports/index.html", made=None, mistake=explain(refusal), **_choices(period, as_of)
        ), 422
    return render_template(
        "reports/index.html",
        made=made,
        mistake=None,
        words=period_words(period.year, period.part),
        whole=whole,
        lines=_lines(work, whole, Days(period.first_on, as_of)),
        still_open=len(whole.filled.open_lines),
        others=_dossiers(work, period, whole.report),
        states=REPORT_STATES,
        list_of=partial(list_address, today=today),
        download=url_for("reports.draft", **_address(period, as_of)),
        **_choices(period, as_of),
    )


@blueprint.get("/du-thao.docx")
@requires(Permission.REPORT_DRAFT)
def draft() -> ResponseReturnValue:
    """Give the draft of a period as a Word paper."""
    period, as_of = _asked()
    content = reports.as_docx(reading(), reports.draft(reading(), period, as_of=as_of))
    name = f"bao-cao-cchc-{period.name.lower()}-den-{as_of:%Y%m%d}.docx"
    return Response(content, mimetype=WORD, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _lines(work: Work, whole: reports.DraftAppendix, days: Days) -> list[ShownLine]:
    """Return the rows of the appendix; those of a frozen report as printed, beside what they would read today."""
    lines = shown(days, whole.filled, {}, dict(units.names(work.session)), work.today)
    kept = None if whole.report is None else dossiers.frozen(work.session, whole.report.id)
    return lines if kept is None else as_frozen(lines, paper_of(kept.paper), {})


def _dossiers(work: Work, period: Period, known: Report | None) -> list[Report]:
    """Return the reports of a period with other cut-offs that no newer version replaces."""
    return [
        each
        for each in dossiers.listed(work.session)
        if each.period == period.name and each.state is not ReportState.SUPERSEDED and each is not known
    ]


def _asked() -> tuple[Period, dt.date]:
    """Return the period and the cut-off of the address; what is missing is this year up to today."""
    usual, until = _usual()
    name = request.args.get("ky")
    if request.args.get("nam"):
        part = request.args.get("phan", "")
        name = f"{request.args['nam']}-{part}" if part else request.args["nam"]
    period = period_named(name) if name else usual
    as_of = day_of(request.args.get("tinh-den")) or min(period.last_on, until)
    return period, as_of


def _address(period: Period, as_of: dt.date) -> dict[str, Any]:
    return {"ky": period.name, "tinh-den": as_of.isoformat()}


def _usual() -> tuple[Period, dt.date]:
    today = clockwork.today()
    return period_named(str(today.year)), today


def _choices(period: Period, as_of: dt.date) -> dict[str, object]:
    """Return what the form offers: years that have a plan, parts of a year, the cut-off."""
    years = sorted({*papers.plan_years(reading().session), period.year}, reverse=True)
    return {
        "period": period,
        "as_of": as_of,
        "years": [(str(year), str(year)) for year in years],
        "parts": [(part, PART_WORDS[part]) for part in PARTS if part],
    }
