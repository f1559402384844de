"""The sentences of the report, written from figures; each figure keeps the selection it counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tracker.rules.rates import rate
from tracker.rules.report_lines import ReportFigures, ReportLine
from tracker.rules.selecting import Selection
from tracker.rules.tally import Tally
from tracker.rules.timeliness import DONE, DONE_ON_TIME, OPEN, Timing
from tracker.wording.levels import levels

COUNTED = frozenset(timing for timing in Timing if timing is not Timing.EXCLUDED)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence and the selection whose list has that many rows."""

    number: int
    selection: Selection


Part = str | Figure


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the report in parts, so that a page can make its numbers links."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        """Return the sentence as it is printed."""
        return "".join(str(part.number) if isinstance(part, Figure) else part for part in self.parts)


def day(value: dt.date) -> str:
    """Return a civil day as reports write it: two figures for the day, a zero before months 1 and 2 only."""
    month = f"{value.month:02}" if value.month < 3 else str(value.month)
    return f"{value.day:02}/{month}/{value.year}"


def percent(part: int, whole: int) -> str:
    """Return a share with one decimal and a comma, «100%» only when it is the whole, a dash of nothing."""
    share = rate(part, whole)
    if part == whole and part:
        return "100%"
    return "–" if share is None else f"{share:.1f}".replace(".", ",") + "%"


def report_sentences(figures: ReportFigures) -> dict[ReportLine, Sentence]:
    """Write the sentences on the plan, the province's directives and the wards, open work included.

    Former plans are spoken of only where they left something over.
    """
    writers = {
        ReportLine.PLAN: _plan,
        ReportLine.EARLIER_PLANS: _earlier_plans,
        ReportLine.PROVINCE: _province,
        ReportLine.TOWN: _town,
    }
    return {
        line: write(figures[line].tally, figures[line].selection)
        for line, write in writers.items()
        if line is not ReportLine.EARLIER_PLANS or figures[line].tally.total
    }


def _plan(tally: Tally, of: Selection) -> Sentence:
    parts: list[Part] = [
        "Theo kế hoạch có ",
        _figure(tally.total, of, COUNTED),
        f" nội dung, nhiệm vụ phải thực hiện trong năm; đến ngày {day(of.as_of)} đã hoàn thành ",
        _figure(tally.done, of, frozenset(DONE)),
        f" nhiệm vụ (đạt {percent(tally.done, tally.total)} trên tổng số)",
        *_late(tally, of, "nhiệm vụ"),
        *_still_open(tally, of, "nhiệm vụ"),
        ".",
    ]
    return Sentence(tuple(parts))


def _earlier_plans(tally: Tally, of: Selection) -> Sentence:
    return Sentence(
        (
            "Ngoài kế hoạch của năm, ",
            _figure(tally.total, of, COUNTED),
            " nội dung của kế hoạch năm trước chuyển sang; đã hoàn thành ",
            _figure(tally.done, of, frozenset(DONE)),
            *_late(tally, of, "nội dung"),
            *_still_open(tally, of, "nội dung"),
            ".",
        )
    )


def _province(tally: Tally, of: Selection) -> Sentence:
    return Sentence(
        (
            f"Đến ngày {day(of.as_of)}, UBND {levels().own} đã hoàn thành ",
            _figure(tally.done, of, frozenset(DONE)),
            "/",
            _figure(tally.total, of, COUNTED),
            f" ý kiến chỉ đạo của lãnh đạo {levels().above}, trong đó trước và đúng hạn ",
            _figure(tally.done_on_time, of, frozenset(DONE_ON_TIME)),
            ", quá hạn ",
            _figure(tally[Timing.DONE_LATE], of, frozenset({Timing.DONE_LATE})),
            *_still_open(tally, of, "ý kiến chỉ đạo"),
            ".",
        )
    )


def _town(tally: Tally, of: Selection) -> Sentence:
    return Sentence(
        (
            f"Các đơn vị được {levels().own} giao đã hoàn thành ",
            _figure(tally.done, of, frozenset(DONE)),
            "/",
            _figure(tally.total, of, COUNTED),
            f" lượt giao theo ý kiến chỉ đạo của lãnh đạo {levels().own}, trong đó trước và đúng hạn ",
            _figure(tally.done_on_time, of, frozenset(DONE_ON_TIME)),
            ", quá hạn ",
            _figure(tally[Timing.DONE_LATE], of, frozenset({Timing.DONE_LATE})),
            *_still_open(tally, of, "lượt giao"),
            ".",
        )
    )


def _late(tally: Tally, of: Selection, noun: str) -> tuple[Part, ...]:
    if not tally[Timing.DONE_LATE]:
        return ()
    return (
        ", trong đó ",
        _figure(tally[Timing.DONE_LATE], of, frozenset({Timing.DONE_LATE})),
        f" {noun} hoàn thành quá hạn",
    )


def _still_open(tally: Tally, of: Selection, noun: str) -> tuple[Part, ...]:
    """Write what is not finished yet, with the split that reports forget."""
    if not tally.open and not tally[Timing.SUSPENDED]:
        return ()
    parts: list[Part] = [
        "; còn ",
        _figure(tally.open, of, frozenset(OPEN)),
        f" {noun} đang thực hiện (trong hạn ",
    ]
    parts += [_figure(tally[Timing.OPEN_IN_TIME], of, frozenset({Timing.OPEN_IN_TIME})), ", quá hạn "]
    parts += [_figure(tally[Timing.OPEN_OVERDUE], of, frozenset({Timing.OPEN_OVERDUE}))]
    if tally[Timing.OPEN_NO_DEADLINE]:
        parts += [
            ", không hạn ",
            _figure(tally[Timing.OPEN_NO_DEADLINE], of, frozenset({Timing.OPEN_NO_DEADLINE})),
        ]
    parts.append(")")
    if tally[Timing.SUSPENDED]:
        parts += [", tạm dừng ", _figure(tally[Timing.SUSPENDED], of, frozenset({Timing.SUSPENDED}))]
    return tuple(parts)


def _figure(number: int, of: Selection, timings: frozenset[Timing]) -> Figure:
    return Figure(number, of.narrowed(timings=timings))
