"""Drafting the report: its figures and sentences from the state of tasks alone, its appendix, its paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.documents.report_word import report_word
from tracker.documents.sentences import Sentence, report_sentences
from tracker.models.indicator import IndicatorForm
from tracker.models.report import Report
from tracker.rules.periods import Period
from tracker.rules.permissions import Origin, Permission, require, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.report_lines import ReportLine
from tracker.rules.selecting import Count, Cut, Selection
from tracker.rules.tally import Tally
from tracker.services import appendix, report_figures, statistics
from tracker.services.appendix import Appendix
from tracker.services.indicators import FAMILY
from tracker.services.reporting import writing
from tracker.store import events, indicators, installation
from tracker.store import reports as dossiers
from tracker.transaction import Work
from tracker.wording.reports import title_of_period, words_of


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """What the report says of a period at a cut-off, and what it was counted from."""

    period: Period
    selection: Selection
    place_name: str
    sentences: Mapping[ReportLine, Sentence]
    units: Sequence[statistics.Group]
    diary_lines: int
    diary_head: str
    made_at: dt.datetime

    @property
    def carried_over(self) -> int:
        """How many of the units' shares came over from before the period."""
        return sum((group.tally for group in self.units), Tally()).carried_over


def draft(work: Work, period: Period, *, as_of: dt.date | None = None) -> ReportDraft:
    """Draft the report of a period with its data up to the close of `as_of` (default: see `Period.cut_off`).

    Raises `Refusal` DATE_OUTSIDE_PERIOD for a cut-off outside the period, DATE_IN_FUTURE.
    """
    require(work.actor, Permission.REPORT_DRAFT)
    selection = Selection(
        as_of=period.cut_off(work.today, asked=as_of),
        scope=scope(work.actor, Permission.TASK_READ),
        since=period.first_on,
    )
    directives = selection.narrowed(
        count=Count.ASSIGNMENTS, origins=frozenset({Origin.PROVINCE, Origin.TOWN})
    )
    lines, head = events.length_and_head(work.session)
    return ReportDraft(
        period=period,
        selection=selection,
        place_name=installation.place_name(work.session),
        sentences=report_sentences(report_figures.report_figures(work, selection)),
        units=statistics.breakdown(work, directives, Cut.UNIT),
        diary_lines=lines,
        diary_head=head,
        made_at=work.now,
    )


@dataclass(frozen=True, slots=True)
class DraftAppendix:
    """The appendix of some days: of the report opened for just these days, or filled from our records alone."""

    report: Report | None
    form: IndicatorForm
    filled: Appendix


def appendix_of(work: Work, made: ReportDraft) -> DraftAppendix:
    """Return the appendix of a draft with all that was given for it.

    Raises `Refusal` FORM_MISSING where no form of indicators holds on the cut-off.
    """
    first_on, as_of = made.period.first_on, made.selection.as_of
    listed = dossiers.listed(work.session)
    known = next((each for each in listed if (each.first_on, each.as_of) == (first_on, as_of)), None)
    if known is not None:
        form = indicators.form(work.session, known.form_id)
        assert form is not None  # the report was opened with it
        return DraftAppendix(known, form, appendix.of_report(work, known))
    form = indicators.form_on(work.session, as_of, FAMILY) or indicators.form_on(work.session, as_of)
    if form is None:
        raise Refusal(Reason.FORM_MISSING, field="as_of", day=as_of)
    return DraftAppendix(None, form, appendix.filled_in(work, form.id, first_on, as_of))


def as_docx(work: Work, made: ReportDraft) -> bytes:
    """Return a draft as a Word paper: the report of these days with all that was given for it, or one without.

    Raises what `appendix_of` does.
    """
    found = appendix_of(work, made)
    if found.report is not None:
        return report_word(writing.paper_of_report(work, found.report))
    as_of = made.selection.as_of
    paper = writing.write(
        work,
        title=title_of_period(words_of(made.period, as_of)),
        first_on=made.period.first_on,
        as_of=as_of,
        form_id=found.form.id,
        filled=found.filled,
        texts={},
    )
    return report_word(paper)
