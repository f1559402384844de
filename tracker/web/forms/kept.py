"""What was typed into a form whose session ran out meanwhile: carried through signing in, and sent on by a press.

Only what this very browser typed is carried (its token fits), never a password and never a file.
"""

from __future__ import annotations

import json

from flask import request
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

Typed = list[tuple[str, str]]

NEVER = ("csrf_token", "kept", "code")
SECRET = ("password", "present", "again")
MOST_FIELDS = 1000


def typed_here() -> str:
    """Return the fields of this request as one text, empty when there is nothing to carry."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return ""
    pairs = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in NEVER and not name.endswith(SECRET)
    ]
    return json.dumps(pairs, ensure_ascii=False) if pairs and len(pairs) <= MOST_FIELDS else ""


def typed_with_token() -> Typed:
    """Return the fields of this request with their token, for a page that lets them be sent again as they are."""
    token = request.form.get("csrf_token")
    pairs = carried(typed_here())
    return [("csrf_token", token), *pairs] if token and pairs else []


def lost_files() -> bool:
    """Tell whether files came along: a browser does not let them be sent on."""
    return any(file.filename for file in request.files.values())


def carried(text: str | None) -> Typed:
    """Read back what was carried; empty for anything else."""
    try:
        pairs = json.loads(text or "[]")
        return [(str(name), str(value)) for name, value in pairs][:MOST_FIELDS]
    except (ValueError, TypeError, RecursionError):
        return []
