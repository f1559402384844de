"""Fields, formulas, encodings and types that may not be there, each written in another way."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.hostile_links import EVIL
from tests.support.office_parts import SHEET, TYPES, WORD, Parts, body, link, links, types, word, workbook

MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def fields() -> Iterator[tuple[str, Parts]]:
    """Fields that fetch, their codes cut up or hidden."""

    def of(*codes: str, nested: bool = False) -> str:
        runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
        inner = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        if nested:
            inner = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{inner}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        return f"<w:p>{inner}</w:p>"

    yield "field that starts a program", word(inside=of("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe"))
    yield "field in small letters", word(inside=of("ddeauto cmd"))
    yield "field in pieces", word(inside=of("D", "DEAU", "TO cmd"))
    yield "field by references", word(inside=of("&#68;DE cmd"))
    yield "field with its name from another field", word(inside=of("QUOTE 68 68 69", nested=True))
    yield (
        "field with part of its name from another field",
        word(
            inside='<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DD</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>QUOTE 69</w:instrText><w:fldChar w:fldCharType="end"/>'
            '</w:r><w:r><w:instrText> cmd</w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        ),
    )
    yield "picture by a field", word(inside=of('INCLUDEPICTURE "http://evil.example/a.png" \\d'))
    yield "text by a field", word(inside=of("INCLUDETEXT c:\\\\x.docx"))
    yield "field in an attribute", word(inside='<w:p><w:fldSimple w:instr="DDE cmd a"/></w:p>')
    yield "field after a no-break space", word(inside=of("\u00a0LINK Excel.Sheet c:\\\\x.xlsx"))
    yield (
        "field that never ends",
        word(inside='<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DDEAUTO a</w:instrText></w:r></w:p>'),
    )
    yield "field outside any field", word(inside="<w:p><w:r><w:instrText>DDEAUTO a</w:instrText></w:r></w:p>")
    header = f'<w:hdr xmlns:w="{WORD}"><w:p><w:fldSimple w:instr="IMPORT http://evil.example/a"/></w:p></w:hdr>'
    yield "field in a header", word() | {"word/header1.xml": header.encode()}


def encodings() -> Iterator[tuple[str, Parts]]:
    """Document types and odd encodings."""
    name = "word/document.xml"
    entity = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"):
        yield f"document type in {encoding}", word() | {name: entity.encode(encoding)}
    yield (
        "document type in utf-7",
        word() | {name: b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-<a/>'},
    )
    yield "utf-7 and nothing else", word() | {name: b'<?xml version="1.0" encoding="utf-7"?><a/>'}
    yield "a page of IBM", word() | {name: '<?xml version="1.0" encoding="cp037"?><a/>'.encode("cp037")}
    yield "declared otherwise than written", word() | {name: b'<?xml version="1.0" encoding="UTF-16"?><a/>'}
    yield ("document type without entities", word() | {name: b"<!DOCTYPE a SYSTEM 'http://evil.example/a'><a/>"})
    yield "document type of another file", word() | {"word/a.xml": b"\n  <!DOCTYPE a><a/>"}
    outer = links(link(1, "image", EVIL, "External")).replace(b'encoding="UTF-8"', b'encoding="UTF-16"')
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        yield (f"list in {encoding}", word() | {"word/_rels/document.xml.rels": outer.decode().encode(encoding)})
    yield (
        "list without namespace",
        word()
        | {
            "word/_rels/document.xml.rels": b'<Relationships><Relationship TargetMode="External" Target="http://a"/></Relationships>'
        },
    )
    yield "two roots", word() | {name: body() + b"<a/>"}


def content_types() -> Iterator[tuple[str, Parts]]:
    """Types that say macros or objects, however they are written."""
    for kind in (
        "application/vnd.ms-word.document.macro&#69;nabled.main+xml",
        "APPLICATION/VND.MS-WORD.DOCUMENT.MACROENABLED.MAIN+XML",
        "application/vnd.ms-word.document.macroEnabled.main+xml; x=y",
    ):
        yield f"type {kind}", word() | {"[Content_Types].xml": types({"/word/document.xml": kind})}
    yield (
        "type in utf-16",
        word()
        | {
            "[Content_Types].xml": (
                f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
                'package.relationships+xml"/><Override PartName="/word/document.xml" '
                'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
            ).encode("utf-16")
        },
    )
    unusual = {"/word/document.xml": MAIN_TYPE, "/word/a.xml": "application/vnd.ms-office.vbaProject"}
    yield "macros by their type", word() | {"[Content_Types].xml": types(unusual), "word/a.xml": b"<a/>"}
    yield (
        "page by its type",
        word()
        | {
            "[Content_Types].xml": types({"/word/document.xml": MAIN_TYPE}, {"html": "text/html"}),
            "word/a.html": b"<html/>",
        },
    )
    twice = types({"/word/document.xml": MAIN_TYPE, "/WORD/document.xml": "application/xml"})
    yield "type given twice", word() | {"[Content_Types].xml": twice}
    yield "text typed as a picture", word(link(2, "header", "h.png")) | {"word/h.png": body()}
    yield (
        "two main parts",
        word()
        | {
            "_rels/.rels": links(
                link(1, "officeDocument", "word/document.xml"), link(2, "officeDocument", "word/settings.xml")
            )
        },
    )


def sheet_parts() -> Iterator[tuple[str, Parts]]:
    def formula(text: str) -> str:
        return f'<row r="1"><c r="A1"><f>{text}</f><v>1</v></c></row>'

    yield (
        "outer workbook",
        workbook(link(2, "externalLink", "externalLinks/e1.xml"))
        | {"xl/externalLinks/e1.xml": f'<externalLink xmlns="{SHEET}"/>'.encode()},
    )
    yield (
        "outer workbook under another name",
        workbook(link(2, "externalLink", "theme/t.xml")) | {"xl/theme/t.xml": b"<a/>"},
    )
    yield (
        "outer workbook by its element",
        workbook() | {"xl/extra.xml": f'<q:externalLink xmlns:q="{SHEET}"><q:ddeLink/></q:externalLink>'.encode()},
    )
    yield "connection", workbook(link(2, "connections", "c.xml")) | {"xl/c.xml": b"<a/>"}
    yield (
        "sheet of macros",
        workbook(link(2, "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet", "m.xml"))
        | {"xl/m.xml": b"<a/>"},
    )
    yield "formula that asks the web", workbook(cells=formula('_xlfn.WEBSERVICE("http://evil.example")'))
    yield "formula in small letters", workbook(cells=formula('1+webservice ("http://evil.example")'))
    yield "formula that starts a program", workbook(cells=formula("cmd|'/c calc'!A0"))
    yield (
        "name that starts a program",
        workbook(names="<definedNames><definedName name='a'>cmd|'/c calc'!A0</definedName></definedNames>"),
    )
    yield "picture by a formula", workbook(cells=formula('_xlfn.IMAGE("http://evil.example/a.png")'))
    yield "pivot of another file", workbook(link(2, "pivotCacheDefinition", "file:///c:/x.xlsx", "External"))
