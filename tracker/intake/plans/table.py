"""The cells of a plan: names over several lines, several terms in one cell, product and date together.

The table of a yearly plan to rows, each with its problems beside it; nothing is guessed.

The progress of a plan as a clerk keeps it: number of the task, days, how it ended, the paper.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.core.refusals import Refusal
from tracker.core.text import fold_accents
from tracker.documents.table_reader import Header, Problem, TableLayout, TableRow, converted_from
from tracker.documents.tables import Grid, TableCell, TableFile, get_cell_lines, get_cell_text, open_paper
from tracker.law import references
from tracker.law.deadlines.reader import parse_deadline
from tracker.law.references import Reference
from tracker.law.terms import TermKind

_SAME = re.compile(r"(?:nhu tren|[-\s]*nt[-\s.]*|[-\s]*(?://|\"|''|\u2033|\u201d|,,)[-\s]*)", re.ASCII)
_BULLET = re.compile(r"^[-+\u2013*]\s*")
_PARTS = re.compile(r"\s*[;\n]\s*")
_PRODUCT = re.compile(r"^(?:san pham|ket qua)[^:]{0,20}: ?", re.ASCII)
_TERM = re.compile(r"^(?:thoi gian|thoi han|tien do)[^:]{0,20}: ?", re.ASCII)
_KIND_WORDS = frozenset({"phong", "ban", "ubnd", "xa", "trung", "tam", "va", "thi", "van", "doi"})
_ANY_DAY = dt.date(2021, 1, 1)
"""Only whether a text is a term is asked here, not which day it is."""


def is_as_above(text: str) -> bool:
    """Tell whether a cell repeats the one above: «như trên», «nt», «//», a ditto mark."""
    return _SAME.fullmatch(fold_accents(text)) is not None


def units_text(cell: TableCell) -> str:
    """Join lines with a semicolon where the break separates two names, and not inside one."""
    joined = ""
    for written in get_cell_lines(cell):
        line = _BULLET.sub("", written)
        starts_name = line != written or (
            line[:1].isupper() and not joined.endswith((",", ";", "-", "&", " v\u00e0")) and _closes(joined)
        )
        separator = "; " if joined and starts_name else " "
        joined = f"{joined.rstrip(';,') if starts_name else joined}{separator}{line}".strip()
    return joined


def term_text(cell: TableCell) -> str:
    """Join lines with a semicolon where each is a term of its own."""
    joined = ""
    for line in get_cell_lines(cell):
        new_part = bool(joined) and line[:1].isupper() and not joined.endswith((",", ";", ":", "-"))
        joined = f"{joined}{'; ' if new_part else ' '}{line}".strip()
    return joined


def product_and_term(cell: TableCell) -> tuple[str, str]:
    """Take a cell apart that holds the product and the date, by its labels or by what reads as a date."""
    products: list[str] = []
    terms: list[str] = []
    for part in _PARTS.split("\n".join(get_cell_lines(cell))):
        plain = fold_accents(part)
        if label := _PRODUCT.match(plain):
            products.append(part[label.end() :])
        elif label := _TERM.match(plain):
            terms.append(part[label.end() :])
        else:
            (terms if _is_term(part) else products).append(part)
    return "; ".join(products), "; ".join(terms)


def _is_term(text: str) -> bool:
    try:
        return parse_deadline(text, issued=_ANY_DAY).kind is not TermKind.NONE
    except Refusal:
        return True


def _closes(text: str) -> bool:
    """Tell whether a line ends a name: it is more than a bare kind of unit («Phòng», «UBND xã»)."""
    words = text.split()
    return len(words) > 2 or not words or fold_accents(words[-1]) not in _KIND_WORDS


PLAN_TABLE = TableLayout(
    {
        "number": r"^(?:stt|tt|so tt|so thu tu|nd)$",
        "coordinating": r"phoi hop",
        "lead": r"chu tri|(?:don vi|co quan|bo phan) (?:thuc hien|phu trach)|trach nhiem thuc hien",
        "term": r"thoi gian|thoi han|tien do|han hoan thanh|thoi diem",
        "basis": r"can cu|van ban giao|nguon",
        "product": r"san pham|ket qua",
        "note": r"ghi chu",
        "title": r"noi dung|nhiem vu|cong viec|hoat dong",
    },
    required=frozenset({"title", "lead", "term"}),
    missing=(
        "Không tìm thấy bảng nhiệm vụ. Kiểm tra bảng có dòng tiêu đề gồm các cột nội dung nhiệm vụ,"
        " đơn vị chủ trì và thời gian hoàn thành."
    ),
)

_SECTION_NUMBER = re.compile(r"^(?:[IVXLC]+|[A-H])\.?$")
_COLUMN_NUMBER = re.compile(r"^\(?\d{1,2}\)?$", re.ASCII)
_CAPTION = re.compile(r"^(?P<number>[IVXLC]+|[A-H]|\d{1,2})[.)]\s*(?P<title>\S.*)$")
_FOOT = re.compile(r"^(?:tong cong|tong so|tong:|cong:|ghi chu:|noi nhan|luu y:)", re.ASCII)
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
    for place, grid in enumerate(paper.tables):
        header = PLAN_TABLE.header(grid)
        if header is None:
            continue
        if caption := _CAPTION.match(paper.caption(place)):
            sections.append(PlanSection(caption["number"], caption["title"].strip(" :.")))
        _read_table(grid, _with_product(grid, header), rows, sections)
    problems = converted_from(paper.font)
    if not rows:
        problems = (*problems, Problem(0, "", PLAN_TABLE.missing))
    return PlanDraft(_numbered(rows), tuple(sections), _reference(paper), problems)


def _with_product(grid: Grid, header: Header) -> Header:
    """Let a column «Sản phẩm, thời gian hoàn thành» be both."""
    title = fold_accents(get_cell_text(grid[header.first_row - 1][header.columns["term"]]))
    if "product" in header.columns or not re.search(PLAN_TABLE.columns["product"], title):
        return header
    return replace(header, columns={**header.columns, "product": header.columns["term"]})


def _read_table(grid: Grid, header: Header, rows: list[PlanRow], sections: list[PlanSection]) -> None:
    previous: PlanRow | None = None
    for index in range(header.first_row, len(grid)):
        cells = grid[index]
        if not any(get_cell_text(cell) for cell in cells) or _is_furniture(cells):
            continue
        section = _section(cells, header) or _numbered_section(grid, index, header)
        if section is not None:
            sections.append(section)
            continue
        row = _row(index + 1, cells, header, sections[-1] if sections else None, previous)
        if row is not None:
            rows.append(row)
            previous = row


def _is_furniture(cells: Sequence[TableCell]) -> bool:
    """Tell whether a row repeats the header, numbers the columns, or counts and explains below the tasks."""
    texts = [get_cell_text(cell) for cell in cells]
    first = next(text for text in texts if text)
    if _FOOT.match(fold_accents(first)) and len({text for text in texts if text}) == 1:
        return True
    numbering = all(_COLUMN_NUMBER.match(text) for text in texts if text) and sum(map(bool, texts)) > 2
    return numbering or PLAN_TABLE.repeats_header(cells)


def _section(cells: Sequence[TableCell], header: Header) -> PlanSection | None:
    """Return the section a row opens: a Roman numeral or a letter, a title and nothing else."""
    texts = [get_cell_text(cell) for cell in cells]
    if len(texts) > 2 and len(set(texts)) == 1:
        return PlanSection("", texts[0])
    number, title = header.text(cells, "number"), header.text(cells, "title")
    others = {header.text(cells, name) for name in ("lead", "term", "product", "coordinating")}
    if others - {"", title, number}:
        return None
    if _SECTION_NUMBER.match(number) and title:
        return PlanSection(number.rstrip("."), title)
    if title and number in {"", title} and others <= {title} and title == title.upper():
        return PlanSection("", title)
    return None


def _numbered_section(grid: Grid, index: int, header: Header) -> PlanSection | None:
    """Return the section of a row «1» without anything else, when the rows below are «1.1», «1.2»."""
    cells = grid[index]
    number, title = header.text(cells, "number").rstrip("."), header.text(cells, "title")
    has_more = any(header.text(cells, name) for name in ("lead", "term", "product", "coordinating"))
    if not number.isdigit() or not title or has_more or index + 1 >= len(grid):
        return None
    following = header.text(grid[index + 1], "number")
    return PlanSection(number, title) if following.startswith(f"{number}.") else None


def _row(
    line: int, cells: Sequence[TableCell], header: Header, section: PlanSection | None, previous: PlanRow | None
) -> PlanRow | None:
    product, term = header.text(cells, "product"), term_text(header.cell(cells, "term"))
    if header.columns.get("product") == header.columns["term"]:
        product, term = product_and_term(header.cell(cells, "term"))
    lead, beside = units_text(header.cell(cells, "lead")), units_text(header.cell(cells, "coordinating"))
    row = PlanRow(
        line=line,
        number=header.text(cells, "number").rstrip(".)"),
        section=section,
        title=header.text(cells, "title"),
        product=product,
        lead_text=lead,
        coordinating_text="" if beside == lead and not is_as_above(lead) else beside,
        term_text=term,
        basis=header.text(cells, "basis"),
        note=header.text(cells, "note"),
    )
    if not row.title and not row.lead_text and not row.term_text:
        return None
    if previous is not None:
        row = replace(
            row,
            lead_text=previous.lead_text if is_as_above(row.lead_text) else row.lead_text,
            coordinating_text=(
                previous.coordinating_text if is_as_above(row.coordinating_text) else row.coordinating_text
            ),
            term_text=previous.term_text if is_as_above(row.term_text) else row.term_text,
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


def _reference(paper: TableFile) -> Reference | None:
    """Return the decision the plan comes with: number and day above the table."""
    titles = [get_cell_text(cell) for grid in paper.tables for row in grid[:8] for cell in row[:2]]
    found = [reference for line in (*paper.lines, *titles) for reference in references.find_all(line)]
    dated = [reference for reference in found if reference.issued_on is not None]
    return next(iter(dated or found), None)


PROGRESS_TABLE = TableLayout(
    {
        "number": r"^(?:stt|tt|so thu tu)$",
        "done_on": r"ngay.hoan.thanh",
        "confirmed_on": r"ngay.xac.nhan",
        "manner": r"hinh.thuc|ket qua thuc hien",
        "reference": r"van.ban|san.pham",
    },
    required=frozenset({"number", "done_on", "manner"}),
    titles={"done_on": "Ngày hoàn thành", "confirmed_on": "Ngày xác nhận"},
)


class ProgressOutcome(enum.StrEnum):
    """How a task of the plan stands: finished, or a standing duty met up to the report."""

    DONE = "done"
    MET_TO_DATE = "met_to_date"


_MANNERS = {"hoan thanh": ProgressOutcome.DONE, "dat yeu cau den thoi diem bao cao": ProgressOutcome.MET_TO_DATE}


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """What the clerk noted about one task of the plan."""

    line: int
    number: str
    done_on: dt.date | None
    confirmed_on: dt.date | None
    manner: ProgressOutcome | None
    reference_text: str
    problems: tuple[Problem, ...] = ()


def read_progress(data: bytes, filename: str) -> tuple[ProgressRow, ...]:
    """Read the progress table from .csv, .xlsx or .docx; an empty table gives no rows."""
    return tuple(map(_progress, PROGRESS_TABLE.rows(open_paper(data, filename).tables)))


def _progress(row: TableRow) -> ProgressRow:
    manner = _MANNERS.get(fold_accents(row.text("manner")))
    if manner is None:
        row.report("Hình thức", "Ghi «hoàn thành» hoặc «đạt yêu cầu đến thời điểm báo cáo».")
    done_on, confirmed_on = row.day("done_on"), row.day("confirmed_on")
    number, reference = row.text("number"), row.text("reference")
    return ProgressRow(row.line, number, done_on, confirmed_on, manner, reference, tuple(row.problems))
