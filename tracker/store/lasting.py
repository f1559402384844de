"""Making files last: what was written is on the disk, and so is its name, before anybody is told."""

from __future__ import annotations

import os
from pathlib import Path


def make_last(path: Path) -> None:
    """Make a file, or the names in a folder, last; systems that cannot open a folder keep names by themselves."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
