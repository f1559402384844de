"""Of what type the parts of an Office file are, by `[Content_Types].xml` (ECMA-376, part 2), and which may be there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tracker.documents.file_guard import FileKind, refused
from tracker.documents.inspection.archive import comparable
from tracker.documents.inspection.markup import Attributes

NAME = "[Content_Types].xml"
NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN = {
    FileKind.DOCX: f"{_OFFICE}wordprocessingml.document.main+xml",
    FileKind.XLSX: f"{_OFFICE}spreadsheetml.sheet.main+xml",
}
WORKBOOK = f"{_OFFICE}spreadsheetml.sheet"
"""A whole workbook inside another file: the numbers behind a chart."""
CHARTS = (f"{_OFFICE}drawingml.chart+xml", "application/vnd.ms-office.chartex+xml")
SIGNATURE = "application/vnd.openxmlformats-package.digital-signature"

_FORBIDDEN = (
    ("macro", "macro"),
    ("vba", "macro"),
    ("dialogsheet", "macro"),
    ("keymapcustomizations", "macro"),
    ("attachedtoolbars", "macro"),
    ("activex", "embedded_object"),
    ("oleobject", "embedded_object"),
    ("webextension", "embedded_object"),
    ("externallink", "external_workbook"),
    ("connections", "data_connection"),
    ("querytable", "data_connection"),
)
"""Pieces of types that are refused, with the code of the refusal."""
_FAMILIES = (
    f"{_OFFICE}wordprocessingml.",
    f"{_OFFICE}spreadsheetml.",
    f"{_OFFICE}drawing",
    f"{_OFFICE}customxmlproperties",
    f"{_OFFICE}extended-properties",
    f"{_OFFICE}custom-properties",
    f"{_OFFICE}theme",
    "application/vnd.openxmlformats-package.",
    "application/vnd.ms-word.",
    "application/vnd.ms-excel.",
    "application/vnd.ms-office.",
    "application/vnd.wps-officedocument.",
)
_SINGLE = frozenset(
    {
        "application/xml",
        "text/xml",
        "application/inkml+xml",
        f"{_OFFICE}vmldrawing",
        f"{_OFFICE}obfuscatedfont",
        f"{_OFFICE}spreadsheetml.printersettings",
        f"{_OFFICE}spreadsheetml.customproperty",
        f"{_OFFICE}wordprocessingml.printersettings",
        f"{SIGNATURE}-origin",
        f"{SIGNATURE}-certificate",
        "application/x-fontdata",
        "application/x-font-ttf",
        "application/vnd.ms-package.obfuscated-opentype",
        "application/x-msmetafile",
        "application/binary",
        WORKBOOK,
    }
)
"""Types that are no family of XML; `application/binary` is written by Google Sheets beside a workbook."""


@dataclass(slots=True)
class ContentTypes:
    """The types of parts, read as a `markup.Reader`; `of` answers by the name of a part."""

    by_part: dict[str, str] = field(default_factory=dict)
    by_ending: dict[str, str] = field(default_factory=dict)

    def begin(self, namespace: str, name: str, attributes: Attributes) -> None:
        """Take in one declaration."""
        if namespace != NAMESPACE or name not in ("Types", "Default", "Override"):
            raise refused("unreadable")
        if name == "Types":
            return
        table = self.by_part if name == "Override" else self.by_ending
        key = comparable(attributes.get("PartName" if name == "Override" else "Extension", ""))
        if not key or key in table:
            raise refused("zip_names")
        table[key] = _bare(attributes.get("ContentType", ""))

    def end(self, namespace: str, name: str) -> None:
        """Leave an element."""

    def text(self, text: str) -> None:
        """Pass over text."""

    def of(self, part: str) -> str:
        """Return the type of a part in small letters, empty when it has none."""
        name = comparable(part)
        ending = PurePosixPath(name).suffix.removeprefix(".") or name.rpartition(".")[2]
        return self.by_part.get(f"/{name}") or self.by_ending.get(ending, "")

    def check(self, parts: Sequence[str]) -> None:
        """Refuse a type that may not be in a paper."""
        for part in parts:
            _check(self.of(part))


def is_media(kind: str) -> bool:
    """Tell whether parts of a type are pictures, fonts or the like, which are not read as XML."""
    return bool(kind) and kind != WORKBOOK and not kind.endswith(("+xml", "/xml", "vmldrawing"))


def _check(kind: str) -> None:
    for piece, why in _FORBIDDEN:
        if piece in kind:
            raise refused(why)
    in_family = kind.startswith(_FAMILIES) and kind.endswith("+xml")
    if kind and not (in_family or kind in _SINGLE or kind.startswith("image/")):
        raise refused("unknown_part", part=kind)


def _bare(kind: str) -> str:
    return kind.partition(";")[0].strip().casefold()
