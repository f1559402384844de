"""A register that comes in again: which of its rows speak of something known, what they say anew, what is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.documents.register_table import RegisterRow
from tracker.models.directive import Directive
from tracker.models.document import Document
from tracker.models.task import Assignment
from tracker.models.unit import Unit
from tracker.rules.lifecycle import AT_WORK, OPEN
from tracker.rules.terms import Term
from tracker.services.directives import Instruction
from tracker.services.tasks.amending import can_be_asked, later_deadline
from tracker.store import papers
from tracker.transaction import Work
from tracker.wording.terms import LATER_ASKED, LATER_KEPT


@dataclass(slots=True)
class ReadLine:
    """A row of the register with what was made of it.

    `changes` are cells that say something new, old and new; `later` is what becomes of a deadline later than the one in
    force, in words.
    """

    row: RegisterRow
    lead: Unit | None = None
    due_on: dt.date | None = None
    outcome: str = ""
    changes: dict[str, list[str]] = field(default_factory=dict)
    later: str = ""


@dataclass(slots=True)
class Bundle:
    """The rows of one directive: same paper, same words; one line for each unit that got it.

    `known` is the directive they speak of, when it is entered already.
    """

    instruction: Instruction
    term: Term
    lines: list[ReadLine] = field(default_factory=list)
    known: Directive | None = None


def match(work: Work, bundles: Sequence[Bundle]) -> None:
    """Find the directive each bundle speaks of and what its rows would change; writes nothing.

    Words that changed are recognised when one directive of the paper and one bundle of the file are left over that
    went to a common unit: the row was edited. Otherwise other words are another directive.
    """
    by_paper: dict[int, list[Bundle]] = {}
    for bundle in bundles:
        document = _document(work, bundle)
        if document is not None:
            bundle.known = papers.directive_by_content(work.session, document.id, bundle.instruction.content)
            by_paper.setdefault(document.id, []).append(bundle)
    for document_id, spoken in by_paper.items():
        if any(bundle.known is None for bundle in spoken):
            _edited(work, document_id, spoken)
    for bundle in bundles:
        for line in bundle.lines:
            _compare(work, bundle, line)


def missing(work: Work, bundles: Sequence[Bundle]) -> Sequence[Directive]:
    """Return the directives entered for the days and origins of the file that it no longer holds, by day."""
    if not bundles:
        return ()
    days = [bundle.instruction.given_on for bundle in bundles]
    origins = {bundle.instruction.origin for bundle in bundles}
    spoken_of = {bundle.known.id for bundle in bundles if bundle.known is not None}
    entered = papers.directives_between(work.session, origins, min(days), max(days))
    return [directive for directive in entered if directive.id not in spoken_of]


def assignment_of(work: Work, bundle: Bundle, line: ReadLine) -> Assignment | None:
    """Return the assignment that a row of the register speaks of, None when it is not entered yet."""
    if bundle.known is None or line.lead is None:
        return None
    return papers.lead_of_directive(work.session, bundle.known.id, line.lead.id)


def _document(work: Work, bundle: Bundle) -> Document | None:
    made = bundle.instruction
    return papers.document(work.session, made.reference, made.given_on, made.issuer)


def _edited(work: Work, document_id: int, spoken: Sequence[Bundle]) -> None:
    claimed = {bundle.known.id for bundle in spoken if bundle.known is not None}
    left = [each for each in papers.directives_of(work.session, document_id) if each.id not in claimed]
    units = {each.id: papers.lead_units_of_directive(work.session, each.id) for each in left}
    for bundle in spoken:
        if bundle.known is not None:
            continue
        own = {line.lead.id for line in bundle.lines if line.lead is not None}
        fitting = [each for each in left if units[each.id] & own]
        rivals = [
            other
            for other in spoken
            if other.known is None and {line.lead.id for line in other.lines if line.lead is not None} & own
        ]
        if len(fitting) == 1 and len(rivals) == 1:
            bundle.known = fitting[0]
            left.remove(fitting[0])


def _compare(work: Work, bundle: Bundle, line: ReadLine) -> None:
    assignment = assignment_of(work, bundle, line)
    if assignment is None or bundle.known is None:
        line.outcome = "created"
        return
    made, task = bundle.instruction, assignment.task
    if bundle.known.content != made.content:
        line.changes["content"] = [bundle.known.content, made.content]
    if task.term_text != made.term_text:
        line.changes["term_text"] = [task.term_text, made.term_text]
    stands = assignment.extension_count > 0 or assignment.term_starts_on is not None
    known = later_deadline(assignment, line.due_on) and not can_be_asked(work, assignment, line.due_on)
    line.later = _of_later(assignment, line, stands=stands, known=known)
    if assignment.state in OPEN and not stands and line.due_on != assignment.due_on and not known:
        line.changes["due_on"] = [_iso(assignment.due_on), _iso(line.due_on)]
    is_completed = line.row.done_on is not None and assignment.state in AT_WORK
    line.outcome = "updated" if line.changes or is_completed else "unchanged"


def _of_later(assignment: Assignment, line: ReadLine, *, stands: bool, known: bool) -> str:
    """Return what is said beside a row whose deadline is later than the one in force; empty for any other."""
    if assignment.state not in OPEN or stands or not later_deadline(assignment, line.due_on):
        return ""
    return LATER_KEPT if known else LATER_ASKED


def _iso(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()
