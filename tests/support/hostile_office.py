"""Files with something forbidden inside, each written in another way; and ordinary papers that must come in.

What varies is how a thing is written: encodings, capitals, quotes, character references, other names of parts, other
orders, other ways of compressing. None of them may come in, whoever reads them later.
"""

from __future__ import annotations

from itertools import chain

from tests.support.hostile_archives import archives, pdfs
from tests.support.hostile_links import OLE, PNG, objects, outer_pictures
from tests.support.hostile_texts import MAIN_TYPE, content_types, encodings, fields, sheet_parts
from tests.support.office_parts import (
    CHART_TYPE,
    WORD,
    WORKBOOK_TYPE,
    Parts,
    link,
    links,
    packed,
    types,
    with_chart,
    word,
    workbook,
)


def hostile() -> dict[str, tuple[str, bytes]]:
    """Return the hostile files by what they are: name and bytes."""
    in_word = chain(outer_pictures(), objects(), fields(), encodings(), content_types())
    found = {name: ("a.docx", packed(parts)) for name, parts in in_word}
    found |= {name: ("a.xlsx", packed(parts)) for name, parts in sheet_parts()}
    found |= {name: ("a.docx", data) for name, data in archives()}
    found |= {name: ("a.pdf", data) for name, data in pdfs()}
    return found


def ordinary() -> dict[str, tuple[str, bytes]]:
    """Return papers as offices write them, by what is in them: name and bytes."""
    begin, end = '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="end"/>'
    inner = f"{begin}<w:instrText>PAGE</w:instrText>{end}"
    page = f"<w:p><w:r>{begin}<w:instrText> IF </w:instrText>{inner}<w:instrText>=1 1 2</w:instrText>{end}</w:r></w:p>"
    template = link(1, "attachedTemplate", "file:///C:\\Users\\a\\Mau-UBND.dotm", "External")
    linked = with_chart(packed(workbook())) | {
        "word/charts/_rels/chart1.xml.rels": links(link(1, "oleObject", "file:///C:\\so-lieu.xlsx", "External"))
    }
    del linked["word/embeddings/Microsoft_Excel_Worksheet.xlsx"]
    papers = {
        "plain": word(),
        "chart": with_chart(packed(workbook())),
        "chart copied from a workbook": linked,
        "attached template": word(settings_links=(template,)),
        "template on a share": word(
            settings_links=(link(1, "attachedTemplate", r"\\10.0.0.1\mau\a.dotm", "External"),)
        ),
        "links": word(
            link(2, "hyperlink", "https://huongtra.gov.vn/?a=1&amp;b=2", "External"),
            link(3, "hyperlink", "mailto:vanthu@huongtra.gov.vn", "External"),
            link(4, "hyperlink", "file:///C:\\bao-cao\\a.docx", "External"),
            link(5, "hyperlink", "phu-luc.docx", "External"),
        ),
        "link to a share": word(link(2, "hyperlink", r"file:///\\10.0.0.1\chung\a.docx", "External")),
        "picture": word(link(2, "image", "media/image1.png")) | {"word/media/image1.png": PNG},
        "header, comments, notes": word(
            link(2, "header", "header1.xml"), link(3, "comments", "comments.xml"), link(4, "footnotes", "notes.xml")
        )
        | {
            "word/header1.xml": f'<w:hdr xmlns:w="{WORD}"><w:p/></w:hdr>'.encode(),
            "word/comments.xml": f'<w:comments xmlns:w="{WORD}"/>'.encode(),
            "word/notes.xml": f'<w:footnotes xmlns:w="{WORD}"/>'.encode(),
        },
        "fields": word(inside=page + '<w:p><w:fldSimple w:instr=" TOC \\o &quot;1-3&quot; "/></w:p>'),
        "main part under another name": _moved(),
        "parts that Word no longer uses": word() | {"[trash]/0000.dat": OLE},
        "properties written in utf-16": word()
        | {"docProps/a.xml": '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16")},
    }
    sheets = {
        "workbook": workbook(),
        "formulas": workbook(cells="<row r='1'><c r='A1'><f>SUM(B1:B3)&amp;\"a|b\"</f><v>1</v></c></row>"),
        "sheet with a bar in its name": workbook(cells="<row r='1'><c r='A1'><f>'A|B'!C1</f><v>1</v></c></row>"),
        "settings of Google": workbook(
            link(2, "http://customschemas.google.com/relationships/workbookmetadata", "metadata")
        )
        | {"xl/metadata": b"{}"},
    }
    made = {name: ("a.docx", packed(parts)) for name, parts in papers.items()}
    made |= {name: ("a.xlsx", packed(parts)) for name, parts in sheets.items()}
    made["pdf"] = ("a.pdf", b"%PDF-1.4\n1 0 obj<</OpenAction[3 0 R/XYZ null null 0]/URI(http://a)>>endobj\n%%EOF")
    return made


def _moved() -> Parts:
    parts = word()
    return {
        ("word/document2.xml" if name == "word/document.xml" else name): content for name, content in parts.items()
    } | {
        "[Content_Types].xml": types({"/word/document2.xml": MAIN_TYPE}, {"xlsx": WORKBOOK_TYPE, "bin": CHART_TYPE}),
        "_rels/.rels": links(link(1, "officeDocument", "/word/document2.xml")),
    }
