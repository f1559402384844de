"""Exports of other software in several files, joined on the number of the task: a list in Excel, details in Word.

Such exports cut long titles with «…», repeat a task each time it was edited, print 01/01/1970 for no date and leave
the state empty. The fuller words win, the newest line of a task wins, and each of these is told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.documents.headings import Header, find_header, is_repeated_header
from tracker.documents.problems import Problem, converted_from
from tracker.documents.register_table import COLUMNS, RegisterDraft, RegisterRow, read_row, register_of
from tracker.documents.tables import Cell, Paper, open_paper, text_of
from tracker.rules.text import fold

EXPORTED: Mapping[str, str] = {
    "task": r"^(?:ma|so|id)\b.*(?:nhiem vu|cong viec|yeu cau)|^(?:ma so|ma|id)$",
    "state": r"trang thai|tinh trang",
    "updated_on": r"cap nhat|ngay sua|chinh sua cuoi",
    **COLUMNS,
}
"""The columns of an export: the number of the task, its state, its last change, and those of a register."""
REQUIRED = frozenset({"task"})

_NAMES = tuple(EXPORTED)
_HEADER = Header(first_row=0, columns={name: index for index, name in enumerate(_NAMES)})
_CUT = re.compile(r"\s*(?:…|\.\.\.)$")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)


@dataclass(slots=True)
class _Task:
    """The lines of one task, joined so far."""

    line: int
    cells: dict[str, Cell]
    updated_on: dt.date = dt.date.min
    told: list[Problem] = field(default_factory=list)


def read_registers(files: Sequence[tuple[bytes, str]]) -> RegisterDraft:
    """Read a register of the office, or what other software exported: told apart by the number of the task.

    The list comes first, its details after it; each file is bytes and name.
    """
    papers = [(open_paper(data, filename), filename) for data, filename in files]
    first, _ = papers[0]
    is_export = len(papers) > 1 or any(find_header(grid, EXPORTED, REQUIRED) for grid in first.tables)
    return _joined(papers) if is_export else register_of(first)


def _joined(papers: Sequence[tuple[Paper, str]]) -> RegisterDraft:
    """Join the files of one export, the list first; every task of the list comes back once.

    A task that stands only in the details is told and left out: without the list nobody knows whose it is.
    """
    tasks: dict[str, _Task] = {}
    problems: list[Problem] = []
    for place, (paper, filename) in enumerate(papers):
        problems += converted_from(paper.font)
        for line, cells in _lines(paper.tables):
            number = text_of(cells["task"])
            known = tasks.get(fold(number))
            if known is not None and place == 0:
                _renew(known, line, cells, number)
            elif known is not None:
                _complete(known, cells)
            elif place == 0:
                tasks[fold(number)] = _Task(line, cells, _updated_on(cells))
            else:
                problems.append(_only_in_details(line, filename, number))
    seen: dict[tuple[str, ...], int] = {}
    rows = tuple(_row(task, seen) for task in tasks.values())
    if not rows:
        sentence = "Không tìm thấy bảng nào có cột mã nhiệm vụ. Kiểm tra lại các tệp đã xuất."
        problems.append(Problem(0, "", sentence))
    return RegisterDraft(rows, tuple(problems))


def _lines(grids: Sequence[Sequence[Sequence[Cell]]]) -> Iterator[tuple[int, dict[str, Cell]]]:
    for grid in grids:
        table = tuple(tuple(row) for row in grid)
        header = find_header(table, EXPORTED, REQUIRED)
        if header is None:
            continue
        for index in range(header.first_row, len(table)):
            cells = {name: header.cell(table[index], name) for name in _NAMES}
            if text_of(cells["task"]) and not is_repeated_header(table[index], EXPORTED, REQUIRED):
                yield index + 1, cells


def _renew(task: _Task, line: int, cells: dict[str, Cell], number: str) -> None:
    """Keep the newest of two lines of one task: by the day of change, else the later line."""
    updated = _updated_on(cells)
    kept, dropped = (line, task.line) if updated >= task.updated_on else (task.line, line)
    if kept == line:
        task.line, task.cells, task.updated_on = line, cells, updated
    sentence = f"Nhiệm vụ {number} xuất hiện nhiều lần: lấy dòng {kept} mới nhất, bỏ dòng {dropped}."
    task.told.append(Problem(kept, "Mã nhiệm vụ", sentence, blocking=False))


def _complete(task: _Task, cells: dict[str, Cell]) -> None:
    """Fill what the list leaves empty or cuts short with what the details say."""
    for name, cell in cells.items():
        known, more = text_of(task.cells[name]), text_of(cell)
        start = fold(_CUT.sub("", known))
        if not known or (_CUT.search(known) and fold(more).startswith(start)):
            task.cells[name] = cell


def _row(task: _Task, seen: dict[tuple[str, ...], int]) -> RegisterRow:
    cells = {**task.cells, "number": text_of(task.cells["number"]) or text_of(task.cells["task"])}
    row = read_row(task.line, tuple(cells[name] for name in _NAMES), _HEADER, seen)
    told = list(task.told)
    if not text_of(cells["state"]):
        sentence = "Không ghi trạng thái: coi là chưa hoàn thành trừ khi có ngày hoàn thành."
        told.append(Problem(task.line, "Trạng thái", sentence, blocking=False))
    return replace(row, problems=(*row.problems, *told))


def _only_in_details(line: int, filename: str, number: str) -> Problem:
    sentence = f"Nhiệm vụ {number} chỉ có trong {filename}, không có trong danh sách. Kiểm tra lại danh sách."
    return Problem(line, "Mã nhiệm vụ", sentence, blocking=False)


def _updated_on(cells: Mapping[str, Cell]) -> dt.date:
    """Return the day of the last change; the earliest day there is when none is written."""
    cell = cells["updated_on"]
    if isinstance(cell, dt.date):
        return cell
    match = _DAY.search(text_of(cell))
    if match is None:
        return dt.date.min
    day, month, year = (int(part) for part in (match.groups()[:3] if match[1] else match.groups()[:2:-1]))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return dt.date.min
