"""What may come through the door: a file's name, first bytes and, for Office files, its inside.

A refusal carries one stable code (`why`) per reason. Evidence is only looked at here and never
parsed; imports are parsed afterwards by `tables`.
"""

from __future__ import annotations

import enum
import io
import re
import zipfile
import zlib
from pathlib import PurePath

from tracker.rules.refusals import Reason, Refusal

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of one upload."""
MOST_MEMBERS = 500
LARGEST_MEMBER = 32 * 1024 * 1024
LARGEST_INSIDE = 64 * 1024 * 1024
"""Bytes after inflation, of one member and of all."""
HIGHEST_RATIO = 200
RATIO_FROM = 1024 * 1024
"""A member inflating to more than this many bytes may not grow more than `HIGHEST_RATIO` times."""

_CHUNK = 64 * 1024
_FORBIDDEN_PARTS = re.compile(
    r"vbaproject|/embeddings/|activex|externallinks?/|/ole|^/(?:basic|scripts|object )", re.IGNORECASE
)
_MACROS_IN_OLD_EXCEL = "_VBA_PROJECT".encode("utf-16-le")
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_HYPERLINK = re.compile(rb"<Relationship\b[^>]*/hyperlink[\"'][^>]*>", re.IGNORECASE)
_NEEDED_PARTS = {
    "docx": ("[Content_Types].xml", "word/document.xml"),
    "xlsx": ("[Content_Types].xml", "xl/workbook.xml"),
    "ods": ("mimetype", "content.xml", "META-INF/manifest.xml"),
}


class FileKind(enum.StrEnum):
    """A kind of file that may be stored or read."""

    DOCX = "docx"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    TXT = "txt"
    MD = "md"
    PDF = "pdf"
    PNG = "png"
    JPG = "jpg"


IMPORTS = frozenset({FileKind.DOCX, FileKind.XLSX, FileKind.XLS, FileKind.ODS, FileKind.CSV})
PROSE = frozenset({FileKind.DOCX, FileKind.TXT, FileKind.MD})
TYPED = frozenset({FileKind.CSV, FileKind.TXT, FileKind.MD})
"""Kinds without a mark of their own: their bytes are text or they are refused."""
EVIDENCE = frozenset({FileKind.PDF, FileKind.PNG, FileKind.JPG, FileKind.DOCX, FileKind.XLSX})

_MAGIC = {
    FileKind.DOCX: (b"PK\x03\x04",),
    FileKind.XLSX: (b"PK\x03\x04",),
    FileKind.XLS: (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    FileKind.ODS: (b"PK\x03\x04",),
    FileKind.PDF: (b"%PDF-",),
    FileKind.PNG: (b"\x89PNG\r\n\x1a\n",),
    FileKind.JPG: (b"\xff\xd8\xff",),
}


_ENTITIES = tuple(
    sign.encode(written) for sign in ("<!DOCTYPE", "<!ENTITY") for written in ("ascii", "utf-16-le")
)
"""How markup declares entities; in either order of the two bytes of UTF-16 the second form is there."""


def refused(why: str, **details: object) -> Refusal:
    """Return the refusal of a file; `why` is a stable code with its sentence in the wording."""
    return Refusal(Reason.FILE_REFUSED, field="file", why=why, **details)


def checked_import(data: bytes, filename: str) -> FileKind:
    """Return the kind of a file to be read as a table, or refuse it."""
    return _checked(data, filename, IMPORTS)


def checked_prose(data: bytes, filename: str) -> FileKind:
    """Return the kind of a file to be read as the prose of a directive, or refuse it."""
    return _checked(data, filename, PROSE)


def checked_evidence(data: bytes, filename: str) -> FileKind:
    """Return the kind of a file kept as evidence, or refuse it."""
    return _checked(data, filename, EVIDENCE)


def _checked(data: bytes, filename: str, allowed: frozenset[FileKind]) -> FileKind:
    kind = _kind_by_name(filename)
    if kind not in allowed:
        raise refused("extension")
    if not data:
        raise refused("empty")
    if len(data) > LARGEST_FILE:
        raise refused("too_large")
    if kind in TYPED:
        if not _is_text(data):
            raise refused("content")
        return kind
    if not data.startswith(_MAGIC[kind]):
        raise refused("content")
    if kind is FileKind.XLS and _MACROS_IN_OLD_EXCEL in data:
        raise refused("active_content")
    if kind.value in _NEEDED_PARTS:
        _check_office(data, kind)
    return kind


def _is_text(data: bytes) -> bool:
    """Tell whether the bytes can be a table typed as text: UTF-16 by its mark, or no NUL at all."""
    is_marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return is_marked or (b"\x00" not in data and not data.startswith((b"PK\x03\x04", b"%PDF-")))


def _kind_by_name(filename: str) -> FileKind | None:
    suffix = PurePath(filename).suffix.casefold().removeprefix(".")
    suffix = "jpg" if suffix == "jpeg" else suffix
    return next((kind for kind in FileKind if kind.value == suffix), None)


def _check_office(data: bytes, kind: FileKind) -> None:
    """Look inside without trusting the directory: count the bytes that really come out."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_names(members, kind)
            total = 0
            for member in members:
                total += _check_member(archive, member, LARGEST_INSIDE - total)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        OSError,
        EOFError,
        RuntimeError,
        ValueError,
    ) as error:
        raise refused("unreadable") from error


def _check_names(members: list[zipfile.ZipInfo], kind: FileKind) -> None:
    names = [member.filename for member in members]
    if len(names) > MOST_MEMBERS:
        raise refused("zip_too_many")
    if len(set(names)) != len(names):
        raise refused("zip_names")
    for member in members:
        name = member.filename
        if name.startswith("/") or "\\" in name or ":" in name or ".." in PurePath(name).parts:
            raise refused("zip_names")
        if member.flag_bits & 0x1:
            raise refused("encrypted")
        if _FORBIDDEN_PARTS.search("/" + name):
            raise refused("active_content")
    if not set(_NEEDED_PARTS[kind.value]) <= set(names):
        raise refused("content")


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, allowance: int) -> int:
    """Return how many bytes a member really holds; refuse bombs, entities and links outward."""
    is_markup = member.filename.casefold().endswith((".xml", ".rels"))
    limit, size = min(LARGEST_MEMBER, allowance), 0
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise refused("zip_bomb")
            if size > RATIO_FROM and size > HIGHEST_RATIO * max(member.compress_size, 1):
                raise refused("zip_bomb")
            if is_markup:
                seen = tail + chunk
                if any(sign in seen for sign in _ENTITIES):
                    raise refused("entities")
                if member.filename.endswith(".rels") and _EXTERNAL.search(_HYPERLINK.sub(b"", seen)):
                    raise refused("external_links")
                if member.filename == "[Content_Types].xml" and b"macroEnabled" in seen:
                    raise refused("active_content")
                if member.filename == "META-INF/manifest.xml" and b"encryption-data" in seen:
                    raise refused("encrypted")
                tail = chunk[-2048:]
    return size
