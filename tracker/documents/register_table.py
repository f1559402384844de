"""A register of directives (sổ theo dõi ý kiến chỉ đạo) exported from other software, to rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.documents.headings import Header, find_header, is_repeated_header
from tracker.documents.problems import Problem, converted_from
from tracker.documents.tables import Cell, Paper, open_paper, text_of
from tracker.rules.text import fold_tones

COLUMNS = {
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
REQUIRED = frozenset({"reference", "content", "lead"})

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
_CUT = re.compile(r"(?:…|\.\.\.)$")


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
    cells: Sequence[Cell]
    header: Header
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.header.text(self.cells, name)

    def tell(self, column: str, sentence: str, *, blocking: bool = True) -> None:
        self.problems.append(Problem(self.line, column, sentence, blocking))

    def day(self, name: str) -> dt.date | None:
        cell = self.header.cell(self.cells, name)
        day = cell if isinstance(cell, dt.date) else self._written_day(name, text_of(cell))
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


def read_register(data: bytes, filename: str) -> RegisterDraft:
    """Read a register from a Word, Excel, OpenDocument or CSV file; refuse a file that cannot be opened."""
    return register_of(open_paper(data, filename))


def register_of(paper: Paper) -> RegisterDraft:
    """Return the rows of a register that is open."""
    rows: list[RegisterRow] = []
    seen: dict[tuple[str, ...], int] = {}
    for grid in paper.tables:
        header = find_header(grid, COLUMNS, REQUIRED)
        if header is None:
            continue
        for index in range(header.first_row, len(grid)):
            cells = grid[index]
            is_empty = not any(text_of(cell) for cell in cells)
            if is_empty or is_repeated_header(cells, COLUMNS, REQUIRED):
                continue
            rows.append(read_row(index + 1, cells, header, seen))
    if rows:
        return RegisterDraft(tuple(rows), converted_from(paper.font))
    sentence = (
        "Không tìm thấy bảng ý kiến chỉ đạo. Kiểm tra bảng có dòng tiêu đề gồm các cột số, ký hiệu,"
        " nội dung chỉ đạo và đơn vị chủ trì."
    )
    return RegisterDraft((), (Problem(0, "", sentence),))


def read_row(
    line: int, cells: Sequence[Cell], header: Header, seen: dict[tuple[str, ...], int]
) -> RegisterRow:
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
    if _CUT.search(reading.text("content")):
        reading.tell(
            "Nội dung chỉ đạo",
            "Nội dung có thể đã bị cắt ở cuối. Đối chiếu với văn bản gốc.",
            blocking=False,
        )
    if issued_on and done_on and done_on < issued_on:
        reading.tell(TITLES["done_on"], "Ngày hoàn thành trước ngày ban hành. Kiểm tra lại hai ngày này.")
    if done_on and confirmed_on and confirmed_on < done_on:
        reading.tell(
            TITLES["confirmed_on"], "Ngày xác nhận trước ngày hoàn thành. Kiểm tra lại hai ngày này."
        )
    if confirmed_on and not done_on and TITLES["done_on"] not in told:
        reading.tell(TITLES["done_on"], "Đã xác nhận nhưng chưa có ngày hoàn thành. Nhập ngày hoàn thành.")
    same = tuple(fold_tones(reading.text(name)) for name in ("reference", "content", "lead", "term"))
    first = seen.setdefault((*same, str(issued_on)), reading.line)
    if first != reading.line:
        reading.tell("STT", f"Dòng này trùng với dòng {first}. Bỏ một trong hai dòng.")
