"""What may be uploaded: a file's name, its size and its first bytes.

Nothing is opened or inflated here: what is inside is looked at in the sandbox (`sandbox`, `inspection`). A
refusal carries one stable code (`why`) per reason, and the name of the file.
"""

from __future__ import annotations

import enum
from pathlib import PurePath

from tracker.core.refusals import Reason, Refusal

LARGEST_READABLE_FILE = 20 * 1024 * 1024
"""Bytes of one upload."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Office before 2007 begin, and new ones locked with a password."""
_LOCKED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MACROS_IN_OLD_EXCEL = "_VBA_PROJECT".encode("utf-16-le")
_HEIC_MARK = b"ftyp"
_OTHER_ENDINGS = {"jpeg": "jpg", "heif": "heic"}


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
    HEIC = "heic"


IMPORT_FILE_KINDS = frozenset({FileKind.DOCX, FileKind.XLSX, FileKind.XLS, FileKind.ODS, FileKind.CSV})
PROSE = frozenset({FileKind.DOCX, FileKind.TXT, FileKind.MD})
TYPED = frozenset({FileKind.CSV, FileKind.TXT, FileKind.MD})
"""Kinds without a mark of their own: their bytes are text or they are refused."""
EVIDENCE_KINDS = frozenset({FileKind.PDF, FileKind.PNG, FileKind.JPG, FileKind.DOCX, FileKind.XLSX, FileKind.HEIC})
OFFICE = frozenset({FileKind.DOCX, FileKind.XLSX, FileKind.ODS})
"""Kinds that are zip archives of parts."""

_MAGIC = {
    FileKind.DOCX: (b"PK\x03\x04",),
    FileKind.XLSX: (b"PK\x03\x04",),
    FileKind.XLS: (_OLE,),
    FileKind.ODS: (b"PK\x03\x04",),
    FileKind.PDF: (b"%PDF-",),
    FileKind.PNG: (b"\x89PNG\r\n\x1a\n",),
    FileKind.JPG: (b"\xff\xd8\xff",),
}


def file_refusal(why: str, **details: object) -> Refusal:
    """Return the refusal of a file; `why` is a stable code with its sentence in the wording."""
    return Refusal(Reason.FILE_REFUSED, field="file", why=why, **details)


def checked_import(data: bytes, filename: str) -> FileKind:
    """Return the kind of a file to be read as a table, by its name and first bytes, or refuse it."""
    return _checked(data, filename, IMPORT_FILE_KINDS)


def checked_prose(data: bytes, filename: str) -> FileKind:
    """Return the kind of a file to be read as the prose of a directive, by its name and first bytes, or refuse it."""
    return _checked(data, filename, PROSE)


def checked_evidence(data: bytes, filename: str) -> FileKind:
    """Return the kind of a file to be kept as evidence, by its name and first bytes, or refuse it."""
    return _checked(data, filename, EVIDENCE_KINDS)


def kind_of(filename: str) -> FileKind | None:
    """Return the kind that a name claims, None when it is none of ours."""
    suffix = PurePath(filename).suffix.casefold().removeprefix(".")
    suffix = _OTHER_ENDINGS.get(suffix, suffix)
    return next((kind for kind in FileKind if kind.value == suffix), None)


def _checked(data: bytes, filename: str, allowed: frozenset[FileKind]) -> FileKind:
    kind = kind_of(filename)
    if kind not in allowed:
        photograph = kind is FileKind.HEIC
        raise file_refusal("heic" if photograph else "extension", file=filename)
    if not data:
        raise file_refusal("empty", file=filename)
    if len(data) > LARGEST_READABLE_FILE:
        raise file_refusal("too_large", file=filename)
    if (why := _wrong_bytes(data, kind)) is not None:
        raise file_refusal(why, file=filename)
    return kind


def _wrong_bytes(data: bytes, kind: FileKind) -> str | None:
    """Return why the bytes cannot be of a kind, None when they can."""
    if kind in TYPED:
        return None if _is_text(data) else "content"
    if kind is FileKind.HEIC:
        return None if data[4:8] == _HEIC_MARK else "content"
    if data.startswith(_OLE) and kind in OFFICE:
        return "encrypted" if _LOCKED_PACKAGE in data else "old_office"
    if not data.startswith(_MAGIC[kind]):
        return "heic" if kind is FileKind.JPG and data[4:8] == _HEIC_MARK else "content"
    return "macro" if kind is FileKind.XLS and _MACROS_IN_OLD_EXCEL in data else None


def _is_text(data: bytes) -> bool:
    """Tell whether the bytes can be a table typed as text: UTF-16 by its mark, or no NUL at all."""
    is_marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return is_marked or (b"\x00" not in data and not data.startswith((b"PK\x03\x04", b"%PDF-")))
