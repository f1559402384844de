"""The sentences of the report, written from figures; each figure keeps the selection it counts."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.core.formats import format_percent, format_report_day
from tracker.core.i18n import get_spoken_levels
from tracker.figures.report_figures import ReportFigures, ReportLine
from tracker.law.tally import Tally
from tracker.law.timing import DONE_ON_TIME, DONE_TIMINGS, OPEN_TIMINGS, Timing
from tracker.tasks.selection import Selection

TIMINGS_IN_SENTENCES = frozenset(timing for timing in Timing if timing is not Timing.EXCLUDED)


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
    parts: list[SentencePart] = [
        "Theo kế hoạch có ",
        _figure(tally.total, of, TIMINGS_IN_SENTENCES),
        f" nội dung, nhiệm vụ phải thực hiện trong năm; đến ngày {format_report_day(of.as_of)} đã hoàn thành ",
        _figure(tally.done, of, frozenset(DONE_TIMINGS)),
        f" nhiệm vụ (đạt {format_percent(tally.done, tally.total)} trên tổng số)",
        *_late(tally, of, "nhiệm vụ"),
        *_still_open(tally, of, "nhiệm vụ"),
        ".",
    ]
    return ReportSentence(tuple(parts))


def _earlier_plans(tally: Tally, of: Selection) -> ReportSentence:
    return ReportSentence(
        (
            "Ngoài kế hoạch của năm, ",
            _figure(tally.total, of, TIMINGS_IN_SENTENCES),
            " nội dung của kế hoạch năm trước chuyển sang; đã hoàn thành ",
            _figure(tally.done, of, frozenset(DONE_TIMINGS)),
            *_late(tally, of, "nội dung"),
            *_still_open(tally, of, "nội dung"),
            ".",
        )
    )


def _province(tally: Tally, of: Selection) -> ReportSentence:
    return ReportSentence(
        (
            f"Đến ngày {format_report_day(of.as_of)}, UBND {get_spoken_levels().own} đã hoàn thành ",
            _figure(tally.done, of, frozenset(DONE_TIMINGS)),
            "/",
            _figure(tally.total, of, TIMINGS_IN_SENTENCES),
            f" ý kiến chỉ đạo của lãnh đạo {get_spoken_levels().above}, trong đó trước và đúng hạn ",
            _figure(tally.done_on_time, of, frozenset(DONE_ON_TIME)),
            ", quá hạn ",
            _figure(tally[Timing.DONE_LATE], of, frozenset({Timing.DONE_LATE})),
            *_still_open(tally, of, "ý kiến chỉ đạo"),
            ".",
        )
    )


def _town(tally: Tally, of: Selection) -> ReportSentence:
    return ReportSentence(
        (
            f"Các đơn vị được {get_spoken_levels().own} giao đã hoàn thành ",
            _figure(tally.done, of, frozenset(DONE_TIMINGS)),
            "/",
            _figure(tally.total, of, TIMINGS_IN_SENTENCES),
            f" lượt giao theo ý kiến chỉ đạo của lãnh đạo {get_spoken_levels().own}, trong đó trước và đúng hạn ",
            _figure(tally.done_on_time, of, frozenset(DONE_ON_TIME)),
            ", quá hạn ",
            _figure(tally[Timing.DONE_LATE], of, frozenset({Timing.DONE_LATE})),
            *_still_open(tally, of, "lượt giao"),
            ".",
        )
    )


def _late(tally: Tally, of: Selection, noun: str) -> tuple[SentencePart, ...]:
    if not tally[Timing.DONE_LATE]:
        return ()
    return (
        ", trong đó ",
        _figure(tally[Timing.DONE_LATE], of, frozenset({Timing.DONE_LATE})),
        f" {noun} hoàn thành quá hạn",
    )


def _still_open(tally: Tally, of: Selection, noun: str) -> tuple[SentencePart, ...]:
    """Write what is not finished yet, with the split that reports forget."""
    if not tally.open and not tally[Timing.SUSPENDED]:
        return ()
    parts: list[SentencePart] = [
        "; còn ",
        _figure(tally.open, of, frozenset(OPEN_TIMINGS)),
        f" {noun} đang thực hiện (trong hạn ",
    ]
    parts += [_figure(tally[Timing.OPEN_IN_TIME], of, frozenset({Timing.OPEN_IN_TIME})), ", quá hạn "]
    parts += [_figure(tally[Timing.OPEN_OVERDUE], of, frozenset({Timing.OPEN_OVERDUE}))]
    if tally[Timing.OPEN_NO_DEADLINE]:
        parts += [", không hạn ", _figure(tally[Timing.OPEN_NO_DEADLINE], of, frozenset({Timing.OPEN_NO_DEADLINE}))]
    parts.append(")")
    if tally[Timing.SUSPENDED]:
        parts += [", tạm dừng ", _figure(tally[Timing.SUSPENDED], of, frozenset({Timing.SUSPENDED}))]
    return tuple(parts)


def _figure(number: int, of: Selection, timings: frozenset[Timing]) -> SentenceFigure:
    return SentenceFigure(number, of.narrowed(timings=timings))
