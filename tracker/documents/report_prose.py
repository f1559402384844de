"""The words of a report, sections I to IV: figures from the fields of the appendix, holes where nothing is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest

from tracker.documents.report_paper import Block, BlockKind
from tracker.documents.sentences import Sentence, day
from tracker.rules.indicators.filling import Filled
from tracker.rules.indicators.spec import ValueKind
from tracker.rules.report_lines import ReportLine
from tracker.wording.levels import levels
from tracker.wording.numbers import prose_number, value_words

PARTS_OF_TEXT: Mapping[str, str] = {
    "I.2": "Công tác chỉ đạo, điều hành",
    "I.3": "Công tác kiểm tra cải cách hành chính",
    "I.5": "Các nhiệm vụ chỉ đạo, điều hành khác; công tác tuyên truyền",
    "III.1": "Kết quả đạt được",
    "III.2": "Tồn tại, hạn chế và nguyên nhân",
    "IV": "Phương hướng, nhiệm vụ",
}
"""The parts into which the office writes words of its own, by the place they stand in."""

NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
HOLE_WORDS = "[CẦN BỔ SUNG: {what}]"
NO_DAY = "[CẦN BỔ SUNG]"


@dataclass(frozen=True, slots=True)
class Paper:
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
    document: Paper | None
    done_on: dt.date
    occurrences: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """What was done in one area, and its rows of the appendix."""

    name: str
    done: Sequence[DoneItem]
    rows: Sequence[Filled]


@dataclass(frozen=True, slots=True)
class InspectionFacts:
    """Who was inspected, what was found, who was not and why."""

    bodies: Sequence[str] = ()
    found: int = 0
    settled: int = 0
    left_out: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the report tells of."""

    title: str
    as_of: dt.date
    plan: Paper | None
    sentences: Mapping[ReportLine, Sentence]
    steering: Sequence[Paper]
    inspections: InspectionFacts
    areas: Sequence[AreaFacts]
    steering_done: Sequence[DoneItem] = ()
    late_units: Sequence[tuple[str, int]] = ()
    difficulties: Sequence[tuple[str, str]] = ()
    proposals: Sequence[tuple[str, str]] = ()
    to_come: Sequence[tuple[str, str]] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def blocks(facts: Facts) -> tuple[Block, ...]:
    """Return the paragraphs of a report in order."""
    made = (
        *_opening(facts),
        *_steering(facts),
        *_results(facts),
        *_assessment(facts),
        *_directions(facts),
    )
    return tuple(
        _ended(block) if following is None or following.kind is not BlockKind.ITEM else block
        for block, following in zip_longest(made, made[1:])
    )


def _ended(block: Block) -> Block:
    """Return the last item of a list with its full stop."""
    if block.kind is BlockKind.ITEM and block.text.endswith(";"):
        return Block(block.kind, f"{block.text[:-1]}.")
    return block


def parts_of_results(made: Sequence[Block]) -> dict[str, str]:
    """Return the parts of section II, by the place they stand in."""
    found: dict[str, str] = {}
    in_results = False
    for block in made:
        if block.kind is BlockKind.SECTION:
            in_results = block.text.startswith("II.")
        elif in_results and block.kind is BlockKind.PART:
            number, _, name = block.text.partition(". ")
            found[f"II.{number}"] = name
    return found


def cited(paper: Paper) -> str:
    """Return a paper as reports cite it: «Kế hoạch số 553/KH-UBND ngày 24/02/2021»."""
    kinds = {"QĐ": "Quyết định", "KH": "Kế hoạch", "CT": "Chỉ thị", "NQ": "Nghị quyết", "TB": "Thông báo"}
    symbol = paper.reference.partition("/")[2]
    kind = kinds.get(symbol.split("-")[0], "Văn bản")
    dated = f" ngày {day(paper.issued_on)}" if paper.issued_on else f" ngày {NO_DAY}"
    return f"{kind} số {paper.reference}{dated}"


def _opening(facts: Facts) -> Iterator[Block]:
    title = f"{facts.title[:1].lower()}{facts.title[1:]}"
    basis = f"Thực hiện {cited(facts.plan)} về {_lowered(facts.plan.summary)}, " if facts.plan else ""
    start = basis or "Thực hiện nhiệm vụ được giao, "
    yield Block(BlockKind.TEXT, f"{start}UBND {levels().own} báo cáo {title} như sau:")


def _steering(facts: Facts) -> Iterator[Block]:
    own, above = levels().own, levels().above
    yield Block(BlockKind.SECTION, "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CẢI CÁCH HÀNH CHÍNH")
    yield Block(BlockKind.PART, "1. Về kế hoạch cải cách hành chính")
    yield Block(BlockKind.TEXT, str(facts.sentences[ReportLine.PLAN]))
    if ReportLine.EARLIER_PLANS in facts.sentences:
        yield Block(BlockKind.TEXT, str(facts.sentences[ReportLine.EARLIER_PLANS]))
    yield Block(BlockKind.PART, f"2. {PARTS_OF_TEXT['I.2']}")
    if facts.steering:
        number = prose_number(len(facts.steering))
        yield Block(
            BlockKind.TEXT, f"Trong kỳ, UBND {own} đã ban hành {number} văn bản chỉ đạo cải cách hành chính:"
        )
        for paper in facts.steering:
            about = f" về {_lowered(paper.summary)}" if paper.summary else ""
            yield Block(BlockKind.ITEM, f"- {cited(paper)}{about};")
    yield from _own_words(facts, "I.2", needed=not facts.steering)
    yield Block(BlockKind.PART, f"3. {PARTS_OF_TEXT['I.3']}")
    yield from _inspections(facts.inspections)
    yield from _own_words(facts, "I.3", needed=not (facts.inspections.bodies or facts.inspections.left_out))
    yield Block(BlockKind.PART, f"4. Thực hiện nhiệm vụ UBND {above} và lãnh đạo UBND {own} giao")
    yield Block(BlockKind.TEXT, str(facts.sentences[ReportLine.PROVINCE]))
    yield Block(BlockKind.TEXT, str(facts.sentences[ReportLine.TOWN]))
    yield Block(BlockKind.PART, f"5. {PARTS_OF_TEXT['I.5']}")
    yield from _done(facts.steering_done)
    yield from _own_words(facts, "I.5", needed=not facts.steering_done)


def _inspections(facts: InspectionFacts) -> Iterator[Block]:
    if facts.bodies:
        yield Block(
            BlockKind.TEXT,
            f"Đã kiểm tra {prose_number(len(facts.bodies))} cơ quan, đơn vị ({', '.join(facts.bodies)}); "
            f"phát hiện {prose_number(facts.found)} vấn đề, đã xử lý xong {prose_number(facts.settled)} vấn đề.",
        )
    for name, reason in facts.left_out:
        yield Block(BlockKind.ITEM, f"- Không kiểm tra {name}: {reason.rstrip('.')}.")


def _results(facts: Facts) -> Iterator[Block]:
    yield Block(BlockKind.SECTION, "II. KẾT QUẢ THỰC HIỆN CÔNG TÁC CẢI CÁCH HÀNH CHÍNH")
    for place, area in enumerate(facts.areas, start=1):
        yield Block(BlockKind.PART, f"{place}. {area.name}")
        yield from _done(area.done)
        told = [line for line in map(_figure, area.rows) if line]
        if told:
            yield Block(BlockKind.TEXT, "Kết quả cụ thể:")
            yield from (Block(BlockKind.ITEM, f"- {line};") for line in told)
        yield from _own_words(facts, f"II.{place}", needed=not area.done and not told, what=area.name)


def _assessment(facts: Facts) -> Iterator[Block]:
    yield Block(BlockKind.SECTION, "III. ĐÁNH GIÁ CHUNG")
    yield Block(BlockKind.PART, f"1. {PARTS_OF_TEXT['III.1']}")
    yield from _own_words(facts, "III.1", needed=True)
    yield Block(BlockKind.PART, f"2. {PARTS_OF_TEXT['III.2']}")
    if facts.late_units:
        told = ", ".join(f"{name} {prose_number(number)}" for name, number in facts.late_units)
        whole = sum(number for _, number in facts.late_units)
        yield Block(
            BlockKind.TEXT,
            f"Đến ngày {day(facts.as_of)} còn {prose_number(whole)} lượt giao đang thực hiện đã quá hạn: {told}.",
        )
    yield from (
        Block(BlockKind.ITEM, f"- {unit}: {words.rstrip('.;')};") for unit, words in facts.difficulties
    )
    yield from _own_words(facts, "III.2", needed=True)
    if facts.proposals:
        yield Block(BlockKind.PART, "3. Kiến nghị, đề xuất")
        yield from (
            Block(BlockKind.ITEM, f"- {unit}: {words.rstrip('.;')};") for unit, words in facts.proposals
        )


def _directions(facts: Facts) -> Iterator[Block]:
    yield Block(BlockKind.SECTION, "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ TRỌNG TÂM")
    for title, phrase in facts.to_come:
        yield Block(BlockKind.ITEM, f"- {title.rstrip('.;')}" + (f" ({phrase})" if phrase else "") + ";")
    yield from _own_words(facts, "IV", needed=not facts.to_come)
    yield Block(BlockKind.TEXT, f"Trên đây là báo cáo {_lowered(facts.title)} của UBND {levels().own}./.")


def _done(items: Sequence[DoneItem]) -> Iterator[Block]:
    for item in items:
        by = f" ({cited(item.document)})" if item.document else ""
        said = f"hoàn thành ngày {day(item.done_on)}"
        if item.occurrences and item.occurrences[0] > 0:
            said = f"đã thực hiện {item.occurrences[0]}/{item.occurrences[1]} kỳ, gần nhất ngày {day(item.done_on)}"
        yield Block(BlockKind.ITEM, f"- {item.title.rstrip('.;')}{by}, {said};")


def _own_words(facts: Facts, key: str, *, needed: bool, what: str = "") -> Iterator[Block]:
    """Yield what the office wrote into a part; a hole when it wrote nothing and nothing else is known."""
    lines = [line.strip() for line in facts.texts.get(key, "").splitlines() if line.strip()]
    yield from (Block(BlockKind.ITEM if line[0] in "-+–" else BlockKind.TEXT, line) for line in lines)
    if needed and not lines:
        yield _hole(_lowered(what or PARTS_OF_TEXT.get(key, "nội dung")))


def _figure(row: Filled) -> str:
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


def _hole(what: str) -> Block:
    return Block(BlockKind.HOLE, HOLE_WORDS.format(what=what))


def _lowered(text: str) -> str:
    """Return a phrase with a small first letter, unless it begins with an abbreviation."""
    return text if len(text) < 2 or text[1].isupper() else f"{text[:1].lower()}{text[1:]}"
