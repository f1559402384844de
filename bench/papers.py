"""How long a large register takes to be read and compared with the units of the demonstration.

`python -m bench.papers` prints the rows, the seconds and the peak memory of reading 5,000 rows, as an import
does before anything is written.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import resource
import sys
import time
from pathlib import Path

from xlsxwriter import Workbook

from tracker.documents.sandbox import SandboxFileKind, read_sandboxed
from tracker.intake.registers.table import read_register_file
from tracker.law.deadlines.reader import parse_deadline
from tracker.office.assignment_phrase import find_units
from tracker.office.calendar import work_calendar
from tracker.office.name_reader import UnitKind, UnitName

ROWS = 5_000
UNITS = Path(__file__).parents[1] / "tracker/demo/data/units.csv"
HEADER = (
    "STT",
    "Số, ký hiệu",
    "Ngày ban hành",
    "Lãnh đạo",
    "Nội dung chỉ đạo",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Thời hạn",
)
TERMS = ("trước ngày 30/6/2021", "trong quý III/2021", "chậm nhất ngày 20 hằng tháng", "thường xuyên", "khẩn trương")


def main() -> None:
    """Make the register, read it, resolve every row, and print what it took."""
    units = town()
    data = register(units)
    started = time.monotonic()
    rows = read_register_file(data, "so.xlsx").rows
    parsed = time.monotonic()
    calendar = work_calendar(2020, 2021, 2022)
    known = 0
    for row in rows:
        assert row.issued_on is not None
        known += bool(find_units(row.lead_text, units, row.issued_on).leads)
        find_units(row.coordinating_text, units, row.issued_on)
        parse_deadline(row.term_text, issued=row.issued_on, received=row.issued_on, calendar=calendar)
    resolved = time.monotonic()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"rows {len(rows)}, leads known {known}", file=sys.stdout)  # noqa: T201 - a benchmark prints
    print(f"parse {parsed - started:.1f} s, resolve {resolved - parsed:.1f} s, peak {peak} MB")  # noqa: T201
    started = time.monotonic()
    read_sandboxed(SandboxFileKind.REGISTER, data, "so.xlsx")
    inside = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"in a process of its own {time.monotonic() - started:.1f} s, peak {inside} MB")  # noqa: T201


def town() -> tuple[UnitName, ...]:
    """Return the units of the demonstration."""
    with UNITS.open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            UnitName(order, row["code"], row["name"], UnitKind(row["kind"]), aliases=tuple(row["aliases"].split("; ")))
            for order, row in enumerate(csv.DictReader(file), start=1)
        )


def register(units: tuple[UnitName, ...]) -> bytes:
    """Return an Excel register of `ROWS` rows that differ in paper, unit and deadline."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for number in range(1, ROWS):
            issued = dt.date(2021, 1, 1) + dt.timedelta(days=number % 300)
            lead, beside = units[number % len(units)].name, units[(number * 7) % len(units)].name
            sheet.write_row(
                number,
                0,
                (number, f"{number}/UBND-VP", f"{issued:%d/%m/%Y}", "Chủ tịch UBND thị xã",
                 f"Việc số {number}: rà soát, công khai thủ tục hành chính", lead, beside, TERMS[number % len(TERMS)]),
            )  # fmt: skip
    return buffer.getvalue()


if __name__ == "__main__":
    main()
