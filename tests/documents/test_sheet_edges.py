"""A cell far away from its table: a blank one is passed over, one with content is named, wherever it stands."""

from __future__ import annotations

import pytest

from tests.support.office_parts import link, packed, workbook
from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Refusal
from tracker.documents.sandbox import SandboxFileKind, read_sandboxed
from tracker.documents.tables import LONGEST_TABLE, WIDEST_TABLE, open_paper

HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Mã</t></is></c><c r="B1" t="inlineStr"><is><t>Tên</t></is></c></row>'
BLANK = '<is><t xml:space="preserve"> \u00a0 </t></is>'


def book(*rows: str) -> bytes:
    return packed(workbook(cells=HEAD + "".join(rows)))


@pytest.mark.parametrize("cell", ["A50000", "A1048576", "XFD1", "XFD1048576", "BJ7"])
def test_a_blank_far_away_is_passed_over(cell: str) -> None:
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    found = f'<c r="{cell}" t="inlineStr">{BLANK}</c>'
    beside = packed(workbook(cells=HEAD.replace("</row>", f"{found}</row>")))
    data = beside if row == "1" else book(f'<row r="{row}">{found}</row>')

    assert open_paper(data, "a.xlsx").tables == ((("Mã", "Tên"),),)


def test_content_far_away_is_named() -> None:
    data = book('<row r="50000"><c r="C50000" t="inlineStr"><is><t>x</t></is></c></row>')
    with pytest.raises(Refusal) as refused:
        read_sandboxed(SandboxFileKind.UNITS, data, "so.xlsx")

    assert refused.value.details["why"] == "too_many_rows"
    said = describe_refusal(refused.value)
    assert "C50000" in said and str(LONGEST_TABLE) in said and str(WIDEST_TABLE) in said and "so.xlsx" in said


def test_shared_blanks_and_formulas_are_told_apart() -> None:
    shared = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t> </t></si></sst>'
    far = '<row r="9000"><c r="A9000" t="s"><v>0</v></c></row>'
    parts = workbook(cells=HEAD + far) | {"xl/sharedStrings.xml": shared}
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
    )
    target = f"{link(9, 'sharedStrings', 'sharedStrings.xml')}</Relationships>".encode()
    listed = "xl/_rels/workbook.xml.rels"
    parts[listed] = parts[listed].replace(b"</Relationships>", target)
    formula = book('<row r="9000"><c r="A9000"><f>1+1</f></c></row>')

    assert len(open_paper(packed(parts), "a.xlsx").tables[0]) == 1
    with pytest.raises(Refusal):
        open_paper(formula, "a.xlsx")
