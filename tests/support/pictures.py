"""Small real pictures, as a phone would send them."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

SIZE = 8
"""Width and height in pixels."""


def a_photo(path: Path) -> Path:
    """Write a PNG that every program can open, and return its path."""
    head = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + bytes((200, 30, 30)) * SIZE for _ in range(SIZE))
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts))
    return path


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
