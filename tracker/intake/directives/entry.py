"""Directives: entering one by hand, and bringing in a register with what has happened since.

What the words of a directive say beside the duty itself.

The paper a directive stands in, kept as it came: every task can be followed to the words that gave it.

Reading the prose of a directive against this office: its units, its calendar, its way of reading days.

From the prose of a paper to drafts an official can edit: names as one would type them, words quoted.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from tracker.core.files import StoreLocation
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import fold_accents, normalise_text, search_key
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.paragraphs import Paragraph
from tracker.documents.sandbox import SandboxFileKind, read_sandboxed
from tracker.intake.directives import queries
from tracker.intake.names import UnitBook
from tracker.intake.prose.drafts import Doubt, DraftTask, DraftWarning, Extraction, ReadingContext, extract_paper
from tracker.intake.prose.heading import Heading
from tracker.law.deadlines.reader import parse_deadline
from tracker.law.permissions import DIRECTIVE_ORIGINS, Origin, Permission, get_permission_scope, require_permission
from tracker.law.terms import Assumption, Policy, Term, TermStart
from tracker.office import calendar as office_calendar, installation, papers as office_papers
from tracker.office.models import Document, Unit
from tracker.office.name_reader import UnitName, UnitNote
from tracker.office.papers import open_unaltered
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


def extract_draft_tasks(session: Session, data: bytes, filename: str, issued: dt.date) -> Extraction:
    """Return the draft tasks of a .docx, .md or .txt file issued on a civil day. Writes nothing."""
    return extract_from_paragraphs(session, read_sandboxed(SandboxFileKind.PROSE, data, filename), issued)


def extract_from_paragraphs(session: Session, paragraphs: tuple[Paragraph, ...], issued: dt.date) -> Extraction:
    """Return the draft tasks of paragraphs already read; names stay as written before units are entered."""
    units, policy = _known(session, issued)
    known_days = office_calendar.get_calendar_with_announced(session, {issued.year, issued.year + 1})
    return extract_paper(paragraphs, ReadingContext(issued, units, known_days, policy))


def _known(session: Session, issued: dt.date) -> tuple[tuple[UnitName, ...], Policy]:
    try:
        return UnitBook.of(session).names, installation.get_reading_policy(session, issued)
    except (OperationalError, ProgrammingError):
        session.rollback()  # a machine without a database can still read a paper
        return (), Policy()


LONGEST_PROPOSED_TEXT = 200_000
"""Bytes of the text of one paper, in UTF-8."""

MOST_DRAFTS = 60
"""Drafts that one page offers."""

_READ_AGAIN = frozenset(
    {Doubt.NO_LEAD, Doubt.NO_DEADLINE, Doubt.IMPOSSIBLE_DATE, Doubt.CALENDAR_MISSING, Doubt.NEEDS_REVIEW}
)
"""Doubts that the page itself finds again in the fields as they are edited."""
_ABOUT_NAMES = frozenset({Doubt.UNKNOWN_UNIT, *(Doubt(note.value) for note in UnitNote)})


@dataclass(frozen=True, slots=True)
class DraftProposal:
    """A draft task as fields to edit, with the paragraphs it was found in and what to look at."""

    content: str
    lead_text: str
    coordinating_text: str
    deadline_text: str
    quoted: Sequence[Paragraph]
    warnings: Sequence[DraftWarning]
    is_clear: bool


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a paper proposes: at most `MOST_DRAFTS` drafts; `left_out` counts those beyond."""

    heading: Heading
    origin: Origin
    drafts: Sequence[DraftProposal]
    left_out: int
    monitors: Sequence[str]
    external: Sequence[str]
    warnings: Sequence[DraftWarning]


def propose_drafts(work: UnitOfWork, data: bytes, filename: str, issued: dt.date) -> Proposals:
    """Read a paper of a civil day and return its drafts; write nothing.

    Refuses FILE_REFUSED for a file that cannot be read or whose text is longer than `LONGEST_PROPOSED_TEXT`.
    """
    paragraphs: tuple[Paragraph, ...] = read_sandboxed(SandboxFileKind.PROSE, data, filename)
    if sum(len(paragraph.text.encode()) for paragraph in paragraphs) > LONGEST_PROPOSED_TEXT:
        raise Refusal(Reason.FILE_REFUSED, field="file", why="too_long")
    found = extract_from_paragraphs(work.session, paragraphs, issued)
    book = UnitBook.of(work.session)
    issuer, origin = _issuer(work, found.heading.issuer)
    by_number = {paragraph.number: paragraph for paragraph in paragraphs}
    return Proposals(
        heading=replace(found.heading, issuer=issuer),
        origin=origin,
        drafts=[_proposal(book, task, by_number, issued) for task in found.tasks[:MOST_DRAFTS]],
        left_out=max(len(found.tasks) - MOST_DRAFTS, 0),
        monitors=_names(book, found.monitors),
        external=found.external,
        warnings=found.warnings,
    )


def _issuer(work: UnitOfWork, written: str) -> tuple[str, Origin]:
    """Return the issuer as the registers spell it, when they know it, and the origin of its papers."""
    known = {origin: queries.find_usual_issuer(work.session, origin) for origin in DIRECTIVE_ORIGINS}
    known[Origin.TOWN] = known[Origin.TOWN] or installation.get_authority_name(work.session)
    for origin, issuer in known.items():
        if issuer and _spelled_out(issuer) == _spelled_out(written):
            return issuer, origin
    return written, Origin.PROVINCE if "tinh" in fold_accents(written).split() else Origin.TOWN


def _spelled_out(issuer: str) -> str:
    return fold_accents(issuer).replace("ubnd", "uy ban nhan dan")


def _proposal(book: UnitBook, task: DraftTask, paragraphs: dict[int, Paragraph], issued: dt.date) -> DraftProposal:
    names = _names(book, task.leads)
    written = task.lead_at.text.strip(" ,;:.") if task.lead_at else ""
    keeps_words = _means(book, written, issued, task.leads)
    found_again = _READ_AGAIN | _ABOUT_NAMES if keeps_words else _READ_AGAIN
    places = (*((task.lead_at,) if task.lead_at else ()), *task.content_at, *task.deadline_at)
    return DraftProposal(
        content=task.content,
        lead_text=written if keeps_words else "; ".join(names),
        coordinating_text="; ".join(_names(book, task.coordinating)),
        deadline_text=task.deadline.phrase,
        quoted=[paragraphs[number] for number in sorted({place.paragraph for place in places})],
        warnings=[warned for warned in task.warnings if warned.doubt not in found_again],
        is_clear=bool(task.leads) and not task.warnings and not task.deadline.needs_review,
    )


def _means(book: UnitBook, written: str, issued: dt.date, leads: Iterable[str]) -> bool:
    """Tell whether the words of the paper, typed into a field, name exactly these leads."""
    if not written:
        return False
    found = book.resolve(written, issued)
    named = {unit.code for unit in book.units(found.leads)}
    return named == set(leads) and not (found.coordinating or found.monitors or found.external)


def _names(book: UnitBook, codes: Iterable[str]) -> list[str]:
    """Return the names of units by code; words that are no code stay as they are."""
    names = {unit.code: unit.name for unit in book.by_id.values()}
    return [names.get(code, code) for code in codes]
