"""The progress of a plan as a clerk keeps it: number of the task, days, how it ended, the paper."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from tracker.documents.headings import find_header
from tracker.documents.problems import Problem
from tracker.documents.tables import Cell, open_paper, text_of
from tracker.rules.text import fold

COLUMNS = {
    "number": r"^(?:stt|tt|so thu tu)$",
    "done_on": r"ngay.hoan.thanh",
    "confirmed_on": r"ngay.xac.nhan",
    "manner": r"hinh.thuc|ket qua thuc hien",
    "reference": r"van.ban|san.pham",
}
REQUIRED = frozenset({"number", "done_on", "manner"})

_TITLES = {"done_on": "Ngày hoàn thành", "confirmed_on": "Ngày xác nhận"}


class Manner(enum.StrEnum):
    """How a task of the plan stands: finished, or a standing duty met up to the report."""

    DONE = "done"
    MET_TO_DATE = "met_to_date"


_MANNERS = {"hoan thanh": Manner.DONE, "dat yeu cau den thoi diem bao cao": Manner.MET_TO_DATE}


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """What the clerk noted about one task of the plan."""

    line: int
    number: str
    done_on: dt.date | None
    confirmed_on: dt.date | None
    manner: Manner | None
    reference_text: str
    problems: tuple[Problem, ...] = ()


def read_progress(data: bytes, filename: str) -> tuple[ProgressRow, ...]:
    """Read the progress table from .csv, .xlsx or .docx; days in ISO form or as cells of dates."""
    rows: list[ProgressRow] = []
    for grid in open_paper(data, filename).tables:
        header = find_header(grid, COLUMNS, REQUIRED)
        if header is None:
            continue
        for index in range(header.first_row, len(grid)):
            cells, problems = grid[index], list[Problem]()
            manner = _MANNERS.get(fold(header.text(cells, "manner")))
            if manner is None:
                sentence = "Ghi «hoàn thành» hoặc «đạt yêu cầu đến thời điểm báo cáo»."
                problems.append(Problem(index + 1, "Hình thức", sentence))
            rows.append(
                ProgressRow(
                    line=index + 1,
                    number=header.text(cells, "number"),
                    done_on=_day(header.cell(cells, "done_on"), index + 1, "done_on", problems),
                    confirmed_on=_day(
                        header.cell(cells, "confirmed_on"), index + 1, "confirmed_on", problems
                    ),
                    manner=manner,
                    reference_text=header.text(cells, "reference"),
                    problems=tuple(problems),
                )
            )
    return tuple(rows)


def _day(cell: Cell, line: int, name: str, problems: list[Problem]) -> dt.date | None:
    if isinstance(cell, dt.date):
        return cell
    text = text_of(cell)
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        sentence = f"Không đọc được ngày «{text}». Nhập theo dạng 2021-09-25."
        problems.append(Problem(line, _TITLES[name], sentence))
        return None
