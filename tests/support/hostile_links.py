"""Office parts that lead outside or hold objects and macros, each written in another way."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.office_parts import (
    LINKS,
    OFFICE,
    STRICT,
    WORD,
    Parts,
    link,
    links,
    packed,
    with_chart,
    word,
    workbook,
)

EVIL = "http://evil.example/x.dotm"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


def outer_pictures() -> Iterator[tuple[str, Parts]]:
    """Relationships that Word follows on opening, written in many ways."""
    yield "picture by http", word(link(2, "image", "http://evil.example/a.png", "External"))
    yield (
        "picture whose address ends like a link",
        word(link(2, "image", "http://evil.example/hyperlink", "External")),
    )
    yield "picture on a share", word(link(2, "image", "file://///10.0.0.1/x/hyperlink", "External"))
    yield "picture on a share, backslashes", word(link(2, "image", r"\\10.0.0.1\x\a.png", "External"))
    yield "mode by a character reference", word(link(2, "image", EVIL, "&#69;xternal"))
    yield "mode by a hexadecimal reference", word(link(2, "image", EVIL, "Externa&#x6c;"))
    yield "mode in small letters", word(link(2, "image", EVIL, "external"))
    yield "mode with blanks", word(link(2, "image", EVIL, " External "))
    yield "no mode and an address", word(link(2, "image", EVIL))
    yield "no mode and a share", word(link(2, "image", r"\\10.0.0.1\x"))
    yield "strict type", word(link(2, f"{STRICT}/image", EVIL, "External"))
    yield "type in capitals", word(link(2, f"{OFFICE}/IMAGE", EVIL, "External"))
    yield "type by a reference", word(link(2, f"{OFFICE}/&#105;mage", EVIL, "External"))
    yield ("mode first", word(f"<Relationship TargetMode='External' Target='{EVIL}' Type='{OFFICE}/image' Id='r9'/>"))
    broken = "\n".join(
        ("<Relationship", "TargetMode\n=\n'External'", f'Type="{OFFICE}/image"', f'Target="{EVIL}" Id="r9"/>')
    )
    yield "attributes over lines", word(broken)
    yield "unknown type", word(link(2, "http://schemas.example/thing", "settings.xml"))
    yield "frames", word(link(2, "frame", "http://evil.example/f.html", "External"))
    yield "subdocument", word(link(2, "subDocument", "http://evil.example/s.docx", "External"))
    yield "source of a mail merge", word(link(2, "mailMergeSource", "file:///c:/x.mdb", "External"))
    prefixed = (
        f'<p:Relationships xmlns:p="{LINKS}"><p:Relationship Id="r9" Type="{OFFICE}/image" Target="{EVIL}" '
        'TargetMode="External"/></p:Relationships>'
    )
    yield "relationships with a prefix", word() | {"word/_rels/document.xml.rels": prefixed.encode()}
    outer = links(link(1, "image", EVIL, "External"))
    yield ("list in capitals", _renamed(word(), "word/_rels/document.xml.rels", "word/_rels/document.xml.RELS", outer))
    yield "list of a header", word() | {"word/_rels/header9.xml.rels": outer}
    yield (
        "list of the whole file",
        word()
        | {"_rels/.rels": links(link(1, "officeDocument", "word/document.xml"), link(2, "image", EVIL, "External"))},
    )
    yield (
        "drawing filled from elsewhere",
        word(
            inside='<w:p><w:r><w:pict><v:shape><v:imagedata src="http://evil.example/a.png"/></v:shape></w:pict></w:r></w:p>'
        ),
    )


def _renamed(parts: Parts, old: str, new: str, content: bytes) -> Parts:
    return {name: each for name, each in parts.items() if name != old} | {new: content}


def objects() -> Iterator[tuple[str, Parts]]:
    """Objects of other programs, macros and other papers, under names that say nothing of it."""
    yield ("object under a name of pictures", word(link(2, "oleObject", "media/x1.bin")) | {"word/media/x1.bin": OLE})
    yield "object as a picture", word(link(2, "image", "media/x1.png")) | {"word/media/x1.png": OLE}
    yield (
        "object in the text",
        word(inside='<w:p><w:r><w:object><o:OLEObject ProgID="Package"/></w:object></w:r></w:p>'),
    )
    yield "object that nothing leads to", word() | {"word/media/spare.png": OLE}
    yield (
        "package outside a chart",
        word(link(2, "package", "embeddings/a.xlsx")) | {"word/embeddings/a.xlsx": packed(workbook())},
    )
    yield "zip as a picture", word(link(2, "image", "media/x.png")) | {"word/media/x.png": packed(workbook())}
    yield ("program as a picture", word(link(2, "image", "media/x.png")) | {"word/media/x.png": b"MZ" + bytes(99)})
    yield "control", word(link(2, "control", "c1.xml")) | {"word/c1.xml": b"<a/>"}
    macros = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    yield "macros under another name", word(link(2, macros, "media/x.png")) | {"word/media/x.png": PNG}
    yield "macros by their name", word() | {"word/VbaProject.bin": b"x"}
    yield "macros by a name with percent signs", word() | {"word/vba%50roject.bin": b"x"}
    yield (
        "other paper as HTML",
        word(link(2, "aFChunk", "a.html"), inside='<w:altChunk r:id="rId2"/>')
        | {"word/a.html": b"<html><script>1</script></html>"},
    )
    yield "other paper by its element alone", word(inside='<w:altChunk r:id="rId1"/>')
    renamed = f'<x:altChunk xmlns:x="{WORD}"/>'
    yield "other paper under another prefix", word(inside=renamed)
    yield (
        "keys of macros",
        word(link(2, "http://schemas.microsoft.com/office/2006/relationships/keyMapCustomizations", "k.xml"))
        | {"word/k.xml": b"<a/>"},
    )
    yield (
        "ribbon",
        word()
        | {
            "_rels/.rels": links(
                link(1, "officeDocument", "word/document.xml"),
                link(2, "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility", "ui.xml"),
            ),
            "ui.xml": b"<a/>",
        },
    )
    yield "chart over a workbook with macros", with_chart(packed(workbook() | {"xl/vbaProject.bin": b"x"}))
    yield (
        "chart over a workbook in a workbook",
        with_chart(packed(workbook(link(2, "package", "a.xlsx")) | {"xl/a.xlsx": packed(workbook())})),
    )
    yield "chart over an old object", with_chart(OLE)
    yield (
        "chart over an outer workbook",
        with_chart(packed(workbook(link(2, "externalLink", "e.xml")) | {"xl/e.xml": b"<a/>"})),
    )
