"""One row of the appendix as data: what it counts, in which unit of measure, and where its value comes from.

What must hold between the rows of the appendix «Chỉ tiêu thống kê» (84 indicators), as data.

Source: the appendix of 84 indicators of 2021. A form of another year replaces these lists.

The rules between rows as one value: those of the 2021 form, or those another form carries with it.

Formulas over other rows: «3.1.3a + 3.1.3b», «100 * 7.6.1 / 7.6.2»; the four operations and brackets, no more.

A code has a dot in it («5.4», «3.1.3a»), a plain number has none.

The rules a form carries beside its rows, read into what the check of a report looks at.

One rule to a line: «<= 1.1.1» and «<= 2.2 + 2.3» (at most), «= 3.1.3a + 3.1.3b» (exactly), «excludes 7.6.2b» (shares
that exclude each other), «same 7.8.2» (one fact asked twice).

Words of indicators: kinds, sources, what is computed, reasons for a blank, groups of units.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from tracker.core.i18n import make_messages
from tracker.core.refusals import Reason, Refusal


class ValueKind(enum.StrEnum):
    """What kind of value a row holds; a heading holds none."""

    HEADING = "heading"
    COUNT = "count"
    PERCENT = "percent"
    CHOICE = "choice"
    YES_NO = "yes_no"


class ValueSource(enum.StrEnum):
    """How a value is obtained: from our own records, from units by name, or from other rows."""

    NONE = "none"
    COMPUTED = "computed"
    ENTERED = "entered"
    FORMULA = "formula"


class CountedSource(enum.StrEnum):
    """What our own records count for a computed row, at the close of the cut-off day."""

    PLAN_TOTAL = "plan_total"
    PLAN_DONE = "plan_done"
    PROVINCE_TOTAL = "province_total"
    PROVINCE_ON_TIME = "province_on_time"
    PROVINCE_LATE = "province_late"
    TOWN_TOTAL = "town_total"
    TOWN_ON_TIME = "town_on_time"
    TOWN_LATE = "town_late"
    STEERING_PAPERS = "steering_papers"
    INSPECTED_BODIES = "inspected_bodies"
    INSPECTION_FINDINGS = "inspection_findings"
    FINDINGS_SETTLED = "findings_settled"
    DEPARTMENTS = "departments"
    SERVICE_UNITS = "service_units"
    COMMUNES = "communes"


class BlankReason(enum.StrEnum):
    """Why a row may stay without a number; «nothing arose» is the number nought and prints as such."""

    NOTHING_AROSE = "nothing_arose"
    NOT_OURS = "not_ours"
    NO_FIGURES_YET = "no_figures_yet"


EVERY_COMMUNE, EVERY_DEPARTMENT, EVERY_SERVICE_UNIT = "@communes", "@departments", "@service_units"
GROUPS = (EVERY_COMMUNE, EVERY_DEPARTMENT, EVERY_SERVICE_UNIT)
"""Owners that are many units: their values are added up."""


@dataclass(frozen=True, slots=True)
class IndicatorSpec:
    """A row of a form. `owners` are codes of units or names of `GROUPS`; `rules` what must hold (see `RuleBook`).

    `choices` are the codes a choice may have, with their words.
    """

    code: str
    label: str
    unit: str
    kind: ValueKind
    source: ValueSource = ValueSource.NONE
    binding: CountedSource | None = None
    formula: str = ""
    owners: tuple[str, ...] = ()
    choices: Mapping[int, str] = field(default_factory=dict)
    rules: tuple[str, ...] = ()

    @property
    def is_heading(self) -> bool:
        """Tell whether the row only names a group."""
        return self.kind is ValueKind.HEADING


ORDERED_ROWS = (
    ("1.1.2", ("1.1.1",)),
    ("1.2.3", ("1.2.2",)),
    ("2.4", ("2.2", "2.3")),
    ("2.5", ("2.4",)),
    ("3.2.1", ("3.1.3",)),
    ("3.2.2", ("3.2.1",)),
    ("3.3.1", ("3.1.3",)),
    ("3.3.2", ("3.1.3",)),
    ("3.5.2", ("3.5.1",)),
    ("3.5.3", ("3.5.2",)),
    ("4.2.2", ("4.2.1",)),
    ("4.3.2", ("4.3.1",)),
    ("5.1.1", ("4.1.1",)),
    ("5.1.2", ("4.1.2a",)),
)
"""A row is at most the sum of others."""

SUMS = (
    ("3.1.3", ("3.1.3a", "3.1.3b")),
    ("3.5.2", ("7.8.1", "7.8.2")),
    ("5.4", ("5.4.1", "5.4.2", "5.4.3")),
    ("4.1.2a", ("6.1", "6.2", "6.3", "6.4")),
)
"""A row is exactly the sum of others."""

EXCLUSIVE = (("7.6.2a", "7.6.2b"),)
"""Shares of which one excludes the other: together at most 100 %."""

TOTALS = (("7.6.2", ("7.6.2a", "7.6.2b")), ("4.1.2", ("4.1.2a", "4.1.2b")))
"""A total that its parts need."""

UNLIKELY_SUMS = (("2.4", ("2.2", "2.3")),)
"""A row that is seldom exactly the sum of others."""

SAME_FACTS = (("3.5.3", "7.8.2"),)
"""One fact asked for twice: entered once, it cannot differ."""

NOT_UNITS = frozenset({"so luong", "so", "tong", "tong so", "gia tri"})
"""Words in the column of units that are none."""

ABOVE_US = ("so, nganh", "don vi cap huyen", "ubnd cap huyen da", "cap tinh den")
"""Words of labels about what a town cannot know by itself, in folded letters."""


STAFF_PARTS = ("4.2.1", "4.2.3", "4.3.1")
"""Rows that together are all posts given to the authority (text II.4.b); a person is in one of them."""

ONE_PORTAL = ("3.5.1", "3.5.2")
"""Procedures on the portal, and those of them at level 3 and 4."""

RESOLVED_ON_TIME = "3.4.1"
"""Share of files resolved on time."""

DIRECTIVE_ROWS = ("1.3.1", "1.3.2", "1.3.3")
"""Tasks of the superior level: given, done on time, done late."""

Relation = tuple[str, tuple[str, ...]]
"""A row, and the rows whose sum it is held against."""


@dataclass(frozen=True, slots=True)
class RuleBook:
    """What must hold between the rows of one form; `tracker.reports.checking.appendix` says what each list means."""

    order: tuple[Relation, ...] = ()
    sums: tuple[Relation, ...] = ()
    exclusive: tuple[tuple[str, ...], ...] = ()
    totals: tuple[Relation, ...] = ()
    unlikely_sums: tuple[Relation, ...] = ()
    same_facts: tuple[tuple[str, str], ...] = ()


FORM_OF_2021 = RuleBook(ORDERED_ROWS, SUMS, EXCLUSIVE, TOTALS, UNLIKELY_SUMS, SAME_FACTS)

_TOKEN = re.compile(r"\s*(?:(?P<code>\d+(?:\.\d+)+[a-z]?)|(?P<number>\d+)|(?P<mark>[-+*/()]))", re.ASCII)
LONGEST_FORMULA = 300
"""Letters of a formula."""
DEEPEST = 20
"""Brackets within brackets."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as read: its tokens, in order."""

    tokens: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The rows it is made of, each once."""
        return tuple(dict.fromkeys(each for each in self.tokens if "." in each))

    def value(self, values: Mapping[str, Decimal | None]) -> Decimal | None:
        """Return what it gives; None while a row it needs has no number, or when it divides by nought."""
        found = [values.get(code) for code in self.codes]
        if any(each is None for each in found):
            return None
        known = {code: value for code, value in zip(self.codes, found, strict=True) if value is not None}
        try:
            return _Reader(self.tokens, known).whole()
        except ZeroDivisionError:
            return None


def parse_formula(text: str) -> Formula:
    """Read a formula; refuse FORMULA_UNREADABLE (field `formula`) one that is none."""
    tokens: list[str] = []
    place = 0
    if len(text) > LONGEST_FORMULA:
        raise Refusal(Reason.FORMULA_UNREADABLE, field="formula", formula=text[:60])
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            raise Refusal(Reason.FORMULA_UNREADABLE, field="formula", formula=text)
        tokens.append(match["code"] or match["number"] or match["mark"])
        place = match.end()
    formula = Formula(tuple(tokens))
    try:
        _Reader(formula.tokens, dict.fromkeys(formula.codes, Decimal(1))).whole()
    except ZeroDivisionError:
        return formula
    except (ValueError, IndexError) as error:
        raise Refusal(Reason.FORMULA_UNREADABLE, field="formula", formula=text) from error
    return formula


class _Reader:
    """Works a formula out from left to right, products before sums."""

    def __init__(self, tokens: Sequence[str], values: Mapping[str, Decimal]) -> None:
        self.tokens, self.values, self.place, self.depth = tokens, values, 0, 0

    def whole(self) -> Decimal:
        value = self._sum()
        if self.place != len(self.tokens):
            raise ValueError(self.tokens[self.place])
        return value

    def _sum(self) -> Decimal:
        value = self._product()
        while self._next_is("+", "-"):
            mark, other = self._take(), self._product()
            value = value + other if mark == "+" else value - other
        return value

    def _product(self) -> Decimal:
        value = self._one()
        while self._next_is("*", "/"):
            mark, other = self._take(), self._one()
            if mark == "/" and not other:
                raise ZeroDivisionError
            value = value * other if mark == "*" else value / other
        return value

    def _one(self) -> Decimal:
        token = self._take()
        if token == "(":
            self.depth += 1
            if self.depth > DEEPEST:
                raise ValueError(token)
            value = self._sum()
            if self._take() != ")":
                raise ValueError(token)
            return value
        if "." in token:
            return self.values[token]
        if token.isdigit():
            return Decimal(token)
        raise ValueError(token)

    def _take(self) -> str:
        token = self.tokens[self.place]
        self.place += 1
        return token

    def _next_is(self, *marks: str) -> bool:
        return self.place < len(self.tokens) and self.tokens[self.place] in marks


_CODE = r"\d+(?:\.\d+)+[a-z]?"
_RULE = re.compile(rf"(?P<verb><=|=|excludes|same) +(?P<codes>{_CODE}(?: *\+ *{_CODE})*)", re.ASCII)


def read_rule(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the verb of a rule and the rows it names; refuse RULE_UNREADABLE (field `rules`)."""
    match = _RULE.fullmatch(" ".join(text.split()))
    if match is None:
        raise Refusal(Reason.RULE_UNREADABLE, field="rules", rule=text)
    return match["verb"], tuple(re.findall(_CODE, match["codes"]))


def build_rule_book(specs: Iterable[IndicatorSpec]) -> RuleBook:
    """Return the rules of a form as the check of a report reads them."""
    order, sums, exclusive, same = [], [], [], []
    for spec in specs:
        for rule in spec.rules:
            verb, codes = read_rule(rule)
            if verb == "<=":
                order.append((spec.code, codes))
            elif verb == "=":
                sums.append((spec.code, codes))
            elif verb == "excludes":
                exclusive.append((spec.code, *codes))
            else:
                same.append((spec.code, codes[0]))
    return RuleBook(tuple(order), tuple(sums), tuple(exclusive), same_facts=tuple(same))


INDICATOR_KIND_WORDS: Mapping[ValueKind, str] = make_messages(
    {
        ValueKind.HEADING: "Đề mục",
        ValueKind.COUNT: "Số đếm",
        ValueKind.PERCENT: "Tỷ lệ",
        ValueKind.CHOICE: "Lựa chọn",
        ValueKind.YES_NO: "Có hoặc không",
    }
)

SOURCE_WORDS: Mapping[ValueSource, str] = make_messages(
    {
        ValueSource.NONE: "",
        ValueSource.COMPUTED: "Hệ thống tính",
        ValueSource.ENTERED: "Đơn vị nhập",
        ValueSource.FORMULA: "Công thức",
    }
)

BINDING_WORDS: Mapping[CountedSource, str] = make_messages(
    {
        CountedSource.PLAN_TOTAL: "Số nhiệm vụ của kế hoạch",
        CountedSource.PLAN_DONE: "Số nhiệm vụ của kế hoạch đã hoàn thành",
        CountedSource.PROVINCE_TOTAL: "Số nhiệm vụ cấp trên giao",
        CountedSource.PROVINCE_ON_TIME: "Số nhiệm vụ cấp trên giao hoàn thành trước và đúng hạn",
        CountedSource.PROVINCE_LATE: "Số nhiệm vụ cấp trên giao hoàn thành quá hạn",
        CountedSource.TOWN_TOTAL: "Số lượt giao các đơn vị",
        CountedSource.TOWN_ON_TIME: "Số lượt giao các đơn vị hoàn thành trước và đúng hạn",
        CountedSource.TOWN_LATE: "Số lượt giao các đơn vị hoàn thành quá hạn",
        CountedSource.STEERING_PAPERS: "Số văn bản chỉ đạo CCHC ban hành trong kỳ",
        CountedSource.INSPECTED_BODIES: "Số cơ quan, đơn vị đã kiểm tra",
        CountedSource.INSPECTION_FINDINGS: "Số vấn đề phát hiện qua kiểm tra",
        CountedSource.FINDINGS_SETTLED: "Số vấn đề phát hiện đã xử lý xong",
        CountedSource.DEPARTMENTS: "Số cơ quan chuyên môn",
        CountedSource.SERVICE_UNITS: "Số đơn vị sự nghiệp",
        CountedSource.COMMUNES: "Số xã, phường",
    }
)

BLANK_WORDS: Mapping[BlankReason, str] = make_messages(
    {
        BlankReason.NOTHING_AROSE: "Không phát sinh (ghi 0)",
        BlankReason.NOT_OURS: "Không thuộc thẩm quyền",
        BlankReason.NO_FIGURES_YET: "Chưa có số liệu",
    }
)

GROUP_WORDS: Mapping[str, str] = make_messages(
    {
        EVERY_COMMUNE: "các xã, phường",
        EVERY_DEPARTMENT: "các cơ quan chuyên môn",
        EVERY_SERVICE_UNIT: "các đơn vị sự nghiệp",
    }
)

ROW_RULE_WORDS: Mapping[str, str] = make_messages(
    {"<=": "không lớn hơn", "=": "bằng", "excludes": "loại trừ với", "same": "cùng một nội dung với"}
)
"""How the verbs of rules are read aloud."""

SHIPPED_FORM_TITLE = "Chỉ tiêu thống kê công tác cải cách hành chính"
SHIPPED_SOURCES: Mapping[int, str] = MappingProxyType(
    {
        1: "Phụ lục dùng cho báo cáo quý, 6 tháng, năm, như bản in kèm báo cáo năm 2021.",
        2: "Như phiên bản 1, đã ghi đủ đơn vị tính và sửa lỗi chính tả.",
    }
)
