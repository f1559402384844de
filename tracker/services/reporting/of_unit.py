"""A unit's own report to the authority, from its tasks and from the figures it gave."""

from __future__ import annotations

import datetime as dt

from tracker.documents.report_paper import PaperRow, ReportPaper
from tracker.documents.report_rows import paper_row
from tracker.documents.unit_prose import UnitFacts, UnitTask, unit_blocks
from tracker.models.unit import Unit
from tracker.rules.indicators.filling import fill
from tracker.rules.periods import Period
from tracker.rules.permissions import Permission, Scope, may
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.selecting import Count, Selection
from tracker.rules.timeliness import DONE, Timing
from tracker.services import appendix, report_figures
from tracker.store import counting, difficulties, events, indicators, lists, reports, units
from tracker.transaction import Work
from tracker.wording.reports import (
    footnote,
    post_of_unit,
    title_of_unit,
    unit_form_title,
    unit_recipients,
    words_of,
)

IN_TIME = frozenset({Timing.OPEN_IN_TIME, Timing.OPEN_NO_DEADLINE})


def paper_of_unit(work: Work, unit_id: int, period: Period, as_of: dt.date) -> ReportPaper:
    """Return the report of a unit for a period up to the close of `as_of`; NOT_FOUND for what the actor may not see."""
    unit = units.find(work.session, unit_id)
    if unit is None or not may(work.actor, Permission.FIGURES_GIVE, unit_id=unit_id):
        raise Refusal(Reason.NOT_FOUND)
    lines, head = events.length_and_head(work.session)
    adjusted = report_figures.adjusted(work, _selection(unit, period.first_on, as_of))
    authority = units.authority(work.session)
    return ReportPaper(
        office=unit.name,
        place=unit.name if authority is None else authority.name,
        number="",
        dated_on=None,
        title=title_of_unit(words_of(period, as_of)),
        first_on=period.first_on,
        as_of=as_of,
        blocks=unit_blocks(_facts(work, unit, period.first_on, as_of)),
        form_title=unit_form_title(),
        rows=_rows(work, unit_id, as_of),
        unit_heads=(),
        units=(),
        definitions=(),
        recipients=unit_recipients(),
        authority="",
        post=post_of_unit(),
        footnote=footnote(work.now, lines, head, {each.kind: each.number for each in adjusted}),
    )


def _selection(unit: Unit, first_on: dt.date, as_of: dt.date) -> Selection:
    return Selection(
        as_of=as_of, scope=Scope(everywhere=True), since=first_on, count=Count.ASSIGNMENTS, unit_id=unit.id
    )


def _facts(work: Work, unit: Unit, first_on: dt.date, as_of: dt.date) -> UnitFacts:
    selection = _selection(unit, first_on, as_of)
    told = [
        each for each in difficulties.difficulties(work.session, first_on, as_of) if each.unit_id == unit.id
    ]
    return UnitFacts(
        unit.name,
        first_on,
        as_of,
        counting.count(work.session, selection),
        done=_tasks(work, selection, frozenset(DONE)),
        late=_tasks(work, selection, frozenset({Timing.OPEN_OVERDUE})),
        in_hand=_tasks(work, selection, IN_TIME),
        difficulties=[each.difficulties for each in told if each.difficulties],
        proposals=[each.proposals for each in told if each.proposals],
    )


def _tasks(work: Work, selection: Selection, timings: frozenset[Timing]) -> list[UnitTask]:
    found = lists.every_row(work.session, selection.narrowed(timings=timings))
    return [UnitTask(row.code, row.title, row.due_on, row.done_on) for row in found]


def _rows(work: Work, unit_id: int, as_of: dt.date) -> tuple[PaperRow, ...]:
    """Return what the unit gave for the report with this cut-off; nothing when it was not asked."""
    report = next((each for each in reports.listed(work.session) if each.as_of == as_of), None)
    if report is None:
        return ()
    given = {
        entry.indicator_id: appendix.given_by(entry)
        for entry in indicators.entries(work.session, report.id)
        if entry.unit_id == unit_id and not entry.is_returned
    }
    rows = [row for row in indicators.rows(work.session, report.form_id) if row.id in given]
    filled = fill(
        [row.spec() for row in rows],
        {},
        {row.code: [given[row.id]] for row in rows},
        {row.code: [unit_id] for row in rows},
    )
    return tuple(paper_row(each) for each in filled)
