"""Reading «Quý II/2021», «trước ngày 20 hằng tháng», «sau khi có hướng dẫn»: phrase to `Term`.

A phrase is never turned into a day silently: whatever is taken for granted is named among the
assumptions, and what cannot be read stays without a day and is asked about.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from tracker.core.refusals import Refusal
from tracker.core.text import normalise_text
from tracker.law.calendar import WorkCalendar
from tracker.law.deadlines import points, question as deadlines_question, recurrence, relative
from tracker.law.deadlines.question import DeadlinePhrase, make_term
from tracker.law.terms import NEEDS_REVIEW, Assumption, ClosedDayRule, Policy, Term, TermKind

LONGEST_PHRASE = 300
"""Characters; a longer text is prose and not a deadline."""

_RULES = (*relative.UNDATED_RULES, *relative.RELATIVE_RULES, *recurrence.REPEATING_RULES, *points.SINGLE_RULES)
_DEFAULT_POLICY = Policy()
_BREAKS = re.compile(r"[\n\r;]+")
_LABEL = re.compile(r"^(?:san pham|ket qua|chu tri|phoi hop|ghi chu)\b", re.ASCII)
_SUBJECT = re.compile(r"^(?P<when>[^:]+?) ?: ?(?P<what>[a-z].*)$", re.ASCII)
_LETTER = re.compile(r"[a-z]", re.ASCII)
_SLASH = re.compile(r" / |(?<=[a-z])/(?=[a-z])", re.ASCII)
_OPENING = re.compile(
    r"\b(?:truoc|cham nhat|muon nhat|khong qua|den het|den ngay|tu ngay"
    r"|trong (?:thang|quy|ngay|vong|thoi han)"
    r"|hang (?:thang|quy|tuan)|dinh ky)\b",
    re.ASCII,
)
_CLOSING = re.compile(r"[,.;()]|$", re.ASCII)


def parse_deadline(
    phrase: str,
    *,
    issued: dt.date,
    received: dt.date | None = None,
    plan_year: int | None = None,
    calendar: WorkCalendar | None = None,
    policy: Policy = _DEFAULT_POLICY,
) -> Term:
    """Read one deadline phrase of a document issued on `issued`.

    Without a year the phrase means `plan_year`, or else the first such day not before the issue.
    Refuses a day that does not exist (with a suggestion), and working-day arithmetic in a year
    whose holidays are unknown.
    """
    question = DeadlinePhrase(phrase, "", issued, received, plan_year, calendar, policy)
    try:
        return _finished(question, _whole(question))
    except Refusal as refusal:
        if _LETTER.search(str(refusal.details.get("written", ""))):
            refusal.details["written"] = normalise_text(phrase)
        raise


def counted_from(
    reading: Term, start: dt.date, *, calendar: WorkCalendar, policy: Policy = _DEFAULT_POLICY
) -> dt.date | None:
    """Return the last day of a relative term once its beginning is known: receipt, trigger or event (a civil day).

    None for a term that says what to wait for and not how long. Refuses CALENDAR_MISSING like `read`.
    """
    if reading.amount is None or reading.unit is None:
        return None
    due = relative.last_day(reading.amount, reading.unit, start, calendar)
    return due if policy.roll is ClosedDayRule.NONE else _roll(calendar, policy.roll, due)


def _whole(question: DeadlinePhrase) -> Term:
    if len(question.phrase) > LONGEST_PHRASE:
        return make_term(question, TermKind.NONE, "unread", Assumption.UNREAD)
    pieces = [deadlines_question.normalise_phrase(piece) for piece in _BREAKS.split(question.phrase)]
    pieces = [piece for piece in pieces if piece]
    kept = [piece for piece in pieces if not _LABEL.match(piece)]
    if len(pieces) > 1 and kept:
        name = "D53" if len(kept) < len(pieces) else ""
        return _composite(question, kept, name)
    text = pieces[0] if pieces else ""
    alone = _strict(question, text)
    if alone is not None:
        return alone
    rhythms = _SLASH.split(text)
    if len(rhythms) > 1 and all(_strict(question, part.strip()) for part in rhythms):
        return _composite(question, rhythms, "D50")
    return _loose(question, text)


def _strict(question: DeadlinePhrase, text: str) -> Term | None:
    """Return the reading of a text that one pattern explains from end to end."""
    asked = replace(question, text=text)
    for candidate in _RULES:
        if match := candidate.pattern.fullmatch(text):
            found = candidate.handler(match, asked)
            if found is not None:
                return found
    return None


def _loose(question: DeadlinePhrase, text: str) -> Term:
    """Return the first deadline that stands inside a longer sentence, to be confirmed."""
    if subject := _SUBJECT.match(text):
        found = _strict(question, subject["when"])
        if found is not None and found.kind is not TermKind.NONE:
            return replace(found, assumptions=(*found.assumptions, Assumption.WORDS_IGNORED))
    for part in _inner_phrases(text):
        found = _strict(question, part)
        if found is not None and found.kind is not TermKind.NONE:
            return replace(found, assumptions=(*found.assumptions, Assumption.WORDS_IGNORED))
    return make_term(question, TermKind.NONE, "unread", Assumption.UNREAD)


def _inner_phrases(text: str) -> Iterator[str]:
    for opening in _OPENING.finditer(text):
        ends = [end.start() for end in _CLOSING.finditer(text, opening.end())]
        for end in dict.fromkeys(reversed(ends)):
            yield deadlines_question.trim_deadline_phrase(text[opening.start() : end])
        words = text[opening.start() :].split(" ")
        for count in range(min(len(words) - 1, 8), 1, -1):
            yield deadlines_question.trim_deadline_phrase(" ".join(words[:count]))


def _composite(question: DeadlinePhrase, pieces: list[str], name: str) -> Term:
    """Return several deadlines of one cell as parts; its days are all their days."""
    parts = []
    for piece in pieces:
        subject = _SUBJECT.match(piece)
        found = _strict(question, piece) or (subject and _strict(question, subject["when"]))
        parts.append(_finished(question, found or _loose(question, piece)))
    days = tuple(sorted({day for part in parts for day in part.days()}))
    if not name:
        interval = any(part.kind is TermKind.CONTINUOUS for part in parts)
        name = "D49" if interval else "D48"
    codes = dict.fromkeys((Assumption.SEVERAL_PARTS, *(code for part in parts for code in part.assumptions)))
    hour = next((part.hour for part in parts if part.hour), None)
    reading = make_term(
        question, TermKind.COMPOSITE, name, *codes, due=days[-1] if days else None, hour=hour, occurrences=days
    )
    return replace(reading, parts=tuple(parts))


def _finished(question: DeadlinePhrase, reading: Term) -> Term:
    """Roll the days if the policy says so, mark what stands out, and decide whether to ask."""
    codes = list(reading.assumptions)
    rolled = reading
    if reading.kind is not TermKind.COMPOSITE:
        rolled = _rolled(question, reading, codes)
        if rolled.due is not None and rolled.due < question.issued:
            codes.append(Assumption.DUE_BEFORE_ISSUE)
        elif rolled.due is not None and rolled.kind is not TermKind.CONTINUOUS and _is_off(question, rolled.due):
            codes.append(Assumption.DUE_ON_DAY_OFF)
    unique = tuple(dict.fromkeys(codes))
    return replace(rolled, assumptions=unique, needs_review=any(code in NEEDS_REVIEW for code in unique))


def _rolled(question: DeadlinePhrase, reading: Term, codes: list[Assumption]) -> Term:
    roll = question.policy.roll
    if roll is ClosedDayRule.NONE or reading.kind is TermKind.CONTINUOUS or not reading.days():
        return reading

    def rolled(day: dt.date) -> dt.date:
        return _roll(question.working_calendar(day.year), roll, day)

    due = None if reading.due is None else rolled(reading.due)
    occurrences = tuple(dict.fromkeys(rolled(day) for day in reading.occurrences))
    if due != reading.due or occurrences != reading.occurrences:
        codes.append(Assumption.ROLLED)
    return replace(reading, due=due, occurrences=occurrences)


def _roll(known: WorkCalendar, roll: ClosedDayRule, day: dt.date) -> dt.date:
    if known.is_working_day(day):
        return day
    return known.next_working_day(day) if roll is ClosedDayRule.NEXT else known.previous_working_day(day)


def _is_off(question: DeadlinePhrase, day: dt.date) -> bool:
    known = question.calendar
    if known is not None and known.is_covered(day):
        return not known.is_working_day(day)
    return day.weekday() >= 5
