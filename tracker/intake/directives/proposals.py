"""Reading the prose of a directive against this office: its units, its calendar, its way of reading days.

From the prose of a paper to drafts an official can edit: names as one would type them, words quoted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from tracker.core.refusals import Reason, Refusal
from tracker.core.text import fold_accents
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.paragraphs import Paragraph
from tracker.documents.sandbox import SandboxFileKind, read_sandboxed
from tracker.intake.directives import queries
from tracker.intake.names import UnitBook
from tracker.intake.prose.drafts import Doubt, DraftTask, DraftWarning, Extraction, ReadingContext, extract_paper
from tracker.intake.prose.heading import Heading
from tracker.law.permissions import DIRECTIVE_ORIGINS, Origin
from tracker.law.terms import Policy
from tracker.office import calendar as office_calendar, installation
from tracker.office.name_reader import UnitName, UnitNote


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

    Refuses FILE_REFUSED for a file that cannot be read or whose text is longer than `LONGEST_TEXT`.
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
