"""Kept files as they are handed out and checked: bytes or rows that changed since they came in are not served."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy.orm import Session

from tracker.core import files as core_files
from tracker.core.files import StoreLocation
from tracker.core.refusals import Reason, Refusal
from tracker.database.ledger import row_is_sound
from tracker.office.models import Document

if TYPE_CHECKING:
    from tracker.reports.models import IndicatorEntry
    from tracker.tasks.models import Evidence


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
