"""A unit's own report to the authority: what it was given, finished and has in hand, each with its paper and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.documents.report_paper import Block, BlockKind
from tracker.documents.report_prose import HOLE_WORDS
from tracker.documents.sentences import day, percent
from tracker.rules.tally import Tally
from tracker.rules.timeliness import Timing
from tracker.wording.levels import levels
from tracker.wording.numbers import prose_number


@dataclass(frozen=True, slots=True)
class UnitTask:
    """A task of the unit as its report names it: number of the paper, content, deadline, day finished."""

    code: str
    title: str
    due_on: dt.date | None
    done_on: dt.date | None


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What a unit's report tells of."""

    name: str
    first_on: dt.date
    as_of: dt.date
    tally: Tally
    done: Sequence[UnitTask]
    late: Sequence[UnitTask]
    in_hand: Sequence[UnitTask]
    difficulties: Sequence[str]
    proposals: Sequence[str]


def unit_blocks(facts: UnitFacts) -> tuple[Block, ...]:
    """Return the paragraphs of a unit's report in order."""
    return (
        *_opening(facts),
        *_list("II. NHIỆM VỤ ĐÃ HOÀN THÀNH TRONG KỲ", facts.done),
        *_list("III. NHIỆM VỤ QUÁ HẠN CHƯA HOÀN THÀNH", facts.late),
        *_list("IV. NHIỆM VỤ ĐANG THỰC HIỆN TRONG HẠN", facts.in_hand),
        *_told(facts),
        Block(BlockKind.TEXT, f"{facts.name} kính báo cáo UBND {levels().own}./."),
    )


def _opening(facts: UnitFacts) -> Iterator[Block]:
    tally = facts.tally
    yield Block(BlockKind.SECTION, "I. TÌNH HÌNH CHUNG")
    rate = percent(tally.done_on_time, tally.done_with_deadline)
    words = (
        f"Từ ngày {day(facts.first_on)} đến hết ngày {day(facts.as_of)}, {facts.name} có {prose_number(tally.total)} "
        f"nhiệm vụ chủ trì; đã hoàn thành {prose_number(tally.done)} nhiệm vụ, trong đó trước và đúng hạn "
        f"{prose_number(tally.done_on_time)}, quá hạn {prose_number(tally[Timing.DONE_LATE])} "
        f"(tỷ lệ trước và đúng hạn {rate} trên số đã hoàn thành có hạn)"
    )
    if tally.open:
        words += (
            f"; còn {prose_number(tally.open)} nhiệm vụ đang thực hiện, trong đó trong hạn "
            f"{prose_number(tally[Timing.OPEN_IN_TIME])}, quá hạn {prose_number(tally[Timing.OPEN_OVERDUE])}"
        )
        if tally[Timing.OPEN_NO_DEADLINE]:
            words += f", không hạn {prose_number(tally[Timing.OPEN_NO_DEADLINE])}"
    yield Block(BlockKind.TEXT, f"{words}.")


def _list(heading: str, tasks: Sequence[UnitTask]) -> Iterator[Block]:
    yield Block(BlockKind.SECTION, heading)
    if not tasks:
        yield Block(BlockKind.TEXT, "Không có.")
    for place, task in enumerate(tasks, start=1):
        of_plan = f" (nội dung {task.code} của kế hoạch)"
        named = "" if not task.code else of_plan if task.code.isdecimal() else f" ({task.code})"
        due = f", hạn {day(task.due_on)}" if task.due_on else ""
        done = f", hoàn thành ngày {day(task.done_on)}" if task.done_on else ""
        end = "." if place == len(tasks) else ";"
        yield Block(BlockKind.ITEM, f"- {task.title.rstrip('.;')}{named}{due}{done}{end}")


def _told(facts: UnitFacts) -> Iterator[Block]:
    yield Block(BlockKind.SECTION, "V. KHÓ KHĂN, VƯỚNG MẮC; KIẾN NGHỊ, ĐỀ XUẤT")
    told = (*facts.difficulties, *facts.proposals)
    if not told:
        yield Block(BlockKind.HOLE, HOLE_WORDS.format(what="khó khăn, kiến nghị, hoặc ghi “không có”"))
    for words in told:
        yield Block(BlockKind.ITEM, f"- {words.rstrip('.;')};")
