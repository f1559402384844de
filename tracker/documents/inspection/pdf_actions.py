"""A PDF looked through for what acts when it is opened: scripts, programs, forms that send themselves (ISO 32000).

Names may be written with `#` and two digits, and may stand inside compressed object streams. An object stream that
cannot be read is refused: a file saved anew by an office program has none of the kind.
"""

from __future__ import annotations

import re
import zlib

from tracker.documents.file_guard import refused

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
        raise refused("pdf_action")
    is_locked, left = _LOCKED.search(data) is not None, MOST_INSIDE
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - _HEAD) : found.start()]
        head = head[head.rfind(b"endobj") + 1 :]
        if _OBJECTS.search(head):
            if is_locked:
                raise refused("pdf_locked")
            left -= _check_objects(data, found.end(), head, left)
        else:
            left -= _check_possible(data, found.end(), left)


def _check_objects(data: bytes, at: int, head: bytes, most: int) -> int:
    """Look through an object stream; return how many bytes it holds."""
    if b"/Filter" not in head:
        return 0  # its bytes stand in the file as they are and were looked at already
    if not _FILTER.search(head):
        raise refused("pdf_locked")
    inside = _inflated(data, at, most)
    if not inside:
        raise refused("pdf_locked")
    if _ACTION.search(inside):
        raise refused("pdf_action")
    return len(inside)


def _check_possible(data: bytes, at: int, most: int) -> int:
    """Look through a stream that begins with numbers, as object streams do, whatever its dictionary says."""
    first = _inflated(data, at, _FIRST)
    if not first.lstrip()[:1].isdigit():
        return 0
    inside = _inflated(data, at, most)
    if _ACTION.search(inside):
        raise refused("pdf_action")
    return len(inside)


def _inflated(data: bytes, at: int, most: int) -> bytes:
    """Return what a stream that begins at `at` holds, at most so many bytes; empty when it is not deflated."""
    if most <= 0:
        raise refused("too_heavy")
    engine, pieces, size = zlib.decompressobj(), [], 0
    try:
        while size < most and at < len(data) and not engine.eof:
            piece = engine.decompress(engine.unconsumed_tail + data[at : at + _PIECE], most - size)
            pieces.append(piece)
            size, at = size + len(piece), at + _PIECE
    except zlib.error:
        return b"".join(pieces)
    return b"".join(pieces)
