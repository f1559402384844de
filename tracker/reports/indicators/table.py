"""A unit's figures as a table that goes out and comes back: for those who have no line of their own.

A form of indicators as a table: one row to an indicator, its source and its rules in the office's words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Refusal
from tracker.core.text import fold_accents
from tracker.documents.sheets import build_workbook
from tracker.documents.tables import Grid, Problem, find_header, open_paper
from tracker.reports.indicators import spec
from tracker.reports.indicators.labels import (
    BINDING_WORDS,
    BLANK_WORDS,
    GROUP_WORDS,
    INDICATOR_KIND_WORDS,
    SOURCE_WORDS,
)
from tracker.reports.indicators.spec import BlankReason, IndicatorSpec, ValueKind, ValueSource

FIGURE_TABLE_COLUMNS = {
    "code": r"^(?:ma|stt)$",
    "label": r"^chi tieu$",
    "value": r"^so lieu$",
    "part": r"^tu so$",
    "whole": r"^mau so$",
    "blank": r"^ly do",
    "note": r"^ghi chu$",
    "evidence": r"^minh chung$",
}
REQUIRED_FIGURE_COLUMNS = frozenset({"code", "value"})
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
    rows: list[FigureRow] = []
    problems: list[Problem] = []
    for grid in open_paper(data, filename).tables:
        header = find_header(grid, FIGURE_TABLE_COLUMNS, REQUIRED_FIGURE_COLUMNS)
        if header is None:
            continue
        for line, cells in enumerate(grid[header.first_row :], start=header.first_row + 1):
            text = {name: header.text(cells, name) for name in FIGURE_TABLE_COLUMNS}
            code = text["code"].rstrip(".")
            if not code:
                continue
            try:
                blank = _blank(text["blank"])
            except ValueError as mistake:
                problems.append(Problem(line, FIGURE_TABLE_HEADS[7], str(mistake)))
                continue
            rows.append(
                FigureRow(code, text["value"], text["part"], text["whole"], blank, text["note"], text["evidence"])
            )
    if not rows and not problems:
        problems.append(Problem(0, "", "Không tìm thấy bảng số liệu. Cần các cột Mã và Số liệu."))
    return FigureTable(tuple(rows), tuple(problems))


def _blank(text: str) -> BlankReason | None:
    if not text:
        return None
    for blank, words in BLANK_WORDS.items():
        if fold_accents(text) in (fold_accents(words), fold_accents(words.split(" (")[0])):
            return blank
    offered = ", ".join(f"“{words}”" for words in BLANK_WORDS.values())
    raise ValueError(f"Lý do để trống ghi “{text}”. Chọn một trong: {offered}.")


SHIPPED = Path(__file__).parent / "forms"
"""The forms that come with the program: that of 2021 as it was printed, and the same with its slips put right."""

INDICATOR_TABLE_COLUMNS = {
    "code": r"^(?:ma|ma.chi.tieu|stt)$",
    "label": r"^(?:ten.)?chi.tieu$",
    "unit": r"^don.vi.tinh$",
    "kind": r"^kieu(?:.so.lieu)?$",
    "source": r"^nguon(?:.so.lieu)?$",
    "how": r"^cach.tinh$",
    "owners": r"^don.vi.bao.cao$",
    "rules": r"^(?:quy.tac|rang buoc)$",
}
REQUIRED_INDICATOR_COLUMNS = frozenset({"code", "label", "unit", "kind", "source"})
INDICATOR_TABLE_HEADS = ("Mã", "Chỉ tiêu", "Đơn vị tính", "Kiểu", "Nguồn", "Cách tính", "Đơn vị báo cáo", "Quy tắc")

_CODE = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}[a-z]?", re.ASCII)
_CHOICE = re.compile(r"([^=]+?) ?= ?(\d)", re.ASCII)
ChoiceWords = TypeVar("ChoiceWords")


@dataclass(frozen=True, slots=True)
class FormTable:
    """The rows of a form, and what must be put right in its file."""

    rows: tuple[IndicatorSpec, ...]
    problems: tuple[Problem, ...]


def read_form(data: bytes, filename: str) -> FormTable:
    """Read a form from .csv, .xlsx or .docx; each mistake stands beside the line it is in."""
    rows: list[IndicatorSpec] = []
    problems: list[Problem] = []
    for grid in open_paper(data, filename).tables:
        _read(grid, rows, problems)
    if not rows and not problems:
        wanted = ", ".join(INDICATOR_TABLE_HEADS[:5])
        problems.append(Problem(0, "", f"Không tìm thấy bảng chỉ tiêu. Cần các cột: {wanted}."))
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


def _read(grid: Grid, rows: list[IndicatorSpec], problems: list[Problem]) -> None:
    header = find_header(grid, INDICATOR_TABLE_COLUMNS, REQUIRED_INDICATOR_COLUMNS)
    if header is None:
        return
    for line, cells in enumerate(grid[header.first_row :], start=header.first_row + 1):
        text = {name: header.text(cells, name) for name in INDICATOR_TABLE_COLUMNS}
        if not any(text.values()):
            continue
        try:
            rows.append(_row(text, {row.code for row in rows}))
        except ValueError as mistake:
            problems.append(Problem(line, "", str(mistake)))
        except Refusal as refusal:
            problems.append(Problem(line, "", describe_refusal(refusal)))


def _row(text: Mapping[str, str], known: set[str]) -> IndicatorSpec:
    code = text["code"].rstrip(".")
    if not _CODE.fullmatch(code):
        raise ValueError(f"Ghi mã chỉ tiêu dạng 1.2.3 hoặc 3.1.3a (đang ghi “{text['code']}”).")
    if code in known:
        raise ValueError(f"Mã {code} có hai dòng. Đổi mã của một dòng.")
    kind = _named(INDICATOR_KIND_WORDS, text["kind"], "kiểu")
    source = _named(SOURCE_WORDS, text["source"], "nguồn")
    if (kind is ValueKind.HEADING) != (source is ValueSource.NONE):
        raise ValueError(f"Chỉ tiêu {code}: đề mục thì để trống nguồn, chỉ tiêu có số liệu thì ghi nguồn.")
    binding = _named(BINDING_WORDS, text["how"], "cách tính") if source is ValueSource.COMPUTED else None
    if source is ValueSource.FORMULA:
        spec.parse_formula(text["how"])
    rules = tuple(part.strip() for part in text["rules"].split(";") if part.strip())
    for rule in rules:
        spec.read_rule(rule)
    choices = choices_in(text["unit"]) if kind in (ValueKind.CHOICE, ValueKind.YES_NO) else {}
    if kind in (ValueKind.CHOICE, ValueKind.YES_NO) and len(choices) < 2:
        raise ValueError(f"Chỉ tiêu {code}: ghi các lựa chọn ở cột đơn vị tính, ví dụ: Chưa = 0 Có = 1.")
    return IndicatorSpec(
        code=code,
        label=text["label"],
        unit=text["unit"],
        kind=kind,
        source=source,
        binding=binding,
        formula=text["how"] if source is ValueSource.FORMULA else "",
        owners=owners_in(text["owners"]) if source is ValueSource.ENTERED else (),
        choices=choices,
        rules=rules,
    )


def _named(words: Mapping[ChoiceWords, str], text: str, column: str) -> ChoiceWords:
    """Return what a cell names; `ValueError` with the words there are."""
    for key, word in words.items():
        if fold_accents(word) == fold_accents(text):
            return key
    offered = ", ".join(f"“{word}”" for word in words.values() if word)
    raise ValueError(f"Cột {column} ghi “{text}”. Chọn một trong: {offered}.")


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
