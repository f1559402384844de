"""The text against the appendix: one fact, two places, two numbers.

Parts against their total: «1.985 biên chế, trong đó: …», «172 phản ánh (đúng hạn 103, quá hạn 69)».

Shares in the text against the numbers beside them: «hoàn thành 6.932 (83,70%)» of a total of 8.282.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from tracker.law.references import Quantity, value_of
from tracker.reports.checking import appendix
from tracker.reports.checking.appendix import TextBinding
from tracker.reports.checking.paper import Family, FindingCase, Passage, ReportFinding, ReportUnderCheck, Severity
from tracker.reports.indicators import spec

NEAR = 45
"""Letters between a number and the share that is said of it."""


def check_ratios(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    """Yield shares that no total named before them gives, at the number of decimals they are written with."""
    for passage in report.passages:
        numbers = passage.numbers
        for place, number in enumerate(numbers):
            if number.is_percent:
                yield from _share(passage, number, numbers[:place])


def round_share(part: Decimal, whole: Decimal, decimals: int) -> Decimal:
    """Return a share in per cent, half up at a number of decimals."""
    return (part * 100 / whole).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _share(passage: Passage, share: Quantity, before: Sequence[Quantity]) -> Iterator[ReportFinding]:
    counts = [each for each in before if not each.is_percent]
    if share.value > 100:
        yield ReportFinding(
            Family.RANGE, FindingCase.BEYOND_HUNDRED, Severity.WARNING, (passage.place(),), (share.value,),
            {"share": share.text},
        )  # fmt: skip
        return
    if not counts or share.start - counts[-1].end > NEAR:
        return
    part = counts[-1]
    if part.whole is not None:
        wholes = [part.whole]
    else:
        wholes = [each.value for each in counts[:-1] if each.value >= part.value]
    wholes = [whole for whole in wholes if whole]
    if not wholes or any(round_share(part.value, whole, share.decimals) == share.value for whole in wholes):
        return
    if part.whole is None and (len(wholes) > 1 or not _is_of_it(passage, part, share)):
        return  # which total is meant is not certain
    expected = round_share(part.value, wholes[-1], max(share.decimals, 1))
    yield ReportFinding(
        Family.RATIO,
        FindingCase.SHARE_DIFFERS,
        Severity.ERROR,
        (passage.place(),),
        (part.value, wholes[-1], share.value, expected),
        {"part": part.value, "whole": wholes[-1], "share": share.value, "expected": expected},
    )


def _is_of_it(passage: Passage, part: Quantity, share: Quantity) -> bool:
    """Tell whether the share stands in a parenthesis right after the number, or is said to be reached by it."""
    between = passage.folded[part.end : share.start]
    return "(" in between or any(word in between for word in ("dat", "chiem", "ty le", "bang"))


def check_agreement(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    """Yield facts that text and appendix state with different numbers."""
    for binding in appendix.TEXT_BINDINGS:
        yield from _bound(report, binding)
    yield from _resolved_on_time(report)
    yield from _every_procedure(report)
    yield from _staff(report)


def _bound(report: ReportUnderCheck, binding: TextBinding) -> Iterator[ReportFinding]:
    found = _places(report, binding.pattern)
    rows = [row for code in binding.codes if (row := report.row(code)) is not None]
    values = [row.value for row in rows if row.value is not None]
    if not found or len(values) != len(binding.codes):
        return
    passage, match = found[-1] if binding.last else found[0]
    told, stated = sum(_numbers(match), Decimal()), sum(values, Decimal())
    if told != stated:
        yield ReportFinding(
            Family.EQUAL,
            FindingCase.TEXT_DIFFERS_FROM_ROW,
            Severity.ERROR,
            (passage.place(), *(row.place() for row in rows)),
            (told, stated),
            {"told": told, "stated": stated, "codes": binding.codes},
        )


def _resolved_on_time(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    """Compare the share of files resolved on time with the files that the text counts."""
    row, found = report.row(spec.RESOLVED_ON_TIME), _places(report, appendix.FILES)
    if row is None or row.value is None or not found:
        return
    passage, match = found[0]
    early, on_day, late = _numbers(match)
    resolved = early + on_day + late
    decimals = max(-int(row.value.as_tuple().exponent), 1)
    expected = round_share(early + on_day, resolved, decimals)
    if expected != row.value:
        yield ReportFinding(
            Family.RATIO,
            FindingCase.RATE_DIFFERS_FROM_TEXT,
            Severity.ERROR,
            (row.place(), passage.place()),
            (early + on_day, resolved, row.value, expected),
            {
                "code": row.code,
                "part": early + on_day,
                "whole": resolved,
                "share": row.value,
                "expected": round_share(early + on_day, resolved, 2),
            },
        )


def _every_procedure(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    whole, part = (report.row(code) for code in spec.ONE_PORTAL)
    found = _places(report, appendix.EVERY_PROCEDURE)
    if whole is None or part is None or not whole.value or part.value is None or not found:
        return
    if part.value < whole.value:
        yield ReportFinding(
            Family.RATIO,
            FindingCase.ALL_CLAIMED_ROWS_SAY_LESS,
            Severity.ERROR,
            (found[0][0].place(), part.place(), whole.place()),
            (part.value, whole.value),
            {"part": part.value, "whole": whole.value, "expected": round_share(part.value, whole.value, 2)},
        )


def _staff(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    """Compare posts of officials, contracts and service units with all posts; more means people counted twice."""
    rows = [row for code in spec.STAFF_PARTS if (row := report.row(code)) is not None]
    values = [row.value for row in rows if row.value is not None]
    found = _places(report, appendix.ALL_STAFF)
    if len(values) != len(spec.STAFF_PARTS) or not found:
        return
    passage, match = found[-1]
    [total] = _numbers(match)
    if sum(values, Decimal()) != total:
        yield ReportFinding(
            Family.SUM,
            FindingCase.COUNTED_TWICE,
            Severity.ERROR,
            (passage.place(), *(row.place() for row in rows)),
            (total, sum(values, Decimal()), *values),
            {"total": total, "found": sum(values, Decimal()), "codes": spec.STAFF_PARTS},
        )


def _places(report: ReportUnderCheck, pattern: re.Pattern[str]) -> list[tuple[Passage, re.Match[str]]]:
    return [(passage, match) for passage in report.passages if (match := pattern.search(passage.folded)) is not None]


def _numbers(match: re.Match[str]) -> list[Decimal]:
    groups = match.groupdict()
    return [
        value_of(text.rstrip("."), is_percent=False)
        for name, text in sorted(groups.items())
        if name.startswith("n") and text
    ]


_MARK = re.compile(r"\b(?:trong do|bao gom|gom|cu the la|chia ra)\b", re.ASCII)
_GOES_ON = re.compile(
    r"\b(?:dang (?:giai quyet|xu ly|thuc hien)|con lai|chua (?:giai quyet|xu ly|hoan thanh))\b", re.ASCII
)
_GROUP = re.compile(r"\(([^()]*)\)")
_NOT_PARTS = re.compile(r"^\W*(?:dat|chiem|tang|giam|ty le|so voi|trong do co|khoang|tu|theo)\b", re.ASCII)
_RECEIVED = re.compile(r"\b(?:da )?tiep nhan\b", re.ASCII)
_RESOLVED = re.compile(r"\b(?:da )?(?:giai quyet|xu ly)\b", re.ASCII)
_PENDING = re.compile(r"\bdang (?:giai quyet|xu ly|thuc hien)\b", re.ASCII)
_SENTENCE_END = re.compile(r"[.;](?= |$)")
_NEAR = 60
"""Letters between a number and the parenthesis that explains it."""


def check_partitions(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    """Yield totals whose parts do not add up, in groups, after marks, in lists, and over a received whole."""
    for place, passage in enumerate(report.passages):
        numbers = [number for number in passage.numbers if not number.is_percent]
        yield from _groups(passage, numbers)
        yield from _marked(report.passages, place, numbers)
        yield from _received(passage, numbers)


def _groups(passage: Passage, numbers: Sequence[Quantity]) -> Iterator[ReportFinding]:
    """Check what stands in a parenthesis right after a number."""
    for group in _GROUP.finditer(passage.folded):
        inside = [each for each in numbers if group.start() < each.start < group.end()]
        before = [each for each in numbers if each.end <= group.start()]
        if len(inside) < 2 or not before or group.start() - before[-1].end > _NEAR:
            continue
        if _NOT_PARTS.match(group[1]) or _SENTENCE_END.search(passage.folded[before[-1].end : group.start()]):
            continue
        yield from _compared(passage, before[-1].value, [each.value for each in inside])


def _marked(passages: Sequence[Passage], place: int, numbers: Sequence[Quantity]) -> Iterator[ReportFinding]:
    """Check what follows «trong đó», in the same paragraph or as a list below it."""
    passage = passages[place]
    groups = [group.span() for group in _GROUP.finditer(passage.folded)]
    outer = [each for each in numbers if not any(first < each.start < last for first, last in groups)]
    marks = [mark for mark in _MARK.finditer(passage.folded) if not _within(mark.start(), groups)]
    for order, mark in enumerate(marks):
        end = marks[order + 1].start() if order + 1 < len(marks) else len(passage.text)
        before = [each for each in outer if each.end <= mark.start()]
        after = [each for each in outer if mark.end() <= each.start < end]
        if order + 1 < len(marks) and after:
            after = after[:-1]  # the last one is the total of the next mark
        if not before:
            continue
        total = before[-1].value
        if after:
            yield from _in_line(passages, place, mark.end(), before, after)
        elif order + 1 == len(marks) and passage.folded.rstrip(" *").endswith((":", "trong do")):
            yield from _listed(passages, place, total)


def _in_line(
    passages: Sequence[Passage], place: int, start: int, before: Sequence[Quantity], after: Sequence[Quantity]
) -> Iterator[ReportFinding]:
    passage = passages[place]
    cuts = [start + cut.start() for cut in _SENTENCE_END.finditer(passage.folded[start:])]
    sums = [[each.value for each in after if each.start < cut] for cut in (*cuts, len(passage.text))]
    sums = [parts for parts in sums if parts]
    if len(after) == 1:
        if after[0].value > before[-1].value:
            yield _exceeds(passage, before[-1].value, after[0].value)
        return
    wholes = {each.value for each in before}
    if any(sum(parts) in wholes for parts in sums):
        return
    parts = next((parts for parts in sums if len(parts) > 1), sums[-1])
    total = before[-1].value
    longer = max(sums, key=len)
    if sum(parts) < total and len(longer) > len(parts) and sum(longer) <= total:
        parts = longer
    following = passages[place + 1] if place + 1 < len(passages) else None
    if following is not None and sum(parts) < total and _GOES_ON.search(following.folded):
        more = [each.value for each in following.numbers if not each.is_percent][:1]
        parts = [*parts, *more]
    yield from _compared(passage, total, parts)


def _listed(passages: Sequence[Passage], place: int, total: Decimal) -> Iterator[ReportFinding]:
    items: list[Passage] = []
    for each in passages[place + 1 :]:
        if not each.is_item and not (items and each.text[:1] == "("):
            break
        items.append(each)
    first, every = [], []
    for item in items:
        groups = [group.span() for group in _GROUP.finditer(item.folded)]
        top = [each.value for each in item.numbers if not each.is_percent and not _within(each.start, groups)]
        first += top[:1]
        every += top
    if len(first) < 2 or total in {sum(first), sum(every)}:
        return
    parts = min((first, every), key=lambda parts: abs(sum(parts) - total))
    yield from _compared(passages[place], total, parts)


def _received(passage: Passage, numbers: Sequence[Quantity]) -> Iterator[ReportFinding]:
    """Check «tiếp nhận N, đã giải quyết A, đang giải quyết B»."""
    words = passage.folded
    pending = _PENDING.search(words)
    received = _RECEIVED.search(words)
    if pending is None or received is None or received.start() > pending.start():
        return
    resolved = _RESOLVED.search(words, received.end())
    if resolved is None or resolved.start() >= pending.start():
        return
    found = [
        next((each.value for each in numbers if each.start >= at and each.whole is None), None)
        for at in (received.end(), resolved.end(), pending.end())
    ]
    total, done, left = found
    if total is not None and done is not None and left is not None:
        yield from _compared(passage, total, [done, left])


def _compared(passage: Passage, total: Decimal, parts: Sequence[Decimal]) -> Iterator[ReportFinding]:
    found = sum(parts, Decimal())
    if found != total:
        yield ReportFinding(
            Family.PARTITION,
            FindingCase.PARTS_DO_NOT_ADD_UP,
            Severity.ERROR,
            (passage.place(),),
            (total, found, *parts),
            {"total": total, "found": found, "difference": found - total, "parts": tuple(parts)},
        )


def _exceeds(passage: Passage, whole: Decimal, part: Decimal) -> ReportFinding:
    return ReportFinding(
        Family.SUBSET,
        FindingCase.PART_EXCEEDS_WHOLE,
        Severity.ERROR,
        (passage.place(),),
        (whole, part),
        {"whole": whole, "part": part},
    )


def _within(place: int, groups: Sequence[tuple[int, int]]) -> bool:
    return any(first < place < last for first, last in groups)
