"""The report of a period: its sentences and figures on the page, and the draft as a Word paper.

The rows of an appendix as a page shows them: the value in the office's style, and the list behind it.

Reports of a period: their list, opening one, and its appendix as it stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any, Protocol

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.core.formats import share_words
from tracker.core.i18n import label_for_authority, make_message
from tracker.core.labels import NOTHING
from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.paper_form import DOCX_MIMETYPE
from tracker.figures import freezing
from tracker.law.periods import PARTS, Period, parse_period as period_named
from tracker.law.permissions import Permission
from tracker.office import units
from tracker.reports import (
    appendix as report_appendix,
    draft as report_draft,
    form_versions,
    opening,
    queries as report_queries,
)
from tracker.reports.appendix import Appendix, AppendixLine, CountedListKind, CountedNumber
from tracker.reports.collection import requests, sheet
from tracker.reports.forms import OpenReportForm
from tracker.reports.indicators.spec import BLANK_WORDS, SOURCE_WORDS, ValueKind, ValueSource
from tracker.reports.labels import PART_WORDS, REPORT_STATES, answered_in_time, change_words, period_words, value_words
from tracker.reports.models import Indicator, Report, ReportState
from tracker.reports.paper.model import ReportPaper, parse_report_paper
from tracker.tasks import sources as task_sources
from tracker.tasks.views.list_request import list_address
from tracker.web import request as web_request
from tracker.web.forms import parse_day
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One row as a page shows it; `href` opens its list, `missing` names the units that have not answered.

    `now` is what a frozen row would read today, where that differs.
    """

    row: Indicator
    label: str
    value: str
    href: str | None
    share: str
    blank: str
    source: str
    note: str
    missing: tuple[str, ...]
    before: str
    change: str
    now: str = ""

    @property
    def is_heading(self) -> bool:
        """Tell whether the row only names a group."""
        return self.row.kind is ValueKind.HEADING


class ReportDays(Protocol):
    """The civil days a report is about."""

    @property
    def first_on(self) -> dt.date:
        """The first."""

    @property
    def as_of(self) -> dt.date:
        """The last: the cut-off."""


@dataclass(frozen=True, slots=True)
class UnopenedReport:
    """The days of a report that was not opened yet."""

    first_on: dt.date
    as_of: dt.date


def build_shown_lines(
    report: ReportDays, appendix: Appendix, before: Mapping[str, Decimal], names: dict[int, str], today: dt.date
) -> list[ShownLine]:
    """Return the rows of an appendix; `before` holds those of the earlier report, by code."""
    return [_line(report, line, before.get(line.indicator.code), names, today) for line in appendix.lines]


def lists_as_known(appendix: Appendix, known_at: dt.datetime, today: dt.date) -> dict[str, str]:
    """Return the addresses of the lists of tasks behind frozen numbers, by code: as they were known at an instant."""
    return {
        line.indicator.code: list_address(line.counted.selection.narrowed(known_at=known_at), today=today)
        for line in appendix.lines
        if line.counted is not None and line.counted.selection is not None
    }


def build_frozen_lines(lines: list[ShownLine], paper: ReportPaper, known: Mapping[str, str]) -> list[ShownLine]:
    """Return the rows as a frozen report prints them, each beside what it would read today.

    `known` are the addresses of lists as they were when it was frozen; the number opens that one, or today's list where
    it still has as many.
    """
    kept = {row.code: row for row in paper.rows}
    return [
        line
        if line.is_heading or line.row.code not in kept
        else replace(
            line,
            value=kept[line.row.code].value,
            note=kept[line.row.code].note,
            blank="",
            share="",
            missing=(),
            href=known.get(line.row.code) or (line.href if kept[line.row.code].value == line.value else None),
            now="" if kept[line.row.code].value == line.value else line.value or NOTHING,
        )
        for line in lines
    ]


def _line(
    report: ReportDays, line: AppendixLine, earlier: Decimal | None, names: dict[int, str], today: dt.date
) -> ShownLine:
    filled = line.filled
    return ShownLine(
        row=line.indicator,
        label=label_for_authority(line.indicator.label),
        value=value_words(filled.value, filled.spec.kind),
        href=None if line.counted is None else get_line_list(report, line.counted, today),
        share=share_words(filled.part, filled.whole),
        blank=BLANK_WORDS[filled.blank] if filled.blank is not None else "",
        source=_source(line),
        note=filled.note,
        missing=tuple(names[unit] for unit in filled.missing),
        before=value_words(earlier, filled.spec.kind),
        change=change_words(filled.value, earlier),
    )


def get_line_list(report: ReportDays, counted: CountedNumber, today: dt.date) -> str:
    """Return the address of the list that a computed number counts."""
    window: dict[str, Any] = {"tu-ngay": report.first_on.isoformat(), "tinh-den": report.as_of.isoformat()}
    match counted.opens:
        case CountedListKind.INSPECTIONS:
            return url_for("inspections.index", **window)
        case CountedListKind.FINDINGS:
            return url_for("inspections.index", **window, _anchor="van-de")
        case CountedListKind.PAPERS:
            return url_for("steering.index", **window)
        case CountedListKind.UNITS:
            return url_for("units.index", ngay=report.as_of.isoformat())
        case None:
            assert counted.selection is not None  # what opens no other list counts tasks
            return list_address(counted.selection, today=today)


def _source(line: AppendixLine) -> str:
    if line.filled.given and line.filled.given[0].unit_id is None:
        return make_message("Nhập chung")
    if line.indicator.source is ValueSource.FORMULA:
        return f"= {line.indicator.formula}"
    return SOURCE_WORDS[line.indicator.source]


reports_pages = Blueprint("reports", __name__, url_prefix="/bao-cao")


@reports_pages.get("", endpoint="index")
@requires_permission(Permission.REPORT_DRAFT)
def indicator_report() -> ResponseReturnValue:
    """Show the draft of a period; the address says which."""
    work = read_work()
    today = web_request.get_request_day()
    try:
        period, as_of = _asked()
        made = report_draft.draft_report(work, period, as_of=as_of)
        whole = report_draft.get_draft_appendix(work, made)
    except Refusal as refusal:
        period, as_of = _usual()
        return render_template(
            "reports/index.html", made=None, mistake=describe_refusal(refusal), **_choices(period, as_of)
        ), 422
    return render_template(
        "reports/index.html",
        made=made,
        mistake=None,
        words=period_words(period.year, period.part),
        whole=whole,
        lines=_lines(work, whole, UnopenedReport(period.first_on, as_of)),
        still_open=len(whole.filled.open_lines),
        others=_dossiers(work, period, whole.report),
        states=REPORT_STATES,
        list_of=partial(list_address, today=today),
        download=url_for("reports.draft", **_address(period, as_of)),
        **_choices(period, as_of),
    )


@reports_pages.get("/du-thao.docx")
@requires_permission(Permission.REPORT_DRAFT)
def draft() -> ResponseReturnValue:
    """Give the draft of a period as a Word paper."""
    period, as_of = _asked()
    content = report_draft.render_draft_word(read_work(), report_draft.draft_report(read_work(), period, as_of=as_of))
    name = f"bao-cao-cchc-{period.name.lower()}-den-{as_of:%Y%m%d}.docx"
    return Response(content, mimetype=DOCX_MIMETYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _lines(work: UnitOfWork, whole: report_draft.DraftAppendix, days: UnopenedReport) -> list[ShownLine]:
    """Return the rows of the appendix; those of a frozen report as printed, beside what they would read today."""
    lines = build_shown_lines(days, whole.filled, {}, dict(units.get_unit_names(work.session)), work.today)
    kept = None if whole.report is None else report_queries.get_frozen_report(work.session, whole.report.id)
    return lines if kept is None else build_frozen_lines(lines, parse_report_paper(kept.paper), {})


def _dossiers(work: UnitOfWork, period: Period, known: Report | None) -> list[Report]:
    """Return the reports of a period with other cut-offs that no newer version replaces."""
    return [
        each
        for each in report_queries.list_reports(work.session)
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
    as_of = parse_day(request.args.get("tinh-den")) or min(period.last_on, until)
    return period, as_of


def _address(period: Period, as_of: dt.date) -> dict[str, Any]:
    return {"ky": period.name, "tinh-den": as_of.isoformat()}


def _usual() -> tuple[Period, dt.date]:
    today = web_request.get_request_day()
    return period_named(str(today.year)), today


def _choices(period: Period, as_of: dt.date) -> dict[str, object]:
    """Return what the form offers: years that have a plan, parts of a year, the cut-off."""
    years = sorted({*task_sources.plan_years(read_work().session), period.year}, reverse=True)
    return {
        "period": period,
        "as_of": as_of,
        "years": [(str(year), str(year)) for year in years],
        "parts": [(part, PART_WORDS[part]) for part in PARTS if part],
    }


reporting_pages = Blueprint("reporting", __name__, url_prefix="/bao-cao/ho-so")


@reporting_pages.get("", endpoint="index")
@requires_permission(Permission.REPORT_DRAFT)
def report_index() -> ResponseReturnValue:
    """List the reports there are."""
    return render_template(
        "reporting/index.html", reports=report_queries.list_reports(read_work().session), states=REPORT_STATES
    )


@reporting_pages.route("/moi", methods=["GET", "POST"])
@requires_permission(Permission.REPORT_PREPARE)
def new() -> ResponseReturnValue:
    """Open the report of a period or of a window."""
    form = OpenReportForm(data={"year": read_work().today.year})
    if form.is_submitted_and_valid():
        try:
            with write_work(form.request_name()) as work:
                report_id = _opened(work, form).id
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash_message(make_message("Đã mở báo cáo."), "success")
            return redirect(url_for("reporting.show", report_id=report_id))
    return render_template("reporting/new.html", form=form), 422 if form.errors else 200


@reporting_pages.get("/<int:report_id>")
@requires_permission(Permission.REPORT_DRAFT)
def show(report_id: int) -> ResponseReturnValue:
    """Show the appendix of a report, each computed number a link to its list."""
    work = read_work()
    report = opening.require_report(work, report_id)
    filled = report_appendix.build_report_appendix(work, report)
    former, before = _before(work, report)
    names = dict(units.get_unit_names(work.session))
    collected = requests.get_collection_round(work, report)
    lines = build_shown_lines(report, filled, before, names, work.today)
    kept = report_queries.get_frozen_report(work.session, report.id)
    if kept is not None:
        figures = freezing.find_frozen_period(work.session, kept.frozen_period_id) if kept.frozen_period_id else None
        known = {} if figures is None else lists_as_known(filled, figures.known_at, work.today)
        lines = build_frozen_lines(lines, parse_report_paper(kept.paper), known)
    return render_template(
        "reporting/show.html",
        report=report,
        state=REPORT_STATES[report.state],
        form=form_versions.get_indicator_form(work.session, report.form_id),
        lines=lines,
        kept=kept,
        rows=sum(not line.filled.spec.is_heading for line in filled.lines),
        still_open=len(filled.open_lines),
        earlier=former,
        round=collected,
        rate=answered_in_time(collected.tally),
        list_href=None if collected.selection is None else list_address(collected.selection, today=work.today),
    )


def _opened(work: UnitOfWork, form: OpenReportForm) -> Report:
    period = form.period()
    if period is None:
        return opening.open_window(work, *form.window())
    return opening.open_period(work, period, form.as_of.data or min(period.last_on, work.today))


def _before(work: UnitOfWork, report: Report) -> tuple[Report | None, Mapping[str, Decimal]]:
    """Return the report before this one with its values by code."""
    known = report_queries.get_previous_report(work.session, report)
    return known, {} if known is None else sheet.get_whole_values(work, known)
