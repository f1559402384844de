"""Drafting the report: its figures and sentences from the state of tasks alone, its appendix, its paper.

A unit's own report to the authority, from its tasks and from the figures it gave.

The Word file of the office into which reports are written: checked when it comes in, kept, used from then on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.core import files as core_files
from tracker.core.files import StoreLocation
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.sandbox import SandboxFileKind, read_sandboxed
from tracker.figures import report_figures, statistics as figure_statistics
from tracker.figures.report_figures import ReportLine
from tracker.figures.sentences import ReportSentence, report_sentences
from tracker.law.periods import Period
from tracker.law.permissions import Origin, Permission, Scope, get_permission_scope, has_permission, require_permission
from tracker.law.tally import Tally
from tracker.law.timing import DONE_TIMINGS, Timing
from tracker.office import installation, units
from tracker.office.models import Unit
from tracker.reports import appendix, content, form_versions, queries
from tracker.reports.appendix import Appendix
from tracker.reports.content import report_footnote
from tracker.reports.form_versions import FAMILY
from tracker.reports.indicators.values import fill_indicator_rows
from tracker.reports.labels import (
    describe_period,
    post_of_unit,
    title_of_period,
    title_of_unit,
    unit_form_title,
    unit_recipients,
)
from tracker.reports.models import IndicatorForm, Report, ReportTemplate
from tracker.reports.paper.model import PaperRow, ReportPaper, paper_row
from tracker.reports.paper.prose import UnitFacts, UnitTask, unit_blocks
from tracker.reports.paper.template import serialise_context
from tracker.reports.paper.word import report_word
from tracker.tasks import classified, event_log, lists as task_lists
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Count, Selection

IN_TIME = frozenset({Timing.OPEN_IN_TIME, Timing.OPEN_NO_DEADLINE})


def paper_of_unit(work: UnitOfWork, unit_id: int, period: Period, as_of: dt.date) -> ReportPaper:
    """Return the report of a unit for a period up to the close of `as_of`; NOT_FOUND for what the actor may not see."""
    unit = units.find_unit(work.session, unit_id)
    if unit is None or not has_permission(work.actor, Permission.FIGURES_GIVE, unit_id=unit_id):
        raise Refusal(Reason.NOT_FOUND)
    lines, head = event_log.get_log_anchor(work.session)
    adjusted = report_figures.summarise_adjustments(work, _selection(unit, period.first_on, as_of))
    authority = units.get_authority(work.session)
    return ReportPaper(
        office=unit.name,
        place=unit.name if authority is None else authority.name,
        number="",
        dated_on=None,
        title=title_of_unit(describe_period(period, as_of)),
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
        footnote=report_footnote(work.now, lines, head, {each.kind: each.number for each in adjusted}),
    )


def _selection(unit: Unit, first_on: dt.date, as_of: dt.date) -> Selection:
    return Selection(
        as_of=as_of, scope=Scope(everywhere=True), since=first_on, count=Count.ASSIGNMENTS, unit_id=unit.id
    )


def _facts(work: UnitOfWork, unit: Unit, first_on: dt.date, as_of: dt.date) -> UnitFacts:
    selection = _selection(unit, first_on, as_of)
    told = [each for each in queries.list_difficulties(work.session, first_on, as_of) if each.unit_id == unit.id]
    return UnitFacts(
        unit.name,
        first_on,
        as_of,
        classified.count_selection(work.session, selection),
        done=_tasks(work, selection, frozenset(DONE_TIMINGS)),
        late=_tasks(work, selection, frozenset({Timing.OPEN_OVERDUE})),
        in_hand=_tasks(work, selection, IN_TIME),
        difficulties=[each.difficulties for each in told if each.difficulties],
        proposals=[each.proposals for each in told if each.proposals],
    )


def _tasks(work: UnitOfWork, selection: Selection, timings: frozenset[Timing]) -> list[UnitTask]:
    found = task_lists.stream_task_rows(work.session, selection.narrowed(timings=timings))
    return [UnitTask(row.code, row.title, row.due_on, row.done_on) for row in found]


def _rows(work: UnitOfWork, unit_id: int, as_of: dt.date) -> tuple[PaperRow, ...]:
    """Return what the unit gave for the report with this cut-off; nothing when it was not asked."""
    report = next((each for each in queries.list_reports(work.session) if each.as_of == as_of), None)
    if report is None:
        return ()
    given = {
        entry.indicator_id: appendix.to_given_value(entry)
        for entry in form_versions.list_indicator_entries(work.session, report.id)
        if entry.unit_id == unit_id and not entry.is_returned
    }
    rows = [row for row in form_versions.list_indicators(work.session, report.form_id) if row.id in given]
    filled = fill_indicator_rows(
        [row.spec() for row in rows],
        {},
        {row.code: [given[row.id]] for row in rows},
        {row.code: [unit_id] for row in rows},
    )
    return tuple(paper_row(each) for each in filled)


def try_report_template(data: bytes, filename: str, paper: ReportPaper) -> bytes:
    """Return a report written into a template, in a process of its own; TAG_UNKNOWN, TEMPLATE_REFUSED, FILE_REFUSED."""
    made: bytes = read_sandboxed(SandboxFileKind.TEMPLATE, data, filename, [(serialise_context(paper), "so-lieu.txt")])
    return made


def save_report_template(work: UnitOfWork, place: StoreLocation, data: bytes, filename: str) -> ReportTemplate:
    """Keep a template that was tried out, and use it from now on."""
    require_permission(work.actor, Permission.REPORT_PREPARE)
    use_default_template(work)
    stored = core_files.store_file_bytes(place, data)
    made = ReportTemplate(
        file_name=normalise_text(filename)[:255],
        stored_name=stored.stored_name,
        sha256=stored.sha256,
        is_in_use=True,
        uploaded_at=work.now,
        uploaded_by_id=work.actor.user_id,
    )
    work.session.add(made)
    return made


def use_default_template(work: UnitOfWork) -> None:
    """Write reports in the built-in form again; templates are kept."""
    require_permission(work.actor, Permission.REPORT_PREPARE)
    for each in queries.list_report_templates(work.session):
        each.is_in_use = False


def render_report_word(work: UnitOfWork, place: StoreLocation, paper: ReportPaper) -> bytes:
    """Return a report as Word: in the template of the office, or in the built-in form."""
    template = next((each for each in queries.list_report_templates(work.session) if each.is_in_use), None)
    if template is None:
        return report_word(paper)
    with core_files.open_stored_file(place, template.stored_name) as file:
        return try_report_template(file.read(), template.file_name, paper)


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """What the report says of a period at a cut-off, and what it was counted from."""

    period: Period
    selection: Selection
    place_name: str
    sentences: Mapping[ReportLine, ReportSentence]
    units: Sequence[figure_statistics.BreakdownGroup]
    event_count: int
    event_head_hash: str
    made_at: dt.datetime

    @property
    def carried_over(self) -> int:
        """How many of the units' shares came over from before the period."""
        return sum((group.tally for group in self.units), Tally()).carried_over


def draft_report(work: UnitOfWork, period: Period, *, as_of: dt.date | None = None) -> ReportDraft:
    """Draft the report of a period with its data up to the close of `as_of` (default: see `Period.cut_off`).

    Raises `Refusal` DATE_OUTSIDE_PERIOD for a cut-off outside the period, DATE_IN_FUTURE.
    """
    require_permission(work.actor, Permission.REPORT_DRAFT)
    selection = Selection(
        as_of=period.cut_off(work.today, asked=as_of),
        scope=get_permission_scope(work.actor, Permission.TASK_READ),
        since=period.first_on,
    )
    directives = selection.narrowed(count=Count.ASSIGNMENTS, origins=frozenset({Origin.PROVINCE, Origin.TOWN}))
    lines, head = event_log.get_log_anchor(work.session)
    return ReportDraft(
        period=period,
        selection=selection,
        place_name=installation.get_authority_name(work.session),
        sentences=report_sentences(report_figures.report_figures(work, selection)),
        units=figure_statistics.build_breakdown(work, directives, Cut.UNIT),
        event_count=lines,
        event_head_hash=head,
        made_at=work.now,
    )


@dataclass(frozen=True, slots=True)
class DraftAppendix:
    """The appendix of some days: of the report opened for just these days, or filled from our records alone."""

    report: Report | None
    form: IndicatorForm
    filled: Appendix


def get_draft_appendix(work: UnitOfWork, made: ReportDraft) -> DraftAppendix:
    """Return the appendix of a draft with all that was given for it.

    Raises `Refusal` FORM_MISSING where no form of indicators holds on the cut-off.
    """
    first_on, as_of = made.period.first_on, made.selection.as_of
    listed = queries.list_reports(work.session)
    known = next((each for each in listed if (each.first_on, each.as_of) == (first_on, as_of)), None)
    if known is not None:
        form = form_versions.get_indicator_form(work.session, known.form_id)
        assert form is not None  # the report was opened with it
        return DraftAppendix(known, form, appendix.build_report_appendix(work, known))
    form = form_versions.get_form_on(work.session, as_of, FAMILY) or form_versions.get_form_on(work.session, as_of)
    if form is None:
        raise Refusal(Reason.FORM_MISSING, field="as_of", day=as_of)
    return DraftAppendix(None, form, appendix.fill_appendix(work, form.id, first_on, as_of))


def render_draft_word(work: UnitOfWork, made: ReportDraft) -> bytes:
    """Return a draft as a Word paper: the report of these days with all that was given for it, or one without.

    Raises what `get_draft_appendix` does.
    """
    found = get_draft_appendix(work, made)
    if found.report is not None:
        return report_word(content.paper_of_report(work, found.report))
    as_of = made.selection.as_of
    paper = content.write_window_paper(
        work,
        title=title_of_period(describe_period(made.period, as_of)),
        first_on=made.period.first_on,
        as_of=as_of,
        form_id=found.form.id,
        filled=found.filled,
        texts={},
    )
    return report_word(paper)
