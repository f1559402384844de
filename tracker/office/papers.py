"""Documents and reform areas: found when known, made when new.

Questions about documents, plans and directives.

Kept files as they are handed out and checked: bytes or rows that changed since they came in are not served.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.core import files as core_files
from tracker.core.files import StoreLocation
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text, search_key
from tracker.database.ledger import row_is_sound
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.references import parse_reference
from tracker.office.models import Document

if TYPE_CHECKING:
    from tracker.reports.models import IndicatorEntry
    from tracker.tasks.models import Evidence


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


HASH_BLOCK = 1 << 20


def open_unaltered(session: Session, place: StoreLocation, row: Evidence | Document | IndicatorEntry) -> BinaryIO:
    """Open the file a row keeps; the caller closes it.

    Raises `Refusal` NOT_FOUND when it is gone, FILE_ALTERED when the row or the bytes are not what came in.
    """
    digest = row.file_sha256 if isinstance(row, Document) else row.sha256
    if not row_is_sound(session, row.__tablename__, row.id):
        raise Refusal(Reason.FILE_ALTERED)
    try:
        file = core_files.open_stored_file(place, row.stored_name or "")
    except FileNotFoundError as gone:
        raise Refusal(Reason.NOT_FOUND) from gone
    if sha256_of_file(file) != digest:
        file.close()
        raise Refusal(Reason.FILE_ALTERED)
    file.seek(0)
    return file


def sha256_of_file(file: BinaryIO) -> str:
    """Return the SHA-256 of a file from where it stands to its end, as hexadecimal digits."""
    digest = hashlib.sha256()
    while block := file.read(HASH_BLOCK):
        digest.update(block)
    return digest.hexdigest()
