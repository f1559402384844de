"""Writing a report: what our records and the appendix know, put into the paper; nothing is typed twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from tracker.documents.report_paper import (
    AdjustmentRow,
    Definition,
    PaperRow,
    Proof,
    ReportPaper,
    UnitRow,
    paper_of,
)
from tracker.documents.report_prose import AreaFacts, DoneItem, Facts, InspectionFacts, Paper, blocks
from tracker.documents.report_rows import definition, paper_row, unit_cells
from tracker.documents.sentences import report_sentences
from tracker.models.report import Report, ReportState
from tracker.models.unit import Unit
from tracker.rules.periods import plan_year
from tracker.rules.permissions import DIRECTIVE_ORIGINS, Scope
from tracker.rules.references import parse
from tracker.rules.selecting import Count, Cut, Selection
from tracker.rules.tally import Tally
from tracker.rules.timeliness import Timing
from tracker.services import appendix, report_figures, statistics
from tracker.services.appendix import Appendix
from tracker.store import (
    accomplished,
    counting,
    difficulties,
    events,
    indicators,
    inspections,
    installation,
    papers,
    reports,
    steering,
    units,
)
from tracker.transaction import Work
from tracker.wording.reports import SUM_WORD, UNIT_HEADS, authority_words, footnote, recipients
from tracker.wording.selecting import ADJUSTMENT_WORDS

CODES = {
    "institutions": "2",
    "procedures": "3",
    "apparatus": "4",
    "staff": "5",
    "service": "5",
    "finance": "6",
    "modernisation": "7",
    "digital": "7",
}
"""In which part of the appendix the rows of an area stand."""


def paper_of_report(work: Work, report: Report) -> ReportPaper:
    """Return the paper of a report: as it was frozen, or as it stands now."""
    if report.state is not ReportState.DRAFT:
        kept = reports.frozen(work.session, report.id)
        assert kept is not None  # what is no draft was frozen
        return paper_of(kept.paper)
    return write(
        work,
        title=report.title,
        first_on=report.first_on,
        as_of=report.as_of,
        form_id=report.form_id,
        filled=appendix.of_report(work, report),
        texts=report.texts,
        number=report.number,
        dated_on=report.dated_on,
    )


def write(
    work: Work,
    *,
    title: str,
    first_on: dt.date,
    as_of: dt.date,
    form_id: int,
    filled: Appendix,
    texts: Mapping[str, str],
    number: str = "",
    dated_on: dt.date | None = None,
) -> ReportPaper:
    """Return the paper of a window of civil days."""
    form = indicators.form(work.session, form_id)
    assert form is not None  # the report was opened with it
    selection = Selection(as_of=as_of, scope=Scope(everywhere=True), since=first_on)
    office = installation.place_name(work.session)
    by_unit = _by_unit(work, selection)
    adjusted = report_figures.adjusted(work, selection)
    lines, head = events.length_and_head(work.session)
    known = {unit.code: unit for unit in units.listed(work.session)}
    return ReportPaper(
        office=office,
        place=office,
        number=number,
        dated_on=dated_on,
        title=title,
        first_on=first_on,
        as_of=as_of,
        blocks=blocks(_facts(work, title, selection, filled, texts, by_unit)),
        form_title=form.title,
        rows=tuple(_rows(filled)),
        unit_heads=UNIT_HEADS,
        units=_unit_rows(by_unit),
        definitions=tuple(_definitions(filled, known)),
        recipients=recipients(),
        authority=authority_words()[0],
        post=authority_words()[1],
        footnote=footnote(work.now, lines, head, {each.kind: each.number for each in adjusted}),
        adjustments=_adjustments(work, selection, adjusted),
        proofs=_proofs(work, filled, known),
    )


def _facts(
    work: Work,
    title: str,
    selection: Selection,
    filled: Appendix,
    texts: Mapping[str, str],
    by_unit: Sequence[statistics.Group],
) -> Facts:
    first_on, as_of = selection.since or selection.as_of, selection.as_of
    told = difficulties.difficulties(work.session, first_on, as_of)
    done = _done(work, first_on, as_of)
    year = plan_year(first_on, as_of)
    areas = accomplished.area_of_plan(work.session, year)
    return Facts(
        title=title,
        as_of=as_of,
        plan=_plan(work, year),
        sentences=report_sentences(report_figures.report_figures(work, selection)),
        steering=[
            Paper(each.reference, each.issued_on, each.summary)
            for each in steering.issued(work.session, first_on, as_of)
        ],
        inspections=_inspected(work, first_on, as_of),
        areas=[
            AreaFacts(
                area.name,
                done.get(area.id, ()),
                [
                    line.filled
                    for line in filled.lines
                    if line.indicator.code.split(".")[0] == CODES.get(area.code)
                ],
            )
            for area in areas
            if area.code in CODES
        ],
        steering_done=[each for area in areas if area.code == "steering" for each in done.get(area.id, ())],
        late_units=[
            (group.label or "", group.tally[Timing.OPEN_OVERDUE])
            for group in by_unit
            if group.tally[Timing.OPEN_OVERDUE]
        ],
        difficulties=[(each.unit_name, each.difficulties) for each in told if each.difficulties],
        proposals=[(each.unit_name, each.proposals) for each in told if each.proposals],
        to_come=[
            (each.title, each.term_text) for each in accomplished.going_on(work.session, year) if each.is_open
        ],
        texts=texts,
    )


def _plan(work: Work, year: int) -> Paper | None:
    plan = papers.plan(work.session, year)
    if plan is None:
        return None
    return Paper(plan.document.reference, plan.document.issued_on, plan.title)


def _done(work: Work, first_on: dt.date, as_of: dt.date) -> dict[int, list[DoneItem]]:
    known = accomplished.days_of_papers(work.session)
    found: dict[int, list[DoneItem]] = {}
    for each in accomplished.of_plan(work.session, first_on, as_of):
        item = DoneItem(each.title, _cited(each.document, known), each.done_on, each.occurrences)
        found.setdefault(each.area_id, []).append(item)
    return found


def _cited(text: str, known: Mapping[str, dt.date]) -> Paper | None:
    """Return the paper that a text names, with its day where it says so or the paper is registered."""
    reference = parse(text)
    if reference is None:
        return None
    return Paper(str(reference), reference.issued_on or known.get(reference.key()))


def _inspected(work: Work, first_on: dt.date, as_of: dt.date) -> InspectionFacts:
    rounds = inspections.held(work.session, first_on, as_of)
    found = inspections.problems(work.session, rounds, as_of)
    left_out = [
        (each.unit.name, each.cancel_reason)
        for each in inspections.listed(work.session, first_on, as_of)
        if each.cancelled_on is not None and each.cancelled_on <= as_of
    ]
    return InspectionFacts(
        list(dict.fromkeys(each.unit.name for each in rounds)),
        len(found),
        sum(each.is_settled for each in found),
        left_out,
    )


def _by_unit(work: Work, selection: Selection) -> tuple[statistics.Group, ...]:
    of_directives = selection.narrowed(count=Count.ASSIGNMENTS, origins=DIRECTIVE_ORIGINS)
    return statistics.breakdown(work, of_directives, Cut.UNIT)


def _adjustments(
    work: Work, selection: Selection, adjusted: Sequence[report_figures.Adjusted]
) -> tuple[AdjustmentRow, ...]:
    return tuple(
        AdjustmentRow(
            ADJUSTMENT_WORDS[each.kind],
            each.number,
            tuple(counting.adjusted_assignments(work.session, selection, each.kind)),
        )
        for each in adjusted
        if each.number
    )


def _unit_rows(by_unit: Sequence[statistics.Group]) -> tuple[UnitRow, ...]:
    if not by_unit:
        return ()
    rows = [UnitRow(group.label or "", unit_cells(group.tally)) for group in by_unit]
    whole = sum((group.tally for group in by_unit), Tally())
    return (*rows, UnitRow(SUM_WORD, unit_cells(whole), is_sum=True))


def _rows(filled: Appendix) -> list[PaperRow]:
    return [paper_row(line.filled) for line in filled.lines]


def _proofs(work: Work, filled: Appendix, known: Mapping[str, Unit]) -> tuple[Proof, ...]:
    codes = {line.indicator.id: line.indicator.code for line in filled.lines}
    order = {code: place for place, code in enumerate(codes.values())}
    names = {unit.id: unit.short_name for unit in known.values()}
    found = [
        Proof(
            codes[entry.indicator_id],
            names.get(entry.unit_id or 0, ""),
            entry.evidence,
            entry.file_name or "",
            entry.sha256 or "",
        )
        for entry in filled.entries
        if not entry.is_returned and (entry.evidence or entry.stored_name)
    ]
    return tuple(sorted(found, key=lambda each: (order[each.code], each.unit)))


def _definitions(filled: Appendix, known: Mapping[str, Unit]) -> list[Definition]:
    names = {code: unit.short_name for code, unit in known.items()}
    return [definition(line.filled.spec, names) for line in filled.lines if not line.filled.spec.is_heading]
