"""The rows of the appendix by themselves: order, sums, shares, units, blanks, choices.

Where the text says what a row of the appendix counts, as data: patterns over words without marks.

Each pattern captures the numbers in the groups `n`, `n2`…; several are added. Source: the report of 2021.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.core.text import fold_accents
from tracker.reports.checking.paper import AppendixRow, Family, FindingCase, ReportFinding, ReportUnderCheck, Severity
from tracker.reports.indicators import spec
from tracker.reports.indicators.spec import FORM_OF_2021, RuleBook

REPEATED = 3
"""How often a value of three digits or more may stand in unrelated rows before it is asked about."""


def check_appendix(report: ReportUnderCheck, book: RuleBook = FORM_OF_2021) -> Iterator[ReportFinding]:
    """Yield what does not hold between rows by the rules of a form, or is missing in one."""
    yield from _order(report, book)
    yield from _sums(report, book)
    yield from _shares(report, book)
    for row in report.leaves():
        yield from _alone(report, row)
    yield from _repeated(report)


def _order(report: ReportUnderCheck, book: RuleBook) -> Iterator[ReportFinding]:
    for code, others in book.order:
        row, above = report.row(code), [report.row(each) for each in others]
        values: list[Decimal] = [each.value for each in above if each is not None and each.value is not None]
        if row is None or row.value is None or len(values) != len(others):
            continue
        limit = sum(values, Decimal())
        if row.value > limit:
            places = (row.place(), *(each.place() for each in above if each is not None))
            yield ReportFinding(
                Family.ORDER, FindingCase.ROWS_OUT_OF_ORDER, Severity.ERROR, places, (row.value, limit),
                {"code": code, "value": row.value, "limit": limit, "others": others},
            )  # fmt: skip
    for code, others in book.unlikely_sums:
        row, found = report.row(code), [report.value(each) for each in others]
        known = [value for value in found if value]
        if row is not None and row.value and len(known) == len(others) and row.value == sum(known, Decimal()):
            yield ReportFinding(
                Family.SUBSET, FindingCase.EXACTLY_THE_SUM, Severity.WARNING, (row.place(),), (row.value, *known),
                {"code": code, "value": row.value, "others": others},
            )  # fmt: skip


def _sums(report: ReportUnderCheck, book: RuleBook) -> Iterator[ReportFinding]:
    for code, parts in book.sums:
        row, values = report.row(code), [report.value(part) for part in parts]
        known = [value for value in values if value is not None]
        if row is None or row.value is None or len(known) != len(parts):
            continue
        if row.value != sum(known, Decimal()):
            yield ReportFinding(
                Family.SUM,
                FindingCase.ROWS_DO_NOT_ADD_UP,
                Severity.ERROR,
                (row.place(),),
                (row.value, sum(known, Decimal()), *known),
                {"code": code, "value": row.value, "found": sum(known, Decimal()), "others": parts},
            )
    for first, second in book.same_facts:
        one, other = report.row(first), report.row(second)
        if one is not None and other is not None and one.value is not None:
            same = one.value == other.value
            yield ReportFinding(
                Family.EQUAL,
                FindingCase.SAME_FACT_TWICE,
                Severity.WARNING if same else Severity.ERROR,
                (one.place(), other.place()),
                tuple(value for value in (one.value, other.value) if value is not None),
                {"first": first, "second": second},
            )


def _shares(report: ReportUnderCheck, book: RuleBook) -> Iterator[ReportFinding]:
    for codes in book.exclusive:
        rows = [row for code in codes if (row := report.row(code)) is not None]
        values = [row.value for row in rows if row.value is not None]
        if len(values) == len(codes) and sum(values, Decimal()) > 100:
            yield ReportFinding(
                Family.EXCLUSIVE_PERCENT,
                FindingCase.SHARES_EXCLUDE_EACH_OTHER,
                Severity.ERROR,
                tuple(row.place() for row in rows),
                tuple(values),
                {"codes": codes, "sum": sum(values, Decimal())},
            )
    for code, parts in book.totals:
        row = report.row(code)
        given = [each for part in parts if (each := report.row(part)) is not None and each.value is not None]
        if row is not None and not row.text and len(given) == len(parts):
            severity = Severity.ERROR if all(each.is_percent for each in given) else Severity.WARNING
            yield ReportFinding(
                Family.REQUIRED, FindingCase.TOTAL_MISSING, severity, (row.place(), *(each.place() for each in given)),
                tuple(each.value for each in given if each.value is not None), {"code": code, "others": parts},
            )  # fmt: skip


def _alone(report: ReportUnderCheck, row: AppendixRow) -> Iterator[ReportFinding]:
    """Yield what is wrong with one row, whatever the others say."""
    heads = [each for each in report.rows if row.code.startswith(f"{each.code}.") or row.code[:-1] == each.code]
    if not row.unit and row.text:
        yield _one(Family.UNIT, FindingCase.UNIT_MISSING, Severity.ERROR, row)
    if fold_accents(row.unit) in spec.NOT_UNITS:
        yield _one(Family.UNIT, FindingCase.NOT_A_UNIT, Severity.ERROR, row, unit=row.unit)
    if not row.text and not row.note:
        yield _one(Family.REQUIRED, FindingCase.BLANK_WITHOUT_REASON, Severity.WARNING, row)
    if row.text and row.value is None and not row.choices:
        yield _one(Family.ENUM, FindingCase.NOT_A_NUMBER, Severity.ERROR, row, text=row.text)
    if row.choices and row.text and (row.value is None or int(row.value) not in row.choices):
        yield _one(Family.ENUM, FindingCase.NOT_A_CHOICE, Severity.ERROR, row, text=row.text)
    if row.is_percent and row.value is not None:
        if row.value > 100:
            yield _one(Family.RANGE, FindingCase.BEYOND_HUNDRED, Severity.ERROR, row, share=row.text)
        elif 0 < row.value < 100 and not any(char.isdigit() for char in row.note):
            yield _one(Family.ND, FindingCase.NO_NUMERATOR, Severity.WARNING, row)
    about = fold_accents(" ".join((row.label, *(head.label for head in heads))))
    if "van ban di" in about and "van ban den" in fold_accents(row.note):
        yield _one(Family.SCOPE, FindingCase.NOTE_ABOUT_SOMETHING_ELSE, Severity.ERROR, row, note=row.note)
    if row.is_percent and any(words in fold_accents(row.label) for words in spec.ABOVE_US) and row.text:
        yield _one(Family.RESPONSIBILITY, FindingCase.NOT_OUR_FACT, Severity.WARNING, row)
    yield from _left_out(report, row)


def _left_out(report: ReportUnderCheck, row: AppendixRow) -> Iterator[ReportFinding]:
    """Look for a label that names one group of people while its whole value comes from a part about another."""
    parts = [each for each in report.rows if each.code.startswith(f"{row.code}.") and each.value]
    if row.value and len(parts) == 1 and parts[0].value == row.value:
        named, counted = fold_accents(row.label), fold_accents(f"{parts[0].label} {parts[0].note}")
        if "cong chuc" in named and "vien chuc" not in named and "vien chuc" in counted:
            yield ReportFinding(
                Family.LABEL, FindingCase.LABEL_LEAVES_OUT, Severity.ERROR, (row.place(), parts[0].place()),
                (row.value,), {"code": row.code, "other": parts[0].code},
            )  # fmt: skip


def _repeated(report: ReportUnderCheck) -> Iterator[ReportFinding]:
    """Look for a value of three digits or more in several unrelated places: it is often copied."""
    places: dict[Decimal, list[AppendixRow]] = defaultdict(list)
    for row in report.leaves():
        if row.value is not None and row.value >= 100 and not row.is_percent:
            places[row.value].append(row)
    for value, rows in places.items():
        told = [
            passage
            for passage in report.passages
            if any(each.value == value and not each.is_percent for each in passage.numbers)
        ]
        if len(rows) + len(told) >= REPEATED and not _is_one_fact(rows):
            yield ReportFinding(
                Family.SUSPICIOUS_EQUAL,
                FindingCase.SAME_VALUE_AGAIN,
                Severity.WARNING,
                (*(row.place() for row in rows), *(passage.place() for passage in told)),
                (value,),
                {"value": value, "times": len(rows) + len(told)},
            )


def _is_one_fact(rows: Sequence[AppendixRow]) -> bool:
    return len({row.code.split(".")[0] for row in rows}) == 1 and len(rows) < 2


def _one(family: Family, case: FindingCase, severity: Severity, row: AppendixRow, **details: object) -> ReportFinding:
    numbers = () if row.value is None else (row.value,)
    return ReportFinding(family, case, severity, (row.place(),), numbers, {"code": row.code, **details})


N = r"(?P<n>\d[\d.]*)"
_IN_SENTENCE = r"[^.;]"


@dataclass(frozen=True, slots=True)
class TextBinding:
    """A pattern of the text and the rows whose sum it should equal; `last` takes the last of several places."""

    pattern: re.Pattern[str]
    codes: tuple[str, ...]
    last: bool = False


def _binding(pattern: str, *codes: str, last: bool = False) -> TextBinding:
    return TextBinding(re.compile(pattern, re.ASCII), codes, last)


TEXT_BINDINGS = (
    _binding(rf"ke hoach{_IN_SENTENCE}{{0,40}}? co {N} noi dung, nhiem vu", "1.1.1"),
    _binding(rf"ke hoach.{{0,160}}? da hoan thanh {N} nhiem vu", "1.1.2"),
    _binding(
        rf"kiem tra cchc{_IN_SENTENCE}{{0,90}}? doi voi {N} xa, phuong,? va (?P<n2>\d+) (?:co quan|phong)", "1.2.1"
    ),
    _binding(rf"hoan thanh {N} (?:ykcd|y kien chi dao|nhiem vu){_IN_SENTENCE}{{0,20}}?(?:lanh dao|ubnd) tinh", "1.3.1"),
    _binding(rf"(?:lanh dao|ubnd) tinh{_IN_SENTENCE}{{0,60}}?(?:truoc va )?dung han {N}", "1.3.2"),
    _binding(rf"(?:lanh dao|ubnd) tinh{_IN_SENTENCE}{{0,80}}?qua han {N}", "1.3.3"),
    _binding(rf"cap (?:thi xa|huyen)\b.{{0,260}}?(?:cong bo la|tong so tthc la):? {N} tthc", "3.1.3a"),
    _binding(rf"cap xa\b.{{0,300}}?(?:cong bo la|tong so tthc la):? {N} tthc", "3.1.3b"),
    _binding(rf"bien che cong chuc: {N} bien che", "4.2.1", last=True),
    _binding(rf"(?:hd ?68|hop dong)[^()]{{0,30}}\(gom: co quan hanh chinh {N}", "4.2.3", last=True),
    _binding(rf"tinh gi[a]m bien che: {N}\b", "4.2.4", "4.3.3"),
    _binding(rf"ky luat {N} truong hop", "5.4"),
    _binding(rf"khao sat{_IN_SENTENCE}{{0,60}}?{N} phieu", "1.4.1"),
)

ALL_STAFF = re.compile(rf"tong (?:so )?bien che giao{_IN_SENTENCE}{{0,30}}?: {N} bien che", re.ASCII)
"""All posts given to the authority; the last place counts."""

EVERY_PROCEDURE = re.compile(r"100 ?% (?:tthc|thu tuc hanh chinh)[^.;]{0,50}?dich vu cong[^.;]{0,25}?muc", re.ASCII)
"""The claim that all procedures are online at level 3 and 4."""

FILES = re.compile(
    rf"truoc hen: {N}\b.{{0,60}}?dung hen: (?P<n2>\d[\d.]*)\b.{{0,60}}?tre hen: (?P<n3>\d[\d.]*)\b", re.ASCII
)
"""Files resolved before, on and after the day promised."""
