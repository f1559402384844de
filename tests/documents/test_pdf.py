"""A paper as PDF: by the program of the machine, or a sentence that says what to do instead."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tracker.core.refusals import Reason, Refusal
from tracker.documents.paper_form import convert_to_pdf, find_pdf_converter

STAND_IN = """#!{python}
import pathlib, sys
out, paper = sys.argv[sys.argv.index("--outdir") + 1], pathlib.Path(sys.argv[-1])
{body}
"""
WRITES = 'pathlib.Path(out, "paper.pdf").write_bytes(b"%PDF-1.7 of " + paper.read_bytes())'


def a_machine(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str | None) -> None:
    """Let the machine have a program of this name that does so much, or none."""
    monkeypatch.setenv("PATH", str(folder))
    if body is not None:
        program = folder / "soffice"
        program.write_text(STAND_IN.format(python=sys.executable, body=body), encoding="utf-8")
        program.chmod(0o700)


def test_the_paper_goes_through_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_machine(tmp_path, monkeypatch, WRITES)

    assert find_pdf_converter() == str(tmp_path / "soffice")
    assert convert_to_pdf(b"word") == b"%PDF-1.7 of word"


@pytest.mark.parametrize("body", [None, "sys.exit(1)", "pass"])
def test_without_the_program_or_its_paper_there_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str | None
) -> None:
    a_machine(tmp_path, monkeypatch, body)

    with pytest.raises(Refusal) as refused:
        convert_to_pdf(b"word")
    assert refused.value.reason is Reason.PDF_NOT_MADE
