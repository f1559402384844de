"""What a report says of a selection: its lines, and the acts on which its figures rest.

The lines of figures that a report speaks of, each with what it counts.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.database.unit_of_work import UnitOfWork
from tracker.figures.statistics import BreakdownGroup, build_breakdown
from tracker.law.periods import plan_year
from tracker.law.permissions import Origin
from tracker.law.tally import Tally
from tracker.law.timing import COUNTED_TIMINGS
from tracker.tasks import adjustments, classified
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Adjustment, Selection


class ReportLine(enum.StrEnum):
    """What one sentence of the report counts.

    PLAN: the whole plan of the year, whatever the period. EARLIER_PLANS: items of former plans that were still open
    when the period began («chuyển sang»). PROVINCE, TOWN: the directives of the period.
    """

    PLAN = "plan"
    EARLIER_PLANS = "earlier_plans"
    PROVINCE = "province"
    TOWN = "town"


@dataclass(frozen=True, slots=True)
class LineFigures:
    """The figures of a line, and the selection whose list they are."""

    tally: Tally
    selection: Selection


ORIGIN_OF_LINE: Mapping[ReportLine, Origin] = {
    ReportLine.PLAN: Origin.PLAN,
    ReportLine.EARLIER_PLANS: Origin.PLAN,
    ReportLine.PROVINCE: Origin.PROVINCE,
    ReportLine.TOWN: Origin.TOWN,
}

ReportFigures = Mapping[ReportLine, LineFigures]


@dataclass(frozen=True, slots=True)
class AdjustedFigure:
    """How much of a selection rests on acts of one kind, and the selection whose list it is."""

    kind: Adjustment
    number: int
    selection: Selection


def summarise_adjustments(work: UnitOfWork, selection: Selection) -> tuple[AdjustedFigure, ...]:
    """Return what is printed beside every rate: late reports, days corrected, deadlines moved, suspensions."""
    numbers = classified.count_adjustments(work.session, selection)
    return tuple(AdjustedFigure(kind, number, list_adjusted(selection, kind)) for kind, number in numbers.items())


def list_adjusted(selection: Selection, kind: Adjustment) -> Selection:
    """Return the selection whose list has one row for each figure that rests on an act of a kind."""
    return adjustments.narrow_to_adjusted(selection, kind).narrowed(timings=frozenset(COUNTED_TIMINGS))


def report_figures(
    work: UnitOfWork, selection: Selection, by_origin: Sequence[BreakdownGroup] | None = None
) -> ReportFigures:
    """Return what a report says of a selection, line by line; `by_origin` are its figures where they are known.

    The plan of the year counts whole in every period; what former plans left over stands on a line of its own.
    """
    groups = build_breakdown(work, selection, Cut.ORIGIN) if by_origin is None else by_origin
    tallies = {Origin(group.key): group.tally for group in groups}
    year = plan_year(selection.since, selection.as_of)
    plan = selection.narrowed(origins=frozenset({Origin.PLAN}))
    since = selection.since or dt.date(year, 1, 1)
    plans = {
        ReportLine.PLAN: plan.narrowed(since=None, plan_from=year, plan_to=year),
        ReportLine.EARLIER_PLANS: plan.narrowed(since=since, plan_to=year - 1),
    }
    found = {line: LineFigures(classified.count_selection(work.session, of), of) for line, of in plans.items()}
    for line, origin in ((ReportLine.PROVINCE, Origin.PROVINCE), (ReportLine.TOWN, Origin.TOWN)):
        of = selection.narrowed(origins=frozenset({origin}))
        found[line] = LineFigures(tallies.get(origin, Tally()), of)
    return found
