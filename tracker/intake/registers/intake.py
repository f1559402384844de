"""Bringing in a register of directives: rows of one paper come together, and their history is taken over.

The register of papers being dealt with: each directive with its units, deadlines, progress and answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Refusal
from tracker.core.text import search_key
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.table_reader import Problem
from tracker.intake.directives.entry import EnteredDirective, assign_directive, field_of, read_term
from tracker.intake.names import (
    UnitBook,
    about_term,
    about_units,
    due_before_issue,
    due_differs,
    later_deadline_problem,
    term_differs,
)
from tracker.intake.registers.matching import (
    MatchedRegisterRow,
    RegisterBundle,
    completion_problems,
    get_opening_day,
    import_completion,
    list_missing_directives,
    match_bundles,
)
from tracker.intake.registers.table import RegisterDraft
from tracker.law.lifecycle import STATES_OUTSIDE_TOTAL, AssignmentState
from tracker.law.permissions import Origin, Permission, Scope, require_permission
from tracker.law.terms import TermStart
from tracker.office import units
from tracker.office.models import Document, Unit
from tracker.office.name_reader import Resolution, UnknownPiece
from tracker.tasks import queries as task_queries, sources as task_sources
from tracker.tasks.actions.assignment import NewTask, add_lead_units, amend_task_deadline
from tracker.tasks.models import Assignment, AssignmentRole, ReviewDecision, Submission, Task
from tracker.tasks.sources import Directive


@dataclass(frozen=True, slots=True)
class RegisterImport:
    """What an import did, or would do; `missing` are directives of the same days that the file does not hold."""

    bundles: Sequence[RegisterBundle]
    problems: Sequence[Problem]
    unknown: Sequence[UnknownPiece] = ()
    missing: Sequence[Directive] = ()

    @property
    def lines(self) -> list[MatchedRegisterRow]:
        """All rows that were understood, in the order of the file."""
        return sorted((line for bundle in self.bundles for line in bundle.lines), key=lambda each: each.row.line)

    @property
    def is_blocked(self) -> bool:
        """Tell whether something must be settled before anything is written."""
        return any(problem.blocking for problem in self.problems)

    def count(self, outcome: str) -> int:
        """Return how many rows ended this way: created, updated or unchanged."""
        return sum(line.outcome == outcome for line in self.lines)


def compare_register(work: UnitOfWork, draft: RegisterDraft) -> RegisterImport:
    """Compare a register with what is known: units, deadlines, directives already entered. Writes nothing."""
    book = UnitBook.of(work.session)
    own = units.get_authority(work.session)
    problems = list(draft.all_problems())
    bundles: dict[tuple[str, dt.date, str], RegisterBundle] = {}
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
            problems.append(about_term(row.line, describe_refusal(refusal)))
            continue
        if not lead.leads:
            continue
        if row.due_on is not None and row.due_on != term.due:
            problems.append(due_differs(row.line, term.due, row.due_on))
        due_on = row.due_on or term.due
        if due_on is not None and due_on < row.issued_on:
            problems.append(due_before_issue(row.line, due_on, row.issued_on))
        key = (row.reference_text, row.issued_on, row.content)
        if key in bundles and bundles[key].instruction.term_text != row.term_text:
            problems.append(term_differs(row.line, bundles[key].instruction.term_text))
        if key not in bundles:
            issuer = book.resolve(row.issuer, row.issued_on)
            is_own = own is not None and own.id in issuer.leads
            bundles[key] = RegisterBundle(
                EnteredDirective(
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
            bundles[key].lines.append(MatchedRegisterRow(row, unit, due_on))
    found = list(bundles.values())
    match_bundles(work, found)
    problems += [
        later_deadline_problem(line.row.line, line.later) for each in found for line in each.lines if line.later
    ]
    return RegisterImport(found, problems, list(dict.fromkeys(unknown)), list_missing_directives(work, found))


def import_register(work: UnitOfWork, draft: RegisterDraft, *, dry_run: bool = False) -> RegisterImport:
    """Bring a register in: directives, assignments, and completions with their days (`import_completion`).

    The same file again changes nothing; a row completed or edited since then is updated, one that is gone stays as
    it is. Nothing is written in a dry run, nor while a blocking problem is open.
    """
    require_permission(work.actor, Permission.DIRECTIVE_REGISTER, origin=Origin.TOWN)
    found = compare_register(work, draft)
    found = replace(found, problems=[*found.problems, *completion_problems(work, found.bundles)])
    if dry_run or found.is_blocked:
        return found
    opened = get_opening_day(work)
    for bundle in found.bundles:
        if bundle.known is None:
            assign_bundle(work, bundle)
        else:
            _amend(work, bundle)
        for line in bundle.lines:
            if line.outcome != "unchanged":
                import_completion(work, bundle, line, opened)
    return found


def assign_bundle(work: UnitOfWork, bundle: RegisterBundle) -> None:
    """Enter a directive of the register with the units its rows name; does nothing when it is known."""
    if bundle.known is not None:
        return
    leads = [line.lead for line in bundle.lines if line.lead is not None]
    due = {line.lead.id: line.due_on for line in bundle.lines if line.lead is not None and line.due_on is not None}
    made = bundle.instruction
    full = EnteredDirective(
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
    task = assign_directive(work, full, bundle.term, due)
    bundle.known = task_sources.get_directive(work.session, task.directive_id or 0)
    if bundle.term.anchor is TermStart.RECEIPT:
        received = {line.lead.id: line.row.received_on for line in bundle.lines if line.lead is not None}
        for assignment in task_queries.list_task_assignments(work.session, task.id):
            assignment.term_starts_on = received.get(assignment.unit_id)


def _amend(work: UnitOfWork, bundle: RegisterBundle) -> None:
    """Bring the new words of rows into their directive; a unit that is new to it gets its share."""
    known = bundle.known
    assert known is not None  # only a directive that is entered has something to amend
    made, task = bundle.instruction, task_queries.get_directive_task(work.session, known.id)
    assert task is not None  # a directive is entered together with its task
    changes: dict[str, list[str]] = {}
    for line in bundle.lines:
        changes |= line.changes
    due = {line.lead.id: line.due_on for line in bundle.lines if line.lead is not None and line.due_on}
    if changes:
        known.content = task.title = made.content
        known.field = task.field = field_of(made.content)
        known.search_text = search_key(made.reference, made.content, known.leader)
        task.search_text = search_key(
            made.reference, made.content, made.term_text, known.leader, known.field, made.issuer
        )
        amend_task_deadline(work, task, bundle.term, changes, due_by_unit=due)
    new = [line.lead for line in bundle.lines if line.outcome == "created" and line.lead is not None]
    if new:
        add_lead_units(
            work,
            task,
            NewTask(
                origin=known.origin,
                title=task.title,
                term=bundle.term,
                assigned_on=known.given_on,
                leads=new,
                due_by_unit=due,
            ),
        )


def _is_one(found: Resolution) -> bool:
    """Tell whether a row names its unit without a doubt."""
    return bool(found.leads) and found.is_settled


@dataclass(frozen=True, slots=True)
class PaperRegisterLine:
    """The share of one unit in one directive, as the register of Decree 30/2020/NĐ-CP tells it."""

    directive_id: int
    reference: str
    given_on: dt.date
    issuer: str
    content: str
    secrecy: str
    unit_name: str
    term_text: str
    due_on: dt.date | None
    state: AssignmentState
    progress: int
    done_on: dt.date | None
    answer: str | None
    answered_on: dt.date | None
    extension_count: int


def list_paper_register(
    session: Session, scope: Scope, first_on: dt.date, last_on: dt.date
) -> Sequence[PaperRegisterLine]:
    """Return the shares of directives given between two civil days within a scope, in the order of the papers."""
    accepted = (
        select(func.max(Submission.id))
        .where(Submission.assignment_id == Assignment.id, Submission.verdict == ReviewDecision.ACCEPTED)
        .correlate(Assignment)
        .scalar_subquery()
    )
    question = (
        select(
            Directive.id.label("directive_id"),
            Document.reference,
            Directive.given_on,
            Document.issuer,
            Directive.content,
            Document.secrecy,
            Unit.short_name.label("unit_name"),
            Task.term_text,
            Assignment.due_on,
            Assignment.state,
            Assignment.progress,
            Assignment.done_on,
            Submission.document.label("answer"),
            Submission.document_on.label("answered_on"),
            Assignment.extension_count,
        )
        .join(Document, Document.id == Directive.document_id)
        .join(Task, Task.directive_id == Directive.id)
        .join(Assignment, Assignment.task_id == Task.id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(Submission, Submission.id == accepted)
        .where(
            Directive.given_on.between(first_on, last_on),
            Assignment.part == AssignmentRole.LEAD,
            Assignment.state.not_in((AssignmentState.DRAFT, *STATES_OUTSIDE_TOTAL)),
            task_queries.readable_condition(scope),
        )
        .order_by(Directive.given_on, Directive.id, Unit.position, Assignment.id)
    )
    return [PaperRegisterLine(**row) for row in session.execute(question).mappings()]
