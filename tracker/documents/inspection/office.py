"""A Word or Excel file looked through: what it is, what its parts are, what they lead to (ECMA-376)."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.documents.file_guard import FileKind, refused
from tracker.documents.inspection import content_types, relationships
from tracker.documents.inspection.archive import Archive, Budget, comparable
from tracker.documents.inspection.content_types import ContentTypes
from tracker.documents.inspection.elements import PartReader
from tracker.documents.inspection.markup import is_markup, read_loosely, read_markup
from tracker.documents.inspection.relationships import Relationship
from tracker.rules.refusals import Refusal

_NAMED_MACRO = ("vbaproject", "vbadata")
_NAMED = {"/activex/": "embedded_object", "/externallinks/": "external_workbook"}
"""Parts known by their usual names even where nothing leads to them."""
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"%PDF-")
"""How files of other programs begin, old Office files (OLE) among them."""
_ZIP = b"PK\x03\x04"
_RUBBISH = "[trash]/"
"""Where Word leaves parts it no longer uses; nothing leads there."""


@dataclass(slots=True)
class Contents:
    """What was found in a file: relationships to cut, each with the part that holds it, and whether it is signed."""

    cuts: list[tuple[str, Relationship]] = field(default_factory=list)
    is_signed: bool = False


def check_office(data: bytes, kind: FileKind, budget: Budget | None = None) -> Contents:
    """Look through a file; refuse FILE_REFUSED with the true reason, or return what is to be cut out of it."""
    room = budget or Budget()
    archive = Archive(data, room)
    types = _types(archive)
    parts = _parts(archive, types)
    seen = _Seen(types, frozenset(map(comparable, parts)))
    for name in parts:
        content = archive.read(name)
        for link in _check_part(name, content, types):
            seen.note(name, link)
        if content.startswith(_ZIP):
            seen.archives[name] = content
        seen.contents.is_signed |= types.of(name).startswith(content_types.SIGNATURE)
    if seen.mains != [content_types.MAIN[kind]]:
        raise refused("content")
    for name, content in seen.archives.items():
        _check_embedded(name, content, seen, room)
    return seen.contents


@dataclass(slots=True)
class _Seen:
    """What the parts looked at so far lead to: types of main parts, targets, numbers of charts, archives inside."""

    types: ContentTypes
    names: frozenset[str]
    contents: Contents = field(default_factory=Contents)
    mains: list[str] = field(default_factory=list)
    targets: set[str] = field(default_factory=set)
    charts: set[str] = field(default_factory=set)
    archives: dict[str, bytes] = field(default_factory=dict)

    def note(self, name: str, link: Relationship) -> None:
        """Take in one relationship written in the part `name`; refuse one that may not be there."""
        in_chart = self.types.of(link.source) in content_types.CHARTS
        if relationships.is_cut(link, in_chart=in_chart):
            self.contents.cuts.append((name, link))
        elif not link.is_external:
            target, kind = comparable(link.part), self.types.of(link.part)
            if content_types.is_media(kind) and not relationships.leads_to_media(link):
                raise refused("unknown_part", part=kind)
            (self.charts if link.word == relationships.EMBEDDED else self.targets).add(target)
            if link.word == "officeDocument" and not link.source:
                self.mains.append(kind if target in self.names else "")


def _parts(archive: Archive, types: ContentTypes) -> Sequence[str]:
    """Return the names of parts; refuse those of a type that may not be there."""
    parts = [name for name in archive.names if name != content_types.NAME]
    types.check(parts)
    return parts


def _types(archive: Archive) -> ContentTypes:
    """Return the types of parts; without them it is no Office file at all."""
    if content_types.NAME not in archive.names:
        raise refused("content")
    types = ContentTypes()
    read_markup(archive.read(content_types.NAME), types)
    return types


def _check_part(name: str, content: bytes, types: ContentTypes) -> Sequence[Relationship]:
    """Judge the bytes of one part and return the relationships written in it."""
    path = f"/{comparable(name)}"
    if any(word in posixpath.basename(path) for word in _NAMED_MACRO):
        raise refused("macro")
    for piece, why in _NAMED.items():
        if piece in path:
            raise refused(why)
    if content.startswith(_PROGRAMS) and not comparable(name).startswith(_RUBBISH):
        raise refused("embedded_object")
    kind, ending = types.of(name), posixpath.splitext(path)[1]
    named_markup = ending in (".xml", ".rels", ".vml") or path.endswith("/.rels")
    if not (named_markup or kind.endswith(("+xml", "/xml")) or (not kind and is_markup(content))):
        return ()
    return _read(name, content, is_drawing=kind.endswith("vmldrawing") or ending == ".vml")


def _read(name: str, content: bytes, *, is_drawing: bool) -> Sequence[Relationship]:
    reader = PartReader(_source_of(name))
    try:
        read_markup(content, reader)
    except Refusal:
        if not is_drawing:
            raise
        reader = PartReader(_source_of(name))
        read_loosely(content, reader)
    is_list = reader.root == (relationships.NAMESPACE, "Relationships")
    named_list = comparable(name).endswith(".rels")
    if is_list != named_list or (reader.links and not is_list):
        raise refused("unreadable")
    return reader.links


def _source_of(name: str) -> str:
    """Return the part whose relationships a part lists, empty for those of the whole file."""
    folder, _, own = name.rpartition("/")
    return posixpath.join(folder.rpartition("/")[0], own[: -len(".rels")])


def _check_embedded(name: str, data: bytes, seen: _Seen, budget: Budget) -> None:
    """Look through a file inside the file: the numbers of a chart whole, one that nothing leads to part by part."""
    own = comparable(name)
    if own in seen.targets or (own in seen.charts and seen.types.of(name) != content_types.WORKBOOK):
        raise refused("embedded_object")
    if own not in seen.charts:
        _check_unused(data, budget)
    elif check_office(data, FileKind.XLSX, budget).cuts:
        raise refused("external_links", target=name)


def _check_unused(data: bytes, budget: Budget) -> None:
    """Judge the parts of an archive that nothing in the file leads to."""
    archive = Archive(data, budget)
    types = _types(archive) if content_types.NAME in archive.names else ContentTypes()
    for name in _parts(archive, types):
        content = archive.read(name)
        if content.startswith(_ZIP):
            raise refused("embedded_object")
        for link in _check_part(name, content, types):
            if relationships.is_cut(link, in_chart=False):
                raise refused("external_links", target=link.target[:80])
