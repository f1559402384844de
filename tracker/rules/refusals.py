"""Refusals: the answer «no» of a rule, with a stable name and details and never a sentence."""

from __future__ import annotations

import enum
from typing import Any


class Reason(enum.StrEnum):
    """Why a rule says no; `wording.explain` holds the Vietnamese sentence of each."""

    NOT_ALLOWED = "not_allowed"
    NOT_FOUND = "not_found"
    STALE = "stale"
    WRONG_STATE = "wrong_state"
    NOTE_MISSING = "note_missing"
    DOCUMENT_MISSING = "document_missing"
    RESULT_MISSING = "result_missing"
    DATE_IN_FUTURE = "date_in_future"
    DATE_BEFORE_ASSIGNMENT = "date_before_assignment"
    LATE_REPORT_NOT_ACKNOWLEDGED = "late_report_not_acknowledged"
    OWN_REPORT = "own_report"
    DEADLINE_NOT_LATER = "deadline_not_later"
    DEADLINE_BEFORE_ISSUE = "deadline_before_issue"
    DEADLINE_UNKNOWN = "deadline_unknown"
    EXTENSION_ALREADY_OPEN = "extension_already_open"
    NO_OPEN_EXTENSION = "no_open_extension"
    MARK_NOT_ALLOWED = "mark_not_allowed"
    LEAD_MISSING = "lead_missing"
    UNIT_NOT_ACTIVE = "unit_not_active"
    UNIT_UNKNOWN = "unit_unknown"
    SUCCESSOR_MISSING = "successor_missing"
    SUCCESSOR_IS_ITSELF = "successor_is_itself"
    NOT_A_DEPUTY = "not_a_deputy"
    DEPUTY_ALREADY_NAMED = "deputy_already_named"
    CALENDAR_MISSING = "calendar_missing"
    IMPOSSIBLE_DATE = "impossible_date"
    PHRASE_UNREADABLE = "phrase_unreadable"
    FILE_REFUSED = "file_refused"
    DUPLICATE = "duplicate"
    PASSWORD_WEAK = "password_weak"
    SIGN_IN_FAILED = "sign_in_failed"
    TOO_MANY_TRIES = "too_many_tries"
    SETUP_CODE_WRONG = "setup_code_wrong"
    LAST_ADMINISTRATOR = "last_administrator"
    REQUEST_REUSED = "request_reused"
    PERIOD_REVERSED = "period_reversed"
    PERIOD_UNKNOWN = "period_unknown"
    DATE_OUTSIDE_PERIOD = "date_outside_period"
    DEMO_ONLY = "demo_only"
    MENTION_UNKNOWN = "mention_unknown"
    MENTION_AMBIGUOUS = "mention_ambiguous"
    COMMENT_FIXED = "comment_fixed"
    DATE_BEFORE_IN_HAND = "date_before_in_hand"
    OWN_UNIT = "own_unit"
    URGING_RECORDED = "urging_recorded"
    EVIDENCE_MISSING = "evidence_missing"
    DEADLINE_NOT_EARLIER = "deadline_not_earlier"
    DEADLINE_IN_PAST = "deadline_in_past"
    INNER_DEADLINE_TOO_LATE = "inner_deadline_too_late"
    UNIT_HAS_IT = "unit_has_it"
    NOT_OF_THE_UNIT = "not_of_the_unit"
    ONLY_FOR_THE_LEAD = "only_for_the_lead"
    ONLY_FOR_A_SHARE = "only_for_a_share"
    NOTHING_CHANGED = "nothing_changed"
    NOTHING_TO_CORRECT = "nothing_to_correct"
    NOT_TO_BE_MERGED = "not_to_be_merged"
    SHIFT_WITHOUT_DEADLINE = "shift_without_deadline"
    NO_MORE_ROOM = "no_more_room"
    EXTENSION_WITHOUT_DEADLINE = "extension_without_deadline"
    ADDRESS_REFUSED = "address_refused"
    REMINDER_DAYS = "reminder_days"
    LADDER_REVERSED = "ladder_reversed"
    RULE_IN_PAST = "rule_in_past"
    LETTER_NOT_DEAD = "letter_not_dead"
    NO_ADDRESS = "no_address"
    OCCURRENCE_SETTLED = "occurrence_settled"
    OCCURRENCE_REPORTED = "occurrence_reported"
    OCCURRENCE_NOT_REPORTED = "occurrence_not_reported"
    OCCURRENCES_OPEN = "occurrences_open"
    NO_OCCURRENCE_THERE = "no_occurrence_there"
    ALREADY_URGED = "already_urged"


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A rule's «no»: its reason, the form field it concerns if any, and details for the sentence."""

    def __init__(self, reason: Reason, *, field: str | None = None, **details: Any) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.field = field
        self.details = details
