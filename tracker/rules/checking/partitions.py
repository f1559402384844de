"""Parts against their total: «1.985 biên chế, trong đó: …», «172 phản ánh (đúng hạn 103, quá hạn 69)»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from tracker.rules.checking.findings import Case, Family, Finding, Severity
from tracker.rules.checking.paper import Passage, Report
from tracker.rules.quantities import Quantity

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


def check(report: Report) -> Iterator[Finding]:
    """Yield totals whose parts do not add up, in groups, after marks, in lists, and over a received whole."""
    for place, passage in enumerate(report.passages):
        numbers = [number for number in passage.numbers if not number.is_percent]
        yield from _groups(passage, numbers)
        yield from _marked(report.passages, place, numbers)
        yield from _received(passage, numbers)


def _groups(passage: Passage, numbers: Sequence[Quantity]) -> Iterator[Finding]:
    """Check what stands in a parenthesis right after a number."""
    for group in _GROUP.finditer(passage.folded):
        inside = [each for each in numbers if group.start() < each.start < group.end()]
        before = [each for each in numbers if each.end <= group.start()]
        if len(inside) < 2 or not before or group.start() - before[-1].end > _NEAR:
            continue
        if _NOT_PARTS.match(group[1]) or _SENTENCE_END.search(passage.folded[before[-1].end : group.start()]):
            continue
        yield from _compared(passage, before[-1].value, [each.value for each in inside])


def _marked(passages: Sequence[Passage], place: int, numbers: Sequence[Quantity]) -> Iterator[Finding]:
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
    passages: Sequence[Passage],
    place: int,
    start: int,
    before: Sequence[Quantity],
    after: Sequence[Quantity],
) -> Iterator[Finding]:
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


def _listed(passages: Sequence[Passage], place: int, total: Decimal) -> Iterator[Finding]:
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


def _received(passage: Passage, numbers: Sequence[Quantity]) -> Iterator[Finding]:
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


def _compared(passage: Passage, total: Decimal, parts: Sequence[Decimal]) -> Iterator[Finding]:
    found = sum(parts, Decimal())
    if found != total:
        yield Finding(
            Family.PARTITION,
            Case.PARTS_DO_NOT_ADD_UP,
            Severity.ERROR,
            (passage.place(),),
            (total, found, *parts),
            {"total": total, "found": found, "difference": found - total, "parts": tuple(parts)},
        )


def _exceeds(passage: Passage, whole: Decimal, part: Decimal) -> Finding:
    return Finding(
        Family.SUBSET,
        Case.PART_EXCEEDS_WHOLE,
        Severity.ERROR,
        (passage.place(),),
        (whole, part),
        {"whole": whole, "part": part},
    )


def _within(place: int, groups: Sequence[tuple[int, int]]) -> bool:
    return any(first < place < last for first, last in groups)
