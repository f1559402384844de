"""A Word paper as PDF, where the machine has LibreOffice (an optional extra: nothing else needs it)."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from tracker.rules.refusals import Reason, Refusal

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 60
"""How long one paper may take; the first one after a start is slow."""


def printer() -> str | None:
    """Return the program that turns Word papers into PDF, None where there is none."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def as_pdf(word: bytes) -> bytes:
    """Return a Word paper as PDF; refuse PDF_NOT_MADE when there is no program for it or it fails.

    The program works in a folder of its own with a profile of its own, so that two papers never wait for each other.
    """
    program = printer()
    if program is None:
        raise Refusal(Reason.PDF_NOT_MADE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "paper.docx").write_bytes(word)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(folder / "paper.docx"),
        ]
        try:
            subprocess.run(
                command, check=True, capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL
            )
            return (folder / "paper.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as fault:
            raise Refusal(Reason.PDF_NOT_MADE) from fault
