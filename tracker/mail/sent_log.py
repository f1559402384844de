"""Letters that a server has taken and that the database does not know of yet, kept beside the database.

Writing one line costs nothing beside a commit that waits for the disk; so a round commits once for many letters,
and a process that is killed between two of them loses no knowledge of those before. Only a power cut can (decision
record 0010).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SentLog:
    """The keys of letters taken since the last commit, a line each; used by the holder of the lock alone."""

    path: Path

    def note(self, key: str) -> None:
        """Note that the server has taken a letter."""
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, f"{key}\n".encode("ascii"))
        finally:
            os.close(descriptor)

    def keys(self) -> frozenset[str]:
        """Return the keys noted; a line that was cut off names no letter."""
        try:
            content = self.path.read_text(encoding="ascii", errors="replace")
        except FileNotFoundError:
            return frozenset()
        whole = content.rpartition("\n")[0]
        return frozenset(whole.split("\n")) - {""}

    def clear(self) -> None:
        """Forget what the database knows by now."""
        self.path.unlink(missing_ok=True)
