"""Rows of a report as printed: the value of an indicator, the figures of a unit, how a figure is obtained."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.documents.report_paper import Definition, PaperRow
from tracker.documents.sentences import percent
from tracker.rules.indicators.filling import Filled
from tracker.rules.indicators.rulebook import read_rule
from tracker.rules.indicators.spec import Blank, Spec
from tracker.rules.tally import Tally
from tracker.rules.timeliness import Timing
from tracker.wording.indicators import BINDING_WORDS, BLANK_WORDS, GROUP_WORDS, RULE_WORDS, SOURCE_WORDS
from tracker.wording.levels import in_our_words
from tracker.wording.numbers import share_words, value_words
from tracker.wording.sentence import inside, say, together

HOLE = "[CẦN BỔ SUNG]"


def paper_row(filled: Filled) -> PaperRow:
    """Return a row as the appendix prints it: its value or a hole, its note with numerator, denominator or reason."""
    spec = filled.spec
    if spec.is_heading:
        return PaperRow(spec.code, in_our_words(spec.label), "", "", "", is_heading=True)
    notes = [share_words(filled.part, filled.whole), filled.note]
    if filled.value is None and filled.blank is not None and filled.blank is not Blank.NOTHING_AROSE:
        notes.insert(0, BLANK_WORDS[filled.blank])
    value = HOLE if filled.is_open else value_words(filled.value, spec.kind)
    label = in_our_words(spec.label)
    return PaperRow(spec.code, label, spec.unit, value, "; ".join(note for note in notes if note))


def unit_cells(tally: Tally) -> tuple[str, ...]:
    """Return the figures of a unit in the order of `wording.reports.UNIT_HEADS`, its name apart."""
    return (
        str(tally.total),
        str(tally.done_on_time),
        str(tally[Timing.DONE_LATE]),
        str(tally[Timing.OPEN_IN_TIME]),
        str(tally[Timing.OPEN_OVERDUE]),
        percent(tally.done_on_time, tally.done_with_deadline),
    )


def definition(spec: Spec, names: Mapping[str, str]) -> Definition:
    """Return how a row is obtained and what must hold; `names` are those of units by code."""
    how = SOURCE_WORDS[spec.source]
    if spec.binding is not None:
        how = say("{how}: {what}", how=how, what=inside(BINDING_WORDS[spec.binding]))
    elif spec.formula:
        how = say("{how}: {what}", how=how, what=spec.formula)
    elif spec.owners:
        owners = together(GROUP_WORDS.get(each) or names.get(each, each) for each in spec.owners)
        how = say("{how}: {what}", how=how, what=owners)
    rules = [(RULE_WORDS[verb], codes) for verb, codes in map(read_rule, spec.rules)]
    said = together(
        (say("{verb} {codes}", verb=verb, codes=" + ".join(codes)) for verb, codes in rules), between="; "
    )
    return Definition(spec.code, spec.label, how, said)
