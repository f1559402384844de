"""What pages say of files that were changed before they were stored."""

from __future__ import annotations

from tracker.tasks.deadline_labels import FILE_CHANGES
from tracker.tasks.evidence import HeldUploads
from tracker.web.language import flash_message


def flash_file_changes(held: HeldUploads) -> None:
    """Say on the next page which files were not kept as they came, and what was done to them."""
    for file, change in held.changes:
        flash_message(FILE_CHANGES[change].format(file=file), "info")
