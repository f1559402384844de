"""A scoring sheet as a table: one row to a criterion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tracker.documents.headings import find_header
from tracker.documents.problems import Problem
from tracker.documents.tables import open_paper
from tracker.rules.indicators import formulas
from tracker.rules.refusals import Refusal
from tracker.rules.scoring import Criterion, Manner, read_tiers
from tracker.rules.text import fold
from tracker.wording.refusals import explain
from tracker.wording.scoring import MANNER_WORDS

COLUMNS = {
    "code": r"^(?:ma|stt)$",
    "title": r"^(?:tieu.chi|tieu chi, tieu chi thanh phan)$",
    "most": r"^diem.toi.da$",
    "manner": r"^cach.cham$",
    "reads": r"^so.lieu$",
    "tiers": r"^bac(?:.diem)?$",
    "proofs": r"^(?:minh.chung|tai lieu kiem chung)$",
}
REQUIRED = frozenset({"code", "title", "most", "manner"})


@dataclass(frozen=True, slots=True)
class SheetTable:
    """The criteria of a file, and what must be put right in it."""

    rows: tuple[Criterion, ...]
    problems: tuple[Problem, ...]


def read_sheet(data: bytes, filename: str) -> SheetTable:
    """Read a scoring sheet from .csv, .xlsx or .docx; each mistake stands beside its line."""
    rows: list[Criterion] = []
    problems: list[Problem] = []
    for grid in open_paper(data, filename).tables:
        header = find_header(grid, COLUMNS, REQUIRED)
        if header is None:
            continue
        for line, cells in enumerate(grid[header.first_row :], start=header.first_row + 1):
            text = {name: header.text(cells, name) for name in COLUMNS}
            if not text["code"] or not text["most"]:
                continue
            try:
                rows.append(_row(text))
            except ValueError as mistake:
                problems.append(Problem(line, "", str(mistake)))
            except Refusal as refusal:
                problems.append(Problem(line, "", explain(refusal)))
    if not rows and not problems:
        problems.append(
            Problem(0, "", "Không tìm thấy bảng tiêu chí. Cần các cột Mã, Tiêu chí, Điểm tối đa, Cách chấm.")
        )
    return SheetTable(tuple(rows), tuple(problems))


def _row(text: Mapping[str, str]) -> Criterion:
    manner = next((each for each, words in MANNER_WORDS.items() if fold(words) == fold(text["manner"])), None)
    if manner is None:
        offered = ", ".join(f"“{words}”" for words in MANNER_WORDS.values())
        raise ValueError(f"Cột cách chấm ghi “{text['manner']}”. Chọn một trong: {offered}.")
    try:
        most = Decimal(text["most"].replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(f"Điểm tối đa ghi “{text['most']}”. Ghi một số, ví dụ: 1,5.") from error
    if manner in (Manner.TIER, Manner.PROPORTIONAL):
        formulas.read(text["reads"])
    if manner is Manner.ON_TIME and len(text["reads"].split()) != 3:
        raise ValueError("Cách chấm theo tiến độ cần ba mã chỉ tiêu: được giao, đúng hạn, quá hạn.")
    proofs = tuple(part.strip() for part in text["proofs"].split(";") if part.strip())
    return Criterion(
        text["code"], text["title"], most, manner, text["reads"], read_tiers(text["tiers"]), proofs
    )
