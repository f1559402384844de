"""An OpenDocument spreadsheet looked through (ISO/IEC 26300): no macros, no object but charts, nothing from outside."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from tracker.documents.file_guard import refused
from tracker.documents.inspection.archive import Archive, Budget, comparable
from tracker.documents.inspection.formulas import check_formula
from tracker.documents.inspection.markup import Attributes, read_markup

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
_PROGRAMS = ("basic/", "scripts/", "dialogs/")
_NOT_FOLLOWED = frozenset({"a", "script"})
"""A link to click on; and a script, which is refused by what it is."""


def check_opendocument(data: bytes) -> None:
    """Look through a spreadsheet; refuse FILE_REFUSED with the true reason."""
    archive = Archive(data, Budget())
    if not set(archive.names) >= _NEEDED or archive.read("mimetype").strip() != MIMETYPE:
        raise refused("content")
    manifest = _Manifest()
    read_markup(archive.read(_MANIFEST), manifest)
    for name in archive.names:
        if name in ("mimetype", _MANIFEST):
            continue
        own = comparable(name)
        if own.startswith(_PROGRAMS):
            raise refused("macro")
        if own.startswith("object ") and own.split("/")[0] not in manifest.charts:
            raise refused("embedded_object")
        content = archive.read(name)
        if own.endswith((".xml", ".rdf")):
            read_markup(content, _Content(manifest.charts))
        elif content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF")):
            raise refused("embedded_object")


@dataclass(slots=True)
class _Manifest:
    """The list of parts: which objects are charts, and whether anything is locked with a password."""

    charts: set[str] = field(default_factory=set)

    def begin(self, namespace: str, name: str, attributes: Attributes) -> None:
        if name == "encryption-data":
            raise refused("encrypted")
        if name == "file-entry":
            own = {key.rpartition("\n")[2]: value for key, value in attributes.items()}
            path, kind = comparable(own.get("full-path", "")), own.get("media-type", "")
            if "macro" in kind or "binary" in kind:
                raise refused("macro" if "macro" in kind else "embedded_object")
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
            raise refused(_FORBIDDEN[name])
        if namespace.startswith(_NAMESPACE) and name == "script":
            raise refused("macro")
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
        target = comparable(posixpath.normpath(attributes.get(_LINK, "")))
        if target not in self.charts:
            raise refused("embedded_object")


def _check_inside(target: str) -> None:
    """Refuse a reference that leads out of the file."""
    path = target.replace("\\", "/").partition("#")[0]
    if path.startswith("/") or ":" in path.partition("/")[0] or path.startswith("../"):
        raise refused("external_links", target=target[:80])
