"""Formulas of sheets that fetch something or start another program."""

from __future__ import annotations

import re

from tracker.documents.file_guard import refused

_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_CALLS = re.compile(
    r"(?:^|[^A-Z0-9_.])(?:_XLFN\.|_XLWS\.)*(WEBSERVICE|IMAGE|RTD|DDE|CALL|REGISTER|REGISTER\.ID|EXEC|INITIATE)\s*\(",
    re.ASCII,
)


def check_formula(formula: str) -> None:
    """Refuse FILE_REFUSED `fetching_formula` for one that calls out, by a function or by DDE (`program|topic`)."""
    bare = _QUOTED.sub("", formula).upper()
    if match := _CALLS.search(bare):
        raise refused("fetching_formula", name=match[1])
    if "|" in bare:
        raise refused("fetching_formula", name="DDE")
