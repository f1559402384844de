"""A report from elsewhere, read for checking: its paragraphs under their sections, its appendix row by row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from tracker.core.file_checks import FileKind, checked_prose
from tracker.core.text import fold_accents, normalise_text
from tracker.documents.paragraphs import Paragraph, read_paragraphs
from tracker.documents.tables import decode_text, get_cell_text, open_paper
from tracker.reports.checking.paper import AppendixRow, Passage, ReportUnderCheck

_TAGS = re.compile(r"</?[a-z][^<>]*>", re.ASCII)
_CODE = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?", re.ASCII)
_SECTION = (
    re.compile(r"(?P<mark>[IVX]{1,5})\. ?\S"),
    re.compile(r"(?P<mark>\d{1,2})\. ?\S"),
    re.compile(r"(?P<mark>[a-zđ])[.)] ?\S"),
)
_LONGEST_HEADING = 160
_YEAR = re.compile(r"\bnam (20\d\d)\b", re.ASCII)
_MADE_ON = re.compile(r"\bngay (\d{1,2}) ?(?:/| thang )(\d{1,2}) ?(?:/| nam )(20\d\d)\b", re.ASCII)
_DATED_REPORT = re.compile(r"bao cao so.*", re.ASCII)


def read_report(data: bytes, filename: str) -> ReportUnderCheck:
    """Read a report from .docx, .md or .txt; refuse anything else."""
    if checked_prose(data, filename) is FileKind.DOCX:
        grids = [[[get_cell_text(cell) for cell in row] for row in grid] for grid in open_paper(data, filename).tables]
        paragraphs = read_paragraphs(data, filename)
        lines = [(0, cells) for grid in grids if _is_appendix(grid) for cells in grid]
        in_tables = {fold_accents(cell) for grid in grids for cells in grid for cell in cells if cell}
        paragraphs = tuple(each for each in paragraphs if fold_accents(each.text) not in in_tables)
    else:
        lines, prose = _split(decode_text(data))
        paragraphs = read_paragraphs(prose.encode(), "bao-cao.md")
    passages = tuple(read_passages(_joined(paragraphs)))
    rows = tuple(_rows(lines))
    return ReportUnderCheck(passages, rows, _year(passages), _made_on(passages))


def _is_appendix(grid: Sequence[Sequence[str]]) -> bool:
    """Tell whether a table is one of indicators: it has a column of units of measure, or rows with codes."""
    coded = sum(bool(_CODE.fullmatch(cells[0])) and "." in cells[0].rstrip(".") for cells in grid if cells)
    return coded > 1 or any("don vi tinh" in fold_accents(" ".join(cells)) for cells in grid)


def _split(text: str) -> tuple[list[tuple[int, list[str]]], str]:
    """Return the lines of tables, by line, and the rest as prose."""
    tables, prose = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = line.split("\t") if "\t" in line else line.strip().strip("|").split("|") if line.count("|") > 2 else []
        if len(cells) > 2:
            tables.append((number, [normalise_text(_TAGS.sub("", cell)) for cell in cells]))
            prose.append("")
        else:
            prose.append(line)
    return tables, "\n".join(prose)


def _joined(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs; one broken by the end of a page in mid-sentence is joined again."""
    waiting: tuple[int, str] | None = None
    for paragraph in paragraphs:
        text = normalise_text(paragraph.text.replace("***", "").strip("*#\\ "))
        if not text:
            continue
        if waiting is not None:
            goes_on = waiting[1][-1] not in ".;:!?)" and (text[0].islower() or text[0] == "(")
            if goes_on and not _SECTION[2].match(text):
                waiting = (waiting[0], f"{waiting[1]} {text}")
                continue
            yield waiting
        waiting = (paragraph.number, text)
    if waiting is not None:
        yield waiting


def read_passages(lines: Iterable[tuple[int, str]]) -> Iterator[Passage]:
    """Yield the passages of numbered lines, each with the headings it stands under."""
    levels = ["", "", ""]
    for number, text in lines:
        for depth, pattern in enumerate(_SECTION):
            match = pattern.match(text)
            if match is not None and len(text) <= _LONGEST_HEADING and not text.endswith((";", ",")):
                levels[depth:] = [match["mark"], *([""] * (2 - depth))]
                break
        section = ".".join(level for level in levels if level)
        yield Passage(number, section, text, is_item=text[:1] in "-+–•")


def _rows(lines: Sequence[tuple[int, list[str]]]) -> Iterator[AppendixRow]:
    """Yield the rows of the appendix: a label broken by a page is joined, a row without code named after the last."""
    waiting: AppendixRow | None = None
    last_code, letter = "", 0
    for number, cells in lines:
        cells = [*cells, "", "", "", "", ""][:5]
        code, label, unit, value, note = cells
        if _is_head(cells) or not label:
            continue
        own = code.rstrip(".") if _CODE.fullmatch(code) else ""
        if not own and waiting is not None and not unit and not value and label[0].islower():
            waiting = _with(waiting, label, note)
            continue
        if not own and waiting is not None and not unit and not value and not code:
            waiting = _with(waiting, label, note)
            continue
        if waiting is not None:
            yield waiting
        if own:
            last_code, letter = own, 0
        else:
            letter += 1
        waiting = AppendixRow(number, own or f"{last_code}{chr(ord('a') + letter - 1)}", label, unit, value, note)
    if waiting is not None:
        yield waiting


def _with(row: AppendixRow, label: str, note: str) -> AppendixRow:
    return AppendixRow(
        row.line,
        row.code,
        normalise_text(f"{row.label} {label}"),
        row.unit,
        row.text,
        normalise_text(f"{row.note} {note}"),
    )


def _is_head(cells: Sequence[str]) -> bool:
    words = fold_accents(" ".join(cells))
    return words.startswith("stt ") or (not cells[0] and "don vi tinh" in words) or set(words) <= set("-: ")


def _year(passages: Sequence[Passage]) -> int | None:
    for passage in passages[:6]:
        if match := _YEAR.search(passage.folded):
            return int(match[1])
    return None


def _made_on(passages: Sequence[Passage]) -> dt.date | None:
    """Return the day of the report: named where the appendix is joined to it."""
    for passage in passages:
        if _DATED_REPORT.search(passage.folded) and (match := _MADE_ON.search(passage.folded)):
            try:
                return dt.date(int(match[3]), int(match[2]), int(match[1]))
            except ValueError:
                continue
    return None
