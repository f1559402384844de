"""From paragraphs to duties: one for each thing to be done, whoever it is given to and by whatever heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.documents.prose.addressing import Address, Reader
from tracker.documents.prose.duty import Duty, Place
from tracker.documents.prose.lexicon import (
    BARE,
    CLAUSE_END,
    CLOSING,
    IMPERATIVE,
    LABEL,
    MONITOR,
    ORDERED,
)
from tracker.documents.prose.moments import Moment, find_moments, fold_in_place
from tracker.documents.prose.paragraphs import Paragraph


@dataclass(slots=True)
class _Frame:
    """What a heading hands down to the paragraphs under it."""

    mark: str
    lead: str = ""
    lead_at: Place | None = None
    coordinating: str = ""
    moments: list[Place] = field(default_factory=list)
    is_order: bool = False


def find_duties(body: Sequence[Paragraph], reader: Reader) -> list[Duty]:
    """Return the duties of a body in order."""
    duties: list[Duty] = []
    stack: list[_Frame] = []
    subject: Paragraph | None = None
    labelled: Duty | None = None
    for index, paragraph in enumerate(body):
        following = body[index + 1] if index + 1 < len(body) else None
        _close(stack, paragraph.mark)
        label = LABEL.match(fold_in_place(paragraph.words))
        if label and (label["lead"] or labelled):
            if label["lead"]:
                labelled = _labelled_duty(subject, paragraph, label)
                duties = [duty for duty in duties if not _is_of(duty, subject)] + [labelled]
            else:
                _add_label(labelled, paragraph, label)
            continue
        if label and label.lastgroup == "term":
            continue
        labelled, subject = None, paragraph
        frame = _Frame(paragraph.mark)
        is_heading = following is not None and _opens(stack, paragraph, following)
        if is_heading and _read_heading(paragraph, reader, frame):
            stack.append(frame)
            continue
        made = list(_read_leaf(paragraph, reader, stack, duties))
        duties += made
        if is_heading:
            stack.append(frame)
    return duties


def _close(stack: list[_Frame], mark: str) -> None:
    """Leave the headings that a paragraph with this mark does not stand under."""
    marks = [frame.mark for frame in stack]
    if not mark:
        stack.clear()
    elif mark in marks:
        del stack[marks.index(mark) :]


def _opens(stack: Sequence[_Frame], paragraph: Paragraph, following: Paragraph) -> bool:
    """Tell whether the next paragraph stands under this one."""
    marks = {frame.mark for frame in stack} | {paragraph.mark}
    return (
        bool(following.mark)
        and following.mark not in marks
        and not (not paragraph.mark and not paragraph.text.endswith(":"))
    )


def _read_heading(paragraph: Paragraph, reader: Reader, frame: _Frame) -> bool:
    """Take what a heading hands down; false when the paragraph is a duty of its own."""
    words = paragraph.words
    plain = fold_in_place(words)
    address = reader.find(words)
    is_open = words.endswith(":")
    frame.is_order = bool(ORDERED.search(plain))
    if address is None:
        return is_open or len(words) < 90
    if not is_open and not BARE.fullmatch(plain[address.duty_from :]):
        return False
    frame.lead, frame.coordinating = address.lead, address.coordinating
    frame.lead_at = _place(paragraph, paragraph.start + address.start, paragraph.start + address.end)
    frame.moments = [
        _moment(paragraph, paragraph.start + address.end, found)
        for found in find_moments(words[address.end :])
    ]
    return True


def _read_leaf(
    paragraph: Paragraph, reader: Reader, stack: Sequence[_Frame], before: Sequence[Duty]
) -> Iterator[Duty]:
    """Yield the duties of one paragraph; sentences without an addressee join the duty before them."""
    current: Duty | None = None
    pending: list[tuple[int, int]] = []
    above = next((frame for frame in reversed(stack) if frame.lead), None)
    is_ordered = any(frame.is_order for frame in stack)
    for start, end in _clauses(paragraph):
        clause = paragraph.text[start:end]
        plain = fold_in_place(clause)
        if CLOSING.search(plain):
            continue
        address = reader.find(clause)
        if address is not None and _is_supervising(address, plain):
            continue
        if address is not None and BARE.fullmatch(plain[address.duty_from :]) and not pending:
            continue
        if address is not None:
            if current is not None:
                yield current
            current = _addressed(paragraph, start, end, address, pending, plain)
            pending = []
            _add_moments(current, paragraph, start + _time_from(address, clause), end)
        elif current is not None:
            _join(current, paragraph, start, end)
        elif above is not None:
            current = _inherited(paragraph, start, end, above, reader)
        elif is_ordered and IMPERATIVE.match(plain):
            current = Duty("", None, "", is_from_addressees=True)
            _join(current, paragraph, start, end)
        elif before and not stack and not paragraph.mark and _continues(plain):
            _join(before[-1], paragraph, start, end)
        else:
            pending.append((start, end))
    if current is not None:
        yield current


def _is_supervising(address: Address, plain: str) -> bool:
    """Tell whether a clause only names the leader who directs the work: «Đồng chí … chỉ đạo»."""
    return plain.startswith("dong chi", address.start) and plain.startswith("chi dao", address.duty_from)


def _continues(plain: str) -> bool:
    return bool(
        re.match(r"(?:bao cao ket qua|hoan thanh|thoi gian|thoi han|ket qua (?:bao cao|gui))\b", plain)
    )


def _time_from(address: Address, clause: str) -> int:
    """Return where a clause may name the deadline: after an order, or before the names as well."""
    return address.start if address.is_ordered else 0


def _addressed(
    paragraph: Paragraph,
    start: int,
    end: int,
    address: Address,
    pending: Sequence[tuple[int, int]],
    plain: str,
) -> Duty:
    lead_at = _place(paragraph, start + address.start, start + address.end)
    duty = Duty(address.lead, lead_at, address.coordinating)
    rest = plain[address.duty_from :]
    if BARE.fullmatch(rest):
        duty.content = [_place(paragraph, first, last) for first, last in pending]
    else:
        duty.content = [_place(paragraph, start + address.duty_from, end)]
    duty.is_monitoring = bool(MONITOR.match(rest))
    return duty


def _inherited(paragraph: Paragraph, start: int, end: int, above: _Frame, reader: Reader) -> Duty:
    helpers, begins = reader.helpers(paragraph.text[start:end])
    both = "; ".join(name for name in (above.coordinating, helpers) if name)
    duty = Duty(above.lead, above.lead_at, both)
    duty.content.append(_place(paragraph, start + begins, end))
    _add_moments(duty, paragraph, start, end)
    if not duty.moments:
        duty.moments = list(above.moments)
    return duty


def _join(duty: Duty, paragraph: Paragraph, start: int, end: int) -> None:
    duty.content.append(_place(paragraph, start, end))
    _add_moments(duty, paragraph, start, end)


def _add_moments(duty: Duty, paragraph: Paragraph, start: int, end: int) -> None:
    duty.moments += [_moment(paragraph, start, found) for found in find_moments(paragraph.text[start:end])]


def _labelled_duty(subject: Paragraph | None, paragraph: Paragraph, label: re.Match[str]) -> Duty:
    lead_at = _place(paragraph, paragraph.start + label.end(), len(paragraph.text))
    duty = Duty(lead_at.text.strip(" .;"), lead_at, "")
    if subject is not None:
        duty.content.append(_place(subject, subject.start, len(subject.text)))
        _add_moments(duty, subject, subject.start, len(subject.text))
    return duty


def _add_label(duty: Duty | None, paragraph: Paragraph, label: re.Match[str]) -> None:
    assert duty is not None  # a label without a lead above it is not read
    if label["beside"]:
        duty.coordinating = paragraph.words[label.end() :].strip(" .;")
    elif label["term"]:
        duty.moments = []
        _add_moments(duty, paragraph, paragraph.start, len(paragraph.text))


def _is_of(duty: Duty, subject: Paragraph | None) -> bool:
    return subject is not None and bool(duty.content) and duty.content[0].paragraph == subject.number


def _clauses(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Yield the sentences and half-sentences of a paragraph, ends included."""
    start = paragraph.start
    for match in CLAUSE_END.finditer(paragraph.text, start):
        if paragraph.text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if paragraph.text[start:].strip(" ./;"):
        yield start, len(paragraph.text)


def _place(paragraph: Paragraph, start: int, end: int) -> Place:
    return Place(paragraph.number, start, end, paragraph.text[start:end])


def _moment(paragraph: Paragraph, offset: int, found: Moment) -> Place:
    return _place(paragraph, offset + found.start, offset + found.end)
