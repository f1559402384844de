"""What the words of a directive say beside the duty itself."""

from __future__ import annotations

import re

from tracker.rules.text import tidy

_FIELD = re.compile(r"\(lĩnh vực\s+([^()]+)\)", re.IGNORECASE)


def field_of(content: str) -> str:
    """Return the field of administration that a directive names in brackets, empty when it names none."""
    found = _FIELD.search(content)
    return tidy(found.group(1)) if found else ""
