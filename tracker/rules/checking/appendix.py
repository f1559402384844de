"""The rows of the appendix by themselves: order, sums, shares, units, blanks, choices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from tracker.rules.checking import appendix_rules as rules
from tracker.rules.checking.findings import Case, Family, Finding, Severity
from tracker.rules.checking.paper import Report, Row
from tracker.rules.checking.rulebook import FORM_OF_2021, RuleBook
from tracker.rules.text import fold

REPEATED = 3
"""How often a value of three digits or more may stand in unrelated rows before it is asked about."""


def check(report: Report, book: RuleBook = FORM_OF_2021) -> Iterator[Finding]:
    """Yield what does not hold between rows by the rules of a form, or is missing in one."""
    yield from _order(report, book)
    yield from _sums(report, book)
    yield from _shares(report, book)
    for row in report.leaves():
        yield from _alone(report, row)
    yield from _repeated(report)


def _order(report: Report, book: RuleBook) -> Iterator[Finding]:
    for code, others in book.order:
        row, above = report.row(code), [report.row(each) for each in others]
        values: list[Decimal] = [each.value for each in above if each is not None and each.value is not None]
        if row is None or row.value is None or len(values) != len(others):
            continue
        limit = sum(values, Decimal())
        if row.value > limit:
            places = (row.place(), *(each.place() for each in above if each is not None))
            yield Finding(
                Family.ORDER, Case.ROWS_OUT_OF_ORDER, Severity.ERROR, places, (row.value, limit),
                {"code": code, "value": row.value, "limit": limit, "others": others},
            )  # fmt: skip
    for code, others in book.unlikely_sums:
        row, found = report.row(code), [report.value(each) for each in others]
        known = [value for value in found if value]
        if row is not None and row.value and len(known) == len(others) and row.value == sum(known, Decimal()):
            yield Finding(
                Family.SUBSET, Case.EXACTLY_THE_SUM, Severity.WARNING, (row.place(),), (row.value, *known),
                {"code": code, "value": row.value, "others": others},
            )  # fmt: skip


def _sums(report: Report, book: RuleBook) -> Iterator[Finding]:
    for code, parts in book.sums:
        row, values = report.row(code), [report.value(part) for part in parts]
        known = [value for value in values if value is not None]
        if row is None or row.value is None or len(known) != len(parts):
            continue
        if row.value != sum(known, Decimal()):
            yield Finding(
                Family.SUM,
                Case.ROWS_DO_NOT_ADD_UP,
                Severity.ERROR,
                (row.place(),),
                (row.value, sum(known, Decimal()), *known),
                {"code": code, "value": row.value, "found": sum(known, Decimal()), "others": parts},
            )
    for first, second in book.same_facts:
        one, other = report.row(first), report.row(second)
        if one is not None and other is not None and one.value is not None:
            same = one.value == other.value
            yield Finding(
                Family.EQUAL,
                Case.SAME_FACT_TWICE,
                Severity.WARNING if same else Severity.ERROR,
                (one.place(), other.place()),
                tuple(value for value in (one.value, other.value) if value is not None),
                {"first": first, "second": second},
            )


def _shares(report: Report, book: RuleBook) -> Iterator[Finding]:
    for codes in book.exclusive:
        rows = [row for code in codes if (row := report.row(code)) is not None]
        values = [row.value for row in rows if row.value is not None]
        if len(values) == len(codes) and sum(values, Decimal()) > 100:
            yield Finding(
                Family.EXCLUSIVE_PERCENT,
                Case.SHARES_EXCLUDE_EACH_OTHER,
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
            yield Finding(
                Family.REQUIRED, Case.TOTAL_MISSING, severity, (row.place(), *(each.place() for each in given)),
                tuple(each.value for each in given if each.value is not None), {"code": code, "others": parts},
            )  # fmt: skip


def _alone(report: Report, row: Row) -> Iterator[Finding]:
    """Yield what is wrong with one row, whatever the others say."""
    heads = [
        each for each in report.rows if row.code.startswith(f"{each.code}.") or row.code[:-1] == each.code
    ]
    if not row.unit and row.text:
        yield _one(Family.UNIT, Case.UNIT_MISSING, Severity.ERROR, row)
    if fold(row.unit) in rules.NOT_UNITS:
        yield _one(Family.UNIT, Case.NOT_A_UNIT, Severity.ERROR, row, unit=row.unit)
    if not row.text and not row.note:
        yield _one(Family.REQUIRED, Case.BLANK_WITHOUT_REASON, Severity.WARNING, row)
    if row.text and row.value is None and not row.choices:
        yield _one(Family.ENUM, Case.NOT_A_NUMBER, Severity.ERROR, row, text=row.text)
    if row.choices and row.text and (row.value is None or int(row.value) not in row.choices):
        yield _one(Family.ENUM, Case.NOT_A_CHOICE, Severity.ERROR, row, text=row.text)
    if row.is_percent and row.value is not None:
        if row.value > 100:
            yield _one(Family.RANGE, Case.BEYOND_HUNDRED, Severity.ERROR, row, share=row.text)
        elif 0 < row.value < 100 and not any(char.isdigit() for char in row.note):
            yield _one(Family.ND, Case.NO_NUMERATOR, Severity.WARNING, row)
    about = fold(" ".join((row.label, *(head.label for head in heads))))
    if "van ban di" in about and "van ban den" in fold(row.note):
        yield _one(Family.SCOPE, Case.NOTE_ABOUT_SOMETHING_ELSE, Severity.ERROR, row, note=row.note)
    if row.is_percent and any(words in fold(row.label) for words in rules.ABOVE_US) and row.text:
        yield _one(Family.RESPONSIBILITY, Case.NOT_OUR_FACT, Severity.WARNING, row)
    yield from _left_out(report, row)


def _left_out(report: Report, row: Row) -> Iterator[Finding]:
    """Look for a label that names one group of people while its whole value comes from a part about another."""
    parts = [each for each in report.rows if each.code.startswith(f"{row.code}.") and each.value]
    if row.value and len(parts) == 1 and parts[0].value == row.value:
        named, counted = fold(row.label), fold(f"{parts[0].label} {parts[0].note}")
        if "cong chuc" in named and "vien chuc" not in named and "vien chuc" in counted:
            yield Finding(
                Family.LABEL, Case.LABEL_LEAVES_OUT, Severity.ERROR, (row.place(), parts[0].place()),
                (row.value,), {"code": row.code, "other": parts[0].code},
            )  # fmt: skip


def _repeated(report: Report) -> Iterator[Finding]:
    """Look for a value of three digits or more in several unrelated places: it is often copied."""
    places: dict[Decimal, list[Row]] = defaultdict(list)
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
            yield Finding(
                Family.SUSPICIOUS_EQUAL,
                Case.SAME_VALUE_AGAIN,
                Severity.WARNING,
                (*(row.place() for row in rows), *(passage.place() for passage in told)),
                (value,),
                {"value": value, "times": len(rows) + len(told)},
            )


def _is_one_fact(rows: Sequence[Row]) -> bool:
    return len({row.code.split(".")[0] for row in rows}) == 1 and len(rows) < 2


def _one(family: Family, case: Case, severity: Severity, row: Row, **details: object) -> Finding:
    numbers = () if row.value is None else (row.value,)
    return Finding(family, case, severity, (row.place(),), numbers, {"code": row.code, **details})
