"""A form of indicators as a table: one row to an indicator, its source and its rules in the office's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tracker.documents.headings import find_header
from tracker.documents.problems import Problem
from tracker.documents.tables import Grid, open_paper
from tracker.rules.indicators import formulas, rulebook
from tracker.rules.indicators.spec import Source, Spec, ValueKind
from tracker.rules.refusals import Refusal
from tracker.rules.text import fold
from tracker.wording.indicators import BINDING_WORDS, GROUP_WORDS, KIND_WORDS, SOURCE_WORDS
from tracker.wording.refusals import explain

SHIPPED = Path(__file__).parent / "forms"
"""The forms that come with the program: that of 2021 as it was printed, and the same with its slips put right."""

COLUMNS = {
    "code": r"^(?:ma|ma.chi.tieu|stt)$",
    "label": r"^(?:ten.)?chi.tieu$",
    "unit": r"^don.vi.tinh$",
    "kind": r"^kieu(?:.so.lieu)?$",
    "source": r"^nguon(?:.so.lieu)?$",
    "how": r"^cach.tinh$",
    "owners": r"^don.vi.bao.cao$",
    "rules": r"^(?:quy.tac|rang buoc)$",
}
REQUIRED = frozenset({"code", "label", "unit", "kind", "source"})
HEADS = ("Mã", "Chỉ tiêu", "Đơn vị tính", "Kiểu", "Nguồn", "Cách tính", "Đơn vị báo cáo", "Quy tắc")

_CODE = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}[a-z]?", re.ASCII)
_CHOICE = re.compile(r"([^=]+?) ?= ?(\d)", re.ASCII)
Words = TypeVar("Words")


@dataclass(frozen=True, slots=True)
class FormTable:
    """The rows of a form, and what must be put right in its file."""

    rows: tuple[Spec, ...]
    problems: tuple[Problem, ...]


def read_form(data: bytes, filename: str) -> FormTable:
    """Read a form from .csv, .xlsx or .docx; each mistake stands beside the line it is in."""
    rows: list[Spec] = []
    problems: list[Problem] = []
    for grid in open_paper(data, filename).tables:
        _read(grid, rows, problems)
    if not rows and not problems:
        wanted = ", ".join(HEADS[:5])
        problems.append(Problem(0, "", f"Không tìm thấy bảng chỉ tiêu. Cần các cột: {wanted}."))
    return FormTable(tuple(rows), (*problems, *_unknown_codes(rows)))


def choices_in(unit: str) -> dict[int, str]:
    """Return the codes a unit of measure offers: «Không = 0 Có = 1»."""
    return {int(code): words.strip(" ;,") for words, code in _CHOICE.findall(unit)}


def row_words(spec: Spec) -> tuple[str, ...]:
    """Return a row as the file writes it, so that a form goes out and comes in the same."""
    how = BINDING_WORDS[spec.binding] if spec.binding is not None else spec.formula
    owners = "; ".join(GROUP_WORDS.get(owner, owner) for owner in spec.owners)
    words = (KIND_WORDS[spec.kind], SOURCE_WORDS[spec.source], how, owners, "; ".join(spec.rules))
    return (spec.code, spec.label, spec.unit, *words)


def owners_in(text: str) -> tuple[str, ...]:
    """Return the owners a cell names: codes of units, or groups by their words."""
    groups = {fold(words): group for group, words in GROUP_WORDS.items()}
    parts = [part.strip() for part in text.split(";")]
    return tuple(groups.get(fold(part), part) for part in parts if part)


def _read(grid: Grid, rows: list[Spec], problems: list[Problem]) -> None:
    header = find_header(grid, COLUMNS, REQUIRED)
    if header is None:
        return
    for line, cells in enumerate(grid[header.first_row :], start=header.first_row + 1):
        text = {name: header.text(cells, name) for name in COLUMNS}
        if not any(text.values()):
            continue
        try:
            rows.append(_row(text, {row.code for row in rows}))
        except ValueError as mistake:
            problems.append(Problem(line, "", str(mistake)))
        except Refusal as refusal:
            problems.append(Problem(line, "", explain(refusal)))


def _row(text: Mapping[str, str], known: set[str]) -> Spec:
    code = text["code"].rstrip(".")
    if not _CODE.fullmatch(code):
        raise ValueError(f"Ghi mã chỉ tiêu dạng 1.2.3 hoặc 3.1.3a (đang ghi “{text['code']}”).")
    if code in known:
        raise ValueError(f"Mã {code} có hai dòng. Đổi mã của một dòng.")
    kind = _named(KIND_WORDS, text["kind"], "kiểu")
    source = _named(SOURCE_WORDS, text["source"], "nguồn")
    if (kind is ValueKind.HEADING) != (source is Source.NONE):
        raise ValueError(f"Chỉ tiêu {code}: đề mục thì để trống nguồn, chỉ tiêu có số liệu thì ghi nguồn.")
    binding = _named(BINDING_WORDS, text["how"], "cách tính") if source is Source.COMPUTED else None
    if source is Source.FORMULA:
        formulas.read(text["how"])
    rules = tuple(part.strip() for part in text["rules"].split(";") if part.strip())
    for rule in rules:
        rulebook.read_rule(rule)
    choices = choices_in(text["unit"]) if kind in (ValueKind.CHOICE, ValueKind.YES_NO) else {}
    if kind in (ValueKind.CHOICE, ValueKind.YES_NO) and len(choices) < 2:
        raise ValueError(f"Chỉ tiêu {code}: ghi các lựa chọn ở cột đơn vị tính, ví dụ: Chưa = 0 Có = 1.")
    return Spec(
        code=code,
        label=text["label"],
        unit=text["unit"],
        kind=kind,
        source=source,
        binding=binding,
        formula=text["how"] if source is Source.FORMULA else "",
        owners=owners_in(text["owners"]) if source is Source.ENTERED else (),
        choices=choices,
        rules=rules,
    )


def _named(words: Mapping[Words, str], text: str, column: str) -> Words:
    """Return what a cell names; `ValueError` with the words there are."""
    for key, word in words.items():
        if fold(word) == fold(text):
            return key
    offered = ", ".join(f"“{word}”" for word in words.values() if word)
    raise ValueError(f"Cột {column} ghi “{text}”. Chọn một trong: {offered}.")


def _unknown_codes(rows: list[Spec]) -> tuple[Problem, ...]:
    known = {row.code for row in rows}
    problems = []
    for line, row in enumerate(rows, start=1):
        named = [code for rule in row.rules for code in rulebook.read_rule(rule)[1]]
        named += formulas.read(row.formula).codes if row.formula else ()
        for code in dict.fromkeys(named):
            if code not in known:
                problems.append(
                    Problem(line, "", f"Chỉ tiêu {row.code} nhắc đến mã {code} không có trong biểu.")
                )
    return tuple(problems)
