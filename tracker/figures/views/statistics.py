"""Figures as of any day, in pictures and tables whose every number opens its list."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.core.clock import end_of_day
from tracker.core.labels import ORIGIN_WORDS
from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.figures import report_figures, statistics as figure_statistics
from tracker.figures.labels import (
    BASIS_WORDS,
    CARRIED,
    COUNT_NOTES,
    OUTSIDE_TOTAL,
    PERIOD_WORDS,
    RATE_FIGURES,
    TAXONOMY_WORDS,
)
from tracker.figures.report_figures import ORIGIN_OF_LINE
from tracker.figures.sentences import ReportSentence, report_sentences
from tracker.figures.statistics import BreakdownGroup, Figures, UnitNaming
from tracker.figures.views import breakdown, chart_data
from tracker.figures.views.breakdown import adjustment_rows
from tracker.law.periods import CALENDAR_PARTS, PARTS
from tracker.law.permissions import Origin, Permission, get_permission_scope
from tracker.law.timing import COUNTED_TIMINGS
from tracker.office import units
from tracker.tasks import sources as task_sources
from tracker.tasks.cuts import CUT_BY_NAME, CUTS, Cut
from tracker.tasks.filter_kinds import AddressReader
from tracker.tasks.selection import Selection
from tracker.tasks.views.list_request import list_address, selection_from, selection_parameters
from tracker.web import request as web_request
from tracker.web.charts import ChartRow, stacked_bars
from tracker.web.request import current_actor, read_work, requires_permission
from tracker.web.responses import conditional_view

blueprint = Blueprint("statistics", __name__, url_prefix="/so-lieu")

SUCCESSORS = "ke-thua"
"""Chosen on the page: the work of former units counts with the unit that stands for them."""

CUT_OFF_FIELDS = ("as_of", "since")
"""Fields of a refusal that speak of the days asked about."""

BREAKDOWN_ROWS_PER_PAGE = 60
"""Lines of a breakdown on one page; the next ones follow."""


@blueprint.get("")
@requires_permission(Permission.STATISTICS_READ)
@conditional_view
def index() -> ResponseReturnValue:
    """Show the figures of a selection, whole and broken down."""
    today, work = web_request.get_request_day(), read_work()
    selection, mistake = read_statistics_selection()
    cut, naming = get_address_cut(), get_address_naming()
    found = figure_statistics.compute_figures(work, selection, cut, naming)
    first = _first(len(found.groups))
    groups = [breakdown.name_group(group, cut) for group in found.groups[first : first + BREAKDOWN_ROWS_PER_PAGE]]
    return render_template(
        "statistics/index.html",
        selection=selection,
        mistake=mistake,
        tally=found.tally,
        headline=chart_data.build_headline_figures(found.tally, selection, today=today),
        sentences=_sentences(work, found),
        by_origin=stacked_bars(_bars([breakdown.name_group(each, Cut.ORIGIN) for each in found.by_origin])),
        by_cut=stacked_bars(_bars(groups)),
        rates=[breakdown.build_rate_row(group.label or "", group.tally, group.selection, today) for group in groups],
        rate_heads=[
            {"words": words, "kind": "num"}
            for words in (
                *(each.words for each in RATE_FIGURES),
                OUTSIDE_TOTAL,
                *([CARRIED] if selection.since else []),
            )
        ],
        cut_words=CUTS[cut].words,
        cut_note=CUTS[cut].note,
        cut_counts=COUNT_NOTES[figure_statistics.counted_for(selection, cut).count],
        count_words=COUNT_NOTES[selection.count],
        basis_words=BASIS_WORDS[selection.basis],
        extended=_link(found.tally.extended, figure_statistics.narrow_to_extended(selection)),
        carried=_link(found.tally.carried_over, figure_statistics.carried_over(selection)),
        lines=len(found.groups),
        first=first,
        before=_page(first - BREAKDOWN_ROWS_PER_PAGE) if first else None,
        after=_page(first + BREAKDOWN_ROWS_PER_PAGE) if first + BREAKDOWN_ROWS_PER_PAGE < len(found.groups) else None,
        later_changes=_later_changes(selection),
        adjusted=adjustment_rows(report_figures.summarise_adjustments(work, selection)),
        query=request.args.to_dict(flat=False),
        list_of=partial(list_address, today=today),
        **_choices(work),
    )


def read_statistics_selection() -> tuple[Selection, str | None]:
    """Return the selection of the address within what this person may see, and what is wrong with it.

    A cut-off that does not lie in the period is said, and the figures are those of the period up to its own cut-off.
    """
    today, allowed = (web_request.get_request_day(), get_permission_scope(current_actor(), Permission.TASK_READ))
    mistake = None
    try:
        selection = selection_from(request.args, scope=allowed, today=today)
    except Refusal as refusal:
        if refusal.field not in CUT_OFF_FIELDS:
            raise
        mistake = describe_refusal(refusal)
        rest = request.args.copy()
        for name in ("tinh-den", "tu-ngay"):
            rest.poplist(name)
        selection = selection_from(rest, scope=allowed, today=today)
    return selection.narrowed(timings=frozenset()), mistake


def get_address_cut() -> Cut:
    """Return the cut of the address; by unit, when it names none."""
    return CUT_BY_NAME.get(request.args.get("phan-to", ""), Cut.UNIT)


def get_address_naming() -> UnitNaming:
    """Return the names under which the address wants work counted."""
    taxonomy = request.args.get("bo-linh-vuc", "")
    return UnitNaming(request.args.get("ten") == SUCCESSORS, taxonomy if taxonomy in TAXONOMY_WORDS else "")


def _first(lines: int) -> int:
    text = request.args.get("dong", "")
    first = int(text) if text.isdecimal() and len(text) < 7 else 0
    return first if first < lines else 0


def _page(first: int) -> str:
    return url_for("statistics.index", **{**request.args.to_dict(flat=False), "dong": str(max(0, first))})  # type: ignore[arg-type]  # lists


def _later_changes(selection: Selection) -> str | None:
    """Return the address of what was learnt after the cut-off day ended, for a day that is over."""
    if selection.as_of >= web_request.get_request_day() or selection.known_at is not None:
        return None
    given = selection_parameters(
        selection.narrowed(known_at=end_of_day(selection.as_of)), today=web_request.get_request_day()
    )
    return url_for("frozen.adjusted", **given)  # type: ignore[arg-type]  # lists


def _link(number: int, selection: Selection) -> tuple[int, str]:
    counted = selection.narrowed(timings=selection.timings or frozenset(COUNTED_TIMINGS))
    return number, list_address(counted, today=web_request.get_request_day())


def _sentences(work: UnitOfWork, found: Figures) -> list[ReportSentence]:
    """Return the sentences of the report on the lines that have something to say."""
    figures = report_figures.report_figures(work, found.selection, found.by_origin)
    wanted = found.selection.origins or frozenset(Origin)
    return [
        sentence
        for line, sentence in report_sentences(figures).items()
        if ORIGIN_OF_LINE[line] in wanted and (figures[line].tally.total or figures[line].tally.excluded)
    ]


def _bars(groups: list[BreakdownGroup]) -> list[ChartRow]:
    return [
        breakdown.build_timing_bar(each.label or "", each.tally, each.selection, web_request.get_request_day())
        for each in groups
    ]


def period_choices() -> dict[str, Any]:
    """Return the periods that a form offers, and what is chosen."""
    years = {*task_sources.plan_years(read_work().session), web_request.get_request_day().year}
    return {
        "years": [(str(year), str(year)) for year in sorted(years, reverse=True)],
        "parts": [(part, PERIOD_WORDS[part]) for part in (*PARTS, *CALENDAR_PARTS) if part],
        "period": AddressReader(request.args, web_request.get_request_day()).read_period(),
        "chosen": request.args,
    }


def _choices(work: UnitOfWork) -> dict[str, Any]:
    """Return what the form offers beside."""
    return period_choices() | {
        "cuts": [(each.name, each.words) for each in CUTS.values()],
        "origins": [(origin.value, ORIGIN_WORDS[origin]) for origin in Origin],
        "units": [(str(key), name) for key, name in units.get_unit_names(work.session).items()],
        "taxonomies": list(TAXONOMY_WORDS.items()),
    }
