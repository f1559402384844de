"""A zip archive whose directory is not trusted: members are judged before anything is inflated, then counted.

Only stored and deflated members are read. For bzip2 and LZMA one `read` of a few bytes may return gigabytes, whatever
size is asked for, and office programs never write them.

A copy of an Office file without some of its links; everything else in it stays as it was.
"""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from lxml import etree

from tracker.core.file_checks import file_refusal
from tracker.documents.inspection.relationships import Relationship, neutral_target

MOST_MEMBERS = 500
LARGEST_MEMBER = 32 * 1024 * 1024
LARGEST_INSIDE = 64 * 1024 * 1024
"""Bytes after inflation, of one member and of all, members of embedded archives included."""
HIGHEST_RATIO = 200
RATIO_FROM = 1024 * 1024
"""A member inflating to more than this many bytes may not grow more than `HIGHEST_RATIO` times."""

_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1 | 0x40 | 0x2000
"""Flags of a member: encrypted, strongly encrypted, its header masked."""
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_END = b"PK\x05\x06"
_END_SIZE = 22
_CHUNK = 64 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, RuntimeError, ValueError)


@dataclass(slots=True)
class InflationBudget:
    """What may still be inflated of one upload: bytes and members."""

    size: int = LARGEST_INSIDE
    members: int = MOST_MEMBERS


class ZipArchive:
    """The members of a zip archive by name, without folders; refuses FILE_REFUSED for what no office program writes."""

    def __init__(self, data: bytes, budget: InflationBudget) -> None:
        self._data, self._budget = data, budget
        with _readable():
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
            self._check_directory(members)
        self._members = {member.filename: member for member in members if not member.is_dir()}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all members as they are written."""
        return tuple(self._members)

    def read(self, name: str) -> bytes:
        """Return the bytes of a member; refuse it when more come out than may."""
        member, limit, pieces, size = self._members[name], min(LARGEST_MEMBER, self._budget.size), [], 0
        with _readable(), self._zip.open(member) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                grown = size > RATIO_FROM and size > HIGHEST_RATIO * max(member.compress_size, 1)
                if size > limit or grown:
                    raise file_refusal("zip_bomb")
                pieces.append(piece)
        self._budget.size -= size
        return b"".join(pieces)

    def _check_directory(self, members: list[zipfile.ZipInfo]) -> None:
        """Judge the directory and the local headers; nothing is inflated here."""
        self._budget.members -= len(members)
        if self._budget.members < 0:
            raise file_refusal("zip_too_many")
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise file_refusal("encrypted")
        if any(member.compress_type not in _METHODS for member in members):
            raise file_refusal("zip_method")
        _check_names(members)
        _check_sizes(members, self._budget)
        end = self._data.rfind(_END)
        starts = [member.header_offset for member in members]
        if end + _END_SIZE + len(self._zip.comment) != len(self._data) or min(starts, default=0) != 0:
            raise file_refusal("zip_names")  # something stands before or behind the archive
        for member in members:
            self._check_local_header(member)

    def _check_local_header(self, member: zipfile.ZipInfo) -> None:
        """Refuse a member whose two descriptions differ: programs differ in which of them they believe."""
        head = self._data[member.header_offset : member.header_offset + _LOCAL_HEADER.size]
        if len(head) < _LOCAL_HEADER.size:
            raise file_refusal("unreadable")
        _, _, flags, method, _, _, _, _, _, length, _ = _LOCAL_HEADER.unpack(head)
        name = self._data[member.header_offset + _LOCAL_HEADER.size :][:length]
        same_name = name.decode("utf-8" if flags & 0x800 else "cp437", "replace") == member.orig_filename
        if flags & _ENCRYPTED:
            raise file_refusal("encrypted")
        if method != member.compress_type or not same_name:
            raise file_refusal("zip_names")


def normalise_member_name(name: str) -> str:
    """Return a name as programs compare it: percent signs read, letters composed, capitals and small ones alike."""
    return unicodedata.normalize("NFC", unquote(name)).casefold()


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    seen = [normalise_member_name(member.filename) for member in members]
    if len(set(seen)) != len(seen):
        raise file_refusal("zip_names")
    for member, name in zip(members, seen, strict=True):
        odd = member.orig_filename != member.filename or not name.isprintable() or name.endswith(".piece")
        way = name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts
        if odd or way or not name.strip() or "�" in name:
            raise file_refusal("zip_names")


def _check_sizes(members: list[zipfile.ZipInfo], budget: InflationBudget) -> None:
    """Refuse sizes that the directory itself admits to be too large; what comes out is counted again."""
    for member in members:
        grown = member.file_size > RATIO_FROM and member.file_size > HIGHEST_RATIO * max(member.compress_size, 1)
        if member.file_size > LARGEST_MEMBER or grown:
            raise file_refusal("zip_bomb")
    if sum(member.file_size for member in members) > budget.size:
        raise file_refusal("zip_bomb")


@contextmanager
def _readable() -> Iterator[None]:
    """Refuse an archive that cannot be read."""
    try:
        yield
    except _BROKEN as error:
        raise file_refusal("unreadable") from error


_NUMBERS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_USES = frozenset({"attachedTemplate", "externalData"})
"""Elements that name the cut relationship and go with it."""


def remove_relationships(data: bytes, cuts: Sequence[tuple[str, Relationship]]) -> bytes:
    """Return a file without the relationships of `cuts`, each given with the part that lists it.

    Links to click on stay in the text and lead nowhere.
    """
    archive, changed = ZipArchive(data, InflationBudget()), dict[str, bytes]()
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
        is_use = etree.QName(element).localname in _USES and any(element.get(key) == number for key in _NUMBERS)
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
