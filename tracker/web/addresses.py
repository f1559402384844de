"""Addresses: those given by a browser, never off this site, and those that templates write again and again."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from flask import request, url_for
from werkzeug.routing import IntegerConverter, Map

_QUERY = re.compile(r"[^\x00-\x20\\#]{1,4000}")
LARGEST_NUMBER = 2**31 - 1
"""No row has a larger number; an address with one is the address of nothing."""
_LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")


def local_or(wanted: str | None, otherwise: str) -> str:
    """Return `wanted` when it is an address of this site, else `otherwise`."""
    return wanted if wanted and _LOCAL.fullmatch(wanted) else otherwise


def query_or_nothing(given: str | None) -> str:
    """Return what stands behind the question mark of an address, nothing when no address could hold it."""
    return given if given and _QUERY.fullmatch(given) else ""


class RowNumber(IntegerConverter):
    """The number of a row in an address."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **({"max": LARGEST_NUMBER} | kwargs))


@lru_cache(maxsize=512)
def _plain(root: str, endpoint: str, file_name: str) -> str:
    """Return an address that depends on nothing but its page; `root` is where the application is mounted."""
    return url_for(endpoint, filename=file_name) if file_name else url_for(endpoint)


def address_of(endpoint: str, **values: Any) -> str:
    """Return the address of a page for templates; what every page asks for anew each time is written down once."""
    given = values.keys()
    if endpoint.startswith(".") or not given <= {"filename"}:
        return url_for(endpoint, **values)
    return _plain(request.script_root, endpoint, values.get("filename", ""))
