"""Figures as pages show them: each number with the address of its list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tracker.documents.sentences import COUNTED
from tracker.rules.selecting import Selection
from tracker.rules.tally import Tally
from tracker.rules.timeliness import DONE, DONE_ON_TIME, OPEN, Timing
from tracker.web.charts import Part, Row
from tracker.web.filters import vn_number, vn_rate
from tracker.web.selections import list_address
from tracker.wording import TIMING_WORDS

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
    """A part of a whole, the list of the part, and in words what the whole is (decision 8)."""

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


def rates(label: str, tally: Tally, selection: Selection, today: dt.date) -> Rates:
    """Return the rates of a line: done of all, on time of done, overdue of open."""

    def address(timings: frozenset[Timing]) -> str:
        return list_address(selection.narrowed(timings=timings), today=today)

    return Rates(
        label=label,
        total=tally.total,
        done=Share(tally.done, tally.total, address(frozenset(DONE))),
        on_time=Share(tally.done_on_time, tally.done, address(frozenset(DONE_ON_TIME))),
        overdue=Share(tally[Timing.OPEN_OVERDUE], tally.open, address(frozenset({Timing.OPEN_OVERDUE}))),
        excluded=sum(tally.excluded.values()),
        excluded_href=address(frozenset({Timing.EXCLUDED})),
    )


def bar(label: str, tally: Tally, selection: Selection, today: dt.date) -> Row:
    """Return a bar of a chart: its parts are the buckets, each a link to its list."""
    return Row(
        label,
        tuple(
            Part(
                tone,
                TIMING_WORDS[timing],
                tally[timing],
                list_address(selection.narrowed(timings=frozenset({timing})), today=today),
            )
            for tone, timing in TONES
        ),
        list_address(selection.narrowed(timings=COUNTED), today=today),
    )


def headline(tally: Tally, selection: Selection, today: dt.date) -> list[dict[str, object]]:
    """Return the big figures of a selection, each saying what it is a part of."""

    def figure(
        label: str, number: int, timings: frozenset[Timing], tone: str, whole: str
    ) -> dict[str, object]:
        href = list_address(selection.narrowed(timings=timings), today=today)
        return {"number": number, "label": label, "href": href, "whole": whole, "tone": tone}

    def of(part: int, whole: int, noun: str) -> str:
        return f"{vn_rate(part, whole)} của {vn_number(whole)} {noun}"

    late, overdue = tally[Timing.DONE_LATE], tally[Timing.OPEN_OVERDUE]
    return [
        figure("Tổng số", tally.total, COUNTED, "house", ""),
        figure("Hoàn thành", tally.done, frozenset(DONE), "early", of(tally.done, tally.total, "nhiệm vụ")),
        figure(
            "Trước và đúng hạn",
            tally.done_on_time,
            frozenset(DONE_ON_TIME),
            "on_day",
            of(tally.done_on_time, tally.done, "đã hoàn thành"),
        ),
        figure(
            "Hoàn thành quá hạn",
            late,
            frozenset({Timing.DONE_LATE}),
            "late",
            of(late, tally.done, "đã hoàn thành"),
        ),
        figure(
            "Đang thực hiện", tally.open, frozenset(OPEN), "open", of(tally.open, tally.total, "nhiệm vụ")
        ),
        figure(
            "Đang làm, quá hạn",
            overdue,
            frozenset({Timing.OPEN_OVERDUE}),
            "overdue",
            of(overdue, tally.open, "đang thực hiện"),
        ),
    ]


def flow(label: str, tally: Tally, selection: Selection, today: dt.date) -> Row:
    """Return a month of a chart: what was given in it, and how much of that was done on time and late."""

    def part(tone: str, words: str, number: int, timings: frozenset[Timing]) -> Part:
        return Part(tone, words, number, list_address(selection.narrowed(timings=timings), today=today))

    late = frozenset({Timing.DONE_LATE, Timing.OPEN_OVERDUE})
    return Row(
        label,
        (
            part("house", "Giao", tally.total, COUNTED),
            part("early", "Hoàn thành trước và đúng hạn", tally.done_on_time, frozenset(DONE_ON_TIME)),
            part("overdue", "Quá hạn (đã xong và chưa xong)", sum(tally[timing] for timing in late), late),
        ),
    )
