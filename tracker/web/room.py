"""How much room files may take here: megabytes in the settings, bytes for the services."""

from __future__ import annotations

from flask import current_app

from tracker.services.evidence import MEGABYTE, Limits


def limits() -> Limits:
    """Return the limits of this installation."""
    megabytes = current_app.config["EVIDENCE_LIMITS"]
    return Limits(**{of: limit * MEGABYTE for of, limit in megabytes.items()})
