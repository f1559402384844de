"""A register of directives (sổ theo dõi ý kiến chỉ đạo) exported from other software, to rows.

Exports of other software in several files, joined on the number of the task: a list in Excel, details in Word.

Such exports cut long titles with «…», repeat a task each time it was edited, print 01/01/1970 for no date and leave
the state empty. The fuller words win, the newest line of a task wins, and each of these is told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.core.text import fold_accents, fold_tones
from tracker.documents.table_reader import Header, Problem, TableLayout, TableRow, converted_from
from tracker.documents.tables import Grid, TableCell, TableFile, get_cell_text, open_paper

TITLES = {
    "issued_on": "Ngày ban hành",
    "received_on": "Ngày nhận",
    "due_on": "Hạn xử lý",
    "done_on": "Ngày hoàn thành",
    "confirmed_on": "Ngày xác nhận",
}
REGISTER_TABLE = TableLayout(
    {
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
    },
    required=frozenset({"reference", "content", "lead"}),
    missing=(
        "Không tìm thấy bảng ý kiến chỉ đạo. Kiểm tra bảng có dòng tiêu đề gồm các cột số, ký hiệu,"
        " nội dung chỉ đạo và đơn vị chủ trì."
    ),
    titles=TITLES,
)
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


def read_register_file(data: bytes, filename: str) -> RegisterDraft:
    """Read a register from a Word, Excel, OpenDocument or CSV file; refuse a file that cannot be opened."""
    return parse_register(open_paper(data, filename))


def parse_register(paper: TableFile) -> RegisterDraft:
    """Return the rows of a register that is open."""
    seen: dict[tuple[str, ...], int] = {}
    rows = tuple(read_row(row, seen) for row in REGISTER_TABLE.rows(paper.tables))
    if rows:
        return RegisterDraft(rows, converted_from(paper.font))
    return RegisterDraft((), (Problem(0, "", REGISTER_TABLE.missing),))


def read_row(row: TableRow, seen: dict[tuple[str, ...], int]) -> RegisterRow:
    """Return one row with its problems; `seen` remembers the rows of the file, to tell the same row twice."""
    issued_on, received_on = row.day("issued_on"), row.day("received_on")
    done_on, confirmed_on = row.day("done_on"), row.day("confirmed_on")
    due_on = row.day("due_on")
    _check_row(row, issued_on, done_on, confirmed_on, seen)
    return RegisterRow(
        line=row.line,
        number=row.text("number"),
        reference_text=row.text("reference"),
        issued_on=issued_on,
        received_on=received_on,
        issuer=row.text("issuer"),
        leader=row.text("leader"),
        content=row.text("content"),
        lead_text=row.text("lead"),
        coordinating_text=row.text("coordinating"),
        term_text=row.text("term"),
        due_on=due_on,
        done_on=done_on,
        confirmed_on=confirmed_on,
        reply_text=row.text("reply"),
        problems=tuple(row.problems),
    )


def _check_row(
    row: TableRow,
    issued_on: dt.date | None,
    done_on: dt.date | None,
    confirmed_on: dt.date | None,
    seen: dict[tuple[str, ...], int],
) -> None:
    needed = {"reference": "Số, ký hiệu", "content": "Nội dung chỉ đạo", "lead": "Đơn vị chủ trì"}
    for name, title in needed.items():
        if not row.text(name):
            row.report(title, f"Nhập {title[0].lower()}{title[1:]} của dòng này.")
    told = {problem.column for problem in row.problems}
    if issued_on is None and TITLES["issued_on"] not in told:
        row.report(TITLES["issued_on"], "Nhập ngày ban hành của văn bản.")
    if _REGISTER_CUT.search(row.text("content")):
        row.report("Nội dung chỉ đạo", "Nội dung có thể đã bị cắt ở cuối. Đối chiếu với văn bản gốc.", blocking=False)
    if issued_on and done_on and done_on < issued_on:
        row.report(TITLES["done_on"], "Ngày hoàn thành trước ngày ban hành. Kiểm tra lại hai ngày này.")
    if done_on and confirmed_on and confirmed_on < done_on:
        row.report(TITLES["confirmed_on"], "Ngày xác nhận trước ngày hoàn thành. Kiểm tra lại hai ngày này.")
    if confirmed_on and not done_on and TITLES["done_on"] not in told:
        row.report(TITLES["done_on"], "Đã xác nhận nhưng chưa có ngày hoàn thành. Nhập ngày hoàn thành.")
    same = tuple(fold_tones(row.text(name)) for name in ("reference", "content", "lead", "term"))
    first = seen.setdefault((*same, str(issued_on)), row.line)
    if first != row.line:
        row.report("STT", f"Dòng này trùng với dòng {first}. Bỏ một trong hai dòng.")


EXPORT_TABLE = TableLayout(
    {
        "task": r"^(?:ma|so|id)\b.*(?:nhiem vu|cong viec|yeu cau)|^(?:ma so|ma|id)$",
        "state": r"trang thai|tinh trang",
        "updated_on": r"cap nhat|ngay sua|chinh sua cuoi",
        **REGISTER_TABLE.columns,
    },
    required=frozenset({"task"}),
    missing="Không tìm thấy bảng nào có cột mã nhiệm vụ. Kiểm tra lại các tệp đã xuất.",
)
"""The columns of an export: the number of the task, its state, its last change, and those of a register."""

_NAMES = tuple(EXPORT_TABLE.columns)
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
    is_export = len(papers) > 1 or any(map(EXPORT_TABLE.header, first.tables))
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
        problems.append(Problem(0, "", EXPORT_TABLE.missing))
    return RegisterDraft(rows, tuple(problems))


def _lines(grids: Sequence[Grid]) -> Iterator[tuple[int, dict[str, TableCell]]]:
    for row in EXPORT_TABLE.rows(grids):
        if row.text("task"):
            yield row.line, {name: row.cell(name) for name in _NAMES}


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
    row = read_row(TableRow(task.line, tuple(cells[name] for name in _NAMES), _HEADER, TITLES), seen)
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
