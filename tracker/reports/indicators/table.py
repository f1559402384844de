"""A unit's figures as a table that goes out and comes back: for those who have no line of their own.

A form of indicators as a table: one row to an indicator, its source and its rules in the office's words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.core.text import fold_accents
from tracker.documents.sheets import build_workbook
from tracker.documents.table_reader import Problem, TableLayout, TableRow, find_choice
from tracker.reports.indicators import spec
from tracker.reports.indicators.spec import (
    BINDING_WORDS,
    BLANK_WORDS,
    GROUP_WORDS,
    INDICATOR_KIND_WORDS,
    SOURCE_WORDS,
    BlankReason,
    IndicatorSpec,
    ValueKind,
    ValueSource,
)

FIGURE_TABLE = TableLayout(
    {
        "code": r"^(?:ma|stt)$",
        "label": r"^chi tieu$",
        "value": r"^so lieu$",
        "part": r"^tu so$",
        "whole": r"^mau so$",
        "blank": r"^ly do",
        "note": r"^ghi chu$",
        "evidence": r"^minh chung$",
    },
    required=frozenset({"code", "value"}),
    missing="Không tìm thấy bảng số liệu. Cần các cột Mã và Số liệu.",
)
FIGURE_TABLE_HEADS = (
    "Mã", "Chỉ tiêu", "Đơn vị tính", "Kỳ trước", "Số liệu", "Tử số", "Mẫu số", "Lý do để trống", "Ghi chú",
    "Minh chứng", "Tệp minh chứng (tên, SHA-256)",
)  # fmt: skip
FIGURES_GUIDE = (
    ("Cột", "Cách ghi"),
    ("Số liệu", "Ghi số theo đơn vị tính: 1985 hoặc 1.985; tỷ lệ ghi 86,1 hoặc 86,1%."),
    ("Tử số, mẫu số", "Chỉ tiêu tỷ lệ ghi tử số và mẫu số; để trống cột số liệu, hệ thống tính tỷ lệ."),
    ("Lý do để trống", "Khi không có số: " + "; ".join(BLANK_WORDS.values()) + "."),
    ("Minh chứng", "Số, ký hiệu văn bản hoặc tên báo cáo làm căn cứ."),
    ("Tệp minh chứng", "Chỉ để đối chiếu. Đưa tệp lên ở trang Số liệu báo cáo."),
)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row as it came back, as typed."""

    code: str
    value: str
    part: str
    whole: str
    blank: BlankReason | None
    note: str
    evidence: str


@dataclass(frozen=True, slots=True)
class FigureTable:
    """What a file of figures holds."""

    rows: tuple[FigureRow, ...]
    problems: tuple[Problem, ...]


def figures_file(title: str, notes: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return the table of a unit as an Excel file, with a sheet on how it is filled in."""
    return build_workbook(title, notes, FIGURE_TABLE_HEADS, rows, guide=FIGURES_GUIDE)


def read_figures(data: bytes, filename: str) -> FigureTable:
    """Read a table of figures from .xlsx, .csv or .docx; FILE_REFUSED for what cannot be opened."""
    rows, problems = FIGURE_TABLE.read(data, filename, _figure)
    return FigureTable(tuple(rows), tuple(problems))


def _figure(row: TableRow) -> FigureRow | None:
    code, blank = row.text("code").rstrip("."), None
    if not code:
        return None
    if row.text("blank"):
        try:
            blank = find_choice(BLANK_WORDS, row.text("blank"), "Lý do để trống")
        except ValueError as mistake:
            row.report(FIGURE_TABLE_HEADS[7], str(mistake))
            return None
    value, part, whole = (row.text(name) for name in ("value", "part", "whole"))
    return FigureRow(code, value, part, whole, blank, row.text("note"), row.text("evidence"))


SHIPPED = Path(__file__).parent / "forms"
"""The forms that come with the program: that of 2021 as it was printed, and the same with its slips put right."""

INDICATOR_TABLE_HEADS = ("Mã", "Chỉ tiêu", "Đơn vị tính", "Kiểu", "Nguồn", "Cách tính", "Đơn vị báo cáo", "Quy tắc")
INDICATOR_TABLE = TableLayout(
    {
        "code": r"^(?:ma|ma.chi.tieu|stt)$",
        "label": r"^(?:ten.)?chi.tieu$",
        "unit": r"^don.vi.tinh$",
        "kind": r"^kieu(?:.so.lieu)?$",
        "source": r"^nguon(?:.so.lieu)?$",
        "how": r"^cach.tinh$",
        "owners": r"^don.vi.bao.cao$",
        "rules": r"^(?:quy.tac|rang buoc)$",
    },
    required=frozenset({"code", "label", "unit", "kind", "source"}),
    missing=f"Không tìm thấy bảng chỉ tiêu. Cần các cột: {', '.join(INDICATOR_TABLE_HEADS[:5])}.",
)

_CODE = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}[a-z]?", re.ASCII)
_CHOICE = re.compile(r"([^=]+?) ?= ?(\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class FormTable:
    """The rows of a form, and what must be put right in its file."""

    rows: tuple[IndicatorSpec, ...]
    problems: tuple[Problem, ...]


def read_form(data: bytes, filename: str) -> FormTable:
    """Read a form from .csv, .xlsx or .docx; each mistake stands beside the line it is in."""
    known: set[str] = set()
    rows, problems = INDICATOR_TABLE.read(data, filename, lambda row: _indicator(row, known))
    return FormTable(tuple(rows), (*problems, *_unknown_codes(rows)))


def choices_in(unit: str) -> dict[int, str]:
    """Return the codes a unit of measure offers: «Không = 0 Có = 1»."""
    return {int(code): words.strip(" ;,") for words, code in _CHOICE.findall(unit)}


def row_words(spec: IndicatorSpec) -> tuple[str, ...]:
    """Return a row as the file writes it, so that a form goes out and comes in the same."""
    how = BINDING_WORDS[spec.binding] if spec.binding is not None else spec.formula
    owners = "; ".join(GROUP_WORDS.get(owner, owner) for owner in spec.owners)
    words = (INDICATOR_KIND_WORDS[spec.kind], SOURCE_WORDS[spec.source], how, owners, "; ".join(spec.rules))
    return (spec.code, spec.label, spec.unit, *words)


def owners_in(text: str) -> tuple[str, ...]:
    """Return the owners a cell names: codes of units, or groups by their words."""
    groups = {fold_accents(words): group for group, words in GROUP_WORDS.items()}
    parts = [part.strip() for part in text.split(";")]
    return tuple(groups.get(fold_accents(part), part) for part in parts if part)


def _indicator(row: TableRow, known: set[str]) -> IndicatorSpec:
    code = row.text("code").rstrip(".")
    if not _CODE.fullmatch(code):
        raise ValueError(f"Ghi mã chỉ tiêu dạng 1.2.3 hoặc 3.1.3a (đang ghi “{row.text('code')}”).")
    if code in known:
        raise ValueError(f"Mã {code} có hai dòng. Đổi mã của một dòng.")
    kind = find_choice(INDICATOR_KIND_WORDS, row.text("kind"), "Cột kiểu")
    source = find_choice(SOURCE_WORDS, row.text("source"), "Cột nguồn")
    if (kind is ValueKind.HEADING) != (source is ValueSource.NONE):
        raise ValueError(f"Chỉ tiêu {code}: đề mục thì để trống nguồn, chỉ tiêu có số liệu thì ghi nguồn.")
    binding = find_choice(BINDING_WORDS, row.text("how"), "Cột cách tính") if source is ValueSource.COMPUTED else None
    if source is ValueSource.FORMULA:
        spec.parse_formula(row.text("how"))
    rules = row.parts("rules")
    for rule in rules:
        spec.read_rule(rule)
    choices = choices_in(row.text("unit")) if kind in (ValueKind.CHOICE, ValueKind.YES_NO) else {}
    if kind in (ValueKind.CHOICE, ValueKind.YES_NO) and len(choices) < 2:
        raise ValueError(f"Chỉ tiêu {code}: ghi các lựa chọn ở cột đơn vị tính, ví dụ: Chưa = 0 Có = 1.")
    known.add(code)
    return IndicatorSpec(
        code=code,
        label=row.text("label"),
        unit=row.text("unit"),
        kind=kind,
        source=source,
        binding=binding,
        formula=row.text("how") if source is ValueSource.FORMULA else "",
        owners=owners_in(row.text("owners")) if source is ValueSource.ENTERED else (),
        choices=choices,
        rules=rules,
    )


def _unknown_codes(rows: list[IndicatorSpec]) -> tuple[Problem, ...]:
    known = {row.code for row in rows}
    problems = []
    for line, row in enumerate(rows, start=1):
        named = [code for rule in row.rules for code in spec.read_rule(rule)[1]]
        named += spec.parse_formula(row.formula).codes if row.formula else ()
        for code in dict.fromkeys(named):
            if code not in known:
                problems.append(Problem(line, "", f"Chỉ tiêu {row.code} nhắc đến mã {code} không có trong biểu."))
    return tuple(problems)
