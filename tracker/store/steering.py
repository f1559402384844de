"""Questions about the authority's own papers that steer administrative reform."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.document import Document


def issued(session: Session, first: dt.date, last: dt.date) -> Sequence[Document]:
    """Return the steering papers issued between two civil days, by day and number."""
    question = select(Document).where(Document.is_steering, Document.issued_on.between(first, last))
    return list(session.scalars(question.order_by(Document.issued_on, Document.reference)))


def undated(session: Session) -> Sequence[Document]:
    """Return the steering papers without a day: no period counts them."""
    question = select(Document).where(Document.is_steering, Document.issued_on.is_(None))
    return list(session.scalars(question.order_by(Document.reference)))


def one(session: Session, document_id: int) -> Document | None:
    """Return a paper by its number."""
    return session.get(Document, document_id)
