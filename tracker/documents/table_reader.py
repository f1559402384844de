"""One reader for every table that comes in: where it begins, which column holds what, rows with their problems.

A `TableLayout` names the columns of a kind of table by the words of their heads. Plans, registers, units, progress,
figures, indicators and scoring sheets are layouts; what a row means is said where it is used.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Refusal
from tracker.core.text import LegacyFont, fold_accents
from tracker.documents.tables import Grid, TableCell, get_cell_text, open_paper

RowValue = TypeVar("RowValue")
ChoiceWords = TypeVar("ChoiceWords")

_DEEPEST_HEADER = 40
"""Rows searched from the top of a table."""
_EPOCH = dt.date(1970, 1, 1)
"""What other software exports for «no day»."""
_WRITTEN_DAY = re.compile(
    r"^(?:(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"
    r"|(?P<y2>\d{4})-(?P<m2>\d{1,2})-(?P<d2>\d{1,2}))(?:[T ].*)?$",
    re.ASCII,
)
_SERIAL = re.compile(r"^[34]\d{4}$", re.ASCII)
_SERIAL_START = dt.date(1899, 12, 30)
"""Day zero of Excel, for dates whose cell lost its date format."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a person has to settle in a file.

    `line` counts the rows of the table from 1 as printed, `column` is the column's printed name,
    `sentence` says in Vietnamese what to do. A problem that is not `blocking` is only told.
    """

    line: int
    column: str
    sentence: str
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class Header:
    """Where the rows begin and which column holds what."""

    first_row: int
    columns: Mapping[str, int]

    def cell(self, row: Sequence[TableCell], name: str) -> TableCell:
        """Return the cell of a named column, empty when the table has no such column."""
        index = self.columns.get(name)
        return "" if index is None or index >= len(row) else row[index]

    def text(self, row: Sequence[TableCell], name: str) -> str:
        """Return the cell of a named column as one line of text."""
        return get_cell_text(self.cell(row, name))


@dataclass(slots=True)
class TableRow:
    """One row while it is read: its cells by the names of their columns, and what is wrong with it so far."""

    line: int
    cells: Sequence[TableCell]
    header: Header
    titles: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def cell(self, name: str) -> TableCell:
        """Return a cell as it is."""
        return self.header.cell(self.cells, name)

    def text(self, name: str) -> str:
        """Return a cell as one line of text."""
        return self.header.text(self.cells, name)

    def parts(self, name: str) -> tuple[str, ...]:
        """Return the parts of a cell that semicolons separate."""
        return tuple(part.strip() for part in self.text(name).split(";") if part.strip())

    def is_empty(self) -> bool:
        """Tell whether no cell says anything."""
        return not any(get_cell_text(cell) for cell in self.cells)

    def says_nothing_known(self) -> bool:
        """Tell whether no cell of a known column says anything."""
        return not any(self.text(name) for name in self.header.columns)

    def report(self, column: str, sentence: str, *, blocking: bool = True) -> None:
        """Add a problem under the printed name of a column."""
        self.problems.append(Problem(self.line, column, sentence, blocking))

    def day(self, name: str) -> dt.date | None:
        """Return a civil day: a cell of a date, «25/9/2021», «2021-09-25» or a day number of Excel.

        None when it is empty or cannot be read; what cannot be read, and 01/01/1970, are reported.
        """
        cell = self.cell(name)
        day = cell if isinstance(cell, dt.date) else self._written_day(name, get_cell_text(cell))
        if day == _EPOCH:
            sentence = "Ngày 01/01/1970 là lỗi xuất dữ liệu nên được để trống. Nhập ngày đúng nếu có."
            self.report(self.titles[name], sentence, blocking=False)
            return None
        return day

    def _written_day(self, name: str, text: str) -> dt.date | None:
        if not text or text in {"-", "–"}:
            return None
        if _SERIAL.match(text):
            return _SERIAL_START + dt.timedelta(days=int(text))
        match = _WRITTEN_DAY.match(text)
        if match is None:
            self.report(self.titles[name], f"Không đọc được ngày «{text}». Nhập theo dạng 25/9/2021.")
            return None
        year, month, day = (int(match[one] or match[other]) for one, other in (("y", "y2"), ("m", "m2"), ("d", "d2")))
        try:
            return dt.date(year, month, day)
        except ValueError:
            self.report(self.titles[name], f"Ngày {text} không có trong lịch. Sửa lại theo dạng 25/9/2021.")
            return None


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A kind of table: pattern of the head of each column (folded, without accents), and the columns it must have.

    `missing` is the sentence when a file holds no such table; `titles` are the printed names of columns for problems.
    """

    columns: Mapping[str, str]
    required: frozenset[str]
    missing: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)

    def header(self, grid: Grid) -> Header | None:
        """Return the header whose words name at least the required columns, one row deep or two."""
        best: Header | None = None
        for index in range(min(len(grid), _DEEPEST_HEADER)):
            for depth in (1, 2):
                if index + depth > len(grid):
                    continue
                columns = self._columns(grid[index : index + depth])
                if self.required <= columns.keys() and (best is None or len(columns) > len(best.columns)):
                    best = Header(first_row=index + depth, columns=columns)
            if best is not None and index + 1 >= best.first_row:
                break
        return best

    def repeats_header(self, row: Sequence[TableCell]) -> bool:
        """Tell whether a row repeats the header, as at the top of a new page."""
        return self.required <= self._columns((tuple(row),)).keys()

    def rows(self, grids: Iterable[Grid]) -> Iterator[TableRow]:
        """Yield the rows of every table of this kind that say something and do not repeat the header."""
        for grid in grids:
            header = self.header(grid)
            for index in range(header.first_row if header else len(grid), len(grid)):
                assert header is not None  # otherwise there is no row to walk
                row = TableRow(index + 1, grid[index], header, self.titles)
                if not row.is_empty() and not self.repeats_header(grid[index]):
                    yield row

    def read(
        self, data: bytes, filename: str, read_row: Callable[[TableRow], RowValue | None]
    ) -> tuple[list[RowValue], list[Problem]]:
        """Return what `read_row` makes of each row, and what is wrong: a `ValueError` or refusal beside its line.

        Refuses FILE_REFUSED for a file that cannot be opened.
        """
        values: list[RowValue] = []
        problems: list[Problem] = []
        for row in self.rows(open_paper(data, filename).tables):
            if row.says_nothing_known():
                continue
            try:
                value = read_row(row)
            except ValueError as mistake:
                problems.append(Problem(row.line, "", str(mistake)))
            except Refusal as refusal:
                problems.append(Problem(row.line, "", describe_refusal(refusal)))
            else:
                if value is not None:
                    values.append(value)
            problems += row.problems
        if not values and not problems:
            problems.append(Problem(0, "", self.missing))
        return values, problems

    def _columns(self, rows: Grid) -> dict[str, int]:
        found: dict[str, int] = {}
        for index in range(len(rows[0])):
            words = list(dict.fromkeys(fold_accents(get_cell_text(row[index])) for row in rows if index < len(row)))
            title = " ".join(word for word in words if word)
            if not title or len(title) > 80:
                continue
            for name, pattern in self.columns.items():
                if name not in found and re.search(pattern, title, re.ASCII):
                    found[name] = index
                    break
        return found


def find_choice(words: Mapping[ChoiceWords, str], text: str, column: str) -> ChoiceWords:
    """Return what a cell names among words; `ValueError` with the words there are."""
    for key, word in words.items():
        if fold_accents(text) in (fold_accents(word), fold_accents(word.split(" (")[0])):
            return key
    offered = ", ".join(f"“{word}”" for word in words.values() if word)
    raise ValueError(f"{column} ghi “{text}”. Chọn một trong: {offered}.")


def converted_from(font: LegacyFont | None) -> tuple[Problem, ...]:
    """Tell that a file was typed in an old font and has been converted."""
    if font is None:
        return ()
    sentence = f"Tệp dùng phông chữ {font.value}, đã chuyển sang Unicode. Đối chiếu lại với bản gốc."
    return (Problem(0, "", sentence, blocking=False),)
