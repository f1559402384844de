"""The numbers Word prints before paragraphs of a list: the file holds the rule of counting, not the number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_PLACE = re.compile(r"%(\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts: its kind of number, its first number, and the pattern it stands in."""

    kind: str
    start: int
    pattern: str


@dataclass(slots=True)
class ListNumbers:
    """Counts the paragraphs of a file in the order in which they are asked about.

    Lists made from one definition go on counting together, as in Word, unless a list says where it starts.
    """

    levels: dict[tuple[str, int], _Level]
    definitions: dict[str, str]
    restarts: dict[tuple[str, int], int]
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, document: WordDocument) -> ListNumbers:
        """Read the lists of a file; a file without lists counts nothing."""
        parts = [
            part for part in document.part.package.iter_parts() if part.partname.endswith("/numbering.xml")
        ]
        root: BaseOxmlElement | None = getattr(parts[0], "element", None) if parts else None
        if root is None:
            return cls({}, {}, {})
        levels = {
            (abstract.get(qn("w:abstractNumId"), ""), _number(level.get(qn("w:ilvl"), "0"))): _Level(
                _value(level, "w:numFmt", "decimal"),
                _number(_value(level, "w:start", "1")),
                _value(level, "w:lvlText", "%1"),
            )
            for abstract in root.findall(qn("w:abstractNum"))
            for level in abstract.findall(qn("w:lvl"))
        }
        definitions, restarts = {}, {}
        for one in root.findall(qn("w:num")):
            name = one.get(qn("w:numId"), "")
            definitions[name] = _value(one, "w:abstractNumId", "")
            for override in one.findall(qn("w:lvlOverride")):
                start = _value(override, "w:startOverride", "")
                if start.isdigit():
                    restarts[name, _number(override.get(qn("w:ilvl"), "0"))] = int(start)
        return cls(levels, definitions, restarts)

    def before(self, paragraph: BaseOxmlElement) -> str:
        """Return the number Word prints before a paragraph («I», «1», «1.2»), and count it; empty for none."""
        properties = paragraph.find(qn("w:pPr"))
        numbered = None if properties is None else properties.find(qn("w:numPr"))
        if numbered is None:
            return ""
        name, depth = _value(numbered, "w:numId", ""), _number(_value(numbered, "w:ilvl", "0"))
        definition = self.definitions.get(name, "")
        level = self.levels.get((definition, depth))
        if level is None or level.kind in {"bullet", "none"}:
            return ""
        if name not in self.begun:
            self.begun.add(name)
            for (list_name, at), start in self.restarts.items():
                if list_name == name:
                    self.counts[definition, at] = start - 1
        self.counts[definition, depth] = self.counts.get((definition, depth), level.start - 1) + 1
        for key in [key for key in self.counts if key[0] == definition and key[1] > depth]:
            del self.counts[key]
        return _PLACE.sub(lambda match: self._written(definition, int(match[1]) - 1), level.pattern).strip()

    def _written(self, definition: str, depth: int) -> str:
        level = self.levels.get((definition, depth))
        if level is None:
            return ""
        count = self.counts.get((definition, depth), level.start)
        if level.kind.endswith("Roman"):
            return _roman(count) if level.kind == "upperRoman" else _roman(count).lower()
        if level.kind.endswith("Letter"):
            letter = chr(ord("A") + (count - 1) % 26)
            return letter if level.kind == "upperLetter" else letter.lower()
        return f"{count:02d}" if level.kind == "decimalZero" else str(count)


def _roman(count: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (count // value)
        count %= value
    return written


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _value(element: BaseOxmlElement, name: str, missing: str) -> str:
    child = element.find(qn(name))
    return missing if child is None else child.get(qn("w:val"), missing)
