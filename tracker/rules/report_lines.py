"""The lines of figures that a report speaks of, each with what it counts."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from tracker.rules.permissions import Origin
from tracker.rules.selecting import Selection
from tracker.rules.tally import Tally


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
