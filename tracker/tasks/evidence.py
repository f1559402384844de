"""Files that prove progress or completion: looked at, kept, handed out to those who may see the task."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import BinaryIO

from tracker.core import files as core_files
from tracker.core.files import MEGABYTE, StoreLocation, UploadLimits
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.inspection.upload import InspectedFile
from tracker.documents.sandbox import inspect_evidence
from tracker.law.permissions import Permission, get_permission_scope
from tracker.office.papers import open_unaltered
from tracker.tasks import queries
from tracker.tasks.models import Evidence


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file already kept in the store of files, to be attached: its display name and what identifies it."""

    file_name: str
    stored_name: str
    sha256: str
    size: int


LONGEST_NAME = 200
UPLOAD_HOUR = dt.timedelta(hours=1)
LIMIT_OF_FILE, LIMIT_OF_TASK, LIMIT_OF_UNIT = "one_file", "one_task", "one_unit"
"""Whose limit is meant; `wording.refusals` has the words."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a browser sent it, and the field it was chosen in."""

    file_name: str
    data: bytes
    field: str = "files"


@dataclass(slots=True)
class HeldUploads:
    """Files that are on disk but belong to nothing yet: `keep` is called once the task that has them is saved.

    `changes` are the names of files that were not kept as they came, each with the codes of what was done to it.
    """

    files: list[NewFile] = field(default_factory=list)
    changes: list[tuple[str, str]] = field(default_factory=list)
    kept: bool = False

    def keep(self) -> None:
        """Let the files stay."""
        self.kept = True


@contextmanager
def hold_uploads(place: StoreLocation, uploads: Sequence[Upload], limits: UploadLimits) -> Iterator[HeldUploads]:
    """Check and keep files for the length of a block; all of them go again unless `HeldUploads.keep` was called.

    Raises `Refusal` FILE_REFUSED (beside its field) for the first file that may not come in, or UPLOAD_LIMIT_REACHED
    for one that is too large, before any is kept.
    """
    batch, clean = HeldUploads(), []
    for upload in uploads:
        found = _checked(upload, limits)
        clean.append(found)
        batch.changes += [(display_name(upload.file_name), change) for change in found.changes]
    try:
        for found in clean:
            stored = _kept(place, found.data or b"")
            name = display_name(found.name)
            batch.files.append(NewFile(name, stored.stored_name, stored.sha256, stored.size))
        yield batch
    finally:
        if not batch.kept:
            for file in batch.files:
                core_files.delete_stored_file(place, file.stored_name)


def _kept(place: StoreLocation, data: bytes) -> core_files.StoredFile:
    """Keep a file; a refusal of the scanner stands beside the field."""
    try:
        return core_files.store_file_bytes(place, data)
    except Refusal as refusal:
        refusal.field = "files"
        raise


def open_evidence_file(
    work: UnitOfWork, place: StoreLocation, assignment_id: int, evidence_id: int
) -> tuple[Evidence, BinaryIO]:
    """Return a file of an assignment the actor may see, opened; FILE_ALTERED, NOT_FOUND for everything else."""
    if (
        queries.get_assignment(work.session, assignment_id, get_permission_scope(work.actor, Permission.TASK_READ))
        is None
    ):
        raise Refusal(Reason.NOT_FOUND)
    kept = queries.get_evidence(work.session, evidence_id)
    if kept is None or kept.assignment_id != assignment_id:
        raise Refusal(Reason.NOT_FOUND)
    return kept, open_unaltered(work.session, place, kept)


def display_name(file_name: str) -> str:
    """Return a file's name as it is shown and given back: composed, visible, without folders, not too long."""
    name = PurePath(normalise_text(file_name).replace("\\", "/")).name or "file"
    stem, ending = PurePath(name).stem, PurePath(name).suffix
    return f"{stem[: LONGEST_NAME - len(ending)]}{ending}"


def check_evidence_limits(work: UnitOfWork, assignment_id: int, new: Sequence[NewFile], limits: UploadLimits) -> None:
    """Refuse with UPLOAD_LIMIT_REACHED when files just attached are more than an assignment or its unit may keep.

    TOO_MANY_FILES when the person sent more of them within the hour than one may.
    """
    if not new:
        return
    work.session.flush()
    if work.actor.user_id is not None:
        sent = queries.count_files_sent(work.session, work.actor.user_id, work.now - UPLOAD_HOUR)
        if sent > limits.hourly:
            raise Refusal(Reason.TOO_MANY_FILES, field="files", number=sent - len(new))
    of_task, of_unit = queries.sum_task_file_bytes(work.session, assignment_id)
    check_byte_limits(limits, of_task, of_unit)


def check_byte_limits(limits: UploadLimits, of_task: int, of_unit: int) -> None:
    """Refuse with UPLOAD_LIMIT_REACHED bytes of a task or of a unit that are more than may be kept."""
    for whose, kept, limit in ((LIMIT_OF_TASK, of_task, limits.task), (LIMIT_OF_UNIT, of_unit, limits.unit)):
        if kept > limit:
            raise Refusal(Reason.UPLOAD_LIMIT_REACHED, field="files", limit=_megabytes(limit), whose=whose)


def _megabytes(size: int) -> str:
    return f"{size // MEGABYTE} MB"


def _checked(upload: Upload, limits: UploadLimits) -> InspectedFile:
    """Return a file as it may be kept; refuse one that is too large or may not come in, beside its field."""
    if len(upload.data) > limits.file:
        raise Refusal(
            Reason.UPLOAD_LIMIT_REACHED, field=upload.field, limit=_megabytes(limits.file), whose=LIMIT_OF_FILE
        )
    try:
        return inspect_evidence(upload.data, upload.file_name)
    except Refusal as refusal:
        details = refusal.details | {"file": display_name(upload.file_name)}
        raise Refusal(refusal.reason, field=upload.field, **details) from refusal
