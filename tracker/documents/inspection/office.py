"""A Word or Excel file looked through: what it is, what its parts are, what they lead to (ECMA-376).

An OpenDocument spreadsheet looked through (ISO/IEC 26300): no macros, no object but charts, nothing from outside.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.core.file_checks import FileKind, file_refusal
from tracker.core.refusals import Refusal
from tracker.documents.inspection import content as inspection_content, relationships
from tracker.documents.inspection.archive import InflationBudget, ZipArchive, normalise_member_name
from tracker.documents.inspection.content import ContentTypes, PartReader, check_formula
from tracker.documents.inspection.markup import Attributes, is_markup, read_loosely, read_markup
from tracker.documents.inspection.relationships import Relationship

_NAMED_MACRO = ("vbaproject", "vbadata")
_NAMED = {"/activex/": "embedded_object", "/externallinks/": "external_workbook"}
"""Parts known by their usual names even where nothing leads to them."""
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"%PDF-")
"""How files of other programs begin, old Office files (OLE) among them."""
_ZIP = b"PK\x03\x04"
_RUBBISH = "[trash]/"
"""Where Word leaves parts it no longer uses; nothing leads there."""


@dataclass(slots=True)
class OfficeFileContents:
    """What was found in a file: relationships to cut, each with the part that holds it, and whether it is signed."""

    cuts: list[tuple[str, Relationship]] = field(default_factory=list)
    is_signed: bool = False


def check_office(data: bytes, kind: FileKind, budget: InflationBudget | None = None) -> OfficeFileContents:
    """Look through a file; refuse FILE_REFUSED with the true reason, or return what is to be cut out of it."""
    budget_left = budget or InflationBudget()
    archive = ZipArchive(data, budget_left)
    types = _types(archive)
    parts = _parts(archive, types)
    seen = _Seen(types, frozenset(map(normalise_member_name, parts)))
    for name in parts:
        content = archive.read(name)
        for link in _check_part(name, content, types):
            seen.note(name, link)
        if content.startswith(_ZIP):
            seen.archives[name] = content
        seen.contents.is_signed |= types.of(name).startswith(inspection_content.SIGNATURE)
    if seen.mains != [inspection_content.MAIN[kind]]:
        raise file_refusal("content")
    for name, content in seen.archives.items():
        _check_embedded(name, content, seen, budget_left)
    return seen.contents


@dataclass(slots=True)
class _Seen:
    """What the parts looked at so far lead to: types of main parts, targets, numbers of charts, archives inside."""

    types: ContentTypes
    names: frozenset[str]
    contents: OfficeFileContents = field(default_factory=OfficeFileContents)
    mains: list[str] = field(default_factory=list)
    targets: set[str] = field(default_factory=set)
    charts: set[str] = field(default_factory=set)
    archives: dict[str, bytes] = field(default_factory=dict)

    def note(self, name: str, link: Relationship) -> None:
        """Take in one relationship written in the part `name`; refuse one that may not be there."""
        in_chart = self.types.of(link.source) in inspection_content.CHARTS
        if relationships.is_cut(link, in_chart=in_chart):
            self.contents.cuts.append((name, link))
        elif not link.is_external:
            target, kind = normalise_member_name(link.part), self.types.of(link.part)
            if inspection_content.is_media(kind) and not relationships.leads_to_media(link):
                raise file_refusal("unknown_part", part=kind)
            (self.charts if link.word == relationships.EMBEDDED else self.targets).add(target)
            if link.word == "officeDocument" and not link.source:
                self.mains.append(kind if target in self.names else "")


def _parts(archive: ZipArchive, types: ContentTypes) -> Sequence[str]:
    """Return the names of parts; refuse those of a type that may not be there."""
    parts = [name for name in archive.names if name != inspection_content.NAME]
    types.check(parts)
    return parts


def _types(archive: ZipArchive) -> ContentTypes:
    """Return the types of parts; without them it is no Office file at all."""
    if inspection_content.NAME not in archive.names:
        raise file_refusal("content")
    types = ContentTypes()
    read_markup(archive.read(inspection_content.NAME), types)
    return types


def _check_part(name: str, content: bytes, types: ContentTypes) -> Sequence[Relationship]:
    """Judge the bytes of one part and return the relationships written in it."""
    path = f"/{normalise_member_name(name)}"
    if any(word in posixpath.basename(path) for word in _NAMED_MACRO):
        raise file_refusal("macro")
    for piece, why in _NAMED.items():
        if piece in path:
            raise file_refusal(why)
    if content.startswith(_PROGRAMS) and not normalise_member_name(name).startswith(_RUBBISH):
        raise file_refusal("embedded_object")
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
    is_list = reader.root == (relationships.RELATIONSHIPS_NAMESPACE, "Relationships")
    named_list = normalise_member_name(name).endswith(".rels")
    if is_list != named_list or (reader.links and not is_list):
        raise file_refusal("unreadable")
    return reader.links


def _source_of(name: str) -> str:
    """Return the part whose relationships a part lists, empty for those of the whole file."""
    folder, _, own = name.rpartition("/")
    return posixpath.join(folder.rpartition("/")[0], own[: -len(".rels")])


def _check_embedded(name: str, data: bytes, seen: _Seen, budget: InflationBudget) -> None:
    """Look through a file inside the file: the numbers of a chart whole, one that nothing leads to part by part."""
    own = normalise_member_name(name)
    if own in seen.targets or (own in seen.charts and seen.types.of(name) != inspection_content.WORKBOOK):
        raise file_refusal("embedded_object")
    if own not in seen.charts:
        _check_unused(data, budget)
    elif check_office(data, FileKind.XLSX, budget).cuts:
        raise file_refusal("external_links", target=name)


def _check_unused(data: bytes, budget: InflationBudget) -> None:
    """Judge the parts of an archive that nothing in the file leads to."""
    archive = ZipArchive(data, budget)
    types = _types(archive) if inspection_content.NAME in archive.names else ContentTypes()
    for name in _parts(archive, types):
        content = archive.read(name)
        if content.startswith(_ZIP):
            raise file_refusal("embedded_object")
        for link in _check_part(name, content, types):
            if relationships.is_cut(link, in_chart=False):
                raise file_refusal("external_links", target=link.target[:80])


MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
CHART = "application/vnd.oasis.opendocument.chart"
_MANIFEST = "META-INF/manifest.xml"
_NEEDED = frozenset({"mimetype", "content.xml", _MANIFEST})
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_LINK = "http://www.w3.org/1999/xlink\nhref"
_FORBIDDEN = {
    "event-listener": "macro",
    "module": "macro",
    "libraries": "macro",
    "library": "macro",
    "object-ole": "embedded_object",
    "plugin": "embedded_object",
    "applet": "embedded_object",
    "floating-frame": "embedded_object",
    "table-source": "external_workbook",
    "cell-range-source": "external_workbook",
    "dde-source": "external_workbook",
    "dde-link": "external_workbook",
    "section-source": "embedded_document",
    "connection-resource": "data_connection",
    "database-source-sql": "data_connection",
    "database-source-table": "data_connection",
    "database-source-query": "data_connection",
}
"""Elements that may not be there, by their own name, with the code of the refusal."""
_PROGRAMS_OPENDOCUMENT = ("basic/", "scripts/", "dialogs/")
_NOT_FOLLOWED = frozenset({"a", "script"})
"""A link to click on; and a script, which is refused by what it is."""


def check_opendocument(data: bytes) -> None:
    """Look through a spreadsheet; refuse FILE_REFUSED with the true reason."""
    archive = ZipArchive(data, InflationBudget())
    if not set(archive.names) >= _NEEDED or archive.read("mimetype").strip() != MIMETYPE:
        raise file_refusal("content")
    manifest = _Manifest()
    read_markup(archive.read(_MANIFEST), manifest)
    for name in archive.names:
        if name in ("mimetype", _MANIFEST):
            continue
        own = normalise_member_name(name)
        if own.startswith(_PROGRAMS_OPENDOCUMENT):
            raise file_refusal("macro")
        if own.startswith("object ") and own.split("/")[0] not in manifest.charts:
            raise file_refusal("embedded_object")
        content = archive.read(name)
        if own.endswith((".xml", ".rdf")):
            read_markup(content, _Content(manifest.charts))
        elif content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF")):
            raise file_refusal("embedded_object")


@dataclass(slots=True)
class _Manifest:
    """The list of parts: which objects are charts, and whether anything is locked with a password."""

    charts: set[str] = field(default_factory=set)

    def begin(self, namespace: str, name: str, attributes: Attributes) -> None:
        if name == "encryption-data":
            raise file_refusal("encrypted")
        if name == "file-entry":
            own = {key.rpartition("\n")[2]: value for key, value in attributes.items()}
            path, kind = normalise_member_name(own.get("full-path", "")), own.get("media-type", "")
            if "macro" in kind or "binary" in kind:
                raise file_refusal("macro" if "macro" in kind else "embedded_object")
            if kind == CHART:
                self.charts.add(posixpath.normpath(path))

    def end(self, namespace: str, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


@dataclass(slots=True)
class _Content:
    """One part: its elements, what they refer to, its formulas."""

    charts: set[str]

    def begin(self, namespace: str, name: str, attributes: Attributes) -> None:
        if namespace.startswith(_NAMESPACE) and name in _FORBIDDEN:
            raise file_refusal(_FORBIDDEN[name])
        if namespace.startswith(_NAMESPACE) and name == "script":
            raise file_refusal("macro")
        if name == "object" and namespace.startswith(_NAMESPACE):
            self._check_object(attributes)
        elif _LINK in attributes and name not in _NOT_FOLLOWED:
            _check_inside(attributes[_LINK])
        for key, value in attributes.items():
            if key.rpartition("\n")[2] in ("formula", "condition", "expression"):
                check_formula(value)

    def end(self, namespace: str, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass

    def _check_object(self, attributes: Attributes) -> None:
        target = normalise_member_name(posixpath.normpath(attributes.get(_LINK, "")))
        if target not in self.charts:
            raise file_refusal("embedded_object")


def _check_inside(target: str) -> None:
    """Refuse a reference that leads out of the file."""
    path = target.replace("\\", "/").partition("#")[0]
    if path.startswith("/") or ":" in path.partition("/")[0] or path.startswith("../"):
        raise file_refusal("external_links", target=target[:80])
