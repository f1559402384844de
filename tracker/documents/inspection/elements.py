"""Elements of Office parts that may not be in a paper: objects of other programs, other papers, outer pictures."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.documents.file_guard import refused
from tracker.documents.inspection import word_fields
from tracker.documents.inspection.formulas import check_formula
from tracker.documents.inspection.markup import Attributes
from tracker.documents.inspection.relationships import NAMESPACE as RELATIONSHIPS
from tracker.documents.inspection.relationships import Relationship, relationship
from tracker.documents.inspection.word_fields import FieldReader

_WORD = word_fields.NAMESPACES
SHEETS = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    }
)
_OFFICE = "urn:schemas-microsoft-com:office:office"
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
            self.links.append(relationship(self.source, attributes))
        elif namespace in _WORD:
            _check(_IN_WORD.get(name))
            self._fields.begin(namespace, name, attributes)
        elif namespace in SHEETS:
            _check(_IN_SHEETS.get(name))
            self._formula = [] if name in _FORMULAS else self._formula
        elif namespace == _OFFICE and name == "OLEObject":
            raise refused("embedded_object")
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


def _check(why: str | None) -> None:
    if why is not None:
        raise refused(why)


def _check_drawing(attributes: Attributes) -> None:
    """Refuse a drawing filled with a picture from elsewhere; a link to click on is no such thing."""
    for key, value in attributes.items():
        name = key.rpartition("\n")[2]
        if name in ("src", "althref") and any(sign in value.casefold() for sign in _FILLED_FROM_OUTSIDE):
            raise refused("external_links", target=value[:80])
