"""The list of units as an office keeps it: code, name, kind, days of existence, successor, other names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tracker.core.text import fold_accents
from tracker.documents.table_reader import Problem, TableLayout, TableRow
from tracker.office.name_reader import UnitKind

UNIT_TABLE = TableLayout(
    {
        "code": r"^(?:code|ma|ma don vi)$",
        "name": r"^(?:name|ten|ten don vi)$",
        "kind": r"^(?:kind|loai)$",
        "valid_from": r"^(?:valid.from|tu ngay)$",
        "valid_to": r"^(?:valid.to|den ngay)$",
        "successor": r"^(?:successor|don vi ke thua)$",
        "aliases": r"^(?:aliases|ten goi khac)$",
    },
    required=frozenset({"code", "name", "kind", "valid_from"}),
    missing="Không tìm thấy danh sách đơn vị. Cần các cột code, name, kind, valid_from.",
)


@dataclass(frozen=True, slots=True)
class UnitListRow:
    """One unit of the list; `successor` is the code or the name of what follows it."""

    line: int
    code: str
    name: str
    kind: UnitKind
    valid_from: dt.date
    valid_to: dt.date | None
    successor: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitList:
    """What a list of units holds."""

    rows: tuple[UnitListRow, ...]
    problems: tuple[Problem, ...]


def read_units(data: bytes, filename: str) -> UnitList:
    """Read a list of units from .csv, .xlsx or .docx; days in ISO form."""
    rows, problems = UNIT_TABLE.read(data, filename, _row)
    return UnitList(tuple(rows), tuple(problems))


def short_name(name: str) -> str:
    """Return the name that fits a table: «UBND phường Tứ Hạ» is «Phường Tứ Hạ»."""
    for beginning in ("UBND phường ", "UBND xã "):
        if name.startswith(beginning):
            rest = name.removeprefix("UBND ")
            return rest[0].upper() + rest[1:]
    return name


def _row(row: TableRow) -> UnitListRow:
    try:
        return UnitListRow(
            line=row.line,
            code=row.text("code"),
            name=row.text("name"),
            kind=UnitKind(fold_accents(row.text("kind")).replace(" ", "_")),
            valid_from=dt.date.fromisoformat(row.text("valid_from")),
            valid_to=dt.date.fromisoformat(row.text("valid_to")) if row.text("valid_to") else None,
            successor=row.text("successor"),
            aliases=row.parts("aliases"),
        )
    except ValueError as mistake:
        raise ValueError("Kiểm tra loại đơn vị và ngày (dạng 2021-06-30) của dòng này.") from mistake
