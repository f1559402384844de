"""A unit's figures as a table that goes out and comes back: for those who have no line of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.documents.headings import find_header
from tracker.documents.problems import Problem
from tracker.documents.spreadsheet import workbook
from tracker.documents.tables import open_paper
from tracker.rules.indicators.spec import Blank
from tracker.rules.text import fold
from tracker.wording.indicators import BLANK_WORDS

COLUMNS = {
    "code": r"^(?:ma|stt)$",
    "label": r"^chi tieu$",
    "value": r"^so lieu$",
    "part": r"^tu so$",
    "whole": r"^mau so$",
    "blank": r"^ly do",
    "note": r"^ghi chu$",
    "evidence": r"^minh chung$",
}
REQUIRED = frozenset({"code", "value"})
HEADS = (
    "Mã", "Chỉ tiêu", "Đơn vị tính", "Kỳ trước", "Số liệu", "Tử số", "Mẫu số", "Lý do để trống", "Ghi chú",
    "Minh chứng", "Tệp minh chứng (tên, SHA-256)",
)  # fmt: skip
GUIDE = (
    ("Cột", "Cách ghi"),
    ("Số liệu", "Ghi số theo đơn vị tính: 1985 hoặc 1.985; tỷ lệ ghi 86,1 hoặc 86,1%."),
    ("Tử số, mẫu số", "Chỉ tiêu tỷ lệ ghi tử số và mẫu số; để trống cột số liệu, hệ thống tính tỷ lệ."),
    ("Lý do để trống", "Khi không có số: " + "; ".join(BLANK_WORDS.values()) + "."),
    ("Minh chứng", "Số, ký hiệu văn bản hoặc tên báo cáo làm căn cứ."),
    ("Tệp minh chứng", "Chỉ để đối chiếu. Đưa tệp lên ở trang Số liệu báo cáo."),
)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row as it came back, as typed."""

    code: str
    value: str
    part: str
    whole: str
    blank: Blank | None
    note: str
    evidence: str


@dataclass(frozen=True, slots=True)
class FigureTable:
    """What a file of figures holds."""

    rows: tuple[FigureRow, ...]
    problems: tuple[Problem, ...]


def figures_file(title: str, notes: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return the table of a unit as an Excel file, with a sheet on how it is filled in."""
    return workbook(title, notes, HEADS, rows, guide=GUIDE)


def read_figures(data: bytes, filename: str) -> FigureTable:
    """Read a table of figures from .xlsx, .csv or .docx; FILE_REFUSED for what cannot be opened."""
    rows: list[FigureRow] = []
    problems: list[Problem] = []
    for grid in open_paper(data, filename).tables:
        header = find_header(grid, COLUMNS, REQUIRED)
        if header is None:
            continue
        for line, cells in enumerate(grid[header.first_row :], start=header.first_row + 1):
            text = {name: header.text(cells, name) for name in COLUMNS}
            code = text["code"].rstrip(".")
            if not code:
                continue
            try:
                blank = _blank(text["blank"])
            except ValueError as mistake:
                problems.append(Problem(line, HEADS[7], str(mistake)))
                continue
            rows.append(
                FigureRow(
                    code, text["value"], text["part"], text["whole"], blank, text["note"], text["evidence"]
                )
            )
    if not rows and not problems:
        problems.append(Problem(0, "", "Không tìm thấy bảng số liệu. Cần các cột Mã và Số liệu."))
    return FigureTable(tuple(rows), tuple(problems))


def _blank(text: str) -> Blank | None:
    if not text:
        return None
    for blank, words in BLANK_WORDS.items():
        if fold(text) in (fold(words), fold(words.split(" (")[0])):
            return blank
    offered = ", ".join(f"“{words}”" for words in BLANK_WORDS.values())
    raise ValueError(f"Lý do để trống ghi “{text}”. Chọn một trong: {offered}.")
