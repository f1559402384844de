"""Reading an uploaded file in a process of its own, with little memory, little time and no secrets.

A file that makes the reader fail, hang or swell ends that process and is refused in one sentence; the program that
serves people goes on. Whatever has to be opened or inflated is opened here and nowhere else. What comes back is taken
as plain values: the classes it may name are listed here.
"""

from __future__ import annotations

import enum
import importlib
import io
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.core.file_checks import FileKind, checked_evidence, checked_import, checked_prose, file_refusal
from tracker.core.refusals import Reason, Refusal

if TYPE_CHECKING:
    from tracker.documents.inspection.upload import InspectedFile


MOST_MEMORY = 400 * 1024 * 1024
"""Bytes of address space."""
MOST_CPU = 10
"""Seconds of computing."""
MOST_CPU_OF_TEMPLATE = 3
"""Seconds of computing for a template of reports, which may hold loops: somebody waits for the page meanwhile."""
MOST_SANDBOXES = 2
"""Sandboxes that one process of the web may have at a time; others wait for their turn."""
LONGEST_WAIT = 30
"""Seconds on the clock, for a machine that is busy with other things."""
LARGEST_ANSWER = 64 * 1024 * 1024
"""Bytes of what is read out of a file."""

_ROOT = Path(__file__).resolve().parents[2]
_CELL = """
import sys, types
package = types.ModuleType("tracker")
package.__path__ = [sys.argv[1] + "/tracker"]
sys.modules["tracker"] = package
sys.path.insert(0, sys.argv[1])
from tracker.documents.sandbox import main
main()
"""
"""The child opens the modules of reading alone: importing the package itself would start the whole office."""
_PLAIN = frozenset({("datetime", "date"), ("builtins", "frozenset"), ("builtins", "set")})


class SandboxFileKind(enum.StrEnum):
    """What a file is read as."""

    PLAN = "plan"
    REGISTER = "register"
    UNITS = "units"
    PROGRESS = "progress"
    PROSE = "prose"
    REPORT = "report"
    INDICATORS = "indicators"
    FIGURES = "figures"
    TEMPLATE = "template"
    SCORING = "scoring"
    EVIDENCE = "evidence"


_CHECKS: Mapping[SandboxFileKind, Callable[[bytes, str], FileKind]] = {
    SandboxFileKind.EVIDENCE: checked_evidence,
    SandboxFileKind.PROSE: checked_prose,
    SandboxFileKind.REPORT: checked_prose,
    SandboxFileKind.TEMPLATE: checked_prose,
}
"""What is looked at of a file before a sandbox is opened for it; tables are what is not listed."""
_OPENED = frozenset({FileKind.DOCX, FileKind.XLSX, FileKind.PDF, FileKind.HEIC})
"""Kinds of evidence that have an inside to be looked at."""
_TURN = threading.BoundedSemaphore(MOST_SANDBOXES)


def read_sandboxed(kind: SandboxFileKind, data: bytes, filename: str, details: Sequence[tuple[bytes, str]] = ()) -> Any:
    """Return what the reader of `kind` makes of a file; refuse it when the reader refuses, fails or takes too much.

    `details` are further files of one export, bytes and name, for a register or a template only. The value is what the
    reader of the kind returns: `read_plan`, `read_registers`, `read_units`, `read_progress`, `read_paragraphs`,
    `read_report`, `read_form`, `read_figures`, `fill_template` or `read_scoring_sheet`.
    """
    files = [(data, filename), *details]
    for each, name in files:
        _CHECKS.get(kind, checked_import)(each, name)
    try:
        return _asked(kind, files)
    except Refusal as refusal:
        if refusal.reason is Reason.FILE_REFUSED:
            refusal.details.setdefault("file", filename)
        raise


def inspect_evidence(data: bytes, filename: str) -> InspectedFile:
    """Look a file of evidence through; return it as it may be kept, with what was done to it.

    Raises `Refusal` FILE_REFUSED with the true reason and the name of the file (`file`).
    """
    from tracker.documents.inspection.upload import InspectedFile as Inspected

    if checked_evidence(data, filename) not in _OPENED:
        return Inspected(filename, data)
    try:
        [found] = _asked(SandboxFileKind.EVIDENCE, [(data, filename)])
    except Refusal as refusal:
        refusal.details.setdefault("file", filename)
        raise
    checked: Inspected = found
    return checked if checked.data is not None else Inspected(filename, data)


def _asked(kind: SandboxFileKind, files: Sequence[tuple[bytes, str]]) -> Any:
    """Return what a sandbox answers about files."""
    question = pickle.dumps((kind.value, list(files)))
    if not _TURN.acquire(timeout=LONGEST_WAIT):
        raise file_refusal("too_busy")
    try:
        ended = subprocess.run(
            [sys.executable, "-I", "-c", _CELL, str(_ROOT)],
            input=question,
            capture_output=True,
            timeout=LONGEST_WAIT,
            cwd=_ROOT,
            env={"LANG": "C.UTF-8"},
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise file_refusal("too_heavy") from error
    finally:
        _TURN.release()
    if kind is SandboxFileKind.TEMPLATE and sys.platform != "win32" and ended.returncode == -signal.SIGXCPU:
        raise Refusal(Reason.TEMPLATE_REFUSED, field="file", why="too_slow")
    if ended.returncode != 0 or len(ended.stdout) > LARGEST_ANSWER:
        raise file_refusal("too_heavy")
    return _opened(ended.stdout)


def _opened(answer: bytes) -> Any:
    try:
        outcome, value = _PlainValues(io.BytesIO(answer)).load()
    except Exception as error:  # whatever is wrong with it, it is not an answer of ours
        raise file_refusal("too_heavy") from error
    if outcome != "read":
        reason, field, details = value
        raise Refusal(Reason(reason), field=field, **details)
    return value


class _PlainValues(pickle.Unpickler):
    """Opens values of our own frozen classes and days, and nothing that could act."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        found = (
            super().find_class(module, name)
            if (module.startswith(_VALUE_PACKAGES) or module in _VALUE_MODULES)
            else None
        )
        is_value = isinstance(found, type) and (hasattr(found, "__dataclass_fields__") or issubclass(found, enum.Enum))
        if not is_value or found.__module__ != module:
            raise pickle.UnpicklingError(name)
        return found


READERS: Mapping[SandboxFileKind, str] = {
    SandboxFileKind.PLAN: "tracker.intake.plans.table:read_plan",
    SandboxFileKind.REGISTER: "tracker.intake.registers.table:read_registers",
    SandboxFileKind.UNITS: "tracker.office.unit_table:read_units",
    SandboxFileKind.PROGRESS: "tracker.intake.plans.table:read_progress",
    SandboxFileKind.PROSE: "tracker.documents.paragraphs:read_paragraphs",
    SandboxFileKind.REPORT: "tracker.reports.checking.reader:read_report",
    SandboxFileKind.INDICATORS: "tracker.reports.indicators.table:read_form",
    SandboxFileKind.FIGURES: "tracker.reports.indicators.table:read_figures",
    SandboxFileKind.TEMPLATE: "tracker.reports.paper.template:fill_template",
    SandboxFileKind.SCORING: "tracker.reports.scoring_rules:read_scoring_sheet",
}
"""The reader of each kind, opened by name inside the sandbox alone: readers stand above this package."""
_VALUE_PACKAGES = ("tracker.documents.", "tracker.law.", "tracker.reports.indicators.")
_VALUE_MODULES = frozenset(
    {
        "tracker.reports.checking.paper",
        "tracker.office.name_reader",
        "tracker.reports.checking.appendix",
        *(reader.partition(":")[0] for reader in READERS.values()),
    }
)
"""Where the classes of an answer may stand: frozen values and enums of the readers and of what they stand on."""
_OF_SEVERAL_FILES = frozenset({SandboxFileKind.REGISTER, SandboxFileKind.TEMPLATE})


def _reader(kind: SandboxFileKind) -> Callable[[Sequence[tuple[bytes, str]]], object]:
    """Return what makes an answer of files: each is looked through before anything else reads it."""
    from tracker.documents.inspection.upload import inspect_upload as inspect

    if kind is SandboxFileKind.EVIDENCE:
        return lambda files: tuple(_without_bytes(inspect(*file)) for file in files)
    module, _, name = READERS[kind].partition(":")
    read = getattr(importlib.import_module(module), name)

    def read_inspected(files: Sequence[tuple[bytes, str]]) -> object:
        inspected = [((found := inspect(*file)).data or b"", found.name) for file in files]
        return read(inspected) if kind in _OF_SEVERAL_FILES else read(*inspected[0])

    return read_inspected


def _without_bytes(found: InspectedFile) -> InspectedFile:
    return found if found.changes else replace(found, data=None)


def _lock_in(most_cpu: int) -> None:
    """Give up memory, time, files and children for good, and be the first process to go when memory ends."""
    if sys.platform == "win32":  # no such limits there: the clock of the parent still holds
        return
    import resource

    os.nice(5)
    mark = Path("/proc/self/oom_score_adj")
    if mark.exists():
        mark.write_text("1000", encoding="ascii")
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (most_cpu, most_cpu + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def main() -> None:
    """Read the files of one paper from standard input and write what is in them to standard output."""
    word, files = pickle.load(sys.stdin.buffer)  # written by our own parent  # nosec B301
    kind = SandboxFileKind(word)
    read = _reader(kind)
    _lock_in(MOST_CPU_OF_TEMPLATE if kind is SandboxFileKind.TEMPLATE else MOST_CPU)
    try:
        answer: object = ("read", read(files))
    except Refusal as refusal:
        answer = ("refused", (refusal.reason.value, refusal.field, dict(refusal.details)))
    sys.stdout.buffer.write(pickle.dumps(answer))
