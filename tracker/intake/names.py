"""Units as papers name them, resolved against the units of this authority.

What is told beside a row when a file is compared with what the installation knows.

Entering a directive by hand: which units its words mean on its day, and what must be asked first.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.documents.table_reader import Problem
from tracker.office import units
from tracker.office.assignment_phrase import find_units
from tracker.office.models import Unit
from tracker.office.name_reader import TO_SETTLE, Remark, Resolution, UnitName, UnitNote

PROBLEM_COLUMNS = {
    "lead": "Đơn vị chủ trì",
    "coordinating": "Đơn vị phối hợp",
    "term": "Thời hạn",
    "area": "Lĩnh vực",
    "basis": "Căn cứ",
}

DONE_COLUMN, CONFIRMED_COLUMN, REPLY_COLUMN = "Ngày hoàn thành", "Ngày xác nhận", "Văn bản trả lời"

_NOTES: Mapping[UnitNote, str] = {
    UnitNote.GROUP: "“{text}” là tổ, đoàn liên ngành: ghi lại để biết, đơn vị thường trực chủ trì.",
    UnitNote.SUBSET_UNDEFINED: "“{text}” chưa nêu rõ đơn vị nào. Chọn từng đơn vị.",
    UnitNote.COUNT_DIFFERS: "Số đơn vị trong “{text}” khác số đơn vị đang hoạt động. Kiểm tra lại.",
    UnitNote.HEAD_ADDRESSED: "“{text}” là người đứng đầu: giao cho đơn vị của người đó.",
    UnitNote.SUCCESSOR_TAKEN: "“{text}” đã sắp xếp lại: giao cho đơn vị kế thừa.",
    UnitNote.NOT_ACTIVE: "“{text}” không hoạt động vào ngày ban hành. Chọn đơn vị khác.",
    UnitNote.SEVERAL_LEADS: "“{text}” nêu nhiều đơn vị mà không nói đơn vị nào chủ trì. Chọn một đơn vị.",
    UnitNote.SUPERVISOR: "“{text}” là lãnh đạo phụ trách, không phải đơn vị thực hiện.",
}

_YEARS = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](\d{4})\b")


def about_units(line: int, column: str, text: str, found: Resolution, *, blocking: bool) -> Iterator[Problem]:
    """Tell what is open in a phrase of assignment; only a lead that is not settled blocks."""
    if column == "lead" and not text.strip():
        yield Problem(line, PROBLEM_COLUMNS[column], "Chưa ghi đơn vị chủ trì. Điền tên đơn vị.", blocking=True)
        return
    for piece in found.unknown:
        yield Problem(
            line,
            PROBLEM_COLUMNS[column],
            f"Chưa nhận ra “{piece.text}”. Sửa tên trong tệp, hoặc thêm tên gọi này cho đơn vị.",
            blocking=blocking,
        )
    for remark in found.remarks:
        if column != "lead" and remark.note is UnitNote.SEVERAL_LEADS:
            continue  # several units may well work beside the lead
        yield Problem(line, PROBLEM_COLUMNS[column], _NOTES[remark.note].format(text=remark.text), blocking=blocking)
    if column == "lead" and not found.leads and not found.unknown and not found.remarks:
        yield Problem(line, PROBLEM_COLUMNS[column], f"“{text}” không nêu đơn vị nào. Điền tên đơn vị.", blocking=True)


def about_term(line: int, sentence: str) -> Problem:
    """Tell why a deadline could not be read."""
    return Problem(line, PROBLEM_COLUMNS["term"], sentence)


def due_before_issue(line: int, due_on: dt.date, issued_on: dt.date) -> Problem:
    """Tell that a deadline lies before the paper that sets it."""
    return Problem(
        line,
        PROBLEM_COLUMNS["term"],
        f"Hạn {due_on:%d/%m/%Y} trước ngày ban hành {issued_on:%d/%m/%Y}. Kiểm tra lại thời hạn hoặc ngày ban hành.",
    )


def due_differs(line: int, read_on: dt.date | None, written_on: dt.date) -> Problem:
    """Tell that the day written beside a phrase is not what the phrase says; the written day is kept."""
    read = "không có ngày" if read_on is None else f"{read_on:%d/%m/%Y}"
    return Problem(
        line,
        PROBLEM_COLUMNS["term"],
        f"Hạn xử lý ghi {written_on:%d/%m/%Y}, đọc từ thời hạn là {read}. Giữ ngày đã ghi.",
        blocking=False,
    )


def later_deadline_problem(line: int, sentence: str) -> Problem:
    """Tell what becomes of a deadline that is later than the one in force."""
    return Problem(line, PROBLEM_COLUMNS["term"], sentence, blocking=False)


def about_completion(line: int, column: str, sentence: str, *, blocking: bool = True) -> Problem:
    """Tell what stands against a completion that a row shows, or what becomes of it."""
    return Problem(line, column, sentence, blocking)


def no_area(line: int, section: str) -> Problem:
    """Tell that a row stands under no known reform area."""
    return Problem(
        line, PROBLEM_COLUMNS["area"], f"Chưa nhận ra lĩnh vực “{section}”. Sửa tiêu đề nhóm theo bảy lĩnh vực CCHC."
    )


def about_basis(line: int, basis: str, issued_on: dt.date) -> Iterator[Problem]:
    """Tell that a row cites a paper younger than the plan: it may have been added later."""
    years = [int(year) for year in _YEARS.findall(basis)]
    if years and max(years) > issued_on.year:
        yield Problem(
            line,
            PROBLEM_COLUMNS["basis"],
            f"Căn cứ “{basis}” có ngày sau ngày ban hành kế hoạch: kiểm tra có phải nhiệm vụ bổ sung không.",
            blocking=False,
        )


def reassigned_problem(line: int, before: str, after: str) -> Problem:
    """Tell that a lead changed: work open is handed over on the task's page, never by a file."""
    return Problem(
        line,
        PROBLEM_COLUMNS["lead"],
        f"Đơn vị chủ trì đổi từ “{before}” sang “{after}”. Chuyển đơn vị trên trang nhiệm vụ trước, rồi nhập lại.",
    )


def term_differs(line: int, first: str) -> Problem:
    """Tell that rows of one directive give it different deadlines in words."""
    sentence = (
        f"Cùng văn bản, cùng nội dung nhưng dòng trước ghi thời hạn “{first}”."
        " Ghi thống nhất, hoặc tách thành hai nội dung khác nhau."
    )
    return Problem(line, PROBLEM_COLUMNS["term"], sentence)


@dataclass(frozen=True, slots=True)
class UnitBook:
    """All units, by id and as names; asked once for a whole file."""

    by_id: dict[int, Unit]
    names: tuple[UnitName, ...]

    @classmethod
    def of(cls, session: Session) -> UnitBook:
        """Open the book of this authority."""
        known = units.list_units(session)
        successors: dict[int, list[int]] = {}
        for line in units.list_unit_lineage(session):
            if line.to_unit_id is not None:
                successors.setdefault(line.from_unit_id, []).append(line.to_unit_id)
        return cls(
            {unit.id: unit for unit in known}, tuple(_name(unit, tuple(successors.get(unit.id, ()))) for unit in known)
        )

    def resolve(self, text: str, on: dt.date) -> Resolution:
        """Return what a phrase of assignment means on a civil day."""
        return find_units(text, self.names, on)

    def units(self, unit_ids: Iterable[int]) -> list[Unit]:
        """Return units by id, in the order given."""
        return [self.by_id[unit_id] for unit_id in unit_ids]


def _name(unit: Unit, successors: tuple[int, ...]) -> UnitName:
    return UnitName(
        id=unit.id,
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        level=unit.level,
        aliases=tuple(unit.aliases),
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        successors=successors,
    )


@dataclass(frozen=True, slots=True)
class UnclearUnits:
    """Words that name no unit, and the units they may have meant."""

    text: str
    suggestions: Sequence[str]


@dataclass(frozen=True, slots=True)
class NamedUnits:
    """What a field of unit names means: its units, what is unclear, and what a person should know."""

    leads: Sequence[Unit]
    coordinating: Sequence[Unit]
    unclear: Sequence[UnclearUnits]
    remarks: Sequence[Remark]
    is_collective: bool = False

    @property
    def open_remarks(self) -> list[Remark]:
        """Remarks after which nothing can go out before somebody has chosen."""
        return [remark for remark in self.remarks if remark.note in TO_SETTLE]


def resolve_units(book: UnitBook, text: str, day: dt.date) -> NamedUnits:
    """Return what a typed field of unit names means on the day of the paper."""
    if not text:
        return NamedUnits((), (), (), ())
    found = book.resolve(text, day)
    return NamedUnits(
        leads=book.units(found.leads),
        coordinating=book.units(found.coordinating),
        unclear=_unclear(book, found),
        remarks=found.remarks,
        is_collective=found.collective,
    )


def merge_units(*groups: Sequence[Unit]) -> list[Unit]:
    """Return the units of several answers, each once, in the order of the office."""
    once = {unit.id: unit for group in groups for unit in group}
    return sorted(once.values(), key=lambda unit: (unit.position, unit.sort_key, unit.id))


def _unclear(book: UnitBook, found: Resolution) -> list[UnclearUnits]:
    unknown = [
        UnclearUnits(piece.text, [unit.name for unit in book.units(piece.suggestions)]) for piece in found.unknown
    ]
    return [*unknown, *(UnclearUnits(name, ()) for name in found.external)]
