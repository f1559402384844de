"""A paper as numbered paragraphs: Word, Markdown and plain text come out the same.

A paragraph knows what mark opens it («1.», «a)», «-»), typed or numbered by Word itself, because the
marks say which heading gives its lead to which duties.

The numbers Word gives to paragraphs by itself; the text of the file does not hold them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from tracker.core.file_checks import FileKind, checked_prose, file_refusal
from tracker.core.text import LegacyFont, convert_legacy_text, detect_legacy_font, normalise_text
from tracker.documents.tables import decode_text, word_text

_KINDS = {
    "decimal": "number",
    "decimalZero": "number",
    "upperRoman": "roman",
    "lowerRoman": "roman",
    "lowerLetter": "letter",
    "upperLetter": "letter",
    "bullet": "dash",
}
_BY_STYLE = {"ListBullet": "dash", "ListNumber": "number"}


@dataclass(frozen=True, slots=True)
class Numbering:
    """The format of every level of every list of a file: (list, level) to the kind of mark."""

    kinds: dict[tuple[str, str], str]

    @classmethod
    def of(cls, document: WordDocument) -> Numbering:
        """Read the lists of a file; a file without lists has none."""
        parts = [part for part in document.part.package.iter_parts() if part.partname.endswith("/numbering.xml")]
        root: BaseOxmlElement | None = getattr(parts[0], "element", None) if parts else None
        if root is None:
            return cls({})
        levels = {
            (abstract.get(qn("w:abstractNumId"), ""), level.get(qn("w:ilvl"), "0")): _format(level)
            for abstract in root.findall(qn("w:abstractNum"))
            for level in abstract.findall(qn("w:lvl"))
        }
        kinds: dict[tuple[str, str], str] = {}
        for one in root.findall(qn("w:num")):
            reference = one.find(qn("w:abstractNumId"))
            name = "" if reference is None else reference.get(qn("w:val"), "")
            for (abstract, level), kind in levels.items():
                if abstract == name:
                    kinds[one.get(qn("w:numId"), ""), level] = kind
        return cls(kinds)

    def mark_of(self, paragraph: BaseOxmlElement) -> str:
        """Return the kind and depth of the number Word shows before a paragraph; empty for none."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return ""
        numbered = properties.find(qn("w:numPr"))
        if numbered is None:
            style = properties.find(qn("w:pStyle"))
            kind = _BY_STYLE.get("" if style is None else style.get(qn("w:val"), "").rstrip("0123456789"), "")
            return f"{kind}1" if kind == "number" else kind
        level = _value(numbered, "w:ilvl", "0")
        kind = self.kinds.get((_value(numbered, "w:numId", ""), level), "")
        if kind in {"number", "dash"} and level.isdigit() and (kind == "number" or level != "0"):
            return f"{kind}{int(level) + 1}"
        return kind


def _format(level: BaseOxmlElement) -> str:
    return _KINDS.get(_value(level, "w:numFmt", ""), "")


def _value(element: BaseOxmlElement, name: str, missing: str) -> str:
    child = element.find(qn(name))
    return missing if child is None else child.get(qn("w:val"), missing)


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
    lines = list(_from_word(data)) if kind is FileKind.DOCX else [(line, "") for line in decode_text(data).splitlines()]
    font = detect_legacy_font(" ".join(text for text, _ in lines))
    if font is not None:
        lines = [(convert_legacy_text(text, font), mark) for text, mark in lines]
    if kind is not FileKind.DOCX:
        lines = list(_from_text([text for text, _ in lines], is_markdown=kind is FileKind.MD))
    kept = [(normalise_text(text), mark) for text, mark in lines if normalise_text(text)]
    if len(kept) > MOST_PARAGRAPHS:
        raise file_refusal("too_many_paragraphs", most=MOST_PARAGRAPHS)
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
            piece = normalise_text(_MARKDOWN.sub("", cell.strip())) if is_markdown else normalise_text(cell)
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
        raise file_refusal("unreadable") from error
    for element in _word_paragraphs(document.element.body):
        for part in word_text(element).split("\n"):
            yield part, numbering.mark_of(element)


def _word_paragraphs(element: BaseOxmlElement) -> Iterable[BaseOxmlElement]:
    for child in element:
        if child.tag == qn("w:p"):
            yield child
        elif child.tag not in {qn("w:del"), qn("w:moveFrom"), qn("w:pPr")}:
            yield from _word_paragraphs(child)
