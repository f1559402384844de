"""A report from elsewhere, read for checking: its paragraphs under their sections, its appendix row by row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from tracker.documents.file_guard import FileKind, checked_prose
from tracker.documents.prose.paragraphs import Paragraph, read_paragraphs
from tracker.documents.report_paper import ReportPaper
from tracker.documents.tables import decoded, open_paper, text_of
from tracker.rules.checking.paper import Passage, Report, Row
from tracker.rules.text import fold, tidy

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


def read_report(data: bytes, filename: str) -> Report:
    """Read a report from .docx, .md or .txt; refuse anything else."""
    if checked_prose(data, filename) is FileKind.DOCX:
        grids = [
            [[text_of(cell) for cell in row] for row in grid] for grid in open_paper(data, filename).tables
        ]
        paragraphs = read_paragraphs(data, filename)
        lines = [(0, cells) for grid in grids if _is_appendix(grid) for cells in grid]
        in_tables = {fold(cell) for grid in grids for cells in grid for cell in cells if cell}
        paragraphs = tuple(each for each in paragraphs if fold(each.text) not in in_tables)
    else:
        lines, prose = _split(decoded(data))
        paragraphs = read_paragraphs(prose.encode(), "bao-cao.md")
    passages = tuple(_passages(_joined(paragraphs)))
    rows = tuple(_rows(lines))
    return Report(passages, rows, _year(passages), _made_on(passages))


def _is_appendix(grid: Sequence[Sequence[str]]) -> bool:
    """Tell whether a table is one of indicators: it has a column of units of measure, or rows with codes."""
    coded = sum(bool(_CODE.fullmatch(cells[0])) and "." in cells[0].rstrip(".") for cells in grid if cells)
    return coded > 1 or any("don vi tinh" in fold(" ".join(cells)) for cells in grid)


def _split(text: str) -> tuple[list[tuple[int, list[str]]], str]:
    """Return the lines of tables, by line, and the rest as prose."""
    tables, prose = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = (
            line.split("\t")
            if "\t" in line
            else line.strip().strip("|").split("|")
            if line.count("|") > 2
            else []
        )
        if len(cells) > 2:
            tables.append((number, [tidy(_TAGS.sub("", cell)) for cell in cells]))
            prose.append("")
        else:
            prose.append(line)
    return tables, "\n".join(prose)


def _joined(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs; one broken by the end of a page in mid-sentence is joined again."""
    waiting: tuple[int, str] | None = None
    for paragraph in paragraphs:
        text = tidy(paragraph.text.replace("***", "").strip("*#\\ "))
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


def _passages(lines: Iterable[tuple[int, str]]) -> Iterator[Passage]:
    levels = ["", "", ""]
    for number, text in lines:
        for depth, pattern in enumerate(_SECTION):
            match = pattern.match(text)
            if match is not None and len(text) <= _LONGEST_HEADING and not text.endswith((";", ",")):
                levels[depth:] = [match["mark"], *([""] * (2 - depth))]
                break
        section = ".".join(level for level in levels if level)
        yield Passage(number, section, text, is_item=text[:1] in "-+–•")


def _rows(lines: Sequence[tuple[int, list[str]]]) -> Iterator[Row]:
    """Yield the rows of the appendix: a label broken by a page is joined, a row without code named after the last."""
    waiting: Row | None = None
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
        waiting = Row(number, own or f"{last_code}{chr(ord('a') + letter - 1)}", label, unit, value, note)
    if waiting is not None:
        yield waiting


def _with(row: Row, label: str, note: str) -> Row:
    return Row(
        row.line, row.code, tidy(f"{row.label} {label}"), row.unit, row.text, tidy(f"{row.note} {note}")
    )


def _is_head(cells: Sequence[str]) -> bool:
    words = fold(" ".join(cells))
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


def report_of(paper: ReportPaper) -> Report:
    """Return a report of our own as the checks read one from elsewhere."""
    texts = (paper.title, *(block.text for block in paper.blocks))
    passages = tuple(_passages((number, text) for number, text in enumerate(texts, start=1)))
    rows = tuple(
        Row(number, row.code, row.label, row.unit, row.value, row.note)
        for number, row in enumerate(paper.rows, start=1)
    )
    return Report(passages, rows, paper.as_of.year, paper.dated_on)
