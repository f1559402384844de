"""Which rows speak of kept files, and what the bytes of each must be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.document import Document
from tracker.models.indicator import IndicatorEntry
from tracker.models.report import ReportTemplate
from tracker.models.submission import Evidence
from tracker.store.files import EVIDENCE

_PLACES = (
    (Evidence, Evidence.stored_name, Evidence.sha256),
    (Document, Document.stored_name, Document.file_sha256),
    (ReportTemplate, ReportTemplate.stored_name, ReportTemplate.sha256),
    (IndicatorEntry, IndicatorEntry.stored_name, IndicatorEntry.sha256),
)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that a row of a table keeps for good: where it stands, and the SHA-256 of its bytes."""

    table: str
    row_id: int
    name: str
    sha256: str


def kept_for_good(session: Session) -> Iterator[KeptFile]:
    """Yield every file that rows keep for good, table by table."""
    for model, stored_name, sha256 in _PLACES:
        question = select(model.id, stored_name, sha256).where(stored_name.is_not(None)).order_by(model.id)
        for row_id, name, digest in session.execute(question):
            yield KeptFile(model.__tablename__, row_id, f"{EVIDENCE}/{name}", digest or "")
