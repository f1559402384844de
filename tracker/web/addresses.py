"""Addresses given by a browser: where to go next, never off this site."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.routing import IntegerConverter, Map

LARGEST_NUMBER = 2**31 - 1
"""No row has a larger number; an address with one is the address of nothing."""
_LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")


def local_or(wanted: str | None, otherwise: str) -> str:
    """Return `wanted` when it is an address of this site, else `otherwise`."""
    return wanted if wanted and _LOCAL.fullmatch(wanted) else otherwise


class RowNumber(IntegerConverter):
    """The number of a row in an address."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **({"max": LARGEST_NUMBER} | kwargs))
