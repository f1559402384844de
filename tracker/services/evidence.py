"""Files that prove progress or completion: looked at, kept, handed out to those who may see the task."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import BinaryIO

from tracker.documents.inspection.upload import Inspected
from tracker.documents.jail import inspect_evidence
from tracker.models.submission import Evidence
from tracker.rules.permissions import Permission, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import tidy
from tracker.services.kept_files import open_unaltered
from tracker.services.tasks.working import NewFile
from tracker.store import files, tasks
from tracker.store.files import Place
from tracker.transaction import Work

LONGEST_NAME = 200
MEGABYTE = 1024 * 1024
HOUR = dt.timedelta(hours=1)
FILE, TASK, UNIT = "one_file", "one_task", "one_unit"
"""Whose limit is meant; `wording.refusals` has the words."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a browser sent it, and the field it was chosen in."""

    file_name: str
    data: bytes
    field: str = "files"


@dataclass(slots=True)
class Held:
    """Files that are on disk but belong to nothing yet: `keep` is called once the task that has them is saved.

    `changes` are the names of files that were not kept as they came, each with the codes of what was done to it.
    """

    files: list[NewFile] = field(default_factory=list)
    changes: list[tuple[str, str]] = field(default_factory=list)
    kept: bool = False

    def keep(self) -> None:
        """Let the files stay."""
        self.kept = True


@dataclass(frozen=True, slots=True)
class Limits:
    """How many bytes one file, all files of one assignment, and all files of one unit may have.

    `hourly` is how many files one person may send within an hour.
    """

    file: int
    task: int
    unit: int
    hourly: int = 300


@contextmanager
def held(place: Place, uploads: Sequence[Upload], limits: Limits) -> Iterator[Held]:
    """Check and keep files for the length of a block; all of them go again unless `Held.keep` was called.

    Raises `Refusal` FILE_REFUSED (beside its field) for the first file that may not come in, or NO_MORE_ROOM for one
    that is too large, before any is kept.
    """
    batch, clean = Held(), []
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
                files.discard(place, file.stored_name)


def _kept(place: Place, data: bytes) -> files.StoredFile:
    """Keep a file; a refusal of the scanner stands beside the field."""
    try:
        return files.keep(place, data)
    except Refusal as refusal:
        refusal.field = "files"
        raise


def open_file(work: Work, place: Place, assignment_id: int, evidence_id: int) -> tuple[Evidence, BinaryIO]:
    """Return a file of an assignment the actor may see, opened; FILE_ALTERED, NOT_FOUND for everything else."""
    if tasks.get(work.session, assignment_id, scope(work.actor, Permission.TASK_READ)) is None:
        raise Refusal(Reason.NOT_FOUND)
    kept = tasks.evidence(work.session, evidence_id)
    if kept is None or kept.assignment_id != assignment_id:
        raise Refusal(Reason.NOT_FOUND)
    return kept, open_unaltered(work.session, place, kept)


def display_name(file_name: str) -> str:
    """Return a file's name as it is shown and given back: composed, visible, without folders, not too long."""
    name = PurePath(tidy(file_name).replace("\\", "/")).name or "file"
    stem, ending = PurePath(name).stem, PurePath(name).suffix
    return f"{stem[: LONGEST_NAME - len(ending)]}{ending}"


def check_room(work: Work, assignment_id: int, new: Sequence[NewFile], limits: Limits) -> None:
    """Refuse with NO_MORE_ROOM when files just attached are more than an assignment or its unit may keep.

    TOO_MANY_FILES when the person sent more of them within the hour than one may.
    """
    if not new:
        return
    work.session.flush()
    if work.actor.user_id is not None:
        sent = tasks.files_sent(work.session, work.actor.user_id, work.now - HOUR)
        if sent > limits.hourly:
            raise Refusal(Reason.TOO_MANY_FILES, field="files", number=sent - len(new))
    of_task, of_unit = tasks.bytes_kept(work.session, assignment_id)
    within(limits, of_task, of_unit)


def within(limits: Limits, of_task: int, of_unit: int) -> None:
    """Refuse with NO_MORE_ROOM bytes of a task or of a unit that are more than may be kept."""
    for whose, kept, limit in ((TASK, of_task, limits.task), (UNIT, of_unit, limits.unit)):
        if kept > limit:
            raise Refusal(Reason.NO_MORE_ROOM, field="files", limit=_megabytes(limit), whose=whose)


def _megabytes(size: int) -> str:
    return f"{size // MEGABYTE} MB"


def _checked(upload: Upload, limits: Limits) -> Inspected:
    """Return a file as it may be kept; refuse one that is too large or may not come in, beside its field."""
    if len(upload.data) > limits.file:
        raise Refusal(Reason.NO_MORE_ROOM, field=upload.field, limit=_megabytes(limits.file), whose=FILE)
    try:
        return inspect_evidence(upload.data, upload.file_name)
    except Refusal as refusal:
        details = refusal.details | {"file": display_name(upload.file_name)}
        raise Refusal(refusal.reason, field=upload.field, **details) from refusal
