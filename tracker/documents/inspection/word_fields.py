"""Fields of Word that fetch something or start another program, found however their codes are cut up.

A field's code may stand in an attribute or be spread over many runs; another field inside it may write its first word.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.documents.file_guard import refused
from tracker.documents.inspection.markup import Attributes

NAMESPACES = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
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
    """Follows the fields of one part; `begin`, `end` and `text` are told as to a `markup.Reader`."""

    _open: list[_Field] = field(default_factory=list)
    _collecting: bool = False

    def begin(self, namespace: str, name: str, attributes: Attributes) -> None:
        """Take note of an element that begins."""
        if namespace not in NAMESPACES:
            return
        if name in ("instrText", "delInstrText"):
            self._collecting = True
        elif name == "fldSimple":
            _check(_attribute(attributes, "instr"))
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
                _check("".join(each.code))
            self._open.clear()

    def text(self, text: str) -> None:
        """Take in a piece of a code."""
        if not self._collecting:
            return
        if not self._open:
            _check(text)  # a code outside every field: Word passes over it, other programs may not
        elif self._open[-1].in_code:
            self._open[-1].code.append(text)

    def _step(self, kind: str) -> None:
        if kind == "begin":
            if self._open and self._open[-1].in_code:
                self._open[-1].code.append(_NESTED)
            self._open.append(_Field())
        elif self._open and kind == "separate":
            self._open[-1].in_code = False
            _check("".join(self._open[-1].code))
        elif self._open and kind == "end":
            _check("".join(self._open.pop().code))


def _check(code: str) -> None:
    """Refuse a code whose first word fetches something, or is not written in the code itself."""
    words = code.replace('"', " ").replace("\\", " \\").split(maxsplit=1)
    first = words[0] if words else ""
    if _NESTED in first or first.upper() in _FETCHING:
        raise refused("fetching_field", name=first.strip(_NESTED).upper() or "?")


def _attribute(attributes: Attributes, name: str) -> str:
    """Return an attribute of Word's own namespace, or the bare one that some programs write."""
    found = [value for key, value in attributes.items() if key.rpartition("\n")[2] == name]
    return found[0] if found else ""
