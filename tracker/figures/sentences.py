"""The sentences of the report, written from figures; each figure keeps the selection it counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from tracker.core.formats import format_percent, format_report_day
from tracker.core.i18n import get_spoken_levels
from tracker.figures.report_figures import ReportFigures, ReportLine
from tracker.law.tally import Tally
from tracker.law.timing import COUNTED_TIMINGS, DONE_ON_TIME, DONE_TIMINGS, OPEN_TIMINGS, Timing
from tracker.tasks.selection import Selection


@dataclass(frozen=True, slots=True)
class SentenceFigure:
    """A number in a sentence and the selection whose list has that many rows."""

    number: int
    selection: Selection


SentencePart = str | SentenceFigure


@dataclass(frozen=True, slots=True)
class ReportSentence:
    """One sentence of the report in parts, so that a page can make its numbers links."""

    parts: tuple[SentencePart, ...]

    def __str__(self) -> str:
        """Return the sentence as it is printed."""
        return "".join(str(part.number) if isinstance(part, SentenceFigure) else part for part in self.parts)


def report_sentences(figures: ReportFigures) -> dict[ReportLine, ReportSentence]:
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


def _plan(tally: Tally, of: Selection) -> ReportSentence:
    count = partial(_figure, tally, of)
    return ReportSentence(
        (
            "Theo kế hoạch có ",
            count(*COUNTED_TIMINGS),
            f" nội dung, nhiệm vụ phải thực hiện trong năm; đến ngày {format_report_day(of.as_of)} đã hoàn thành ",
            count(*DONE_TIMINGS),
            f" nhiệm vụ (đạt {format_percent(tally.done, tally.total)} trên tổng số)",
            *_late(tally, of, "nhiệm vụ"),
            *_still_open(tally, of, "nhiệm vụ"),
            ".",
        )
    )


def _earlier_plans(tally: Tally, of: Selection) -> ReportSentence:
    count = partial(_figure, tally, of)
    return ReportSentence(
        (
            "Ngoài kế hoạch của năm, ",
            count(*COUNTED_TIMINGS),
            " nội dung của kế hoạch năm trước chuyển sang; đã hoàn thành ",
            count(*DONE_TIMINGS),
            *_late(tally, of, "nội dung"),
            *_still_open(tally, of, "nội dung"),
            ".",
        )
    )


def _province(tally: Tally, of: Selection) -> ReportSentence:
    begin = f"Đến ngày {format_report_day(of.as_of)}, UBND {get_spoken_levels().own} đã hoàn thành "
    whole = f" ý kiến chỉ đạo của lãnh đạo {get_spoken_levels().above}, trong đó trước và đúng hạn "
    return _directives(tally, of, begin, whole, "ý kiến chỉ đạo")


def _town(tally: Tally, of: Selection) -> ReportSentence:
    begin = f"Các đơn vị được {get_spoken_levels().own} giao đã hoàn thành "
    whole = f" lượt giao theo ý kiến chỉ đạo của lãnh đạo {get_spoken_levels().own}, trong đó trước và đúng hạn "
    return _directives(tally, of, begin, whole, "lượt giao")


def _directives(tally: Tally, of: Selection, begin: str, whole: str, noun: str) -> ReportSentence:
    count = partial(_figure, tally, of)
    done, late = (count(*DONE_TIMINGS), "/", count(*COUNTED_TIMINGS)), count(Timing.DONE_LATE)
    on_time = (whole, count(*DONE_ON_TIME), ", quá hạn ", late)
    return ReportSentence((begin, *done, *on_time, *_still_open(tally, of, noun), "."))


def _late(tally: Tally, of: Selection, noun: str) -> tuple[SentencePart, ...]:
    late = _figure(tally, of, Timing.DONE_LATE)
    return (", trong đó ", late, f" {noun} hoàn thành quá hạn") if late.number else ()


def _still_open(tally: Tally, of: Selection, noun: str) -> tuple[SentencePart, ...]:
    """Write what is not finished yet, with the split that reports forget."""
    count = partial(_figure, tally, of)
    without_deadline, suspended = count(Timing.OPEN_NO_DEADLINE), count(Timing.SUSPENDED)
    if not tally.open and not suspended.number:
        return ()
    return (
        "; còn ",
        count(*OPEN_TIMINGS),
        f" {noun} đang thực hiện (trong hạn ",
        count(Timing.OPEN_IN_TIME),
        ", quá hạn ",
        count(Timing.OPEN_OVERDUE),
        *((", không hạn ", without_deadline) if without_deadline.number else ()),
        ")",
        *((", tạm dừng ", suspended) if suspended.number else ()),
    )


def _figure(tally: Tally, of: Selection, *timings: Timing) -> SentenceFigure:
    return SentenceFigure(tally.count(timings), of.narrowed(timings=frozenset(timings)))
