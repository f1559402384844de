"""The numbers Word gives to paragraphs by itself; the text of the file does not hold them."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_KINDS = {
    "decimal": "number",
    "decimalZero": "number",
    "upperRoman": "roman",
    "lowerRoman": "roman",
    "lowerLetter": "letter",
    "upperLetter": "letter",
    "bullet": "dash",
}
_BY_STYLE = {"ListBullet": "dash", "ListNumber": "number"}


@dataclass(frozen=True, slots=True)
class Numbering:
    """The format of every level of every list of a file: (list, level) to the kind of mark."""

    kinds: dict[tuple[str, str], str]

    @classmethod
    def of(cls, document: WordDocument) -> Numbering:
        """Read the lists of a file; a file without lists has none."""
        parts = [
            part for part in document.part.package.iter_parts() if part.partname.endswith("/numbering.xml")
        ]
        root: BaseOxmlElement | None = getattr(parts[0], "element", None) if parts else None
        if root is None:
            return cls({})
        levels = {
            (abstract.get(qn("w:abstractNumId"), ""), level.get(qn("w:ilvl"), "0")): _format(level)
            for abstract in root.findall(qn("w:abstractNum"))
            for level in abstract.findall(qn("w:lvl"))
        }
        kinds: dict[tuple[str, str], str] = {}
        for one in root.findall(qn("w:num")):
            reference = one.find(qn("w:abstractNumId"))
            name = "" if reference is None else reference.get(qn("w:val"), "")
            for (abstract, level), kind in levels.items():
                if abstract == name:
                    kinds[one.get(qn("w:numId"), ""), level] = kind
        return cls(kinds)

    def mark_of(self, paragraph: BaseOxmlElement) -> str:
        """Return the kind and depth of the number Word shows before a paragraph; empty for none."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return ""
        numbered = properties.find(qn("w:numPr"))
        if numbered is None:
            style = properties.find(qn("w:pStyle"))
            kind = _BY_STYLE.get("" if style is None else style.get(qn("w:val"), "").rstrip("0123456789"), "")
            return f"{kind}1" if kind == "number" else kind
        level = _value(numbered, "w:ilvl", "0")
        kind = self.kinds.get((_value(numbered, "w:numId", ""), level), "")
        if kind in {"number", "dash"} and level.isdigit() and (kind == "number" or level != "0"):
            return f"{kind}{int(level) + 1}"
        return kind


def _format(level: BaseOxmlElement) -> str:
    return _KINDS.get(_value(level, "w:numFmt", ""), "")


def _value(element: BaseOxmlElement, name: str, missing: str) -> str:
    child = element.find(qn(name))
    return missing if child is None else child.get(qn("w:val"), missing)
