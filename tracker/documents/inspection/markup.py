"""XML read piece by piece: no document type, no entity of its own, no encoding but UTF-8 and UTF-16.

The Open Packaging Conventions allow these two alone. In any other one a reader might see other text than we do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn, Protocol
from xml.parsers import expat

from lxml import etree

from tracker.core.file_checks import file_refusal

Attributes = Mapping[str, str]
_ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii"})
_BETWEEN = "\n"
"""Stands between the namespace and the name of an element."""
_BEGINNINGS = tuple("<".encode(way) for way in ("utf-8", "utf-16-le", "utf-16-be"))
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class MarkupReader(Protocol):
    """What is told of a part: elements as (namespace, name), attributes by namespace, line break, name."""

    def begin(self, namespace: str, name: str, attributes: Attributes) -> None:
        """Take note of an element that begins."""
        ...

    def end(self, namespace: str, name: str) -> None:
        """Take note of an element that ends."""
        ...

    def text(self, text: str) -> None:
        """Take note of a piece of text."""
        ...


def is_markup(data: bytes) -> bool:
    """Tell whether bytes begin as XML does, with or without a mark of their order, blanks before it or none."""
    if data.startswith(_MARKS):
        return True
    head = data[:64].lstrip(b" \t\r\n\x00")
    return head.startswith(_BEGINNINGS)


def read_markup(data: bytes, reader: MarkupReader) -> None:
    """Tell a reader all elements and texts of a part; refuse a document type, odd encodings and broken XML."""
    parser = expat.ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    parser.XmlDeclHandler = _check_declaration
    parser.StartDoctypeDeclHandler = _no_document_type
    parser.StartElementHandler = lambda name, attributes: reader.begin(*_split(name), attributes)
    parser.EndElementHandler = lambda name: reader.end(*_split(name))
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise file_refusal("unreadable") from error


def read_loosely(data: bytes, reader: MarkupReader) -> None:
    """Tell a reader the elements of a drawing of Excel, which leaves some tags open; otherwise like `read_markup`."""
    if b"<!doctype" in data.lower() or b"<!entity" in data.lower() or b"\x00" in data:
        raise file_refusal("entities")
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    try:
        root = etree.fromstring(data, parser)
        elements = root.iter(etree.Element)
    except (etree.XMLSyntaxError, AttributeError) as error:  # nothing at all could be read: None comes back
        raise file_refusal("unreadable") from error
    for element in elements:
        name = etree.QName(element)
        reader.begin(name.namespace or "", name.localname, _attributes(element))
        reader.end(name.namespace or "", name.localname)


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(key).removeprefix("{").replace("}", _BETWEEN): str(value) for key, value in element.attrib.items()}


def _split(name: str) -> tuple[str, str]:
    namespace, found, bare = name.rpartition(_BETWEEN)
    return (namespace, bare) if found else ("", name)


def _check_declaration(version: str, encoding: str | None, standalone: int) -> None:
    if encoding is not None and encoding.casefold() not in _ENCODINGS:
        raise file_refusal("xml_encoding")


def _no_document_type(*_: object) -> NoReturn:
    raise file_refusal("entities")
