"""What a check says: which rule, how grave, about which numbers, where they stand. Its sentence is in the wording."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


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


class Case(enum.StrEnum):
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
class Place:
    """Where something stands: a section of the text («II.2.c») or a row of the appendix («3.4.1»), and its words."""

    section: str
    words: str
    line: int
    in_appendix: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold; `numbers` are those compared, as `details` name them for the sentence."""

    family: Family
    case: Case
    severity: Severity
    where: tuple[Place, ...]
    numbers: tuple[Decimal, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)


def key_of(finding: Finding) -> str:
    """Return what identifies a finding: its case, its places, its numbers and their details."""
    where = [f"{place.section}:{place.words}" for place in finding.where]
    told = (finding.family, finding.case, where, finding.numbers, sorted(map(str, finding.details.items())))
    return hashlib.sha256(repr(told).encode()).hexdigest()
