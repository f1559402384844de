"""Kept files as they are handed out and checked: bytes or rows that changed since they came in are not served."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy.orm import Session

from tracker.models.document import Document
from tracker.rules.refusals import Reason, Refusal
from tracker.store import files, kept_files
from tracker.store.files import Place
from tracker.store.kept_files import KeptFile
from tracker.store.ledger_rows import row_is_sound
from tracker.store.shelves import Shelf

if TYPE_CHECKING:
    from tracker.models.indicator import IndicatorEntry
    from tracker.models.submission import Evidence

HASH_BLOCK = 1 << 20


def open_unaltered(session: Session, place: Place, row: Evidence | Document | IndicatorEntry) -> BinaryIO:
    """Open the file a row keeps; the caller closes it.

    Raises `Refusal` NOT_FOUND when it is gone, FILE_ALTERED when the row or the bytes are not what came in.
    """
    digest = row.file_sha256 if isinstance(row, Document) else row.sha256
    if not row_is_sound(session, row.__tablename__, row.id):
        raise Refusal(Reason.FILE_ALTERED)
    try:
        file = files.opened(place, row.stored_name or "")
    except FileNotFoundError as gone:
        raise Refusal(Reason.NOT_FOUND) from gone
    if sha256_of_file(file) != digest:
        file.close()
        raise Refusal(Reason.FILE_ALTERED)
    file.seek(0)
    return file


def altered_files(session: Session, shelf: Shelf) -> Iterator[str]:
    """Yield the codes of files that are gone or changed, `file_missing:` or `file_changed:` with table and row.

    Every kept byte is read. Raises `OSError` when the store of files does not answer.
    """
    for kept in kept_files.kept_for_good(session):
        try:
            with shelf.opened(kept.name) as file:
                fault = "" if sha256_of_file(file) == kept.sha256 else "file_changed"
        except FileNotFoundError:
            fault = "file_missing"
        if fault:
            yield code(fault, kept)


def code(fault: str, kept: KeptFile) -> str:
    """Return the code of a finding about a file."""
    return f"{fault}:{kept.table}:{kept.row_id}"


def sha256_of_file(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := file.read(HASH_BLOCK):
        digest.update(block)
    return digest.hexdigest()
