"""Reading the prose of a directive against this office: its units, its calendar, its way of reading days."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from tracker.documents.jail import Kind, read_in_jail
from tracker.documents.prose.drafts import Extraction, Surroundings, extract
from tracker.documents.prose.paragraphs import Paragraph
from tracker.rules.terms import Policy
from tracker.rules.unit_names import UnitName
from tracker.services import calendars
from tracker.services.naming import UnitBook
from tracker.store import policies


def draft(session: Session, data: bytes, filename: str, issued: dt.date) -> Extraction:
    """Return the draft tasks of a .docx, .md or .txt file issued on a civil day. Writes nothing."""
    return draft_of(session, read_in_jail(Kind.PROSE, data, filename), issued)


def draft_of(session: Session, paragraphs: tuple[Paragraph, ...], issued: dt.date) -> Extraction:
    """Return the draft tasks of paragraphs already read; names stay as written before units are entered."""
    units, policy = _known(session, issued)
    known_days = calendars.known_or_announced(session, {issued.year, issued.year + 1})
    return extract(paragraphs, Surroundings(issued, units, known_days, policy))


def _known(session: Session, issued: dt.date) -> tuple[tuple[UnitName, ...], Policy]:
    try:
        return UnitBook.of(session).names, policies.reading(session, issued)
    except (OperationalError, ProgrammingError):
        session.rollback()  # a machine without a database can still read a paper
        return (), Policy()
