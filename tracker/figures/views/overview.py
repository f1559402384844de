"""The whole picture of a selection: charts, the wall of a meeting room, ranking, one unit, what will be late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.figures import overview as figure_overview
from tracker.figures.labels import BAND_WORDS, REASONS, VERDICT_WORDS
from tracker.figures.overview import ENOUGH_CASES, Forecast, Overview, UnitRank, UnitsByWeek
from tracker.figures.statistics import BreakdownGroup
from tracker.figures.views import chart_data
from tracker.figures.views.statistics import period_choices, read_statistics_selection
from tracker.law.permissions import Permission
from tracker.law.timing import DONE_TIMINGS, Timing
from tracker.tasks.selection import Selection
from tracker.tasks.views.list_request import list_address
from tracker.web import request as web_request
from tracker.web.charts import build_column_chart, stacked_bars
from tracker.web.request import read_work, requires_permission
from tracker.web.responses import conditional_view

blueprint = Blueprint("overview", __name__, url_prefix="/so-lieu")

LINES_ON_THE_WALL = 8
SECONDS_ON_THE_WALL = 300
"""How long the wall shows the same before it asks again."""


@dataclass(frozen=True, slots=True)
class WeekCell:
    """A number of the matrix and its list."""

    number: int
    href: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit of the ranking in words, with the lists behind its two shares."""

    rank: UnitRank
    name: str
    unit_href: str
    done_href: str
    late_href: str
    verdict: str
    reason: str


@blueprint.get("/toan-canh")
@requires_permission(Permission.STATISTICS_READ)
@conditional_view
def index() -> ResponseReturnValue:
    """Show the whole picture: shares on time, flow, ages, units by weeks."""
    selection, mistake = read_statistics_selection()
    found = figure_overview.build_overview(read_work(), selection)
    return render_template("overview/index.html", mistake=mistake, **_charts(found), **period_choices())


@blueprint.get("/don-vi/<int:unit_id>")
@requires_permission(Permission.STATISTICS_READ)
def unit(unit_id: int) -> ResponseReturnValue:
    """Show one unit with its own trend."""
    selection, mistake = read_statistics_selection()
    name, found = figure_overview.get_unit_overview(read_work(), selection, unit_id)
    return render_template(
        "overview/unit.html", name=name, unit_id=unit_id, mistake=mistake, **_charts(found), **period_choices()
    )


@blueprint.get("/man-hinh")
@requires_permission(Permission.REPORT_DRAFT)
def wall() -> ResponseReturnValue:
    """Show the few numbers that a meeting looks at; the page asks again by itself."""
    selection, _ = read_statistics_selection()
    found, today = figure_overview.build_overview(read_work(), selection), web_request.get_request_day()
    late = sorted(found.by_unit, key=lambda group: -group.tally[Timing.OPEN_OVERDUE])[:LINES_ON_THE_WALL]
    page = make_response(
        render_template(
            "overview/wall.html",
            overdue=stacked_bars(
                chart_data.overdue_rows([each for each in late if each.tally[Timing.OPEN_OVERDUE]], today=today)
            ),
            **_charts(found),
        )
    )
    page.headers["Refresh"] = str(SECONDS_ON_THE_WALL)
    page.add_etag()
    return page.make_conditional(request)


@blueprint.get("/xep-hang")
@requires_permission(Permission.REPORT_DRAFT)
def ranking() -> ResponseReturnValue:
    """Rank units by the published rules, with the reason of each."""
    selection, mistake = read_statistics_selection()
    ranks, groups = figure_overview.get_unit_ranking(read_work(), selection)
    lines = [_ranked(each, groups[each.unit_id]) for each in ranks]
    bands = {band: [line for line in lines if line.rank.band == band] for band in BAND_WORDS}
    return render_template(
        "overview/ranking.html",
        mistake=mistake,
        bands=[(BAND_WORDS[band], found) for band, found in bands.items() if found],
        selection=selection,
        **period_choices(),
    )


@blueprint.get("/du-bao")
@requires_permission(Permission.STATISTICS_READ)
def forecast() -> ResponseReturnValue:
    """Show which open work will probably be late, and how that is told."""
    selection, _ = read_statistics_selection()
    found, names, unit_names = figure_overview.list_probably_late(
        read_work(), selection.narrowed(as_of=web_request.get_request_day(), since=None, known_at=None)
    )
    lines: list[tuple[Forecast, str, str, str]] = [
        (
            each,
            names[each.member.task_id].title,
            unit_names[each.member.unit_id],
            url_for("tasks.show", assignment_id=each.member.assignment_id),
        )
        for each in found
    ]
    return render_template("overview/forecast.html", lines=lines, enough=ENOUGH_CASES)


def _charts(found: Overview) -> dict[str, object]:
    today = web_request.get_request_day()
    return {
        "selection": found.selection,
        "tally": found.tally,
        "headline": chart_data.build_headline_figures(found.tally, found.selection, today=today),
        "shares": chart_data.on_time_shares(found.by_unit, today=today, address=partial(_unit_page, found.selection)),
        "flow": build_column_chart(chart_data.flow_rows(found.months, today=today)),
        "ages": build_column_chart(chart_data.age_rows(found.ages, today=today)),
        "weeks": found.weeks,
        "matrix": _matrix(found.weeks, found.selection),
        "list_of": partial(list_address, today=today),
    }


def _unit_page(selection: Selection, unit_id: int) -> str:
    """Return the address of a unit's page, nothing for a unit that is only seen through shared work."""
    return url_for("overview.unit", unit_id=unit_id) if figure_overview.has_page(selection, unit_id) else ""


def _matrix(weeks: UnitsByWeek, shares: Selection) -> list[tuple[str, Sequence[WeekCell]]]:
    """Return each unit with its cells: overdue, each week, later."""
    today = web_request.get_request_day()
    in_time = shares.narrowed(timings=frozenset({Timing.OPEN_IN_TIME}))
    overdue = shares.narrowed(timings=frozenset({Timing.OPEN_OVERDUE}))
    ends = [first + figure_overview.ONE_WEEK for first in weeks.first_days]
    lines: list[tuple[str, Sequence[WeekCell]]] = []
    for row in weeks.rows:
        own = in_time.narrowed(unit_id=row.unit_id, former_unit_ids=frozenset(), with_subunits=False)
        spans = [
            own.narrowed(due_from=first, due_to=end.fromordinal(end.toordinal() - 1))
            for first, end in zip(weeks.first_days, ends, strict=True)
        ]
        wanted = [overdue.narrowed(unit_id=row.unit_id, with_subunits=False), *spans, own.narrowed(due_from=ends[-1])]
        numbers = (row.overdue, *row.by_week, row.later)
        cells = [
            WeekCell(number, list_address(each, today=today)) for number, each in zip(numbers, wanted, strict=True)
        ]
        lines.append((row.name, cells))
    return lines


def _ranked(rank: UnitRank, group: BreakdownGroup) -> Ranked:
    today = web_request.get_request_day()
    late = frozenset({Timing.DONE_LATE, Timing.OPEN_OVERDUE})
    return Ranked(
        rank=rank,
        name=group.label or "",
        unit_href=_unit_page(group.selection, rank.unit_id),
        done_href=list_address(group.selection.narrowed(timings=frozenset(DONE_TIMINGS)), today=today),
        late_href=list_address(group.selection.narrowed(timings=late), today=today),
        verdict=VERDICT_WORDS[rank.verdict],
        reason=REASONS[rank.verdict],
    )
