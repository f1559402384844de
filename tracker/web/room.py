"""Where files stand here and how much room they may take: megabytes in the settings, bytes for the services."""

from __future__ import annotations

from flask import current_app

from tracker.services.evidence import MEGABYTE, Held, Limits
from tracker.store.shelves import Shelf
from tracker.web.language import flash
from tracker.wording.terms import FILE_CHANGES


def shelf() -> Shelf:
    """Return where files stand here."""
    found: Shelf = current_app.extensions["shelf"]
    return found


def limits() -> Limits:
    """Return the limits of this installation."""
    megabytes = current_app.config["EVIDENCE_LIMITS"]
    return Limits(
        **{of: limit * MEGABYTE for of, limit in megabytes.items()},
        hourly=current_app.config["FILES_PER_HOUR"],
    )


def tell_changes(held: Held) -> None:
    """Say on the next page which files were not kept as they came, and what was done to them."""
    for file, change in held.changes:
        flash(FILE_CHANGES[change].format(file=file), "info")
