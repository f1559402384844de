"""A paper as numbered paragraphs: Word, Markdown and plain text come out the same.

A paragraph knows what mark opens it («1.», «a)», «-»), typed or numbered by Word itself, because the
marks say which heading gives its lead to which duties.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from tracker.documents.file_guard import FileKind, checked_prose, refused
from tracker.documents.prose.numbering import Numbering
from tracker.documents.tables import decoded, word_text
from tracker.rules.legacy_text import LegacyFont, convert, recognise
from tracker.rules.text import tidy

MOST_PARAGRAPHS = 3_000
"""Paragraphs of one paper; a longer one is no directive."""
_WRAPPED_FROM = 60
"""Letters; a line at least this long without an end may go on in the next one."""

_MARKS = (
    ("article", re.compile(r"Điều \d{1,3}[.:]\s*")),
    ("roman", re.compile(r"[IVX]{1,5}\.\s+")),
    ("number", re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)/]\s+")),
    ("number", re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})+)\s+")),
    ("letter", re.compile(r"[a-zđ]{1,2}[).]\s+")),
    ("plus", re.compile(r"\+\s*(?=\D)")),
    ("dash", re.compile(r"[-–—*•▪]\s*(?=\D)|[-–*•]\s+")),
)
_COLUMNS = re.compile(r"\t+| {4,}")
_MARKDOWN = re.compile(r"^(?:#{1,6}\s+|>\s+)|\*\*|__|^\|?[-:| ]{3,}\|?$")
_ENDS = (".", ";", ":", "!", "?", "./.", ",")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that is not empty: its place from 1, its tidy text, its mark, and where its words begin.

    `mark` names the kind of the opening mark with its depth («number1»), empty for plain prose; `font` is the
    family of fonts the text was converted from.
    """

    number: int
    text: str
    mark: str = ""
    start: int = 0
    font: LegacyFont | None = None

    @property
    def words(self) -> str:
        """The text without its mark."""
        return self.text[self.start :]


def read_paragraphs(data: bytes, filename: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a .docx, .md or .txt file; refuse anything else."""
    kind = checked_prose(data, filename)
    lines = (
        list(_from_word(data))
        if kind is FileKind.DOCX
        else [(line, "") for line in decoded(data).splitlines()]
    )
    font = recognise(" ".join(text for text, _ in lines))
    if font is not None:
        lines = [(convert(text, font), mark) for text, mark in lines]
    if kind is not FileKind.DOCX:
        lines = list(_from_text([text for text, _ in lines], is_markdown=kind is FileKind.MD))
    kept = [(tidy(text), mark) for text, mark in lines if tidy(text)]
    if len(kept) > MOST_PARAGRAPHS:
        raise refused("too_many_paragraphs", most=MOST_PARAGRAPHS)
    return tuple(_paragraph(number, text, mark, font) for number, (text, mark) in enumerate(kept, start=1))


def _paragraph(number: int, text: str, mark: str, font: LegacyFont | None) -> Paragraph:
    if mark:
        return Paragraph(number, text, mark, 0, font)
    for name, pattern in _MARKS:
        if match := pattern.match(text):
            written = match.groupdict().get("number") or ""
            depth = str(written.count(".") + 1) if name == "number" else ""
            return Paragraph(number, text, f"{name}{depth}", match.end(), font)
    return Paragraph(number, text, "", 0, font)


def _from_text(lines: Iterable[str], *, is_markdown: bool) -> Iterator[tuple[str, str]]:
    """Yield lines; a line broken in mid-sentence by the width of a page is joined again."""
    waiting = ""
    for line in lines:
        for cell in _COLUMNS.split(line.strip().strip("|")) if line.strip() else [""]:
            piece = tidy(_MARKDOWN.sub("", cell.strip())) if is_markdown else tidy(cell)
            if waiting and _goes_on(waiting, piece):
                waiting = f"{waiting} {piece}"
                continue
            if waiting:
                yield waiting, ""
            waiting = piece
    if waiting:
        yield waiting, ""


def _goes_on(line: str, following: str) -> bool:
    is_open = len(line) >= _WRAPPED_FROM and not line.endswith(_ENDS)
    return is_open and following[:1].islower() and not any(mark.match(following) for _, mark in _MARKS)


def _from_word(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of a Word file in reading order, those inside tables too."""
    try:
        document = Document(io.BytesIO(data))
        numbering = Numbering.of(document)
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        raise refused("unreadable") from error
    for element in _word_paragraphs(document.element.body):
        for part in word_text(element).split("\n"):
            yield part, numbering.mark_of(element)


def _word_paragraphs(element: BaseOxmlElement) -> Iterable[BaseOxmlElement]:
    for child in element:
        if child.tag == qn("w:p"):
            yield child
        elif child.tag not in {qn("w:del"), qn("w:moveFrom"), qn("w:pPr")}:
            yield from _word_paragraphs(child)
