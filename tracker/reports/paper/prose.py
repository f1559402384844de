"""The words of a report, sections I to IV: figures from the fields of the appendix, holes where nothing is known.

A unit's own report to the authority: what it was given, finished and has open, each with its paper and day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest

from tracker.core.formats import format_percent, format_report_day, prose_number
from tracker.core.i18n import get_spoken_levels
from tracker.figures.report_figures import ReportLine
from tracker.figures.sentences import ReportSentence
from tracker.law.tally import Tally
from tracker.law.timing import Timing
from tracker.reports.indicators.spec import ValueKind
from tracker.reports.indicators.values import FilledRow
from tracker.reports.labels import value_words
from tracker.reports.paper.model import ReportBlock, ReportBlockKind

PARTS_OF_TEXT: Mapping[str, str] = {
    "I.2": "Công tác chỉ đạo, điều hành",
    "I.3": "Công tác kiểm tra cải cách hành chính",
    "I.5": "Các nhiệm vụ chỉ đạo, điều hành khác; công tác tuyên truyền",
    "III.1": "Kết quả đạt được",
    "III.2": "Tồn tại, hạn chế và nguyên nhân",
    "IV": "Phương hướng, nhiệm vụ",
}
"""The parts into which the office writes words of its own, by the place they stand in."""

HOLE_WORDS = "[CẦN BỔ SUNG: {what}]"
NO_DAY = "[CẦN BỔ SUNG]"


@dataclass(frozen=True, slots=True)
class CitedPaper:
    """A paper that is cited."""

    reference: str
    issued_on: dt.date | None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class DoneItem:
    """A task of the plan that was finished: what, by which paper, on which civil day.

    `occurrences`: of a recurring duty, how many are done and how many there are.
    """

    title: str
    document: CitedPaper | None
    done_on: dt.date
    occurrences: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """What was done in one area, and its rows of the appendix."""

    name: str
    done: Sequence[DoneItem]
    rows: Sequence[FilledRow]


@dataclass(frozen=True, slots=True)
class InspectionFacts:
    """Who was inspected, what was found, who was not and why."""

    bodies: Sequence[str] = ()
    found: int = 0
    settled: int = 0
    left_out: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything the report tells of."""

    title: str
    as_of: dt.date
    plan: CitedPaper | None
    sentences: Mapping[ReportLine, ReportSentence]
    steering: Sequence[CitedPaper]
    inspections: InspectionFacts
    areas: Sequence[AreaFacts]
    steering_done: Sequence[DoneItem] = ()
    late_units: Sequence[tuple[str, int]] = ()
    difficulties: Sequence[tuple[str, str]] = ()
    proposals: Sequence[tuple[str, str]] = ()
    to_come: Sequence[tuple[str, str]] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def build_report_blocks(facts: ReportFacts) -> tuple[ReportBlock, ...]:
    """Return the paragraphs of a report in order."""
    made = (*_opening(facts), *_steering(facts), *_results(facts), *_assessment(facts), *_directions(facts))
    return tuple(
        _ended(block) if following is None or following.kind is not ReportBlockKind.ITEM else block
        for block, following in zip_longest(made, made[1:])
    )


def _ended(block: ReportBlock) -> ReportBlock:
    """Return the last item of a list with its full stop."""
    if block.kind is ReportBlockKind.ITEM and block.text.endswith(";"):
        return ReportBlock(block.kind, f"{block.text[:-1]}.")
    return block


def parts_of_results(made: Sequence[ReportBlock]) -> dict[str, str]:
    """Return the parts of section II, by the place they stand in."""
    found: dict[str, str] = {}
    in_results = False
    for block in made:
        if block.kind is ReportBlockKind.SECTION:
            in_results = block.text.startswith("II.")
        elif in_results and block.kind is ReportBlockKind.PART:
            number, _, name = block.text.partition(". ")
            found[f"II.{number}"] = name
    return found


def cite_paper(paper: CitedPaper) -> str:
    """Return a paper as reports cite it: «Kế hoạch số 553/KH-UBND ngày 24/02/2021»."""
    kinds = {"QĐ": "Quyết định", "KH": "Kế hoạch", "CT": "Chỉ thị", "NQ": "Nghị quyết", "TB": "Thông báo"}
    symbol = paper.reference.partition("/")[2]
    kind = kinds.get(symbol.split("-")[0], "Văn bản")
    dated = f" ngày {format_report_day(paper.issued_on)}" if paper.issued_on else f" ngày {NO_DAY}"
    return f"{kind} số {paper.reference}{dated}"


def _opening(facts: ReportFacts) -> Iterator[ReportBlock]:
    title = f"{facts.title[:1].lower()}{facts.title[1:]}"
    basis = f"Thực hiện {cite_paper(facts.plan)} về {_lowered(facts.plan.summary)}, " if facts.plan else ""
    start = basis or "Thực hiện nhiệm vụ được giao, "
    yield ReportBlock(ReportBlockKind.TEXT, f"{start}UBND {get_spoken_levels().own} báo cáo {title} như sau:")


def _steering(facts: ReportFacts) -> Iterator[ReportBlock]:
    own, above = get_spoken_levels().own, get_spoken_levels().above
    yield ReportBlock(ReportBlockKind.SECTION, "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CẢI CÁCH HÀNH CHÍNH")
    yield ReportBlock(ReportBlockKind.PART, "1. Về kế hoạch cải cách hành chính")
    yield ReportBlock(ReportBlockKind.TEXT, str(facts.sentences[ReportLine.PLAN]))
    if ReportLine.EARLIER_PLANS in facts.sentences:
        yield ReportBlock(ReportBlockKind.TEXT, str(facts.sentences[ReportLine.EARLIER_PLANS]))
    yield ReportBlock(ReportBlockKind.PART, f"2. {PARTS_OF_TEXT['I.2']}")
    if facts.steering:
        number = prose_number(len(facts.steering))
        yield ReportBlock(
            ReportBlockKind.TEXT, f"Trong kỳ, UBND {own} đã ban hành {number} văn bản chỉ đạo cải cách hành chính:"
        )
        for paper in facts.steering:
            about = f" về {_lowered(paper.summary)}" if paper.summary else ""
            yield ReportBlock(ReportBlockKind.ITEM, f"- {cite_paper(paper)}{about};")
    yield from _own_words(facts, "I.2", needed=not facts.steering)
    yield ReportBlock(ReportBlockKind.PART, f"3. {PARTS_OF_TEXT['I.3']}")
    yield from _inspections(facts.inspections)
    yield from _own_words(facts, "I.3", needed=not (facts.inspections.bodies or facts.inspections.left_out))
    yield ReportBlock(ReportBlockKind.PART, f"4. Thực hiện nhiệm vụ UBND {above} và lãnh đạo UBND {own} giao")
    yield ReportBlock(ReportBlockKind.TEXT, str(facts.sentences[ReportLine.PROVINCE]))
    yield ReportBlock(ReportBlockKind.TEXT, str(facts.sentences[ReportLine.TOWN]))
    yield ReportBlock(ReportBlockKind.PART, f"5. {PARTS_OF_TEXT['I.5']}")
    yield from _done(facts.steering_done)
    yield from _own_words(facts, "I.5", needed=not facts.steering_done)


def _inspections(facts: InspectionFacts) -> Iterator[ReportBlock]:
    if facts.bodies:
        yield ReportBlock(
            ReportBlockKind.TEXT,
            f"Đã kiểm tra {prose_number(len(facts.bodies))} cơ quan, đơn vị ({', '.join(facts.bodies)}); "
            f"phát hiện {prose_number(facts.found)} vấn đề, đã xử lý xong {prose_number(facts.settled)} vấn đề.",
        )
    for name, reason in facts.left_out:
        yield ReportBlock(ReportBlockKind.ITEM, f"- Không kiểm tra {name}: {reason.rstrip('.')}.")


def _results(facts: ReportFacts) -> Iterator[ReportBlock]:
    yield ReportBlock(ReportBlockKind.SECTION, "II. KẾT QUẢ THỰC HIỆN CÔNG TÁC CẢI CÁCH HÀNH CHÍNH")
    for place, area in enumerate(facts.areas, start=1):
        yield ReportBlock(ReportBlockKind.PART, f"{place}. {area.name}")
        yield from _done(area.done)
        told = [line for line in map(_figure, area.rows) if line]
        if told:
            yield ReportBlock(ReportBlockKind.TEXT, "Kết quả cụ thể:")
            yield from (ReportBlock(ReportBlockKind.ITEM, f"- {line};") for line in told)
        yield from _own_words(facts, f"II.{place}", needed=not area.done and not told, what=area.name)


def _assessment(facts: ReportFacts) -> Iterator[ReportBlock]:
    yield ReportBlock(ReportBlockKind.SECTION, "III. ĐÁNH GIÁ CHUNG")
    yield ReportBlock(ReportBlockKind.PART, f"1. {PARTS_OF_TEXT['III.1']}")
    yield from _own_words(facts, "III.1", needed=True)
    yield ReportBlock(ReportBlockKind.PART, f"2. {PARTS_OF_TEXT['III.2']}")
    if facts.late_units:
        told = ", ".join(f"{name} {prose_number(number)}" for name, number in facts.late_units)
        whole = sum(number for _, number in facts.late_units)
        yield ReportBlock(
            ReportBlockKind.TEXT,
            f"Đến ngày {format_report_day(facts.as_of)} còn {prose_number(whole)} lượt giao đang thực hiện "
            f"đã quá hạn: {told}.",
        )
    yield from (
        ReportBlock(ReportBlockKind.ITEM, f"- {unit}: {words.rstrip('.;')};") for unit, words in facts.difficulties
    )
    yield from _own_words(facts, "III.2", needed=True)
    if facts.proposals:
        yield ReportBlock(ReportBlockKind.PART, "3. Kiến nghị, đề xuất")
        yield from (
            ReportBlock(ReportBlockKind.ITEM, f"- {unit}: {words.rstrip('.;')};") for unit, words in facts.proposals
        )


def _directions(facts: ReportFacts) -> Iterator[ReportBlock]:
    yield ReportBlock(ReportBlockKind.SECTION, "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ TRỌNG TÂM")
    for title, phrase in facts.to_come:
        yield ReportBlock(ReportBlockKind.ITEM, f"- {title.rstrip('.;')}" + (f" ({phrase})" if phrase else "") + ";")
    yield from _own_words(facts, "IV", needed=not facts.to_come)
    yield ReportBlock(
        ReportBlockKind.TEXT, f"Trên đây là báo cáo {_lowered(facts.title)} của UBND {get_spoken_levels().own}./."
    )


def _done(items: Sequence[DoneItem]) -> Iterator[ReportBlock]:
    for item in items:
        by = f" ({cite_paper(item.document)})" if item.document else ""
        said = f"hoàn thành ngày {format_report_day(item.done_on)}"
        if item.occurrences and item.occurrences[0] > 0:
            done, of_all = item.occurrences
            said = f"đã thực hiện {done}/{of_all} kỳ, gần nhất ngày {format_report_day(item.done_on)}"
        yield ReportBlock(ReportBlockKind.ITEM, f"- {item.title.rstrip('.;')}{by}, {said};")


def _own_words(facts: ReportFacts, key: str, *, needed: bool, what: str = "") -> Iterator[ReportBlock]:
    """Yield what the office wrote into a part; a hole when it wrote nothing and nothing else is known."""
    lines = [line.strip() for line in facts.texts.get(key, "").splitlines() if line.strip()]
    yield from (ReportBlock(ReportBlockKind.ITEM if line[0] in "-+–" else ReportBlockKind.TEXT, line) for line in lines)
    if needed and not lines:
        yield _hole(_lowered(what or PARTS_OF_TEXT.get(key, "nội dung")))


def _figure(row: FilledRow) -> str:
    """Return a row of the appendix as prose tells it; empty for a heading or a row without number."""
    if row.spec.is_heading or row.value is None:
        return ""
    label = row.spec.label.strip().rstrip(" .:;")
    if row.spec.choices:
        return f"{label}: {_lowered(row.spec.choices.get(int(row.value), str(row.value)))}"
    if row.spec.kind is ValueKind.PERCENT:
        of = f" ({prose_number(row.part)}/{prose_number(row.whole)})" if row.part and row.whole else ""
        return f"{label}: {value_words(row.value, row.spec.kind)}{of}"
    unit = f" {_lowered(row.spec.unit)}" if row.spec.unit else ""
    return f"{label}: {_number(row.value)}{unit}"


def _number(value: Decimal) -> str:
    return prose_number(value) if value else "0"


def _hole(what: str) -> ReportBlock:
    return ReportBlock(ReportBlockKind.HOLE, HOLE_WORDS.format(what=what))


def _lowered(text: str) -> str:
    """Return a phrase with a small first letter, unless it begins with an abbreviation."""
    return text if len(text) < 2 or text[1].isupper() else f"{text[:1].lower()}{text[1:]}"


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


def unit_blocks(facts: UnitFacts) -> tuple[ReportBlock, ...]:
    """Return the paragraphs of a unit's report in order."""
    return (
        *_unit_opening(facts),
        *_list("II. NHIỆM VỤ ĐÃ HOÀN THÀNH TRONG KỲ", facts.done),
        *_list("III. NHIỆM VỤ QUÁ HẠN CHƯA HOÀN THÀNH", facts.late),
        *_list("IV. NHIỆM VỤ ĐANG THỰC HIỆN TRONG HẠN", facts.in_hand),
        *_told(facts),
        ReportBlock(ReportBlockKind.TEXT, f"{facts.name} kính báo cáo UBND {get_spoken_levels().own}./."),
    )


def _unit_opening(facts: UnitFacts) -> Iterator[ReportBlock]:
    tally = facts.tally
    yield ReportBlock(ReportBlockKind.SECTION, "I. TÌNH HÌNH CHUNG")
    rate = format_percent(tally.done_on_time, tally.done_with_deadline)
    words = (
        f"Từ ngày {format_report_day(facts.first_on)} đến hết ngày {format_report_day(facts.as_of)}, "
        f"{facts.name} có {prose_number(tally.total)} "
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
    yield ReportBlock(ReportBlockKind.TEXT, f"{words}.")


def _list(heading: str, tasks: Sequence[UnitTask]) -> Iterator[ReportBlock]:
    yield ReportBlock(ReportBlockKind.SECTION, heading)
    if not tasks:
        yield ReportBlock(ReportBlockKind.TEXT, "Không có.")
    for place, task in enumerate(tasks, start=1):
        of_plan = f" (nội dung {task.code} của kế hoạch)"
        named = "" if not task.code else of_plan if task.code.isdecimal() else f" ({task.code})"
        due = f", hạn {format_report_day(task.due_on)}" if task.due_on else ""
        done = f", hoàn thành ngày {format_report_day(task.done_on)}" if task.done_on else ""
        end = "." if place == len(tasks) else ";"
        yield ReportBlock(ReportBlockKind.ITEM, f"- {task.title.rstrip('.;')}{named}{due}{done}{end}")


def _told(facts: UnitFacts) -> Iterator[ReportBlock]:
    yield ReportBlock(ReportBlockKind.SECTION, "V. KHÓ KHĂN, VƯỚNG MẮC; KIẾN NGHỊ, ĐỀ XUẤT")
    told = (*facts.difficulties, *facts.proposals)
    if not told:
        yield ReportBlock(ReportBlockKind.HOLE, HOLE_WORDS.format(what="khó khăn, kiến nghị, hoặc ghi “không có”"))
    for words in told:
        yield ReportBlock(ReportBlockKind.ITEM, f"- {words.rstrip('.;')};")
