"""The whole picture of a selection: charts, the wall of a meeting room, ranking, one unit, what will be late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.forecasting import ENOUGH, Forecast
from tracker.rules.permissions import Permission
from tracker.rules.ranking import Standing
from tracker.rules.selecting import Selection
from tracker.rules.timeliness import DONE, Timing
from tracker.services import overview
from tracker.services.overview import Overview, Weeks
from tracker.services.statistics import Group
from tracker.web import clockwork, pictures
from tracker.web.charts import columns, stacked_bars
from tracker.web.conditional import repeats
from tracker.web.guards import requires
from tracker.web.selections import list_address
from tracker.web.views.statistics import asked, period_choices
from tracker.web.work import reading
from tracker.wording.figures import BAND_WORDS, REASONS, VERDICT_WORDS

blueprint = Blueprint("overview", __name__, url_prefix="/so-lieu")

LINES_ON_THE_WALL = 8
SECONDS_ON_THE_WALL = 300
"""How long the wall shows the same before it asks again."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the matrix and its list."""

    number: int
    href: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit of the ranking in words, with the lists behind its two shares."""

    standing: Standing
    name: str
    unit_href: str
    done_href: str
    late_href: str
    verdict: str
    reason: str


@blueprint.get("/toan-canh")
@requires(Permission.STATISTICS_READ)
@repeats
def index() -> ResponseReturnValue:
    """Show the whole picture: shares on time, flow, ages, units by weeks."""
    selection, mistake = asked()
    found = overview.overview(reading(), selection)
    return render_template("overview/index.html", mistake=mistake, **_charts(found), **period_choices())


@blueprint.get("/don-vi/<int:unit_id>")
@requires(Permission.STATISTICS_READ)
def unit(unit_id: int) -> ResponseReturnValue:
    """Show one unit with its own trend."""
    selection, mistake = asked()
    name, found = overview.of_unit(reading(), selection, unit_id)
    return render_template(
        "overview/unit.html",
        name=name,
        unit_id=unit_id,
        mistake=mistake,
        **_charts(found),
        **period_choices(),
    )


@blueprint.get("/man-hinh")
@requires(Permission.REPORT_DRAFT)
def wall() -> ResponseReturnValue:
    """Show the few numbers that a meeting looks at; the page asks again by itself."""
    selection, _ = asked()
    found, today = overview.overview(reading(), selection), clockwork.today()
    late = sorted(found.by_unit, key=lambda group: -group.tally[Timing.OPEN_OVERDUE])[:LINES_ON_THE_WALL]
    page = make_response(
        render_template(
            "overview/wall.html",
            overdue=stacked_bars(
                pictures.overdue_rows([each for each in late if each.tally[Timing.OPEN_OVERDUE]], today=today)
            ),
            **_charts(found),
        )
    )
    page.headers["Refresh"] = str(SECONDS_ON_THE_WALL)
    page.add_etag()
    return page.make_conditional(request)


@blueprint.get("/xep-hang")
@requires(Permission.REPORT_DRAFT)
def ranking() -> ResponseReturnValue:
    """Rank units by the published rules, with the reason of each."""
    selection, mistake = asked()
    standings, groups = overview.ranking(reading(), selection)
    lines = [_ranked(each, groups[each.unit_id]) for each in standings]
    bands = {band: [line for line in lines if line.standing.band == band] for band in BAND_WORDS}
    return render_template(
        "overview/ranking.html",
        mistake=mistake,
        bands=[(BAND_WORDS[band], found) for band, found in bands.items() if found],
        selection=selection,
        **period_choices(),
    )


@blueprint.get("/du-bao")
@requires(Permission.STATISTICS_READ)
def forecast() -> ResponseReturnValue:
    """Show which open work will probably be late, and how that is told."""
    selection, _ = asked()
    found, names, unit_names = overview.probably_late(
        reading(), selection.narrowed(as_of=clockwork.today(), since=None, known_at=None)
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
    return render_template("overview/forecast.html", lines=lines, enough=ENOUGH)


def _charts(found: Overview) -> dict[str, object]:
    today = clockwork.today()
    return {
        "selection": found.selection,
        "tally": found.tally,
        "headline": pictures.figures(found.tally, found.selection, today=today),
        "shares": pictures.on_time_shares(
            found.by_unit, today=today, address=partial(_unit_page, found.selection)
        ),
        "flow": columns(pictures.flow_rows(found.months, today=today)),
        "ages": columns(pictures.age_rows(found.ages, today=today)),
        "weeks": found.weeks,
        "matrix": _matrix(found.weeks, found.selection),
        "list_of": partial(list_address, today=today),
    }


def _unit_page(selection: Selection, unit_id: int) -> str:
    """Return the address of a unit's page, nothing for a unit that is only seen through shared work."""
    return url_for("overview.unit", unit_id=unit_id) if overview.has_page(selection, unit_id) else ""


def _matrix(weeks: Weeks, shares: Selection) -> list[tuple[str, Sequence[Cell]]]:
    """Return each unit with its cells: overdue, each week, later."""
    today = clockwork.today()
    in_time = shares.narrowed(timings=frozenset({Timing.OPEN_IN_TIME}))
    overdue = shares.narrowed(timings=frozenset({Timing.OPEN_OVERDUE}))
    ends = [first + overview.WEEK for first in weeks.first_days]
    lines: list[tuple[str, Sequence[Cell]]] = []
    for row in weeks.rows:
        own = in_time.narrowed(unit_id=row.unit_id, former_unit_ids=frozenset(), with_subunits=False)
        spans = [
            own.narrowed(due_from=first, due_to=end.fromordinal(end.toordinal() - 1))
            for first, end in zip(weeks.first_days, ends, strict=True)
        ]
        wanted = [
            overdue.narrowed(unit_id=row.unit_id, with_subunits=False),
            *spans,
            own.narrowed(due_from=ends[-1]),
        ]
        numbers = (row.overdue, *row.by_week, row.later)
        cells = [
            Cell(number, list_address(each, today=today))
            for number, each in zip(numbers, wanted, strict=True)
        ]
        lines.append((row.name, cells))
    return lines


def _ranked(standing: Standing, group: Group) -> Ranked:
    today = clockwork.today()
    late = frozenset({Timing.DONE_LATE, Timing.OPEN_OVERDUE})
    return Ranked(
        standing=standing,
        name=group.label or "",
        unit_href=_unit_page(group.selection, standing.unit_id),
        done_href=list_address(group.selection.narrowed(timings=frozenset(DONE)), today=today),
        late_href=list_address(group.selection.narrowed(timings=late), today=today),
        verdict=VERDICT_WORDS[standing.verdict],
        reason=REASONS[standing.verdict],
    )
