"""What the words of a directive say beside the duty itself.

Directives: entering one by hand, and bringing in a register with what has happened since.

The paper a directive stands in, kept as it came: every task can be followed to the words that gave it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from tracker.core.files import StoreLocation
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text, search_key
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.deadlines.reader import parse_deadline
from tracker.law.permissions import Origin, Permission, get_permission_scope, require_permission
from tracker.law.terms import Assumption, Term, TermStart
from tracker.office import calendar as office_calendar, installation, papers as office_papers
from tracker.office.models import Document, Unit
from tracker.office.stored_files import open_unaltered
from tracker.tasks import event_log, queries as task_queries, sources as task_sources
from tracker.tasks.actions.assignment import NewTask, check_new_task, create_task
from tracker.tasks.evidence import NewFile
from tracker.tasks.models import Task
from tracker.tasks.selection import SECRET_TASK
from tracker.tasks.sources import Directive

_FIELD = re.compile(r"\(lĩnh vực\s+([^()]+)\)", re.IGNORECASE)


def field_of(content: str) -> str:
    """Return the field of administration that a directive names in brackets, empty when it names none."""
    found = _FIELD.search(content)
    return normalise_text(found.group(1)) if found else ""


@dataclass(frozen=True, slots=True)
class EnteredDirective:
    """A directive as entered: its paper, its words, who gets it and by when (as written)."""

    origin: Origin
    reference: str
    given_on: dt.date
    issuer: str
    leader: str
    content: str
    term_text: str
    leads: Sequence[Unit]
    coordinating: Sequence[Unit] = ()
    signer: str = ""
    urgency: str = ""
    clause: str = ""
    evidence_required: bool = False
    secrecy: str = ""


def register_directive(work: UnitOfWork, instruction: EnteredDirective) -> Task:
    """Enter one directive and hand it out to its units, in one go.

    The deadline is read from its words. Refuses IMPOSSIBLE_DATE and LEAD_MISSING beside their fields, and
    DUPLICATE when the same words of the same paper are entered already.
    """
    event_log.claim_request(work)
    return assign_directive(work, instruction, preview_directive(work, instruction))


def register_all(work: UnitOfWork, instructions: Sequence[EnteredDirective]) -> list[Task]:
    """Enter several directives of one paper in this one unit of work: all of them or, when one is refused, none.

    The refusal carries `place`, the place of the refused one among `instructions`, counted from 0.
    """
    event_log.claim_request(work)
    tasks: list[Task] = []
    for place, instruction in enumerate(instructions):
        try:
            tasks.append(assign_directive(work, instruction, preview_directive(work, instruction)))
        except Refusal as refusal:
            details = refusal.details | {"place": place}
            raise Refusal(refusal.reason, field=refusal.field, **details) from refusal
    return tasks


def preview_directive(work: UnitOfWork, instruction: EnteredDirective) -> Term:
    """Return how the deadline of a directive is read; refuse whatever `register` would, and write nothing."""
    require_permission(work.actor, Permission.DIRECTIVE_REGISTER, origin=instruction.origin)
    if instruction.given_on > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field="given_on", latest=work.today)
    if find_entered_directive(work, instruction) is not None:
        raise Refusal(Reason.DUPLICATE, field="content")
    _keeps_secret(work, instruction)
    term = read_term(work, instruction.term_text, instruction.given_on)
    check_new_task(
        work,
        NewTask(
            origin=instruction.origin,
            title=instruction.content,
            term=term,
            assigned_on=instruction.given_on,
            leads=instruction.leads,
            coordinating=instruction.coordinating,
        ),
    )
    return term


def secret_content(reference: str, clause: str) -> str:
    """Return what stands for the content of a secret paper: which one, and nothing of what it says (K47)."""
    place = f", {normalise_text(clause)}" if normalise_text(clause) else ""
    return str(SECRET_TASK.format(reference=normalise_text(reference), place=place))


def _keeps_secret(work: UnitOfWork, instruction: EnteredDirective) -> None:
    """Refuse SECRET_CONTENT for words of a secret paper, SECRET_PAPER for one entered as if it were none."""
    stands_for = secret_content(instruction.reference, instruction.clause)
    if instruction.secrecy and normalise_text(instruction.content) != stands_for:
        raise Refusal(Reason.SECRET_CONTENT, field="content")
    paper = office_papers.find_document(
        work.session, normalise_text(instruction.reference), instruction.given_on, normalise_text(instruction.issuer)
    )
    if paper is not None and paper.secrecy and not instruction.secrecy:
        raise Refusal(Reason.SECRET_PAPER, field="secrecy")


def find_entered_directive(work: UnitOfWork, instruction: EnteredDirective) -> Directive | None:
    """Return the directive with these words in this paper, when it is entered already."""
    paper = office_papers.find_document(
        work.session, normalise_text(instruction.reference), instruction.given_on, normalise_text(instruction.issuer)
    )
    if paper is None:
        return None
    return task_sources.directive_by_content(work.session, paper.id, normalise_text(instruction.content))


def read_term(work: UnitOfWork, phrase: str, given_on: dt.date, received_on: dt.date | None = None) -> Term:
    """Read a deadline as this installation reads them, for a directive of a civil day.

    Days counted from receipt begin on `received_on`; where no receipt is known, on the day of the directive, and
    an official confirms it.
    """
    term = parse_deadline(
        phrase,
        issued=given_on,
        received=received_on or given_on,
        calendar=office_calendar.working_calendar(work.session),
        policy=installation.get_reading_policy(work.session, given_on),
    )
    if received_on is not None or term.anchor is not TermStart.RECEIPT:
        return term
    return replace(term, assumptions=(*term.assumptions, Assumption.DAY_OF_ISSUE), needs_review=True)


def assign_directive(
    work: UnitOfWork, instruction: EnteredDirective, term: Term, due_by_unit: dict[int, dt.date] | None = None
) -> Task:
    """Keep the paper and the directive, and hand its task out to the units."""
    document = office_papers.ensure_document(
        work,
        reference=instruction.reference,
        issued_on=instruction.given_on,
        issuer=instruction.issuer,
        signer=instruction.signer,
        urgency=instruction.urgency,
        secrecy=instruction.secrecy,
    )
    content = normalise_text(instruction.content)
    if task_sources.directive_by_content(work.session, document.id, content) is not None:
        raise Refusal(Reason.DUPLICATE, field="content")
    directive = Directive(
        origin=instruction.origin,
        document_id=document.id,
        given_on=instruction.given_on,
        leader=normalise_text(instruction.leader),
        field=field_of(content),
        clause=normalise_text(instruction.clause),
        content=content,
        search_text=search_key(document.reference, content, instruction.leader),
        created_at=work.now,
    )
    work.session.add(directive)
    work.session.flush()
    return create_task(
        work,
        NewTask(
            origin=instruction.origin,
            directive_id=directive.id,
            code=document.reference,
            title=content,
            term=term,
            assigned_on=instruction.given_on,
            leads=instruction.leads,
            coordinating=instruction.coordinating,
            leader=directive.leader,
            field_name=directive.field,
            urgency=instruction.urgency,
            search_words=(document.issuer,),
            due_by_unit=due_by_unit or {},
            evidence_required=instruction.evidence_required,
        ),
    )


def save_source_file(work: UnitOfWork, directive_id: int, file: NewFile) -> Document:
    """Keep the file of the paper in which a directive stands; DUPLICATE when it has one, which stays.

    SECRET_CONTENT for a secret paper, of which nothing but number and symbol is kept.
    """
    directive = _seen(work, directive_id)
    require_permission(work.actor, Permission.DIRECTIVE_REGISTER, origin=directive.origin)
    document = directive.document
    if document.stored_name is not None:
        raise Refusal(Reason.DUPLICATE, field="files")
    if document.secrecy:
        raise Refusal(Reason.SECRET_CONTENT, field="files")
    document.file_name, document.stored_name = file.file_name, file.stored_name
    document.file_sha256 = file.sha256
    return document


def open_source_file(work: UnitOfWork, place: StoreLocation, directive_id: int) -> tuple[Document, BinaryIO]:
    """Return the paper of a directive the actor may see, and its file, opened; NOT_FOUND for everything else."""
    document = _seen(work, directive_id).document
    return document, open_unaltered(work.session, place, document)


def _seen(work: UnitOfWork, directive_id: int) -> Directive:
    reach = get_permission_scope(work.actor, Permission.DIRECTIVE_READ)
    directive = task_sources.get_directive(work.session, directive_id)
    task = task_queries.get_directive_task(work.session, directive_id)
    if directive is None or task is None:
        raise Refusal(Reason.NOT_FOUND)
    units = frozenset(each.unit_id for each in task_queries.list_task_assignments(work.session, task.id))
    if not reach.covers(unit_ids=units, origin=directive.origin):
        raise Refusal(Reason.NOT_FOUND)
    return directive
