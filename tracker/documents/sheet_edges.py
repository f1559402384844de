"""Cells far away from a table in an Excel sheet: blank ones are left out, one with content is named.

A blank typed by mistake in A50000 makes a sheet of 50,000 rows for whoever reads it. Read in the sandbox alone.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from tracker.core.file_checks import file_refusal

_SHEETS = (
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}",
)
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_SHARED = "xl/sharedstrings.xml"


def without_far_blanks(data: bytes, most_rows: int, most_columns: int) -> bytes:
    """Return a workbook without blank cells beyond the limits; refuse FILE_REFUSED `too_many_rows` for a filled one."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {member.filename: archive.read(member) for member in archive.infolist()}
    shared = _shared_strings(parts)
    changed = {}
    for name, content in parts.items():
        if not name.casefold().endswith(".xml") or b"sheetData" not in content:
            continue
        if any(_far(content, most_rows, most_columns, shared)):
            changed[name] = _trimmed(content, most_rows, most_columns)
    return _packed(parts | changed) if changed else data


def _far(content: bytes, most_rows: int, most_columns: int, shared: list[str]) -> Iterator[bool]:
    """Yield for each cell beyond the limits that it is blank; refuse one that is not."""
    row = 0
    for event, element in etree.iterparse(
        io.BytesIO(content), events=("start", "end"), resolve_entities=False, no_network=True
    ):
        name = _bare(element)
        if event == "start" and name == "row":
            row = int(element.get("r") or row + 1)
        elif event == "end" and name == "c" and _is_far(element, row, most_rows, most_columns):
            if _text(element, shared).strip():
                cell = element.get("r") or f"dòng {row}"
                raise file_refusal("too_many_rows", cell=cell, rows=most_rows, columns=most_columns)
            yield True
        if event == "end" and name == "row":
            element.clear()


def _trimmed(content: bytes, most_rows: int, most_columns: int) -> bytes:
    root, row = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True)), 0
    for element in list(root.iter(etree.Element)):
        name, parent = _bare(element), element.getparent()
        if name == "row":
            row = int(element.get("r") or row + 1)
        far = (name == "row" and row > most_rows) or (name == "c" and _is_far(element, row, most_rows, most_columns))
        if parent is not None and (far or name == "dimension"):
            parent.remove(element)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _is_far(cell: etree._Element, row: int, most_rows: int, most_columns: int) -> bool:
    match = _REFERENCE.fullmatch(cell.get("r") or "")
    return row > most_rows or (match is not None and _column(match[1]) > most_columns)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _text(cell: etree._Element, shared: list[str]) -> str:
    """Return what a cell shows; a formula counts as content."""
    if any(_bare(child) == "f" for child in cell):
        return "f"
    text = "".join(str(piece) for piece in cell.itertext())
    if cell.get("t") == "s" and text.strip().isdigit() and int(text) < len(shared):
        return shared[int(text)]
    return text


def _shared_strings(parts: dict[str, bytes]) -> list[str]:
    content = next((content for name, content in parts.items() if name.casefold() == _SHARED), None)
    if content is None:
        return []
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    return ["".join(str(piece) for piece in item.itertext()) for item in root if _bare(item) == "si"]


def _bare(element: etree._Element) -> str:
    """Return the name of an element of a sheet, empty for others."""
    tag = str(element.tag)  # of a comment it is a function, which is no name of ours either
    namespace, _, name = tag.rpartition("}")
    return name if f"{namespace}}}" in _SHEETS or not namespace else ""


def _packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()
