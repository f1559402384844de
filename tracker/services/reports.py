"""Drafting the report: its figures, sentences and first appendix section, from the state of tasks alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.documents.appendix import IndicatorRow, section_one
from tracker.documents.report_word import report_word
from tracker.documents.sentences import Sentence, report_sentences
from tracker.rules.periods import Period
from tracker.rules.permissions import Origin, Permission, require, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.selecting import Count, Cut, Selection
from tracker.rules.tally import Tally
from tracker.services import appendix, statistics
from tracker.services.indicators import FAMILY
from tracker.services.reporting import writing
from tracker.store import events, indicators, installation
from tracker.store import reports as dossiers
from tracker.transaction import Work
from tracker.wording.reports import period_words, title_of_period


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """What the report says of a period at a cut-off, and what it was counted from."""

    period: Period
    selection: Selection
    place_name: str
    sentences: Sequence[tuple[Origin, Sentence]]
    rows: Sequence[IndicatorRow]
    units: Sequence[statistics.Group]
    diary_lines: int
    diary_head: str
    made_at: dt.datetime

    @property
    def carried_over(self) -> int:
        """How many of the units' shares came over from before the period."""
        return sum((group.tally for group in self.units), Tally()).carried_over


def draft(work: Work, period: Period, *, as_of: dt.date | None = None) -> ReportDraft:
    """Draft the report of a period with its data up to the close of `as_of` (default: the period's last day).

    Raises `Refusal` PERIOD_REVERSED for a cut-off before the period.
    """
    require(work.actor, Permission.REPORT_DRAFT)
    selection = Selection(
        as_of=as_of or period.last_on,
        scope=scope(work.actor, Permission.TASK_READ),
        since=period.first_on,
    )
    by_origin = statistics.breakdown(work, selection, Cut.ORIGIN)
    tallies = {Origin(group.key): group.tally for group in by_origin}
    directives = selection.narrowed(
        count=Count.ASSIGNMENTS, origins=frozenset({Origin.PROVINCE, Origin.TOWN})
    )
    lines, head = events.length_and_head(work.session)
    return ReportDraft(
        period=period,
        selection=selection,
        place_name=installation.place_name(work.session),
        sentences=report_sentences(tallies, selection),
        rows=section_one(tallies, selection),
        units=statistics.breakdown(work, directives, Cut.UNIT),
        diary_lines=lines,
        diary_head=head,
        made_at=work.now,
    )


def as_docx(work: Work, made: ReportDraft) -> bytes:
    """Return a draft as a Word paper: the report of these days with all that was given for it, or one without.

    Raises `Refusal` FORM_MISSING where no form of indicators holds on the cut-off.
    """
    first_on, as_of = made.period.first_on, made.selection.as_of
    known = next(
        (each for each in dossiers.listed(work.session) if (each.first_on, each.as_of) == (first_on, as_of)),
        None,
    )
    if known is not None:
        return report_word(writing.paper_of_report(work, known))
    form = indicators.form_on(work.session, as_of, FAMILY) or indicators.form_on(work.session, as_of)
    if form is None:
        raise Refusal(Reason.FORM_MISSING, field="as_of", day=as_of)
    paper = writing.write(
        work,
        title=title_of_period(period_words(made.period.year, made.period.part)),
        first_on=first_on,
        as_of=as_of,
        form_id=form.id,
        filled=appendix.filled_in(work, form.id, first_on, as_of),
        texts={},
    )
    return report_word(paper)
