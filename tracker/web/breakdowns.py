"""A breakdown in full: every bucket of every line with its list, and the rates with their denominators."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tracker.documents.sentences import COUNTED
from tracker.rules.selecting import Cut, Selection
from tracker.rules.tally import Tally
from tracker.rules.timeliness import DONE, DONE_ON_TIME, Timing
from tracker.services import statistics
from tracker.services.statistics import Group
from tracker.web.charts import Part, Row
from tracker.web.selections import list_address, lists_of
from tracker.wording import NOTHING, ORIGIN_WORDS, TIMING_WORDS
from tracker.wording.figures import CUT_WORDS, MONTH, NOTHING_WORDS
from tracker.wording.reminders import AGE_WORDS

TONES: tuple[tuple[str, Timing], ...] = (
    ("early", Timing.DONE_EARLY),
    ("on_day", Timing.DONE_ON_DAY),
    ("late", Timing.DONE_LATE),
    ("no_deadline", Timing.DONE_NO_DEADLINE),
    ("open", Timing.OPEN_IN_TIME),
    ("overdue", Timing.OPEN_OVERDUE),
    ("no_deadline", Timing.OPEN_NO_DEADLINE),
    ("suspended", Timing.SUSPENDED),
)
"""The parts of a bar, in the order of a task's life."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, the list of the part, and in words what the whole is (counting rule 8)."""

    part: int
    whole: int
    href: str


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of one line, each with its own denominator, and what stands outside the total."""

    label: str
    total: int
    done: Share
    on_time: Share
    overdue: Share
    excluded: int
    excluded_href: str
    carried: int
    carried_href: str


_ONE = {timing: frozenset({timing}) for timing in Timing}
_DONE, _ON_TIME = frozenset(DONE), frozenset(DONE_ON_TIME)
_OVERDUE, _EXCLUDED = _ONE[Timing.OPEN_OVERDUE], _ONE[Timing.EXCLUDED]

MONTHS = frozenset({Cut.MONTH, Cut.DUE_MONTH, Cut.DONE_MONTH})


def cut_words(cut: Cut) -> str:
    """Return what people call a cut."""
    return CUT_WORDS[cut]


def with_words(group: Group, cut: Cut) -> Group:
    """Give a line of a breakdown the name people call it by."""
    return Group(group.key, _label(group, cut), group.tally, group.selection)


def _label(group: Group, cut: Cut) -> str:
    if group.key in (None, ""):
        return NOTHING_WORDS.get(cut, NOTHING)
    if cut is Cut.ORIGIN:
        return ORIGIN_WORDS[group.key]
    if cut is Cut.AGE:
        return AGE_WORDS[group.key]
    if cut in MONTHS:
        return MONTH.format(month=group.key % 100, year=group.key // 100)
    return group.label or NOTHING_WORDS.get(cut, NOTHING)


def rates(label: str, tally: Tally, selection: Selection, today: dt.date) -> Rates:
    """Return the rates of a line: done of all, on time of done with a deadline, overdue of open."""
    lists = lists_of(selection, today=today)
    is_period = selection.since is not None
    return Rates(
        label=label,
        total=tally.total,
        done=Share(tally.done, tally.total, lists.of(_DONE)),
        on_time=Share(tally.done_on_time, tally.done_with_deadline, lists.of(_ON_TIME)),
        overdue=Share(tally[Timing.OPEN_OVERDUE], tally.open, lists.of(_OVERDUE)),
        excluded=sum(tally.excluded.values()),
        excluded_href=lists.of(_EXCLUDED),
        carried=tally.carried_over,
        carried_href=list_address(statistics.carried_over(selection), today=today) if is_period else "",
    )


def bar(label: str, tally: Tally, selection: Selection, today: dt.date) -> Row:
    """Return a bar of a chart: its parts are the buckets, each a link to its list."""
    lists = lists_of(selection, today=today)
    return Row(
        label,
        tuple(
            Part(tone, TIMING_WORDS[timing], tally[timing], lists.of(_ONE[timing]) if tally[timing] else None)
            for tone, timing in TONES
        ),
        lists.of(COUNTED),
    )
