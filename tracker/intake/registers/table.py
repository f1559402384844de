"""Exports of other software in several files, joined on the number of the task: a list in Excel, details in Word.

Such exports cut long titles with «…», repeat a task each time it was edited, print 01/01/1970 for no date and leave
the state empty. The fuller words win, the newest line of a task wins, and each of these is told.

A register of directives (sổ theo dõi ý kiến chỉ đạo) exported from other software, to rows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.core.text import fold_accents, fold_tones
from tracker.documents.tables import (
    Header,
    Problem,
    TableCell,
    TableFile,
    converted_from,
    find_header,
    get_cell_text,
    is_repeated_header,
    open_paper,
)

REGISTER_TABLE_COLUMNS = {
    "number": r"^(?:stt|tt|so tt|so thu tu)$",
    "reply": r"tra loi|van ban bao cao|san pham",
    "confirmed_on": r"ngay xac nhan",
    "done_on": r"ngay hoan thanh|hoan thanh ngay",
    "due_on": r"han xu ly|han hoan thanh|ngay het han",
    "term": r"thoi han|thoi gian (?:hoan thanh|thuc hien)",
    "issued_on": r"ngay (?:ban hanh|van ban|chi dao|ky)",
    "received_on": r"ngay (?:nhan|tiep nhan|den)",
    "reference": r"^so\b.*ky hieu|so van ban|so/ky hieu",
    "issuer": r"(?:co quan|noi|don vi) ban hanh",
    "leader": r"lanh dao|nguoi (?:chi dao|ky)",
    "content": r"noi dung|trich yeu|y kien chi dao",
    "lead": r"chu tri|don vi (?:thuc hien|xu ly)",
    "coordinating": r"phoi hop",
}
REGISTER_REQUIRED = frozenset({"reference", "content", "lead"})

TITLES = {
    "issued_on": "Ngày ban hành",
    "received_on": "Ngày nhận",
    "due_on": "Hạn xử lý",
    "done_on": "Ngày hoàn thành",
    "confirmed_on": "Ngày xác nhận",
}

_EPOCH = dt.date(1970, 1, 1)
_WRITTEN = re.compile(
    r"^(?:(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"
    r"|(?P<y2>\d{4})-(?P<m2>\d{1,2})-(?P<d2>\d{1,2}))(?:[T ].*)?$",
    re.ASCII,
)
_SERIAL = re.compile(r"^[34]\d{4}$", re.ASCII)
_SERIAL_START = dt.date(1899, 12, 30)
"""Day zero of Excel, for dates whose cell lost its date format."""
_REGISTER_CUT = re.compile(r"(?:…|\.\.\.)$")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One directive given to one unit, as written; days are `None` when missing or unreadable."""

    line: int
    number: str
    reference_text: str
    issued_on: dt.date | None
    received_on: dt.date | None
    issuer: str
    leader: str
    content: str
    lead_text: str
    coordinating_text: str
    term_text: str
    due_on: dt.date | None
    done_on: dt.date | None
    confirmed_on: dt.date | None
    reply_text: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterDraft:
    """What a register file holds."""

    rows: tuple[RegisterRow, ...]
    problems: tuple[Problem, ...] = ()

    def all_problems(self) -> tuple[Problem, ...]:
        """Return the problems of the file and of every row, in order."""
        return (*self.problems, *(problem for row in self.rows for problem in row.problems))


@dataclass(slots=True)
class _Reading:
    """One row while it is being read."""

    line: int
    cells: Sequence[TableCell]
    header: Header
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.header.text(self.cells, name)

    def tell(self, column: str, sentence: str, *, blocking: bool = True) -> None:
        self.problems.append(Problem(self.line, column, sentence, blocking))

    def day(self, name: str) -> dt.date | None:
        cell = self.header.cell(self.cells, name)
        day = cell if isinstance(cell, dt.date) else self._written_day(name, get_cell_text(cell))
        if day == _EPOCH:
            self.tell(
                TITLES[name],
                "Ngày 01/01/1970 là lỗi xuất dữ liệu nên được để trống. Nhập ngày đúng nếu có.",
                blocking=False,
            )
            return None
        return day

    def _written_day(self, name: str, text: str) -> dt.date | None:
        if not text or text in {"-", "–"}:
            return None
        if _SERIAL.match(text):
            return _SERIAL_START + dt.timedelta(days=int(text))
        if match := _WRITTEN.match(text):
            year, month, day = (
                int(match[one] or match[other]) for one, other in (["y", "y2"], ["m", "m2"], ["d", "d2"])
            )
            try:
                return dt.date(year, month, day)
            except ValueError:
                self.tell(TITLES[name], f"Ngày {text} không có trong lịch. Sửa lại theo dạng 25/9/2021.")
                return None
        self.tell(TITLES[name], f"Không đọc được ngày «{text}». Nhập theo dạng 25/9/2021.")
        return None


def read_register_file(data: bytes, filename: str) -> RegisterDraft:
    """Read a register from a Word, Excel, OpenDocument or CSV file; refuse a file that cannot be opened."""
    return parse_register(open_paper(data, filename))


def parse_register(paper: TableFile) -> RegisterDraft:
    """Return the rows of a register that is open."""
    rows: list[RegisterRow] = []
    seen: dict[tuple[str, ...], int] = {}
    for grid in paper.tables:
        header = find_header(grid, REGISTER_TABLE_COLUMNS, REGISTER_REQUIRED)
        if header is None:
            continue
        for index in range(header.first_row, len(grid)):
            cells = grid[index]
            is_empty = not any(get_cell_text(cell) for cell in cells)
            if is_empty or is_repeated_header(cells, REGISTER_TABLE_COLUMNS, REGISTER_REQUIRED):
                continue
            rows.append(read_row(index + 1, cells, header, seen))
    if rows:
        return RegisterDraft(tuple(rows), converted_from(paper.font))
    sentence = (
        "Không tìm thấy bảng ý kiến chỉ đạo. Kiểm tra bảng có dòng tiêu đề gồm các cột số, ký hiệu,"
        " nội dung chỉ đạo và đơn vị chủ trì."
    )
    return RegisterDraft((), (Problem(0, "", sentence),))


def read_row(line: int, cells: Sequence[TableCell], header: Header, seen: dict[tuple[str, ...], int]) -> RegisterRow:
    """Return one row with its problems; `seen` remembers the rows of the file, to tell the same row twice."""
    reading = _Reading(line, cells, header)
    issued_on, received_on = reading.day("issued_on"), reading.day("received_on")
    done_on, confirmed_on = reading.day("done_on"), reading.day("confirmed_on")
    due_on = reading.day("due_on")
    _check_row(reading, issued_on, done_on, confirmed_on, seen)
    return RegisterRow(
        line=reading.line,
        number=reading.text("number"),
        reference_text=reading.text("reference"),
        issued_on=issued_on,
        received_on=received_on,
        issuer=reading.text("issuer"),
        leader=reading.text("leader"),
        content=reading.text("content"),
        lead_text=reading.text("lead"),
        coordinating_text=reading.text("coordinating"),
        term_text=reading.text("term"),
        due_on=due_on,
        done_on=done_on,
        confirmed_on=confirmed_on,
        reply_text=reading.text("reply"),
        problems=tuple(reading.problems),
    )


def _check_row(
    reading: _Reading,
    issued_on: dt.date | None,
    done_on: dt.date | None,
    confirmed_on: dt.date | None,
    seen: dict[tuple[str, ...], int],
) -> None:
    needed = {"reference": "Số, ký hiệu", "content": "Nội dung chỉ đạo", "lead": "Đơn vị chủ trì"}
    for name, title in needed.items():
        if not reading.text(name):
            reading.tell(title, f"Nhập {title[0].lower()}{title[1:]} của dòng này.")
    told = {problem.column for problem in reading.problems}
    if issued_on is None and TITLES["issued_on"] not in told:
        reading.tell(TITLES["issued_on"], "Nhập ngày ban hành của văn bản.")
    if _REGISTER_CUT.search(reading.text("content")):
        reading.tell("Nội dung chỉ đạo", "Nội dung có thể đã bị cắt ở cuối. Đối chiếu với văn bản gốc.", blocking=False)
    if issued_on and done_on and done_on < issued_on:
        reading.tell(TITLES["done_on"], "Ngày hoàn thành trước ngày ban hành. Kiểm tra lại hai ngày này.")
    if done_on and confirmed_on and confirmed_on < done_on:
        reading.tell(TITLES["confirmed_on"], "Ngày xác nhận trước ngày hoàn thành. Kiểm tra lại hai ngày này.")
    if confirmed_on and not done_on and TITLES["done_on"] not in told:
        reading.tell(TITLES["done_on"], "Đã xác nhận nhưng chưa có ngày hoàn thành. Nhập ngày hoàn thành.")
    same = tuple(fold_tones(reading.text(name)) for name in ("reference", "content", "lead", "term"))
    first = seen.setdefault((*same, str(issued_on)), reading.line)
    if first != reading.line:
        reading.tell("STT", f"Dòng này trùng với dòng {first}. Bỏ một trong hai dòng.")


EXPORTED: Mapping[str, str] = {
    "task": r"^(?:ma|so|id)\b.*(?:nhiem vu|cong viec|yeu cau)|^(?:ma so|ma|id)$",
    "state": r"trang thai|tinh trang",
    "updated_on": r"cap nhat|ngay sua|chinh sua cuoi",
    **REGISTER_TABLE_COLUMNS,
}
"""The columns of an export: the number of the task, its state, its last change, and those of a register."""
REQUIRED_JOIN_COLUMNS = frozenset({"task"})

_NAMES = tuple(EXPORTED)
_HEADER = Header(first_row=0, columns={name: index for index, name in enumerate(_NAMES)})
_CUT = re.compile(r"\s*(?:…|\.\.\.)$")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)


@dataclass(slots=True)
class _Task:
    """The lines of one task, joined so far."""

    line: int
    cells: dict[str, TableCell]
    updated_on: dt.date = dt.date.min
    told: list[Problem] = field(default_factory=list)


def read_registers(files: Sequence[tuple[bytes, str]]) -> RegisterDraft:
    """Read a register of the office, or what other software exported: told apart by the number of the task.

    The list comes first, its details after it; each file is bytes and name.
    """
    papers = [(open_paper(data, filename), filename) for data, filename in files]
    first, _ = papers[0]
    is_export = len(papers) > 1 or any(find_header(grid, EXPORTED, REQUIRED_JOIN_COLUMNS) for grid in first.tables)
    return _joined(papers) if is_export else parse_register(first)


def _joined(papers: Sequence[tuple[TableFile, str]]) -> RegisterDraft:
    """Join the files of one export, the list first; every task of the list comes back once.

    A task that stands only in the details is told and left out: without the list nobody knows whose it is.
    """
    tasks: dict[str, _Task] = {}
    problems: list[Problem] = []
    for place, (paper, filename) in enumerate(papers):
        problems += converted_from(paper.font)
        for line, cells in _lines(paper.tables):
            number = get_cell_text(cells["task"])
            known = tasks.get(fold_accents(number))
            if known is not None and place == 0:
                _renew(known, line, cells, number)
            elif known is not None:
                _complete(known, cells)
            elif place == 0:
                tasks[fold_accents(number)] = _Task(line, cells, _updated_on(cells))
            else:
                problems.append(_only_in_details(line, filename, number))
    seen: dict[tuple[str, ...], int] = {}
    rows = tuple(_row(task, seen) for task in tasks.values())
    if not rows:
        sentence = "Không tìm thấy bảng nào có cột mã nhiệm vụ. Kiểm tra lại các tệp đã xuất."
        problems.append(Problem(0, "", sentence))
    return RegisterDraft(rows, tuple(problems))


def _lines(grids: Sequence[Sequence[Sequence[TableCell]]]) -> Iterator[tuple[int, dict[str, TableCell]]]:
    for grid in grids:
        table = tuple(tuple(row) for row in grid)
        header = find_header(table, EXPORTED, REQUIRED_JOIN_COLUMNS)
        if header is None:
            continue
        for index in range(header.first_row, len(table)):
            cells = {name: header.cell(table[index], name) for name in _NAMES}
            if get_cell_text(cells["task"]) and not is_repeated_header(table[index], EXPORTED, REQUIRED_JOIN_COLUMNS):
                yield index + 1, cells


def _renew(task: _Task, line: int, cells: dict[str, TableCell], number: str) -> None:
    """Keep the newest of two lines of one task: by the day of change, else the later line."""
    updated = _updated_on(cells)
    kept, dropped = (line, task.line) if updated >= task.updated_on else (task.line, line)
    if kept == line:
        task.line, task.cells, task.updated_on = line, cells, updated
    sentence = f"Nhiệm vụ {number} xuất hiện nhiều lần: lấy dòng {kept} mới nhất, bỏ dòng {dropped}."
    task.told.append(Problem(kept, "Mã nhiệm vụ", sentence, blocking=False))


def _complete(task: _Task, cells: dict[str, TableCell]) -> None:
    """Fill what the list leaves empty or cuts short with what the details say."""
    for name, cell in cells.items():
        known, more = get_cell_text(task.cells[name]), get_cell_text(cell)
        start = fold_accents(_CUT.sub("", known))
        if not known or (_CUT.search(known) and fold_accents(more).startswith(start)):
            task.cells[name] = cell


def _row(task: _Task, seen: dict[tuple[str, ...], int]) -> RegisterRow:
    cells = {**task.cells, "number": get_cell_text(task.cells["number"]) or get_cell_text(task.cells["task"])}
    row = read_row(task.line, tuple(cells[name] for name in _NAMES), _HEADER, seen)
    told = list(task.told)
    if not get_cell_text(cells["state"]):
        sentence = "Không ghi trạng thái: coi là chưa hoàn thành trừ khi có ngày hoàn thành."
        told.append(Problem(task.line, "Trạng thái", sentence, blocking=False))
    return replace(row, problems=(*row.problems, *told))


def _only_in_details(line: int, filename: str, number: str) -> Problem:
    sentence = f"Nhiệm vụ {number} chỉ có trong {filename}, không có trong danh sách. Kiểm tra lại danh sách."
    return Problem(line, "Mã nhiệm vụ", sentence, blocking=False)


def _updated_on(cells: Mapping[str, TableCell]) -> dt.date:
    """Return the day of the last change; the earliest day there is when none is written."""
    cell = cells["updated_on"]
    if isinstance(cell, dt.date):
        return cell
    match = _DAY.search(get_cell_text(cell))
    if match is None:
        return dt.date.min
    day, month, year = (int(part) for part in (match.groups()[:3] if match[1] else match.groups()[:2:-1]))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return dt.date.min
