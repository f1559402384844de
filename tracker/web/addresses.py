"""Addresses given by a browser: where to go next, never off this site."""

from __future__ import annotations

import re

_LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")


def local_or(wanted: str | None, otherwise: str) -> str:
    """Return `wanted` when it is an address of this site, else `otherwise`."""
    return wanted if wanted and _LOCAL.fullmatch(wanted) else otherwise
