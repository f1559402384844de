"""What a report says of a selection: its lines, and the acts on which its figures rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.rules.periods import plan_year
from tracker.rules.permissions import Origin
from tracker.rules.report_lines import LineFigures, ReportFigures, ReportLine
from tracker.rules.selecting import Adjustment, Cut, Selection
from tracker.rules.tally import Tally
from tracker.services.statistics import COUNTED, Group, breakdown
from tracker.store import adjustments, counting
from tracker.transaction import Work


@dataclass(frozen=True, slots=True)
class Adjusted:
    """How much of a selection rests on acts of one kind, and the selection whose list it is."""

    kind: Adjustment
    number: int
    selection: Selection


def adjusted(work: Work, selection: Selection) -> tuple[Adjusted, ...]:
    """Return what is printed beside every rate: late reports, days corrected, deadlines moved, suspensions."""
    numbers = counting.count_adjustments(work.session, selection)
    return tuple(Adjusted(kind, number, list_adjusted(selection, kind)) for kind, number in numbers.items())


def list_adjusted(selection: Selection, kind: Adjustment) -> Selection:
    """Return the selection whose list has one row for each figure that rests on an act of a kind."""
    return adjustments.adjusted(selection, kind).narrowed(timings=COUNTED)


def report_figures(
    work: Work, selection: Selection, by_origin: Sequence[Group] | None = None
) -> ReportFigures:
    """Return what a report says of a selection, line by line; `by_origin` are its figures where they are known.

    The plan of the year counts whole in every period; what former plans left over stands on a line of its own.
    """
    groups = breakdown(work, selection, Cut.ORIGIN) if by_origin is None else by_origin
    tallies = {Origin(group.key): group.tally for group in groups}
    year = plan_year(selection.since, selection.as_of)
    plan = selection.narrowed(origins=frozenset({Origin.PLAN}))
    since = selection.since or dt.date(year, 1, 1)
    plans = {
        ReportLine.PLAN: plan.narrowed(since=None, plan_from=year, plan_to=year),
        ReportLine.EARLIER_PLANS: plan.narrowed(since=since, plan_to=year - 1),
    }
    found = {line: LineFigures(counting.count(work.session, of), of) for line, of in plans.items()}
    for line, origin in ((ReportLine.PROVINCE, Origin.PROVINCE), (ReportLine.TOWN, Origin.TOWN)):
        of = selection.narrowed(origins=frozenset({origin}))
        found[line] = LineFigures(tallies.get(origin, Tally()), of)
    return found
