"""Of what type the parts of an Office file are, by `[Content_Types].xml` (ECMA-376, part 2), and which may be there.

Elements of Office parts that may not be in a paper: objects of other programs, other papers, outer pictures.

Formulas of sheets that fetch something or start another program.

Fields of Word that fetch something or start another program, found however their codes are cut up.

A field's code may stand in an attribute or be spread over many runs; another field inside it may write its first word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tracker.core.file_checks import FileKind, file_refusal
from tracker.documents.inspection.archive import normalise_member_name
from tracker.documents.inspection.markup import Attributes
from tracker.documents.inspection.relationships import (
    RELATIONSHIPS_NAMESPACE as RELATIONSHIPS,
    Relationship,
    parse_relationship,
)

NAME = "[Content_Types].xml"
CONTENT_TYPES_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
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
    """The types of parts, read as a `MarkupReader`; `of` answers by the name of a part."""

    by_part: dict[str, str] = field(default_factory=dict)
    by_ending: dict[str, str] = field(default_factory=dict)

    def begin(self, namespace: str, name: str, attributes: Attributes) -> None:
        """Take in one declaration."""
        if namespace != CONTENT_TYPES_NAMESPACE or name not in ("Types", "Default", "Override"):
            raise file_refusal("unreadable")
        if name == "Types":
            return
        table = self.by_part if name == "Override" else self.by_ending
        key = normalise_member_name(attributes.get("PartName" if name == "Override" else "Extension", ""))
        if not key or key in table:
            raise file_refusal("zip_names")
        table[key] = _bare(attributes.get("ContentType", ""))

    def end(self, namespace: str, name: str) -> None:
        """Leave an element."""

    def text(self, text: str) -> None:
        """Pass over text."""

    def of(self, part: str) -> str:
        """Return the type of a part in small letters, empty when it has none."""
        name = normalise_member_name(part)
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
            raise file_refusal(why)
    in_family = kind.startswith(_FAMILIES) and kind.endswith("+xml")
    if kind and not (in_family or kind in _SINGLE or kind.startswith("image/")):
        raise file_refusal("unknown_part", part=kind)


def _bare(kind: str) -> str:
    return kind.partition(";")[0].strip().casefold()


_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_CALLS = re.compile(
    r"(?:^|[^A-Z0-9_.])(?:_XLFN\.|_XLWS\.)*(WEBSERVICE|IMAGE|RTD|DDE|CALL|REGISTER|REGISTER\.ID|EXEC|INITIATE)\s*\(",
    re.ASCII,
)


def check_formula(formula: str) -> None:
    """Refuse FILE_REFUSED `fetching_formula` for one that calls out, by a function or by DDE (`program|topic`)."""
    bare = _QUOTED.sub("", formula).upper()
    if match := _CALLS.search(bare):
        raise file_refusal("fetching_formula", name=match[1])
    if "|" in bare:
        raise file_refusal("fetching_formula", name="DDE")


NAMESPACES = frozenset(
    {"http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"}
)
_FETCHING = frozenset(
    {
        "DDE",
        "DDEAUTO",
        "LINK",
        "INCLUDE",
        "INCLUDETEXT",
        "INCLUDEPICTURE",
        "IMPORT",
        "DATABASE",
        "RD",
        "EMBED",
        "CONTROL",
        "HTMLCONTROL",
        "OCX",
        "PRINT",
    }
)
_NESTED = "\x00"
"""Stands in a code where another field begins."""


@dataclass(slots=True)
class _Field:
    code: list[str] = field(default_factory=list)
    in_code: bool = True


@dataclass(slots=True)
class FieldReader:
    """Follows the fields of one part; `begin`, `end` and `text` are told as to a `MarkupReader`."""

    _open: list[_Field] = field(default_factory=list)
    _collecting: bool = False

    def begin(self, namespace: str, name: str, attributes: Attributes) -> None:
        """Take note of an element that begins."""
        if namespace not in NAMESPACES:
            return
        if name in ("instrText", "delInstrText"):
            self._collecting = True
        elif name == "fldSimple":
            _check_word_fields(_attribute(attributes, "instr"))
        elif name == "fldChar":
            self._step(_attribute(attributes, "fldCharType"))

    def end(self, namespace: str, name: str) -> None:
        """Take note of an element that ends; what is still open when the part ends is judged too."""
        if namespace not in NAMESPACES:
            return
        if name in ("instrText", "delInstrText"):
            self._collecting = False
        elif name in ("document", "hdr", "ftr", "footnotes", "endnotes", "comments", "glossaryDocument"):
            for each in self._open:
                _check_word_fields("".join(each.code))
            self._open.clear()

    def text(self, text: str) -> None:
        """Take in a piece of a code."""
        if not self._collecting:
            return
        if not self._open:
            _check_word_fields(text)  # a code outside every field: Word passes over it, other programs may not
        elif self._open[-1].in_code:
            self._open[-1].code.append(text)

    def _step(self, kind: str) -> None:
        if kind == "begin":
            if self._open and self._open[-1].in_code:
                self._open[-1].code.append(_NESTED)
            self._open.append(_Field())
        elif self._open and kind == "separate":
            self._open[-1].in_code = False
            _check_word_fields("".join(self._open[-1].code))
        elif self._open and kind == "end":
            _check_word_fields("".join(self._open.pop().code))


def _check_word_fields(code: str) -> None:
    """Refuse a code whose first word fetches something, or is not written in the code itself."""
    words = code.replace('"', " ").replace("\\", " \\").split(maxsplit=1)
    first = words[0] if words else ""
    if _NESTED in first or first.upper() in _FETCHING:
        raise file_refusal("fetching_field", name=first.strip(_NESTED).upper() or "?")


def _attribute(attributes: Attributes, name: str) -> str:
    """Return an attribute of Word's own namespace, or the bare one that some programs write."""
    found = [value for key, value in attributes.items() if key.rpartition("\n")[2] == name]
    return found[0] if found else ""


_WORD = NAMESPACES
SHEETS = frozenset(
    {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"}
)
_OFFICE_ELEMENTS = "urn:schemas-microsoft-com:office:office"
_VML = "urn:schemas-microsoft-com:vml"
_IN_WORD = {
    "altChunk": "embedded_document",
    "subDoc": "embedded_document",
    "objectEmbed": "embedded_object",
    "objectLink": "embedded_object",
    "control": "embedded_object",
    "frameset": "external_links",
}
_IN_SHEETS = {
    "oleObjects": "embedded_object",
    "oleObject": "embedded_object",
    "externalLink": "external_workbook",
    "externalReference": "external_workbook",
    "ddeLink": "external_workbook",
    "connections": "data_connection",
    "dialogsheet": "macro",
}
_FORMULAS = frozenset({"f", "definedName", "formula", "formula1", "formula2"})
_FILLED_FROM_OUTSIDE = ("://", "\\\\", "file:")


@dataclass(slots=True)
class PartReader:
    """Reads one part of a file: refuses what may not be there, collects relationships and what begins the part."""

    source: str
    links: list[Relationship] = field(default_factory=list)
    root: tuple[str, str] | None = None
    _fields: FieldReader = field(default_factory=FieldReader)
    _formula: list[str] | None = None

    def begin(self, namespace: str, name: str, attributes: Attributes) -> None:
        """Judge an element that begins."""
        if self.root is None:
            self.root = namespace, name
        if namespace == RELATIONSHIPS and name == "Relationship":
            self.links.append(parse_relationship(self.source, attributes))
        elif namespace in _WORD:
            _check_elements(_IN_WORD.get(name))
            self._fields.begin(namespace, name, attributes)
        elif namespace in SHEETS:
            _check_elements(_IN_SHEETS.get(name))
            self._formula = [] if name in _FORMULAS else self._formula
        elif namespace == _OFFICE_ELEMENTS and name == "OLEObject":
            raise file_refusal("embedded_object")
        elif namespace == _VML:
            _check_drawing(attributes)

    def end(self, namespace: str, name: str) -> None:
        """Judge what an element held."""
        self._fields.end(namespace, name)
        if namespace in SHEETS and name in _FORMULAS and self._formula is not None:
            check_formula("".join(self._formula))
            self._formula = None

    def text(self, text: str) -> None:
        """Take in text of a formula or a field."""
        if self._formula is not None:
            self._formula.append(text)
        self._fields.text(text)


def _check_elements(why: str | None) -> None:
    if why is not None:
        raise file_refusal(why)


def _check_drawing(attributes: Attributes) -> None:
    """Refuse a drawing filled with a picture from elsewhere; a link to click on is no such thing."""
    for key, value in attributes.items():
        name = key.rpartition("\n")[2]
        if name in ("src", "althref") and any(sign in value.casefold() for sign in _FILLED_FROM_OUTSIDE):
            raise file_refusal("external_links", target=value[:80])
