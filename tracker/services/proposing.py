"""From the prose of a paper to drafts an official can edit: names as one would type them, words quoted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tracker.documents.jail import Kind, read_in_jail
from tracker.documents.prose.doubts import Doubt, Warned
from tracker.documents.prose.drafts import DraftTask
from tracker.documents.prose.heading import Heading
from tracker.documents.prose.paragraphs import Paragraph
from tracker.rules.permissions import DIRECTIVE_ORIGINS, Origin
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import fold
from tracker.rules.unit_names import UnitNote
from tracker.services.extracting import draft_of
from tracker.services.naming import UnitBook
from tracker.store import directive_pages, installation
from tracker.transaction import Work

LONGEST_TEXT = 200_000
"""Bytes of the text of one paper, in UTF-8."""

MOST_DRAFTS = 60
"""Drafts that one page offers."""

_READ_AGAIN = frozenset(
    {Doubt.NO_LEAD, Doubt.NO_DEADLINE, Doubt.IMPOSSIBLE_DATE, Doubt.CALENDAR_MISSING, Doubt.NEEDS_REVIEW}
)
"""Doubts that the page itself finds again in the fields as they are edited."""
_ABOUT_NAMES = frozenset({Doubt.UNKNOWN_UNIT, *(Doubt(note.value) for note in UnitNote)})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft task as fields to edit, with the paragraphs it was found in and what to look at."""

    content: str
    lead_text: str
    coordinating_text: str
    deadline_text: str
    quoted: Sequence[Paragraph]
    warnings: Sequence[Warned]
    is_clear: bool


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a paper proposes: at most `MOST_DRAFTS` drafts; `left_out` counts those beyond."""

    heading: Heading
    origin: Origin
    drafts: Sequence[Proposal]
    left_out: int
    monitors: Sequence[str]
    external: Sequence[str]
    warnings: Sequence[Warned]


def propose(work: Work, data: bytes, filename: str, issued: dt.date) -> Proposals:
    """Read a paper of a civil day and return its drafts; write nothing.

    Refuses FILE_REFUSED for a file that cannot be read or whose text is longer than `LONGEST_TEXT`.
    """
    paragraphs: tuple[Paragraph, ...] = read_in_jail(Kind.PROSE, data, filename)
    if sum(len(paragraph.text.encode()) for paragraph in paragraphs) > LONGEST_TEXT:
        raise Refusal(Reason.FILE_REFUSED, field="file", why="too_long")
    found = draft_of(work.session, paragraphs, issued)
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


def _issuer(work: Work, written: str) -> tuple[str, Origin]:
    """Return the issuer as the registers spell it, when they know it, and the origin of its papers."""
    known = {origin: directive_pages.usual_issuer(work.session, origin) for origin in DIRECTIVE_ORIGINS}
    known[Origin.TOWN] = known[Origin.TOWN] or installation.place_name(work.session)
    for origin, issuer in known.items():
        if issuer and _spelled_out(issuer) == _spelled_out(written):
            return issuer, origin
    return written, Origin.PROVINCE if "tinh" in fold(written).split() else Origin.TOWN


def _spelled_out(issuer: str) -> str:
    return fold(issuer).replace("ubnd", "uy ban nhan dan")


def _proposal(book: UnitBook, task: DraftTask, paragraphs: dict[int, Paragraph], issued: dt.date) -> Proposal:
    names = _names(book, task.leads)
    written = task.lead_at.text.strip(" ,;:.") if task.lead_at else ""
    keeps_words = _means(book, written, issued, task.leads)
    found_again = _READ_AGAIN | _ABOUT_NAMES if keeps_words else _READ_AGAIN
    places = (*((task.lead_at,) if task.lead_at else ()), *task.content_at, *task.deadline_at)
    return Proposal(
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
