"""A term of completion: the phrase as written and, beside it, what the office makes of it."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass


class TermKind(enum.StrEnum):
    """How a task behaves in time."""

    ONCE = "once"
    RANGE = "range"
    RECURRING = "recurring"
    CONTINUOUS = "continuous"
    RELATIVE = "relative"
    CONDITIONAL = "conditional"
    QUANTITY = "quantity"
    COMPOSITE = "composite"
    NONE = "none"


class TermUnit(enum.StrEnum):
    """What a relative term counts in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_MONTHS = "calendar_months"
    HOURS = "hours"


class TermStart(enum.StrEnum):
    """What a relative term counts from."""

    RECEIPT = "receipt"
    SIGNING = "signing"
    TRIGGER = "trigger"
    EVENT = "event"


class BeforeDate(enum.StrEnum):
    """Whether «trước ngày X» still allows the day X."""

    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"


class ClosedDayRule(enum.StrEnum):
    """What happens to a written day on which offices are closed."""

    NONE = "none"
    NEXT = "next"
    PREVIOUS = "previous"


class Assumption(enum.StrEnum):
    """What was taken for granted in a reading; each has its sentence in the wording."""

    BEFORE_INCLUDES_DAY = "before_includes_day"
    BEFORE_EXCLUDES_DAY = "before_excludes_day"
    BEFORE_PERIOD_STARTS = "before_period_starts"
    HOUR_KEEPS_DAY = "hour_keeps_day"
    YEAR_FROM_PLAN = "year_from_plan"
    YEAR_NEXT_AFTER_ISSUE = "year_next_after_issue"
    YEAR_OF_ISSUE = "year_of_issue"
    YEAR_TWO_DIGITS = "year_two_digits"
    YEAR_FAR = "year_far"
    CONVENTION = "convention"
    WEEK_BY_FRIDAY = "week_by_friday"
    PERIOD_END = "period_end"
    SEVERAL_PERIODS = "several_periods"
    RANGE_OF_MONTHS = "range_of_months"
    DAY_OF_RECEIPT = "day_of_receipt"
    DAY_OF_ISSUE = "day_of_issue"
    RECEIPT_UNKNOWN = "receipt_unknown"
    TRIGGER_UNKNOWN = "trigger_unknown"
    EVENT_UNKNOWN = "event_unknown"
    ANCHOR_ASSUMED = "anchor_assumed"
    HOURS_AS_DAYS = "hours_as_days"
    PLAN_YEAR_END = "plan_year_end"
    REPORT_WINDOW = "report_window"
    PAST_OCCURRENCES_DROPPED = "past_occurrences_dropped"
    MOVED_OFF_HOLIDAY = "moved_off_holiday"
    QUANTITY_BY_YEAR_END = "quantity_by_year_end"
    ANNUAL_SLICE = "annual_slice"
    LATEST_ALTERNATIVE = "latest_alternative"
    BEFORE_TET = "before_tet"
    SEVERAL_PARTS = "several_parts"
    URGENT = "urgent"
    BY_REGULATION = "by_regulation"
    CARRIED_OVER = "carried_over"
    AS_ABOVE = "as_above"
    EMPTY = "empty"
    EPOCH_DATE = "epoch_date"
    WORDS_IGNORED = "words_ignored"
    UNREAD = "unread"
    DUE_ON_DAY_OFF = "due_on_day_off"
    ROLLED = "rolled"
    DUE_BEFORE_ISSUE = "due_before_issue"


NEEDS_REVIEW = frozenset(
    {
        Assumption.BEFORE_PERIOD_STARTS,
        Assumption.YEAR_FAR,
        Assumption.CONVENTION,
        Assumption.WEEK_BY_FRIDAY,
        Assumption.SEVERAL_PERIODS,
        Assumption.RANGE_OF_MONTHS,
        Assumption.DAY_OF_ISSUE,
        Assumption.RECEIPT_UNKNOWN,
        Assumption.TRIGGER_UNKNOWN,
        Assumption.EVENT_UNKNOWN,
        Assumption.ANCHOR_ASSUMED,
        Assumption.HOURS_AS_DAYS,
        Assumption.REPORT_WINDOW,
        Assumption.ANNUAL_SLICE,
        Assumption.LATEST_ALTERNATIVE,
        Assumption.SEVERAL_PARTS,
        Assumption.URGENT,
        Assumption.BY_REGULATION,
        Assumption.CARRIED_OVER,
        Assumption.AS_ABOVE,
        Assumption.EMPTY,
        Assumption.EPOCH_DATE,
        Assumption.WORDS_IGNORED,
        Assumption.UNREAD,
        Assumption.DUE_BEFORE_ISSUE,
    }
)
"""Assumptions that an official confirms on the screen before the term is used."""


class DeadlineHour(enum.StrEnum):
    """Whether an hour in a deadline («17h00 ngày …») counts on its day."""

    COUNTS = "counts"
    DAY_ONLY = "day_only"


@dataclass(frozen=True, slots=True)
class Policy:
    """How the installation reads a written day (decisions kept with a date from which they hold)."""

    before_date: BeforeDate = BeforeDate.INCLUSIVE
    roll: ClosedDayRule = ClosedDayRule.NONE


@dataclass(frozen=True, slots=True)
class Term:
    """One reading of one phrase.

    `due` is the last good day (for a recurring or composite term the last of its days),
    `named_date` the day written, `start` the first day of a range, `hour` local time «HH:MM».
    `amount` counts `unit` from `anchor`; negative means before it. For a quantity, `amount` is the
    number of times. `rule` names the pattern that read the phrase.
    """

    phrase: str
    kind: TermKind
    rule: str
    due: dt.date | None = None
    named_date: dt.date | None = None
    start: dt.date | None = None
    hour: str | None = None
    occurrences: tuple[dt.date, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    needs_review: bool = False
    amount: int | None = None
    unit: TermUnit | None = None
    anchor: TermStart | None = None
    parts: tuple[Term, ...] = ()

    def days(self) -> tuple[dt.date, ...]:
        """Return every day on which something is due, in order."""
        days = set(self.occurrences)
        if self.due is not None:
            days.add(self.due)
        return tuple(sorted(days))

    def as_json(self) -> dict[str, object]:
        """Return what `flask deadline --json` prints; days as ISO text."""
        return {
            "kind": self.kind.value,
            "due": _iso(self.due),
            "named_date": _iso(self.named_date),
            "hour": self.hour,
            "occurrences": [day.isoformat() for day in self.occurrences],
            "rule": self.rule,
            "assumptions": [code.value for code in self.assumptions],
            "needs_review": self.needs_review,
        }


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
