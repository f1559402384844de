"""A copy of an Office file without some of its links; everything else in it stays as it was."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from lxml import etree

from tracker.documents.inspection.archive import Archive, Budget
from tracker.documents.inspection.relationships import Relationship, neutral_target

_NUMBERS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_USES = frozenset({"attachedTemplate", "externalData"})
"""Elements that name the cut relationship and go with it."""


def without(data: bytes, cuts: Sequence[tuple[str, Relationship]]) -> bytes:
    """Return a file without the relationships of `cuts`, each given with the part that lists it.

    Links to click on stay in the text and lead nowhere.
    """
    archive, changed = Archive(data, Budget()), dict[str, bytes]()
    for name, link in cuts:
        listed = _tree(changed.get(name) or archive.read(name))
        _cut(listed, link)
        changed[name] = _written(listed)
        if neutral_target(link) is None and link.source in archive.names:
            source = _tree(changed.get(link.source) or archive.read(link.source))
            changed[link.source] = _written(_without_uses(source, link.id))
    return _packed(data, changed)


def _cut(listed: etree._Element, link: Relationship) -> None:
    for element in listed.iter(etree.Element):
        if element.get("Id") != link.id or element.get("Target") != link.target:
            continue
        neutral, parent = neutral_target(link), element.getparent()
        if neutral is not None:
            element.set("Target", neutral)
        elif parent is not None:
            parent.remove(element)


def _without_uses(source: etree._Element, number: str) -> etree._Element:
    for element in list(source.iter(etree.Element)):
        parent = element.getparent()
        is_use = etree.QName(element).localname in _USES and any(
            element.get(key) == number for key in _NUMBERS
        )
        if is_use and parent is not None:
            parent.remove(element)
    return source


def _tree(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def _written(tree: etree._Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _packed(data: bytes, changed: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member, changed.get(member.filename) or old.read(member), zipfile.ZIP_DEFLATED)
    return made.getvalue()
