"""From paragraphs to duties: one for each thing to be done, whoever it is given to and by whatever heading.

One thing to be done, in the words of the paper, and the places of those words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.documents.paragraphs import Paragraph
from tracker.intake.prose import lexicon


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A stretch of a paragraph: its number, and letters from `start` to `end`."""

    paragraph: int
    start: int
    end: int
    text: str

    def as_json(self) -> dict[str, object]:
        """Return the place as printed; letters counted from 0 in the tidy text of the paragraph."""
        return {"paragraph": self.paragraph, "start": self.start, "end": self.end, "text": self.text}


@dataclass(slots=True)
class ProseDuty:
    """One thing to be done, in the words of the paper."""

    lead: str
    lead_at: TextSpan | None
    coordinating: str
    content: list[TextSpan] = field(default_factory=list)
    moments: list[TextSpan] = field(default_factory=list)
    is_from_addressees: bool = False
    is_monitoring: bool = False

    @property
    def text(self) -> str:
        """The content as one text, without the marks between its parts."""
        joined = ""
        for part in self.content:
            piece = part.text.strip(" .;,/-")
            between = "" if not joined else "; " if piece[:1].islower() else ". "
            joined += between + piece
        return joined[:1].upper() + joined[1:]


@dataclass(slots=True)
class _Frame:
    """What a heading hands down to the paragraphs under it."""

    mark: str
    lead: str = ""
    lead_at: TextSpan | None = None
    coordinating: str = ""
    moments: list[TextSpan] = field(default_factory=list)
    is_order: bool = False


def find_duties(body: Sequence[Paragraph], reader: lexicon.AddresseeReader) -> list[ProseDuty]:
    """Return the duties of a body in order."""
    duties: list[ProseDuty] = []
    stack: list[_Frame] = []
    subject: Paragraph | None = None
    labelled: ProseDuty | None = None
    for index, paragraph in enumerate(body):
        following = body[index + 1] if index + 1 < len(body) else None
        _close(stack, paragraph.mark)
        label = lexicon.LABEL.match(lexicon.fold_in_place(paragraph.words))
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


def _read_heading(paragraph: Paragraph, reader: lexicon.AddresseeReader, frame: _Frame) -> bool:
    """Take what a heading hands down; false when the paragraph is a duty of its own."""
    words = paragraph.words
    plain = lexicon.fold_in_place(words)
    address = reader.find(words)
    is_open = words.endswith(":")
    frame.is_order = bool(lexicon.ORDERED.search(plain))
    if address is None:
        return is_open or len(words) < 90
    if not is_open and not lexicon.BARE.fullmatch(plain[address.duty_from :]):
        return False
    frame.lead, frame.coordinating = address.lead, address.coordinating
    frame.lead_at = _place(paragraph, paragraph.start + address.start, paragraph.start + address.end)
    frame.moments = [
        _moment(paragraph, paragraph.start + address.end, found) for found in lexicon.find_moments(words[address.end :])
    ]
    return True


def _read_leaf(
    paragraph: Paragraph, reader: lexicon.AddresseeReader, stack: Sequence[_Frame], before: Sequence[ProseDuty]
) -> Iterator[ProseDuty]:
    """Yield the duties of one paragraph; sentences without an addressee join the duty before them."""
    current: ProseDuty | None = None
    pending: list[tuple[int, int]] = []
    above = next((frame for frame in reversed(stack) if frame.lead), None)
    is_ordered = any(frame.is_order for frame in stack)
    for start, end in _clauses(paragraph):
        clause = paragraph.text[start:end]
        plain = lexicon.fold_in_place(clause)
        if lexicon.CLOSING.search(plain):
            continue
        address = reader.find(clause)
        if address is not None and _is_supervising(address, plain):
            continue
        if address is not None and lexicon.BARE.fullmatch(plain[address.duty_from :]) and not pending:
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
        elif is_ordered and lexicon.IMPERATIVE.match(plain):
            current = ProseDuty("", None, "", is_from_addressees=True)
            _join(current, paragraph, start, end)
        elif before and not stack and not paragraph.mark and _continues(plain):
            _join(before[-1], paragraph, start, end)
        else:
            pending.append((start, end))
    if current is not None:
        yield current


def _is_supervising(address: lexicon.AddresseePhrase, plain: str) -> bool:
    """Tell whether a clause only names the leader who directs the work: «Đồng chí … chỉ đạo»."""
    return plain.startswith("dong chi", address.start) and plain.startswith("chi dao", address.duty_from)


def _continues(plain: str) -> bool:
    return bool(re.match(r"(?:bao cao ket qua|hoan thanh|thoi gian|thoi han|ket qua (?:bao cao|gui))\b", plain))


def _time_from(address: lexicon.AddresseePhrase, clause: str) -> int:
    """Return where a clause may name the deadline: after an order, or before the names as well."""
    return address.start if address.is_ordered else 0


def _addressed(
    paragraph: Paragraph,
    start: int,
    end: int,
    address: lexicon.AddresseePhrase,
    pending: Sequence[tuple[int, int]],
    plain: str,
) -> ProseDuty:
    lead_at = _place(paragraph, start + address.start, start + address.end)
    duty = ProseDuty(address.lead, lead_at, address.coordinating)
    rest = plain[address.duty_from :]
    if lexicon.BARE.fullmatch(rest):
        duty.content = [_place(paragraph, first, last) for first, last in pending]
    else:
        duty.content = [_place(paragraph, start + address.duty_from, end)]
    duty.is_monitoring = bool(lexicon.MONITOR.match(rest))
    return duty


def _inherited(paragraph: Paragraph, start: int, end: int, above: _Frame, reader: lexicon.AddresseeReader) -> ProseDuty:
    helpers, begins = reader.helpers(paragraph.text[start:end])
    both = "; ".join(name for name in (above.coordinating, helpers) if name)
    duty = ProseDuty(above.lead, above.lead_at, both)
    duty.content.append(_place(paragraph, start + begins, end))
    _add_moments(duty, paragraph, start, end)
    if not duty.moments:
        duty.moments = list(above.moments)
    return duty


def _join(duty: ProseDuty, paragraph: Paragraph, start: int, end: int) -> None:
    duty.content.append(_place(paragraph, start, end))
    _add_moments(duty, paragraph, start, end)


def _add_moments(duty: ProseDuty, paragraph: Paragraph, start: int, end: int) -> None:
    duty.moments += [_moment(paragraph, start, found) for found in lexicon.find_moments(paragraph.text[start:end])]


def _labelled_duty(subject: Paragraph | None, paragraph: Paragraph, label: re.Match[str]) -> ProseDuty:
    lead_at = _place(paragraph, paragraph.start + label.end(), len(paragraph.text))
    duty = ProseDuty(lead_at.text.strip(" .;"), lead_at, "")
    if subject is not None:
        duty.content.append(_place(subject, subject.start, len(subject.text)))
        _add_moments(duty, subject, subject.start, len(subject.text))
    return duty


def _add_label(duty: ProseDuty | None, paragraph: Paragraph, label: re.Match[str]) -> None:
    assert duty is not None  # a label without a lead above it is not read
    if label["beside"]:
        duty.coordinating = paragraph.words[label.end() :].strip(" .;")
    elif label["term"]:
        duty.moments = []
        _add_moments(duty, paragraph, paragraph.start, len(paragraph.text))


def _is_of(duty: ProseDuty, subject: Paragraph | None) -> bool:
    return subject is not None and bool(duty.content) and duty.content[0].paragraph == subject.number


def _clauses(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Yield the sentences and half-sentences of a paragraph, ends included."""
    start = paragraph.start
    for match in lexicon.CLAUSE_END.finditer(paragraph.text, start):
        if paragraph.text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if paragraph.text[start:].strip(" ./;"):
        yield start, len(paragraph.text)


def _place(paragraph: Paragraph, start: int, end: int) -> TextSpan:
    return TextSpan(paragraph.number, start, end, paragraph.text[start:end])


def _moment(paragraph: Paragraph, offset: int, found: lexicon.DeadlineMention) -> TextSpan:
    return _place(paragraph, offset + found.start, offset + found.end)
