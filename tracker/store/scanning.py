"""A look at each file before it is kept, by a scanner that the operator chose.

The command reads the file from its standard input and ends with 0 for a clean one and 1 for one it knows, as
`clamdscan -` and `clamscan -` do. Anything else means that nobody looked, and then nothing comes in either.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from tracker.rules.refusals import Reason, Refusal
from tracker.store.shelves import Shelf

SECONDS = 60
CLEAN, KNOWN = 0, 1


@dataclass(frozen=True, slots=True)
class ScannedShelf:
    """A shelf on which nothing is put that the scanner did not find clean."""

    shelf: Shelf
    command: tuple[str, ...]

    def put(self, name: str, data: bytes) -> None:
        """Let the scanner look, then keep; refuses FILE_REFUSED (`infected`, `not_scanned`)."""
        look(self.command, data)
        self.shelf.put(name, data)

    def drop(self, name: str) -> None:
        """Remove a file."""
        self.shelf.drop(name)

    def opened(self, name: str) -> BinaryIO:
        """Open a file."""
        return self.shelf.opened(name)

    def sizes(self) -> Mapping[str, int]:
        """Return all kept files with their sizes."""
        return self.shelf.sizes()

    def older_than(self, seconds: float) -> set[str]:
        """Return the names of files that were put longer ago."""
        return self.shelf.older_than(seconds)


def look(command: tuple[str, ...], data: bytes) -> None:
    """Let a scanner look at bytes; refuses FILE_REFUSED when it knows them, or when it could not look."""
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
        told = done.returncode
    except (OSError, subprocess.TimeoutExpired):
        told = None
    if told == KNOWN:
        raise Refusal(Reason.FILE_REFUSED, why="infected")
    if told != CLEAN:
        raise Refusal(Reason.FILE_REFUSED, why="not_scanned")
