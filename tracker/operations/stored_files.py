"""Which rows speak of kept files, and what the bytes of each must be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.core.files import EVIDENCE_FOLDER, FileStore
from tracker.office.models import Document
from tracker.office.stored_files import sha256_of_file
from tracker.reports.models import IndicatorEntry, ReportTemplate
from tracker.tasks.models import Evidence

_PLACES = (
    (Evidence, Evidence.stored_name, Evidence.sha256),
    (Document, Document.stored_name, Document.file_sha256),
    (ReportTemplate, ReportTemplate.stored_name, ReportTemplate.sha256),
    (IndicatorEntry, IndicatorEntry.stored_name, IndicatorEntry.sha256),
)


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """A file that a row of a table keeps for good: where it stands, and the SHA-256 of its bytes."""

    table: str
    row_id: int
    name: str
    sha256: str


def list_recorded_files(session: Session) -> Iterator[RecordedFile]:
    """Yield every file that rows keep for good, table by table."""
    for model, stored_name, sha256 in _PLACES:
        question = select(model.id, stored_name, sha256).where(stored_name.is_not(None)).order_by(model.id)
        for row_id, name, digest in session.execute(question):
            yield RecordedFile(model.__tablename__, row_id, f"{EVIDENCE_FOLDER}/{name}", digest or "")


def altered_files(session: Session, file_store: FileStore) -> Iterator[str]:
    """Yield the codes of files that are gone or changed, `file_missing:` or `file_changed:` with table and row.

    Every kept byte is read. Raises `OSError` when the store of files does not answer.
    """
    for kept in list_recorded_files(session):
        try:
            with file_store.opened(kept.name) as file:
                fault = "" if sha256_of_file(file) == kept.sha256 else "file_changed"
        except FileNotFoundError:
            fault = "file_missing"
        if fault:
            yield file_finding_code(fault, kept)


def file_finding_code(fault: str, kept: RecordedFile) -> str:
    """Return the code of a finding about a file."""
    return f"{fault}:{kept.table}:{kept.row_id}"
