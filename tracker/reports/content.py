"""Writing a report: what our records and the appendix know, put into the paper; nothing is typed twice.

The words the office writes into a report: into parts our records know nothing of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from tracker.core.clock import VIETNAM
from tracker.core.i18n import make_message
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.figures import report_figures, statistics as figure_statistics
from tracker.figures.sentences import report_sentences
from tracker.law.periods import plan_year
from tracker.law.permissions import DIRECTIVE_ORIGINS, Permission, Scope, require_permission
from tracker.law.references import parse_reference
from tracker.law.tally import Tally
from tracker.law.timing import Timing
from tracker.office import installation, units
from tracker.office.models import Unit
from tracker.reports import appendix, form_versions, inspections, queries
from tracker.reports.appendix import Appendix
from tracker.reports.labels import SUM_WORD, authority_words, list_report_recipients
from tracker.reports.models import Report, ReportState
from tracker.reports.opening import lock_draft_report
from tracker.reports.paper.model import (
    UNIT_HEADS,
    FigureProof,
    PaperRow,
    PrintedAdjustment,
    ReportPaper,
    RowDefinition,
    UnitTableRow,
    build_row_definition,
    paper_row,
    parse_report_paper,
    unit_cells,
)
from tracker.reports.paper.prose import (
    AreaFacts,
    CitedPaper,
    DoneItem,
    InspectionFacts,
    ReportFacts,
    build_report_blocks,
)
from tracker.tasks import classified, event_log, sources as task_sources
from tracker.tasks.adjustments import ADJUSTMENT_WORDS
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Count, Selection

NOTHING_ADJUSTED = make_message("Không có báo cáo muộn, đính chính ngày, lùi hạn hoặc tạm dừng nào.")


def adjustment_words(numbers: Mapping[str, int]) -> str:
    """Return what is said beside every rate: how many figures rest on each kind of `Adjustment`."""
    said = [f"{number} {ADJUSTMENT_WORDS[kind]}" for kind, number in numbers.items() if number]
    return f"Ghi nhận kèm số liệu: {'; '.join(said)}." if said else NOTHING_ADJUSTED


def report_footnote(made_at: dt.datetime, lines: int, head: str, adjusted: Mapping[str, int]) -> str:
    """Return what the figures rest on: how they are counted, which acts, when they were taken, from which event log."""
    return (
        "Ghi chú: “trước ngày” tính cả ngày đó; hoàn thành tính theo ngày đơn vị làm xong; mỗi tỷ lệ ghi rõ mẫu số; "
        "làm tròn một chữ số thập phân. Số liệu lấy lúc "
        f"{made_at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y} từ {lines} dòng nhật ký, mã cuối {head[:16]}. "
        f"{adjustment_words(adjusted)}"
    )


def write_texts(work: UnitOfWork, report_id: int, texts: Mapping[str, str], *, version: int | None = None) -> Report:
    """Keep the words of the parts of a report, by the place of each; STALE when somebody was faster."""
    require_permission(work.actor, Permission.REPORT_PREPARE)
    report = lock_draft_report(work, report_id)
    if version is not None and version != report.version:
        raise Refusal(Reason.STALE, seen=version, present=report.version)
    report.texts = {key: words.strip() for key, words in texts.items() if words.strip()}
    return report


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


def paper_of_report(work: UnitOfWork, report: Report) -> ReportPaper:
    """Return the paper of a report: as it was frozen, or as it stands now."""
    if report.state is not ReportState.DRAFT:
        kept = queries.get_frozen_report(work.session, report.id)
        assert kept is not None  # what is no draft was frozen
        return parse_report_paper(kept.paper)
    return write_window_paper(
        work,
        title=report.title,
        first_on=report.first_on,
        as_of=report.as_of,
        form_id=report.form_id,
        filled=appendix.build_report_appendix(work, report),
        texts=report.texts,
        number=report.number,
        dated_on=report.dated_on,
    )


def write_window_paper(
    work: UnitOfWork,
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
    form = form_versions.get_indicator_form(work.session, form_id)
    assert form is not None  # the report was opened with it
    selection = Selection(as_of=as_of, scope=Scope(everywhere=True), since=first_on)
    office = installation.get_authority_name(work.session)
    by_unit = _by_unit(work, selection)
    adjusted = report_figures.summarise_adjustments(work, selection)
    lines, head = event_log.get_log_anchor(work.session)
    known = {unit.code: unit for unit in units.list_units(work.session)}
    return ReportPaper(
        office=office,
        place=office,
        number=number,
        dated_on=dated_on,
        title=title,
        first_on=first_on,
        as_of=as_of,
        blocks=build_report_blocks(_facts(work, title, selection, filled, texts, by_unit)),
        form_title=form.title,
        rows=tuple(_rows(filled)),
        unit_heads=UNIT_HEADS,
        units=_unit_rows(by_unit),
        definitions=tuple(_definitions(filled, known)),
        recipients=list_report_recipients(),
        authority=authority_words()[0],
        post=authority_words()[1],
        footnote=report_footnote(work.now, lines, head, {each.kind: each.number for each in adjusted}),
        adjustments=_adjustments(work, selection, adjusted),
        proofs=_proofs(work, filled, known),
    )


def _facts(
    work: UnitOfWork,
    title: str,
    selection: Selection,
    filled: Appendix,
    texts: Mapping[str, str],
    by_unit: Sequence[figure_statistics.BreakdownGroup],
) -> ReportFacts:
    first_on, as_of = selection.since or selection.as_of, selection.as_of
    told = queries.list_difficulties(work.session, first_on, as_of)
    done = _done(work, first_on, as_of)
    year = plan_year(first_on, as_of)
    areas = queries.list_plan_areas(work.session, year)
    return ReportFacts(
        title=title,
        as_of=as_of,
        plan=_plan(work, year),
        sentences=report_sentences(report_figures.report_figures(work, selection)),
        steering=[
            CitedPaper(each.reference, each.issued_on, each.summary)
            for each in inspections.list_steering_papers(work.session, first_on, as_of)
        ],
        inspections=_inspected(work, first_on, as_of),
        areas=[
            AreaFacts(
                area.name,
                done.get(area.id, ()),
                [line.filled for line in filled.lines if line.indicator.code.split(".")[0] == CODES.get(area.code)],
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
            (each.title, each.term_text) for each in queries.list_unfinished_items(work.session, year) if each.is_open
        ],
        texts=texts,
    )


def _plan(work: UnitOfWork, year: int) -> CitedPaper | None:
    plan = task_sources.get_plan(work.session, year)
    if plan is None:
        return None
    return CitedPaper(plan.document.reference, plan.document.issued_on, plan.title)


def _done(work: UnitOfWork, first_on: dt.date, as_of: dt.date) -> dict[int, list[DoneItem]]:
    known = queries.get_paper_days(work.session)
    found: dict[int, list[DoneItem]] = {}
    for each in queries.list_finished_of_plan(work.session, first_on, as_of):
        item = DoneItem(each.title, _cited(each.document, known), each.done_on, each.occurrences)
        found.setdefault(each.area_id, []).append(item)
    return found


def _cited(text: str, known: Mapping[str, dt.date]) -> CitedPaper | None:
    """Return the paper that a text names, with its day where it says so or the paper is registered."""
    reference = parse_reference(text)
    if reference is None:
        return None
    return CitedPaper(str(reference), reference.issued_on or known.get(reference.key()))


def _inspected(work: UnitOfWork, first_on: dt.date, as_of: dt.date) -> InspectionFacts:
    rounds = inspections.list_held_inspections(work.session, first_on, as_of)
    found = inspections.list_inspection_findings(work.session, rounds, as_of)
    left_out = [
        (each.unit.name, each.cancel_reason)
        for each in inspections.list_inspections(work.session, first_on, as_of)
        if each.cancelled_on is not None and each.cancelled_on <= as_of
    ]
    return InspectionFacts(
        list(dict.fromkeys(each.unit.name for each in rounds)),
        len(found),
        sum(each.is_settled for each in found),
        left_out,
    )


def _by_unit(work: UnitOfWork, selection: Selection) -> tuple[figure_statistics.BreakdownGroup, ...]:
    of_directives = selection.narrowed(count=Count.ASSIGNMENTS, origins=DIRECTIVE_ORIGINS)
    return figure_statistics.build_breakdown(work, of_directives, Cut.UNIT)


def _adjustments(
    work: UnitOfWork, selection: Selection, adjusted: Sequence[report_figures.AdjustedFigure]
) -> tuple[PrintedAdjustment, ...]:
    return tuple(
        PrintedAdjustment(
            ADJUSTMENT_WORDS[each.kind],
            each.number,
            tuple(classified.adjusted_assignments(work.session, selection, each.kind)),
        )
        for each in adjusted
        if each.number
    )


def _unit_rows(by_unit: Sequence[figure_statistics.BreakdownGroup]) -> tuple[UnitTableRow, ...]:
    if not by_unit:
        return ()
    rows = [UnitTableRow(group.label or "", unit_cells(group.tally)) for group in by_unit]
    whole = sum((group.tally for group in by_unit), Tally())
    return (*rows, UnitTableRow(SUM_WORD, unit_cells(whole), is_sum=True))


def _rows(filled: Appendix) -> list[PaperRow]:
    return [paper_row(line.filled) for line in filled.lines]


def _proofs(work: UnitOfWork, filled: Appendix, known: Mapping[str, Unit]) -> tuple[FigureProof, ...]:
    codes = {line.indicator.id: line.indicator.code for line in filled.lines}
    order = {code: place for place, code in enumerate(codes.values())}
    names = {unit.id: unit.short_name for unit in known.values()}
    found = [
        FigureProof(
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


def _definitions(filled: Appendix, known: Mapping[str, Unit]) -> list[RowDefinition]:
    names = {code: unit.short_name for code, unit in known.items()}
    return [build_row_definition(line.filled.spec, names) for line in filled.lines if not line.filled.spec.is_heading]
