"""Bringing in a register of directives: rows of one paper come together, and their history is taken over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.documents.import_problems import about_term, about_units, due_before_issue, due_differs
from tracker.documents.problems import Problem
from tracker.documents.register_table import RegisterDraft, RegisterRow
from tracker.models.submission import Submission, Verdict
from tracker.models.task import Assignment, Part
from tracker.models.unit import Unit
from tracker.rules.lifecycle import AT_WORK, Action
from tracker.rules.permissions import Origin, Permission, Scope, require
from tracker.rules.refusals import Refusal
from tracker.rules.terms import Anchor, Term
from tracker.rules.unit_names import Resolution, UnknownPiece
from tracker.services import diary
from tracker.services.directives import Instruction, hand_out_directive, read_term
from tracker.services.naming import UnitBook
from tracker.store import papers, tasks, units
from tracker.transaction import Work
from tracker.wording.refusals import explain


@dataclass(slots=True)
class ReadLine:
    """A row of the register with what was made of it."""

    row: RegisterRow
    lead: Unit | None = None
    due_on: dt.date | None = None
    outcome: str = ""


@dataclass(slots=True)
class Bundle:
    """The rows of one directive: same paper, same words; one line for each unit that got it."""

    instruction: Instruction
    term: Term
    lines: list[ReadLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RegisterImport:
    """What an import did, or would do."""

    bundles: Sequence[Bundle]
    problems: Sequence[Problem]
    unknown: Sequence[UnknownPiece] = ()

    @property
    def lines(self) -> list[ReadLine]:
        """All rows that were understood, in the order of the file."""
        return sorted(
            (line for bundle in self.bundles for line in bundle.lines), key=lambda each: each.row.line
        )

    @property
    def is_blocked(self) -> bool:
        """Tell whether something must be settled before anything is written."""
        return any(problem.blocking for problem in self.problems)

    def count(self, outcome: str) -> int:
        """Return how many rows ended this way: created, updated or unchanged."""
        return sum(line.outcome == outcome for line in self.lines)


def read_register(work: Work, draft: RegisterDraft) -> RegisterImport:
    """Compare a register with what is known: units, deadlines, directives already entered. Writes nothing."""
    book = UnitBook.of(work.session)
    own = units.authority(work.session)
    problems = list(draft.all_problems())
    bundles: dict[tuple[str, dt.date, str, str], Bundle] = {}
    unknown: list[UnknownPiece] = []
    for row in draft.rows:
        if row.issued_on is None:
            continue  # the reader has already told what to do about it
        lead = book.resolve(row.lead_text, row.issued_on)
        problems += about_units(row.line, "lead", row.lead_text, lead, blocking=not _is_one(lead))
        beside = book.resolve(row.coordinating_text, row.issued_on)
        problems += about_units(row.line, "coordinating", row.coordinating_text, beside, blocking=False)
        unknown += (*lead.unknown, *beside.unknown)
        try:
            term = read_term(work, row.term_text, row.issued_on, row.received_on)
        except Refusal as refusal:
            problems.append(about_term(row.line, explain(refusal)))
            continue
        if not lead.leads:
            continue
        if row.due_on is not None and row.due_on != term.due:
            problems.append(due_differs(row.line, term.due, row.due_on))
        due_on = row.due_on or term.due
        if due_on is not None and due_on < row.issued_on:
            problems.append(due_before_issue(row.line, due_on, row.issued_on))
        key = (row.reference_text, row.issued_on, row.content, row.term_text)
        if key not in bundles:
            issuer = book.resolve(row.issuer, row.issued_on)
            is_own = own is not None and own.id in issuer.leads
            bundles[key] = Bundle(
                Instruction(
                    origin=Origin.TOWN if is_own else Origin.PROVINCE,
                    reference=row.reference_text,
                    given_on=row.issued_on,
                    issuer=row.issuer,
                    leader=row.leader,
                    content=row.content,
                    term_text=row.term_text,
                    leads=[],
                    coordinating=book.units((*beside.leads, *beside.coordinating)),
                ),
                term,
            )
        for unit in book.units(lead.leads):
            bundles[key].lines.append(ReadLine(row, unit, due_on))
    result = RegisterImport(list(bundles.values()), problems, list(dict.fromkeys(unknown)))
    for bundle in result.bundles:
        _compare(work, bundle)
    return result


def import_register(work: Work, draft: RegisterDraft, *, dry_run: bool = False) -> RegisterImport:
    """Bring a register in: directives, assignments, and completions with their days.

    The same file again changes nothing; a row completed since then is updated. Nothing is written in a dry run,
    nor while a blocking problem is open.
    """
    require(work.actor, Permission.DIRECTIVE_REGISTER, origin=Origin.TOWN)
    found = read_register(work, draft)
    if dry_run or found.is_blocked:
        return found
    for bundle in found.bundles:
        hand_out_bundle(work, bundle)
        for line in bundle.lines:
            if line.outcome != "unchanged":
                _take_over(work, bundle, line)
    return found


def hand_out_bundle(work: Work, bundle: Bundle) -> None:
    """Enter a directive of the register with the units its rows name; does nothing when it is known."""
    if all(line.outcome != "created" for line in bundle.lines):
        return
    leads = [line.lead for line in bundle.lines if line.lead is not None]
    due = {
        line.lead.id: line.due_on
        for line in bundle.lines
        if line.lead is not None and line.due_on is not None
    }
    made = bundle.instruction
    full = Instruction(
        origin=made.origin,
        reference=made.reference,
        given_on=made.given_on,
        issuer=made.issuer,
        leader=made.leader,
        content=made.content,
        term_text=made.term_text,
        leads=leads,
        coordinating=made.coordinating,
    )
    task = hand_out_directive(work, full, bundle.term, due)
    if bundle.term.anchor is Anchor.RECEIPT:
        received = {line.lead.id: line.row.received_on for line in bundle.lines if line.lead is not None}
        for assignment in tasks.of_task(work.session, task.id):
            assignment.term_starts_on = received.get(assignment.unit_id)


def assignment_of(work: Work, bundle: Bundle, line: ReadLine) -> Assignment | None:
    """Return the assignment that a row of the register speaks of, None when it is not entered yet."""
    made = bundle.instruction
    document = papers.document(work.session, made.reference, made.given_on, made.issuer)
    known = papers.directive_by_content(work.session, document.id, made.content) if document else None
    if known is None or line.lead is None:
        return None
    return tasks.lead_of_directive(work.session, known.id, line.lead.id)


def _compare(work: Work, bundle: Bundle) -> None:
    for line in bundle.lines:
        assignment = assignment_of(work, bundle, line)
        if assignment is None:
            line.outcome = "created"
        elif line.row.done_on is not None and assignment.state in AT_WORK:
            line.outcome = "updated"
        else:
            line.outcome = "unchanged"


def _take_over(work: Work, bundle: Bundle, line: ReadLine) -> None:
    """Write down a completion that the register already shows as confirmed."""
    row = line.row
    known = assignment_of(work, bundle, line)
    if known is None or row.done_on is None:
        return
    assignment = tasks.get(work.session, known.id, Scope(everywhere=True), lock=True)
    assert assignment is not None and assignment.part is Part.LEAD  # it was found a moment ago
    submission = Submission(
        assignment_id=assignment.id,
        done_on=row.done_on,
        reported_at=work.now,
        document=row.reply_text,
        verdict=Verdict.ACCEPTED if row.confirmed_on else Verdict.WAITING,
        decided_at=work.now if row.confirmed_on else None,
    )
    work.session.add(submission)
    details = {"register_line": row.line}
    diary.record(
        work,
        assignment,
        Action.SUBMIT,
        effective_on=row.done_on,
        document=row.reply_text,
        details=details,
    )
    if row.confirmed_on is not None:
        diary.record(
            work,
            assignment,
            Action.CONFIRM,
            effective_on=row.done_on,
            document=row.reply_text,
            details={**details, "confirmed_on": row.confirmed_on.isoformat()},
        )


def _is_one(found: Resolution) -> bool:
    """Tell whether a row names its unit without a doubt."""
    return bool(found.leads) and found.is_settled
