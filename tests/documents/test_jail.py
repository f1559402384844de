"""Uploaded files are read in a process of their own: what is in them comes back, what they do does not."""

from __future__ import annotations

import io
import os
import pickle
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document

from tracker.core.refusals import Reason, Refusal
from tracker.documents.paragraphs import read_paragraphs
from tracker.documents.sandbox import READERS, SandboxFileKind, _PlainValues, read_sandboxed
from tracker.intake.plans.table import read_plan
from tracker.intake.registers.table import read_register_file

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tracker/demo/data"


def refused(kind: SandboxFileKind, data: bytes, filename: str) -> Refusal:
    with pytest.raises(Refusal) as told:
        read_sandboxed(kind, data, filename)
    return told.value


def test_a_plan_and_a_register_come_back_as_they_are_read_outside() -> None:
    plan = (DATA / "ke-hoach-cchc-2021.docx").read_bytes()
    register = (DATA / "ykcd-tinh-2021.xlsx").read_bytes()

    assert read_sandboxed(SandboxFileKind.PLAN, plan, "a.docx") == read_plan(plan, "a.docx")
    assert read_sandboxed(SandboxFileKind.REGISTER, register, "a.xlsx") == read_register_file(register, "a.xlsx")


def test_prose_comes_back_as_paragraphs() -> None:
    data = "Giao Phòng Nội vụ báo cáo.".encode()

    assert read_sandboxed(SandboxFileKind.PROSE, data, "a.txt") == read_paragraphs(data, "a.txt")


def test_a_refusal_inside_is_the_same_refusal_outside() -> None:
    told = refused(SandboxFileKind.PLAN, 'STT;"Nội dung\n'.encode(), "a.csv")

    assert (told.reason, told.field) == (Reason.FILE_REFUSED, "file")
    assert told.details == {"why": "open_quote", "line": 1, "file": "a.csv"}


def test_a_file_that_needs_more_memory_than_allowed_is_refused() -> None:
    chance = random.Random(1)
    buffer = io.BytesIO()
    Document().save(buffer)
    body = "".join(f"<w:p><w:r><w:t>{chance.randrange(10**6)}</w:t></w:r></w:p>" for _ in range(800_000))
    with zipfile.ZipFile(buffer) as plain:
        parts = {name: plain.read(name) for name in plain.namelist()}
    head, tail = parts["word/document.xml"].split(b"<w:sectPr", 1)
    parts["word/document.xml"] = head + body[:30_000_000].rsplit("<w:p>", 1)[0].encode() + b"<w:sectPr" + tail
    heavy = io.BytesIO()
    with zipfile.ZipFile(heavy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    with pytest.raises(Refusal) as outside:
        read_paragraphs(heavy.getvalue(), "a.docx")
    assert outside.value.details["why"] == "too_many_paragraphs"
    assert refused(SandboxFileKind.PROSE, heavy.getvalue(), "a.docx").details["why"] in {"too_heavy", "unreadable"}


class Acting:
    """A value that runs a command when it is opened."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.getenv, ("PATH",)


@pytest.mark.parametrize("answer", [Acting(), Path("/etc"), ValueError("x")])
def test_an_answer_may_hold_values_of_ours_and_nothing_that_acts(answer: object) -> None:
    with pytest.raises(pickle.UnpicklingError):
        _PlainValues(io.BytesIO(pickle.dumps(("read", answer)))).load()


@pytest.mark.parametrize("reader", READERS.values())
def test_every_reader_is_where_the_table_says_and_loads_no_database(reader: str) -> None:
    """The sandbox opens readers by name; none of them may bring the database or the web along."""
    module, _, name = reader.partition(":")
    program = (
        'import sys, types; package = types.ModuleType("tracker"); package.__path__ = [sys.argv[1]];'
        ' sys.modules["tracker"] = package; import importlib; found = importlib.import_module(sys.argv[2]);'
        ' print(callable(getattr(found, sys.argv[3])), sorted({"sqlalchemy", "flask"} & set(sys.modules)))'
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(ROOT / "tracker"), module, name],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )

    assert ended.stdout.strip() == "True []"
