"""Duties with their units and deadlines read: drafts of tasks, for a person to confirm. Nothing is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.documents.prose.addressing import Reader
from tracker.documents.prose.doubts import Doubt, Warned, about_leads, about_names, written_names
from tracker.documents.prose.duties import find_duties
from tracker.documents.prose.duty import Duty, Place
from tracker.documents.prose.heading import Heading, take_apart
from tracker.documents.prose.paragraphs import Paragraph
from tracker.rules.calendar import WorkCalendar
from tracker.rules.deadlines import read
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.terms import Policy, Term, TermKind
from tracker.rules.text import fold, tidy
from tracker.rules.unit_names import Resolution, UnitName
from tracker.rules.units import resolve

_LONGEST_DEADLINE = 300
_READING = Policy()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a paper is read against: its day, the units of the office, its calendar and its policies."""

    issued: dt.date
    units: tuple[UnitName, ...] = ()
    calendar: WorkCalendar | None = None
    policy: Policy = _READING


@dataclass(frozen=True, slots=True)
class DraftTask:
    """A task as the paper seems to give it.

    `leads` and `coordinating` are codes of units, or the words of the paper where no units are known;
    `lead_at`, `content_at` and `deadline_at` say where each was found.
    """

    content: str
    leads: tuple[str, ...]
    coordinating: tuple[str, ...]
    collective: bool
    deadline: Term
    lead_at: Place | None
    content_at: tuple[Place, ...]
    deadline_at: tuple[Place, ...]
    warnings: tuple[Warned, ...]

    def as_json(self) -> dict[str, object]:
        """Return the draft as `flask directive extract --json` prints it."""
        return {
            "content": self.content,
            "leads": list(self.leads),
            "coordinating": list(self.coordinating),
            "collective": self.collective,
            "deadline": {**self.deadline.as_json(), "phrase": self.deadline.phrase},
            "at": {
                "lead": self.lead_at and self.lead_at.as_json(),
                "content": [place.as_json() for place in self.content_at],
                "deadline": [place.as_json() for place in self.deadline_at],
            },
            "warnings": [warned.as_json() for warned in self.warnings],
        }


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a paper says: its heading, its draft tasks, who only watches and who is only asked."""

    heading: Heading
    tasks: tuple[DraftTask, ...]
    monitors: tuple[str, ...] = ()
    external: tuple[str, ...] = ()
    warnings: tuple[Warned, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the whole answer as `flask directive extract --json` prints it."""
        issued = self.heading.issued_on
        return {
            "document": {
                "reference": self.heading.reference,
                "issued_on": None if issued is None else issued.isoformat(),
                "issuer": self.heading.issuer,
                "signer": self.heading.signer,
                "kind": self.heading.kind,
                "summary": self.heading.summary,
                "monitors": list(self.monitors),
                "external": list(self.external),
                "warnings": [warned.as_json() for warned in self.warnings],
            },
            "tasks": [task.as_json() for task in self.tasks],
        }


def extract(paragraphs: Sequence[Paragraph], around: Surroundings) -> Extraction:
    """Return the draft tasks of a paper.

    A unit that only follows the paper up («theo dõi, đôn đốc việc thực hiện») is named among the monitors and
    gets a task, marked as such, only when it must report by a day. Bodies outside the committee get none.
    """
    letter = take_apart(paragraphs)
    names = [name for unit in around.units for name in (unit.name, *unit.aliases)]
    tasks: list[DraftTask] = []
    monitors: list[str] = []
    external: list[str] = []
    for duty in find_duties(letter.body, Reader(names)):
        lead_text, is_assumed = _lead_text(duty, letter.addressees)
        found = resolve(lead_text, around.units, around.issued) if around.units else Resolution()
        external += found.external
        if found.external and not (found.leads or found.unknown):
            continue
        term, problems = _deadline(duty, around)
        if duty.is_monitoring and term.kind in {TermKind.NONE, TermKind.CONTINUOUS}:
            monitors += _codes(found.leads or found.monitors, lead_text, around)
            continue
        leads = _codes(found.leads or found.coordinating or found.monitors, lead_text, around)
        beside = resolve(duty.coordinating, around.units, around.issued) if around.units else Resolution()
        helpers = (*found.coordinating, *beside.leads, *beside.coordinating, *beside.monitors)
        coordinating = tuple(code for code in _codes(helpers, duty.coordinating, around) if code not in leads)
        warnings = (
            *about_leads(lead_text, leads, found, around.units, is_assumed=is_assumed),
            *about_names(beside, around.units),
            *problems,
            *((Warned(Doubt.MONITOR, duty.text),) if duty.is_monitoring else ()),
        )
        tasks.append(
            DraftTask(
                content=duty.text,
                leads=leads,
                coordinating=coordinating,
                collective=found.collective,
                deadline=term,
                lead_at=duty.lead_at,
                content_at=tuple(duty.content),
                deadline_at=tuple(duty.moments),
                warnings=warnings,
            )
        )
    heading, told = _checked_heading(letter.heading, around.issued)
    return Extraction(heading, tuple(tasks), _once(monitors), _once(external), told)


def _lead_text(duty: Duty, addressees: str) -> tuple[str, bool]:
    """Return the words naming the lead; «quý phòng», and a duty without a name, mean the addressees."""
    is_polite = fold(duty.lead).startswith("quy ")
    if (is_polite or duty.is_from_addressees) and addressees:
        return addressees, True
    return ("" if is_polite else duty.lead), False


def _deadline(duty: Duty, around: Surroundings) -> tuple[Term, tuple[Warned, ...]]:
    """Read the deadline phrases of a duty; one that names an impossible day stays without a day."""
    phrases = list(dict.fromkeys(tidy(place.text).strip(" .;,") for place in duty.moments))
    phrase = "; ".join(phrases)
    nothing = Term(phrase, TermKind.NONE, "D52", needs_review=True)
    if not phrase:
        return nothing, (Warned(Doubt.NO_DEADLINE),)
    try:
        term = read(
            phrase[:_LONGEST_DEADLINE], issued=around.issued, calendar=around.calendar, policy=around.policy
        )
    except Refusal as refusal:
        if refusal.reason is Reason.IMPOSSIBLE_DATE:
            suggestion = str(refusal.details.get("suggestion", ""))
            return nothing, (Warned(Doubt.IMPOSSIBLE_DATE, phrase, (suggestion,)),)
        return replace(nothing, kind=TermKind.RELATIVE), (Warned(Doubt.CALENDAR_MISSING, phrase),)
    if term.kind is TermKind.NONE:
        return term, (Warned(Doubt.NO_DEADLINE, phrase),)
    return term, (Warned(Doubt.NEEDS_REVIEW, phrase),) if term.needs_review else ()


def _codes(unit_ids: Sequence[int], written: str, around: Surroundings) -> tuple[str, ...]:
    """Return codes of units; the words themselves, name by name, where no units are known."""
    if not around.units:
        return written_names(written)
    codes = {unit.id: unit.code for unit in around.units}
    return _once([codes[unit_id] for unit_id in unit_ids])


def _checked_heading(heading: Heading, issued: dt.date) -> tuple[Heading, tuple[Warned, ...]]:
    if heading.issued_on is None:
        return replace(heading, issued_on=issued), ()
    if heading.issued_on != issued:
        return heading, (Warned(Doubt.ISSUED_DIFFERS, f"{heading.issued_on:%d/%m/%Y}"),)
    return heading, ()


def _once(codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
