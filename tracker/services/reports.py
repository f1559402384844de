"""Drafting the report: its figures, sentences and first appendix section, from the state of tasks alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.documents.appendix import IndicatorRow, section_one
from tracker.documents.report_docx import period_words, report_docx
from tracker.documents.sentences import Sentence, report_sentences
from tracker.rules.periods import Period
from tracker.rules.permissions import Origin, Permission, require, scope
from tracker.rules.selecting import Count, Cut, Selection
from tracker.rules.tally import Tally
from tracker.services import statistics
from tracker.store import events, installation
from tracker.transaction import Work


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


def as_docx(made: ReportDraft) -> bytes:
    """Return a draft as a Word paper."""
    return report_docx(
        office=made.place_name,
        period=period_words(made.period.year, made.period.part),
        first_on=made.period.first_on,
        as_of=made.selection.as_of,
        made_at=made.made_at,
        sentences=made.sentences,
        rows=made.rows,
        units=[(group.label or "", group.tally) for group in made.units],
        diary_lines=made.diary_lines,
        diary_head=made.diary_head,
    )
