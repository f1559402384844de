"""A report as the checks read it: paragraphs under their sections, and the rows of its appendix.

What a check says: which rule, how grave, about which numbers, where they stand. Its sentence is in the wording.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tracker.core.text import fold_accents
from tracker.law.references import Quantity, count_of, find_quantities


class Severity(enum.StrEnum):
    """How grave a finding is: provably wrong, to be explained, or a matter of style."""

    ERROR = "E"
    WARNING = "W"
    STYLE = "I"


class Family(enum.StrEnum):
    """The families of rules."""

    PARTITION = "PARTITION"
    SUM = "SUM"
    RATIO = "RATIO"
    ORDER = "ORDER"
    EQUAL = "EQUAL"
    SUBSET = "SUBSET"
    EXCLUSIVE_PERCENT = "EXCLUSIVE_PERCENT"
    RANGE = "RANGE"
    ENUM = "ENUM"
    REQUIRED = "REQUIRED"
    UNIT = "UNIT"
    LABEL = "LABEL"
    SCOPE = "SCOPE"
    ND = "ND"
    PERIOD = "PERIOD"
    BASIS = "BASIS"
    COMPLETENESS = "COMPLETENESS"
    SUSPICIOUS_EQUAL = "SUSPICIOUS_EQUAL"
    DOCREF = "DOCREF"
    TAXONOMY = "TAXONOMY"
    RESPONSIBILITY = "RESPONSIBILITY"
    ALIAS = "ALIAS"
    TYPO = "TYPO"
    NUMBER_STYLE = "NUMBER_STYLE"
    DATE_STYLE = "DATE_STYLE"
    CLAIM = "CLAIM"
    STATE = "STATE"
    DELTA = "DELTA"


class FindingCase(enum.StrEnum):
    """What exactly was found; each has its sentence."""

    PARTS_DO_NOT_ADD_UP = "parts_do_not_add_up"
    PART_EXCEEDS_WHOLE = "part_exceeds_whole"
    SHARE_DIFFERS = "share_differs"
    ROWS_OUT_OF_ORDER = "rows_out_of_order"
    ROWS_DO_NOT_ADD_UP = "rows_do_not_add_up"
    TEXT_DIFFERS_FROM_ROW = "text_differs_from_row"
    RATE_DIFFERS_FROM_TEXT = "rate_differs_from_text"
    ALL_CLAIMED_ROWS_SAY_LESS = "all_claimed_rows_say_less"
    COUNTED_TWICE = "counted_twice"
    SHARES_EXCLUDE_EACH_OTHER = "shares_exclude_each_other"
    TOTAL_MISSING = "total_missing"
    NOTE_ABOUT_SOMETHING_ELSE = "note_about_something_else"
    NOT_A_UNIT = "not_a_unit"
    UNIT_MISSING = "unit_missing"
    LABEL_LEAVES_OUT = "label_leaves_out"
    BEYOND_HUNDRED = "beyond_hundred"
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_NUMBER = "not_a_number"
    EXACTLY_THE_SUM = "exactly_the_sum"
    OPEN_NOT_SPLIT = "open_not_split"
    NOTHING_OPEN = "nothing_open"
    DONE_BEFORE_YEAR_END = "done_before_year_end"
    SCOPE_CHANGED = "scope_changed"
    WINDOW_DIFFERS = "window_differs"
    UNIT_BEING_DISSOLVED = "unit_being_dissolved"
    OTHER_BASIS = "other_basis"
    NO_NUMERATOR = "no_numerator"
    BLANK_WITHOUT_REASON = "blank_without_reason"
    SAME_VALUE_AGAIN = "same_value_again"
    SAME_FACT_TWICE = "same_fact_twice"
    NO_DATE = "no_date"
    OUT_OF_SERIES = "out_of_series"
    SUPERSEDED = "superseded"
    OTHER_AREAS = "other_areas"
    NOT_OUR_FACT = "not_our_fact"
    CLAIM_WITHOUT_FIGURE = "claim_without_figure"
    CLAIM_AGAINST_FIGURE = "claim_against_figure"
    COUNT_OF_PAPERS_DIFFERS = "count_of_papers_differs"
    NAME_ONE_LETTER_OFF = "name_one_letter_off"
    NAME_IN_SEVERAL_FORMS = "name_in_several_forms"
    WORD_TWICE = "word_twice"
    LIKELY_TYPO = "likely_typo"
    MARKS_IN_TWO_WAYS = "marks_in_two_ways"
    NUMBERS_IN_TWO_STYLES = "numbers_in_two_styles"
    DAYS_IN_TWO_STYLES = "days_in_two_styles"
    HOLE_LEFT = "hole_left"
    ROW_DIFFERS_FROM_STATE = "row_differs_from_state"
    CHANGED_MUCH = "changed_much"


@dataclass(frozen=True, slots=True)
class FindingPlace:
    """Where something stands: a section of the text («II.2.c») or a row of the appendix («3.4.1»), and its words."""

    section: str
    words: str
    line: int
    in_appendix: bool = False


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """One thing that does not hold; `numbers` are those compared, as `details` name them for the sentence."""

    family: Family
    case: FindingCase
    severity: Severity
    where: tuple[FindingPlace, ...]
    numbers: tuple[Decimal, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)


def get_finding_key(finding: ReportFinding) -> str:
    """Return what identifies a finding: its case, its places, its numbers and their details."""
    where = [f"{place.section}:{place.words}" for place in finding.where]
    told = (finding.family, finding.case, where, finding.numbers, sorted(map(str, finding.details.items())))
    return hashlib.sha256(repr(told).encode()).hexdigest()


EXCERPT = 160
"""Letters of the words shown beside a finding."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the text: its section, its words, and whether it is an item of a list («-», «+»)."""

    line: int
    section: str
    text: str
    is_item: bool = False

    @property
    def folded(self) -> str:
        """The words without marks, in small letters."""
        return fold_accents(self.text)

    @property
    def numbers(self) -> list[Quantity]:
        """The numbers that count something."""
        return find_quantities(self.text)

    def place(self) -> FindingPlace:
        """Return where it stands."""
        words = self.text if len(self.text) <= EXCERPT else f"{self.text[:EXCERPT]}…"
        return FindingPlace(self.section, words, self.line)


@dataclass(frozen=True, slots=True)
class AppendixRow:
    """A row of the appendix: code, label, unit of measure, value as written, note."""

    line: int
    code: str
    label: str
    unit: str
    text: str
    note: str = ""

    @property
    def is_percent(self) -> bool:
        """Tell whether the row states a share in per cent."""
        return "%" in self.unit or self.text.endswith("%") or fold_accents(self.label).startswith("ty le")

    @property
    def value(self) -> Decimal | None:
        """The value, None when the cell is empty or holds no number."""
        return count_of(self.text, is_percent=self.is_percent)

    @property
    def choices(self) -> dict[int, str]:
        """The codes a choice may have: «Không = 0 Có = 1»."""
        return {int(code): words.strip(" ;,") for words, code in re.findall(r"([^=]+?) ?= ?(\d)", self.unit)}

    def place(self) -> FindingPlace:
        """Return where it stands."""
        label = self.label.rstrip(" :.")
        shown = f"{label}: {self.text}" if self.text else label
        return FindingPlace(self.code, shown, self.line, in_appendix=True)


@dataclass(frozen=True, slots=True)
class ReportUnderCheck:
    """A report: its text, its appendix, the year it is about, and the day it was made, where it says so."""

    passages: Sequence[Passage]
    rows: Sequence[AppendixRow]
    year: int | None = None
    made_on: dt.date | None = None

    def row(self, code: str) -> AppendixRow | None:
        """Return the row with a code."""
        return next((row for row in self.rows if row.code == code), None)

    def value(self, code: str) -> Decimal | None:
        """Return the value of a row, None when it is missing or empty."""
        row = self.row(code)
        return None if row is None else row.value

    def leaves(self) -> list[AppendixRow]:
        """Return the rows that should hold a value: not the headings above others."""
        return [row for row in self.rows if row.unit or row.text]
