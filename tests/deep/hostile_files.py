"""A thousand hostile files: those with something forbidden inside are refused, spoilt ones are read or refused in time.

Poison is put into real papers of 2021 inside the zip, under names, sizes and places drawn anew for each file; most
changes of plain bytes would die at the zip and try nothing.
"""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.house.sources import ROOT
from tests.support.hostile_links import OLE
from tracker.core.file_checks import checked_evidence, checked_import
from tracker.core.refusals import Refusal
from tracker.documents.inspection.upload import inspect_upload
from tracker.documents.sandbox import SandboxFileKind, read_sandboxed

DATA = ROOT / "tracker" / "demo" / "data"
PAPERS = (
    (DATA / "ke-hoach-cchc-2021.docx", SandboxFileKind.PLAN),
    (DATA / "ykcd-tinh-2021.xlsx", SandboxFileKind.REGISTER),
)
LONGEST = 20.0
"""Seconds that reading one file may take on a busy machine."""
Parts = dict[str, bytes]
Poison = Callable[[random.Random, Parts, str], bytes]


@dataclass
class Verdict:
    """How many files there were, what came in that must not, what failed otherwise than by a refusal."""

    poisoned: int = 0
    spoilt: int = 0
    read: int = 0
    let_in: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0
    told: Counter[str] = field(default_factory=Counter)

    @property
    def holds(self) -> bool:
        """Tell whether nothing came in, nothing failed and nothing took too long."""
        return self.poisoned > 0 and not self.let_in and not self.faults and self.slowest < LONGEST

    def __str__(self) -> str:
        """Return the figures in one line, and the first that came in if any."""
        line = (
            f"sqlite      hostile files: {self.poisoned} poisoned, {len(self.let_in)} let in; {self.spoilt} spoilt, "
            f"{self.read} still read, the others refused, {len(self.faults)} faults; slowest {self.slowest:.1f} s; "
            f"{len(self.told)} different refusals"
        )
        return "\n".join([line, *self.let_in[:5], *self.faults[:5]])


def tried(count: int, seed: int = 1822) -> Verdict:
    """Make files by the dice, four poisoned ones to each spoilt one, and see what becomes of them."""
    dice, verdict = random.Random(seed), Verdict()
    for number in range(count):
        path, kind = PAPERS[number % 2]
        parts = _parts(path)
        if number % 5 == 4:
            _read(_spoilt(dice, parts), path, kind, verdict)
            continue
        name, poison = dice.choice(tuple(POISONS.items()))
        _refused(poison(dice, parts, path.suffix), path, name, verdict)
    return verdict


def _refused(data: bytes, path: Path, poison: str, verdict: Verdict) -> None:
    verdict.poisoned += 1
    for check in (checked_import, checked_evidence):
        begun = time.monotonic()
        try:
            check(data, path.name)
            inspect_upload(data, path.name)
        except Refusal as refusal:
            verdict.told[str(refusal.details.get("why"))] += 1
        except Exception as fault:  # any other ending is what this trial looks for
            verdict.faults.append(f"{poison}: {type(fault).__name__}")
        else:
            verdict.let_in.append(f"{poison} in {path.name}")
        verdict.slowest = max(verdict.slowest, time.monotonic() - begun)


def _read(data: bytes, path: Path, kind: SandboxFileKind, verdict: Verdict) -> None:
    verdict.spoilt += 1
    begun = time.monotonic()
    try:
        read_sandboxed(kind, data, path.name)
        verdict.read += 1
    except Refusal as refusal:
        verdict.told[str(refusal.details.get("why"))] += 1
    except Exception as fault:  # as above
        verdict.faults.append(f"spoilt {path.name}: {type(fault).__name__}")
    verdict.slowest = max(verdict.slowest, time.monotonic() - begun)


def _parts(path: Path) -> Parts:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: Parts) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _name(dice: random.Random, ending: str = ".xml") -> str:
    folder = dice.choice(("word", "xl", "customXml", "docProps", "a/b/c"))
    return f"{folder}/{dice.randbytes(4).hex()}{ending}"


def _with(name: Callable[[random.Random], str], content: Callable[[random.Random], bytes]) -> Poison:
    return lambda dice, parts, _: _packed(parts | {name(dice): content(dice)})


def _entity(dice: random.Random) -> bytes:
    word = dice.randbytes(3).hex()
    text = f'<?xml version="1.0"?><!DOCTYPE {word} [<!ENTITY {word} "{word * 9}">]><a>&{word};</a>'
    return text.encode(dice.choice(("utf-8", "utf-16", "utf-16-le", "utf-16-be")))


def _late_entity(dice: random.Random) -> bytes:
    return b"<a>" + b" " * dice.randrange(60_000, 200_000) + b"<!ENTITY b SYSTEM 'file:///etc/passwd'></a>"


def _link(dice: random.Random) -> bytes:
    kind = dice.choice(("attachedTemplate", "image", "oleObject", "externalLink", "frame"))
    target = dice.choice(("http://a.example/x", "file:///c:/x", "\\\\10.0.0.1\\x"))
    return (
        f'<Relationships><Relationship Id="r1" Type="http://schemas/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    ).encode()


def _encrypted(dice: random.Random, parts: Parts, ending: str) -> bytes:
    """Set the mark of encryption in the directory of one member."""
    data = bytearray(_packed(parts))
    places = [at for at in range(len(data) - 4) if data[at : at + 4] == b"PK\x01\x02"]
    data[dice.choice(places) + 8] |= 1
    return bytes(data)


def _twice(dice: random.Random, parts: Parts, ending: str) -> bytes:
    """Hold one name twice: readers differ in which they take."""
    names = sorted(parts)
    one, other = dice.sample([each for each in names if len(each) > 4], 2)
    data = _packed(parts)
    longer = other + "x" * max(0, len(one) - len(other))
    fresh = {**{name: parts[name] for name in names if name != other}, longer[: len(one)]: parts[other]}
    data = _packed(fresh)
    return data.replace(longer[: len(one)].encode(), one.encode())


def _other_kind(dice: random.Random, parts: Parts, ending: str) -> bytes:
    wanted = "word/document.xml" if ending == ".docx" else "xl/workbook.xml"
    return _packed({name: content for name, content in parts.items() if name != wanted})


def _not_a_zip(dice: random.Random, parts: Parts, ending: str) -> bytes:
    head = dice.choice((b"MZ", b"%PDF-1.7\n", b"\x7fELF", b"<html>", b"#!/bin/sh\n", b"\xd0\xcf\x11\xe0"))
    return head + _packed(parts)


def _cut(dice: random.Random, parts: Parts, ending: str) -> bytes:
    data = _packed(parts)
    return data[: dice.randrange(4, len(data) - 100)]


def _spoilt(dice: random.Random, parts: Parts) -> bytes:
    """Change some bytes of one part inside the zip: cut, doubled, swapped or overwritten."""
    name = dice.choice(sorted(parts))
    content = bytearray(parts[name])
    for _ in range(dice.randint(1, 30)):
        at, length = dice.randrange(len(content) or 1), dice.randint(1, 40)
        change = dice.randrange(3)
        if change == 0:
            del content[at : at + length]
        elif change == 1:
            content[at:at] = content[at : at + length]
        else:
            content[at : at + length] = dice.randbytes(length)
    return _packed(parts | {name: bytes(content)})


POISONS: dict[str, Poison] = {
    "macro": _with(
        lambda dice: dice.choice(("word/", "xl/", "x/")) + "vbaProject.bin", lambda dice: dice.randbytes(99)
    ),
    "embedded": _with(lambda dice: f"word/embeddings/{dice.randrange(99)}.bin", lambda dice: OLE + dice.randbytes(99)),
    "control": _with(lambda dice: f"xl/activeX/{dice.randrange(99)}.xml", lambda dice: b"<a/>"),
    "outer book": _with(lambda dice: f"xl/externalLinks/{dice.randrange(99)}.xml", lambda dice: b"<a/>"),
    "entity": _with(_name, _entity),
    "late entity": _with(_name, _late_entity),
    "link out": _with(lambda dice: _name(dice, ".rels"), _link),
    "bomb": _with(_name, lambda dice: bytes(dice.randrange(2_000_000, 9_000_000))),
    "huge": _with(_name, lambda dice: bytes(33_000_000)),
    "way up": _with(lambda dice: "../" * dice.randint(1, 6) + "etc/passwd", lambda dice: b"x"),
    "from the root": _with(lambda dice: f"/{dice.randbytes(3).hex()}", lambda dice: b"x"),
    "drive": _with(lambda dice: f"c:{dice.randbytes(3).hex()}", lambda dice: b"x"),
    "many": lambda dice, parts, _: _packed(
        parts | {f"x/{number}.bin": b"" for number in range(dice.randint(501, 900))}
    ),
    "encrypted": _encrypted,
    "twice": _twice,
    "other kind": _other_kind,
    "no zip": _not_a_zip,
    "cut": _cut,
}
"""What makes a file hostile, by name."""
