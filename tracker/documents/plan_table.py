"""The table of a yearly plan to rows, each with its problems beside it; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.documents.headings import Header, find_header, is_repeated_header
from tracker.documents.problems import Problem
from tracker.documents.tables import Cell, Grid, Paper, lines_of, open_paper, text_of
from tracker.rules import references
from tracker.rules.references import Reference
from tracker.rules.text import fold

COLUMNS = {
    "number": r"^(?:stt|tt|so tt|so thu tu|nd)$",
    "coordinating": r"phoi hop",
    "lead": r"chu tri|(?:don vi|co quan|bo phan) (?:thuc hien|phu trach)|trach nhiem thuc hien",
    "term": r"thoi gian|thoi han|tien do|han hoan thanh|thoi diem",
    "basis": r"can cu|van ban giao|nguon",
    "product": r"san pham|ket qua",
    "note": r"ghi chu",
    "title": r"noi dung|nhiem vu|cong viec|hoat dong",
}
REQUIRED = frozenset({"title", "lead", "term"})

_SECTION_NUMBER = re.compile(r"^(?:[IVXLC]+|[A-H])\.?$")
_COLUMN_NUMBER = re.compile(r"^\(?\d{1,2}\)?$", re.ASCII)
_SAME = re.compile(r"^(?:nhu tren|nt|-?nt-?|'')$", re.ASCII)
_CUT = re.compile(r"(?:…|\.\.\.)$")


@dataclass(frozen=True, slots=True)
class PlanSection:
    """A group of rows: an area of reform."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One task of the plan as written; `line` counts the rows of its table from 1."""

    line: int
    number: str
    section: PlanSection | None
    title: str
    product: str
    lead_text: str
    coordinating_text: str
    term_text: str
    basis: str
    note: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What a plan file holds, before anybody has confirmed it."""

    rows: tuple[PlanRow, ...]
    sections: tuple[PlanSection, ...]
    reference: Reference | None
    problems: tuple[Problem, ...] = ()

    def all_problems(self) -> tuple[Problem, ...]:
        """Return the problems of the file and of every row, in order."""
        return (*self.problems, *(problem for row in self.rows for problem in row.problems))


def read_plan(data: bytes, filename: str) -> PlanDraft:
    """Read a plan from .docx, .xlsx or .csv; refuse a file that cannot be opened."""
    paper = open_paper(data, filename)
    rows: list[PlanRow] = []
    sections: list[PlanSection] = []
    for grid in paper.tables:
        header = find_header(grid, COLUMNS, REQUIRED)
        if header is not None:
            _read_table(grid, header, rows, sections)
    problems: tuple[Problem, ...] = ()
    if not rows:
        problems = (
            Problem(
                0,
                "",
                "Không tìm thấy bảng nhiệm vụ. Kiểm tra bảng có dòng tiêu đề gồm các cột nội dung nhiệm vụ,"
                " đơn vị chủ trì và thời gian hoàn thành.",
            ),
        )
    return PlanDraft(_numbered(rows), tuple(sections), _reference(paper), problems)


def _read_table(grid: Grid, header: Header, rows: list[PlanRow], sections: list[PlanSection]) -> None:
    previous: PlanRow | None = None
    for index in range(header.first_row, len(grid)):
        cells = grid[index]
        if not any(text_of(cell) for cell in cells) or _is_furniture(cells):
            continue
        section = _section(cells, header)
        if section is not None:
            sections.append(section)
            continue
        row = _row(index + 1, cells, header, sections[-1] if sections else None, previous)
        if row is not None:
            rows.append(row)
            previous = row


def _is_furniture(cells: Sequence[Cell]) -> bool:
    """Tell whether a row only repeats the header or numbers the columns."""
    texts = [text_of(cell) for cell in cells]
    numbering = all(_COLUMN_NUMBER.match(text) for text in texts if text) and sum(map(bool, texts)) > 2
    return numbering or is_repeated_header(cells, COLUMNS, REQUIRED)


def _section(cells: Sequence[Cell], header: Header) -> PlanSection | None:
    """Return the section a row opens: a Roman numeral or a letter, a title and nothing else."""
    number, title = header.text(cells, "number"), header.text(cells, "title")
    others = {header.text(cells, name) for name in ("lead", "term", "product", "coordinating")}
    if others - {"", title, number}:
        return None
    if _SECTION_NUMBER.match(number) and title:
        return PlanSection(number.rstrip("."), title)
    if title and number in {"", title} and others <= {title} and title == title.upper():
        return PlanSection("", title)
    return None


def _row(
    line: int, cells: Sequence[Cell], header: Header, section: PlanSection | None, previous: PlanRow | None
) -> PlanRow | None:
    row = PlanRow(
        line=line,
        number=header.text(cells, "number").rstrip("."),
        section=section,
        title=header.text(cells, "title"),
        product=header.text(cells, "product"),
        lead_text=_units_text(header.cell(cells, "lead")),
        coordinating_text=_units_text(header.cell(cells, "coordinating")),
        term_text=_term_text(header.cell(cells, "term")),
        basis=header.text(cells, "basis"),
        note=header.text(cells, "note"),
    )
    if not row.title and not row.lead_text and not row.term_text:
        return None
    if previous is not None:
        row = replace(
            row,
            lead_text=previous.lead_text if _is_same(row.lead_text) else row.lead_text,
            coordinating_text=(
                previous.coordinating_text if _is_same(row.coordinating_text) else row.coordinating_text
            ),
            term_text=previous.term_text if _is_same(row.term_text) else row.term_text,
        )
    return replace(row, problems=tuple(_problems(row)))


def _problems(row: PlanRow) -> list[Problem]:
    found = []
    if not row.title:
        found.append(Problem(row.line, "Nội dung, nhiệm vụ", "Nhập nội dung nhiệm vụ của dòng này."))
    elif _CUT.search(row.title):
        found.append(
            Problem(
                row.line,
                "Nội dung, nhiệm vụ",
                "Nội dung có thể đã bị cắt ở cuối. Đối chiếu với văn bản gốc.",
                blocking=False,
            )
        )
    if not row.lead_text:
        found.append(Problem(row.line, "Đơn vị chủ trì", "Nhập đơn vị chủ trì của nhiệm vụ này."))
    return found


def _numbered(rows: list[PlanRow]) -> tuple[PlanRow, ...]:
    """Give numbers to rows left blank by Word's automatic numbering; tell numbers that appear twice."""
    if rows and not any(row.number for row in rows):
        return tuple(replace(row, number=str(order)) for order, row in enumerate(rows, start=1))
    seen: dict[tuple[str, str], int] = {}
    numbered = []
    for row in rows:
        problems = row.problems
        first = seen.setdefault((row.number, ""), row.line)
        if not row.number:
            problems = (*problems, Problem(row.line, "STT", "Nhập số thứ tự của nhiệm vụ này."))
        elif first != row.line:
            sentence = f"Số thứ tự {row.number} đã dùng ở dòng {first}. Sửa lại để mỗi nhiệm vụ một số."
            problems = (*problems, Problem(row.line, "STT", sentence))
        numbered.append(replace(row, problems=problems))
    return tuple(numbered)


def _is_same(text: str) -> bool:
    return bool(_SAME.match(fold(text)))


def _units_text(cell: Cell) -> str:
    """Join lines with a comma where the break separates two names, and not inside one."""
    joined = ""
    for line in lines_of(cell):
        line = line.removeprefix("-").removeprefix("+").strip()
        starts_name = line[:1].isupper() and not joined.endswith((",", ";", "-", "&", " và"))
        separator = "; " if joined and starts_name and _closes(joined) else " "
        joined = f"{joined}{separator}{line}".strip()
    return joined


def _closes(text: str) -> bool:
    """Tell whether a line ends a name: its last word is not a bare kind of unit."""
    return fold(text.split()[-1]) not in {"phong", "ban", "ubnd", "xa", "trung", "tam", "va", "thi", "van"}


def _term_text(cell: Cell) -> str:
    """Join lines with a semicolon where each is a term of its own."""
    joined = ""
    for line in lines_of(cell):
        new_part = bool(joined) and line[:1].isupper() and not joined.endswith((",", ";", ":", "-"))
        joined = f"{joined}{'; ' if new_part else ' '}{line}".strip()
    return joined


def _reference(paper: Paper) -> Reference | None:
    """Return the decision the plan comes with: number and day above the table."""
    titles = [text_of(cell) for grid in paper.tables for row in grid[:8] for cell in row[:2]]
    found = [reference for line in (*paper.lines, *titles) for reference in references.find_all(line)]
    dated = [reference for reference in found if reference.issued_on is not None]
    return next(iter(dated or found), None)
