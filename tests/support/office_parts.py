"""Small Office files put together part by part, so that each part can be written in any way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

Parts = dict[str, bytes]

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FAMILY = "application/vnd.openxmlformats-officedocument"
CHART_TYPE = f"{_FAMILY}.drawingml.chart+xml"
WORKBOOK_TYPE = f"{_FAMILY}.spreadsheetml.sheet"


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def types(overrides: Mapping[str, str], endings: Mapping[str, str] | None = None) -> bytes:
    """Return the list of content types."""
    usual = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    lines = [
        f'<Default Extension="{ending}" ContentType="{kind}"/>'
        for ending, kind in (usual | dict(endings or {})).items()
    ]
    lines += [f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items()]
    return f'{HEAD}<Types xmlns="{TYPES}">{"".join(lines)}</Types>'.encode()


def link(number: int, kind: str, target: str, mode: str = "") -> str:
    """Return one relationship; a kind without a scheme is one of Office."""
    whole = kind if "://" in kind else f"{OFFICE}/{kind}"
    outside = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="rId{number}" Type="{whole}" Target="{target}"{outside}/>'


def links(*written: str) -> bytes:
    """Return a list of relationships."""
    return f'{HEAD}<Relationships xmlns="{LINKS}">{"".join(written)}</Relationships>'.encode()


def body(inside: str = "") -> bytes:
    """Return the main part of a Word file."""
    return (
        f'{HEAD}<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office"><w:body><w:p><w:r><w:t>Báo cáo</w:t></w:r></w:p>'
        f"{inside}</w:body></w:document>"
    ).encode()


def word(*document_links: str, inside: str = "", settings_links: tuple[str, ...] = ()) -> Parts:
    """Return the parts of a Word file with these relationships of its text and of its settings."""
    main, settings = (f"{_FAMILY}.wordprocessingml.document.main+xml", f"{_FAMILY}.wordprocessingml.settings+xml")
    parts = {
        "[Content_Types].xml": types(
            {"/word/document.xml": main, "/word/settings.xml": settings}, {"png": "image/png"}
        ),
        "_rels/.rels": links(link(1, "officeDocument", "word/document.xml")),
        "word/document.xml": body(inside),
        "word/_rels/document.xml.rels": links(link(1, "settings", "settings.xml"), *document_links),
        "word/settings.xml": f'{HEAD}<w:settings xmlns:w="{WORD}" xmlns:r="{OFFICE}"/>'.encode(),
    }
    if settings_links:
        parts["word/_rels/settings.xml.rels"] = links(*settings_links)
        use = f'{HEAD}<w:settings xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:attachedTemplate r:id="rId1"/></w:settings>'
        parts["word/settings.xml"] = use.encode()
    return parts


def workbook(*book_links: str, cells: str = "", names: str = "") -> Parts:
    """Return the parts of an Excel file with one sheet of these cells."""
    main, sheet = f"{_FAMILY}.spreadsheetml.sheet.main+xml", f"{_FAMILY}.spreadsheetml.worksheet+xml"
    rows = cells or '<row r="1"><c r="A1" t="inlineStr"><is><t>Số liệu</t></is></c></row>'
    return {
        "[Content_Types].xml": types({"/xl/workbook.xml": main, "/xl/worksheets/sheet1.xml": sheet}),
        "_rels/.rels": links(link(1, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'{HEAD}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
            f'<sheet name="S" sheetId="1" r:id="rId1"/></sheets>{names}</workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": links(link(1, "worksheet", "worksheets/sheet1.xml"), *book_links),
        "xl/worksheets/sheet1.xml": (
            f'{HEAD}<worksheet xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheetData>{rows}</sheetData></worksheet>'
        ).encode(),
    }


def with_chart(embedded: bytes, *, inside: str = "") -> Parts:
    """Return a Word file with a chart whose numbers stand in an embedded workbook."""
    parts = word(link(2, "chart", "charts/chart1.xml"), inside=inside)
    main = f"{_FAMILY}.wordprocessingml.document.main+xml"
    settings = f"{_FAMILY}.wordprocessingml.settings+xml"
    return parts | {
        "[Content_Types].xml": types(
            {"/word/document.xml": main, "/word/settings.xml": settings, "/word/charts/chart1.xml": CHART_TYPE},
            {"xlsx": WORKBOOK_TYPE},
        ),
        "word/charts/chart1.xml": (
            f'{HEAD}<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
            f'xmlns:r="{OFFICE}"><c:externalData r:id="rId1"/></c:chartSpace>'
        ).encode(),
        "word/charts/_rels/chart1.xml.rels": links(link(1, "package", "../embeddings/Microsoft_Excel_Worksheet.xlsx")),
        "word/embeddings/Microsoft_Excel_Worksheet.xlsx": embedded,
    }
