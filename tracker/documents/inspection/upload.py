"""One uploaded file looked through by its kind: refused with the true reason, or given back as it may be used.

A PDF looked through for what acts when it is opened: scripts, programs, forms that send themselves (ISO 32000).

Names may be written with `#` and two digits, and may stand inside compressed object streams. An object stream that
cannot be read is refused: a file saved anew by an office program has none of the kind.

Photographs of telephones in HEIC turned into JPEG, where the optional library for it is installed.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from importlib.util import find_spec

from tracker.core.file_checks import FileKind, file_refusal, kind_of
from tracker.core.refusals import Refusal
from tracker.documents.inspection.archive import remove_relationships
from tracker.documents.inspection.office import check_office, check_opendocument
from tracker.documents.inspection.relationships import TEMPLATE

MOST_INSIDE = 96 * 1024 * 1024
"""Bytes of object streams looked through."""
_ACTING = ("JavaScript", "Launch", "SubmitForm", "ImportData", "RichMedia", "GoToE", "Rendition")
_STREAM = re.compile(rb"stream\r?\n")
_HEAD = 2048
"""Bytes before a stream in which its dictionary stands."""
_FIRST = 4096
_PIECE = 16 * 1024
"""Bytes looked at of a stream to see what it is, and taken in at a time."""


def _spelt(word: str) -> bytes:
    """Return a pattern of a name in any way it may be written."""
    letters = (rb"(?:%b|#%02X|#%02x)" % (each.encode(), ord(each), ord(each)) for each in word)
    return b"".join(letters)


_ACTION = re.compile(
    b"/(?:" + b"|".join(map(_spelt, _ACTING)) + rb")(?![A-Za-z0-9_.#-])|/" + _spelt("XFA") + rb"\s*[\[0-9]"
)
_OBJECTS = re.compile(b"/" + _spelt("ObjStm"))
_FILTER = re.compile(rb"/Filter\s*(?:\[\s*)?/FlateDecode\s*(?:\]|/|>|$)")
_LOCKED = re.compile(b"/" + _spelt("Encrypt") + rb"(?![A-Za-z0-9#])")


def check_pdf(data: bytes) -> None:
    """Refuse FILE_REFUSED `pdf_action` for a PDF that acts, `pdf_locked` for one that cannot be looked through."""
    if _ACTION.search(data):
        raise file_refusal("pdf_action")
    is_locked, left = _LOCKED.search(data) is not None, MOST_INSIDE
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - _HEAD) : found.start()]
        head = head[head.rfind(b"endobj") + 1 :]
        if _OBJECTS.search(head):
            if is_locked:
                raise file_refusal("pdf_locked")
            left -= _check_objects(data, found.end(), head, left)
        else:
            left -= _check_possible(data, found.end(), left)


def _check_objects(data: bytes, at: int, head: bytes, most: int) -> int:
    """Look through an object stream; return how many bytes it holds."""
    if b"/Filter" not in head:
        return 0  # its bytes stand in the file as they are and were looked at already
    if not _FILTER.search(head):
        raise file_refusal("pdf_locked")
    inside = _inflated(data, at, most)
    if not inside:
        raise file_refusal("pdf_locked")
    if _ACTION.search(inside):
        raise file_refusal("pdf_action")
    return len(inside)


def _check_possible(data: bytes, at: int, most: int) -> int:
    """Look through a stream that begins with numbers, as object streams do, whatever its dictionary says."""
    first = _inflated(data, at, _FIRST)
    if not first.lstrip()[:1].isdigit():
        return 0
    inside = _inflated(data, at, most)
    if _ACTION.search(inside):
        raise file_refusal("pdf_action")
    return len(inside)


def _inflated(data: bytes, at: int, most: int) -> bytes:
    """Return what a stream that begins at `at` holds, at most so many bytes; empty when it is not deflated."""
    if most <= 0:
        raise file_refusal("too_heavy")
    engine, pieces, size = zlib.decompressobj(), [], 0
    try:
        while size < most and at < len(data) and not engine.eof:
            piece = engine.decompress(engine.unconsumed_tail + data[at : at + _PIECE], most - size)
            pieces.append(piece)
            size, at = size + len(piece), at + _PIECE
    except zlib.error:
        return b"".join(pieces)
    return b"".join(pieces)


MOST_POINTS = 50_000_000
"""Points of one photograph; a larger one would not fit into the memory of the sandbox."""
QUALITY = 90
_WHEN_TAKEN = "exif"


def is_readable_here() -> bool:
    """Tell whether the extra `photos` is installed."""
    return find_spec("pi_heif") is not None


def convert_to_jpeg(data: bytes) -> bytes:
    """Return a photograph as JPEG, with the note of when and how it was taken; refuse FILE_REFUSED `heic`."""
    if not is_readable_here():
        raise file_refusal("heic")
    import pi_heif
    from PIL import Image, UnidentifiedImageError

    pi_heif.register_heif_opener(thumbnails=False)
    pi_heif.options.DECODE_THREADS = 1
    made = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise file_refusal("heic")
            exif = picture.info.get(_WHEN_TAKEN) or b""
            picture.convert("RGB").save(made, "JPEG", quality=QUALITY, exif=exif)
    except (UnidentifiedImageError, OSError, ValueError, RuntimeError, SyntaxError, EOFError) as error:
        raise file_refusal("heic") from error
    return made.getvalue()


TEMPLATE_CUT, LINK_CUT, CONVERTED = "template_cut", "link_cut", "converted"
"""What was done to a file; `wording.terms` has the words."""


@dataclass(frozen=True, slots=True)
class InspectedFile:
    """A file that may be used: its name, its bytes, and the codes of what was done to them (empty: as they came).

    The bytes are left out (None) on the way back to whoever has them already.
    """

    name: str
    data: bytes | None
    changes: tuple[str, ...] = ()


def inspect_upload(data: bytes, name: str) -> InspectedFile:
    """Look a file through; to be called in the sandbox alone. A refusal names the file (`file`)."""
    try:
        return _inspected(data, name)
    except Refusal as refusal:
        refusal.details.setdefault("file", name)
        raise


def _inspected(data: bytes, name: str) -> InspectedFile:
    match kind := kind_of(name):
        case FileKind.DOCX | FileKind.XLSX:
            return _without_links(data, name, kind)
        case FileKind.ODS:
            check_opendocument(data)
        case FileKind.PDF:
            check_pdf(data)
        case FileKind.HEIC:
            return InspectedFile(f"{name.rpartition('.')[0]}.jpg", convert_to_jpeg(data), (CONVERTED,))
        case _:
            pass
    return InspectedFile(name, data)


def _without_links(data: bytes, name: str, kind: FileKind) -> InspectedFile:
    contents = check_office(data, kind)
    if not contents.cuts:
        return InspectedFile(name, data)
    if contents.is_signed:
        raise file_refusal("signed_links")
    clean = remove_relationships(data, contents.cuts)
    if check_office(clean, kind).cuts:
        raise file_refusal("external_links", target="")
    changes = {TEMPLATE_CUT if link.word == TEMPLATE else LINK_CUT for _, link in contents.cuts}
    return InspectedFile(name, clean, tuple(sorted(changes)))
