"""Documents and reform areas: found when known, made when new.

Questions about documents, plans and directives.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text, search_key
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.references import parse_reference
from tracker.office.models import Document


def find_document(session: Session, reference: str, issued_on: dt.date | None, issuer: str) -> Document | None:
    """Return a document by what is printed on it."""
    question = select(Document).where(
        Document.reference == reference, Document.issued_on == issued_on, Document.issuer == issuer
    )
    return session.scalar(question)


def get_document_references(session: Session, document_ids: Collection[int]) -> dict[int, str]:
    """Return number and symbol of some documents, or of each one's summary where it has none."""
    question = select(Document.id, Document.reference, Document.summary)
    return {
        row.id: row.reference or row.summary for row in session.execute(question.where(Document.id.in_(document_ids)))
    }


def ensure_document(
    work: UnitOfWork,
    *,
    reference: str,
    issued_on: dt.date | None,
    issuer: str,
    summary: str = "",
    signer: str = "",
    urgency: str = "",
    secrecy: str = "",
) -> Document:
    """Return the document with this number, symbol, day and issuer; make it when it is new.

    A secret one keeps no content: refuses SECRET_CONTENT with a summary, SECRET_PAPER when it is known as secret and
    is named without its secrecy beside a summary. One that turns out to be secret loses the summary it had.
    """
    if secrecy and normalise_text(summary):
        raise Refusal(Reason.SECRET_CONTENT, field="summary")
    reference, issuer = normalise_text(reference), normalise_text(issuer)
    known = find_document(work.session, reference, issued_on, issuer)
    if known is not None:
        _keep_secret(known, secrecy, summary)
        return known
    parts = parse_reference(reference)
    made = Document(
        reference=reference,
        number=parts.number if parts else "",
        symbol=parts.symbol if parts else "",
        kind=parts.kind if parts else "",
        issued_on=issued_on,
        issuer=issuer,
        summary=normalise_text(summary),
        signer=normalise_text(signer),
        urgency=urgency,
        secrecy=secrecy,
        created_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def _keep_secret(known: Document, secrecy: str, summary: str) -> None:
    if known.secrecy and not secrecy and normalise_text(summary):
        raise Refusal(Reason.SECRET_PAPER, field="secrecy")
    if secrecy and secrecy != known.secrecy:
        known.secrecy, known.summary, known.search_text = secrecy, "", search_key(known.reference)
