"""What is inside a file: nothing forbidden comes in, however it is written; ordinary papers do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from docx import Document
from PIL import Image

from tests.support.hostile_links import EVIL, PNG
from tests.support.hostile_office import hostile, ordinary
from tests.support.office_parts import link, packed, word
from tracker.core.refusal_sentences import FILE_REFUSALS, describe_refusal
from tracker.core.refusals import Reason, Refusal
from tracker.documents.inspection.upload import CONVERTED, LINK_CUT, TEMPLATE_CUT, inspect_upload
from tracker.documents.sandbox import SandboxFileKind, inspect_evidence, read_sandboxed

HOSTILE, ORDINARY = hostile(), ordinary()
REASONS = {
    "picture whose address ends like a link": "external_links",
    "mode by a character reference": "external_links",
    "list in utf-16": "external_links",
    "list in capitals": "external_links",
    "picture on a share": "external_links",
    "object under a name of pictures": "embedded_object",
    "macros under another name": "macro",
    "type application/vnd.ms-word.document.macro&#69;nabled.main+xml": "macro",
    "names that differ in capitals": "zip_names",
    "field that starts a program": "fetching_field",
    "picture by a field": "fetching_field",
    "other paper as HTML": "embedded_document",
    "script of a PDF": "pdf_action",
    "document type in utf-7": "xml_encoding",
    "document type in utf-32": "unreadable",
    "NUL in a name": "zip_names",
    "one part in bzip2": "zip_method",
    "one part in lzma": "zip_method",
    "encrypted": "encrypted",
    "outer workbook": "external_workbook",
    "formula that asks the web": "fetching_formula",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_nothing_forbidden_comes_in_however_it_is_written(what: str) -> None:
    name, data = HOSTILE[what]
    with pytest.raises(Refusal) as refused:
        inspect_upload(data, name)

    code = refused.value.details["why"]
    assert refused.value.reason is Reason.FILE_REFUSED
    assert code == REASONS.get(what, code) and code in FILE_REFUSALS
    assert describe_refusal(refused.value).startswith(f"“{name}”: ")
    assert "{" not in describe_refusal(refused.value)


@pytest.mark.parametrize("what", ORDINARY)
def test_ordinary_papers_come_in(what: str) -> None:
    name, data = ORDINARY[what]

    assert inspect_upload(data, name).name == name


def test_there_are_many_ways_and_each_is_tried() -> None:
    assert len(HOSTILE) > 120 and len(ORDINARY) > 15 and HOSTILE.keys() >= REASONS.keys()


def test_the_link_to_a_template_is_cut_and_the_paper_stays_whole() -> None:
    name, data = ORDINARY["attached template"]
    found = inspect_evidence(data, name)
    assert found.data is not None
    with zipfile.ZipFile(io.BytesIO(found.data)) as clean, zipfile.ZipFile(io.BytesIO(data)) as before:
        texts = {each: clean.read(each) for each in clean.namelist()}
        changed = {each for each in before.namelist() if before.read(each) != texts[each]}

    assert found.changes == (TEMPLATE_CUT,)
    assert changed == {"word/settings.xml", "word/_rels/settings.xml.rels"}
    assert not any(b"attachedTemplate" in text or b"dotm" in text for text in texts.values())


def test_a_link_into_the_network_stays_in_the_text_and_leads_nowhere() -> None:
    name, data = ORDINARY["link to a share"]
    found = inspect_upload(data, name)
    assert found.data is not None
    with zipfile.ZipFile(io.BytesIO(found.data)) as clean:
        listed = clean.read("word/_rels/document.xml.rels")

    assert found.changes == (LINK_CUT,)
    assert b'Target="about:blank"' in listed and b"10.0.0.1" not in listed


def test_a_signed_paper_is_not_changed_behind_its_signer() -> None:
    parts = word(settings_links=(link(1, "attachedTemplate", EVIL, "External"),))
    kind = "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"
    listed = parts["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/_xmlsignatures/s.xml" ContentType="{kind}"/></Types>'.encode()
    )
    with pytest.raises(Refusal) as refused:
        inspect_upload(packed(parts | {"[Content_Types].xml": listed, "_xmlsignatures/s.xml": b"<a/>"}), "a.docx")

    assert refused.value.details["why"] == "signed_links"


def test_papers_of_the_programs_we_write_with_come_in(tmp_path: Path) -> None:
    paper, file = Document(), io.BytesIO()
    paper.sections[0].header.paragraphs[0].text = "Đầu trang"
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    paper.add_picture(io.BytesIO(picture.getvalue()))
    paper.add_table(2, 2)
    paper.save(file)
    book: Any = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_url("A1", "https://huongtra.gov.vn")
    sheet.write_comment("A2", "Ghi chú")
    sheet.insert_image("C1", "a.png", {"image_data": io.BytesIO(picture.getvalue())})
    sheet.set_header("&L&G", {"image_left": "a.png", "image_data_left": io.BytesIO(picture.getvalue())})
    sheet.insert_checkbox("D1", True)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Sheet1!$A$1:$A$3"})
    sheet.insert_chart("E1", chart)
    sheet.add_table("G1:H3")
    book.close()

    assert inspect_upload(file.getvalue(), "a.docx").changes == ()
    assert inspect_upload((tmp_path / "a.xlsx").read_bytes(), "a.xlsx").changes == ()


def test_a_photograph_of_a_telephone_becomes_a_jpeg() -> None:
    found = inspect_evidence((Path(__file__).parent / "IMG_0412.HEIC").read_bytes(), "IMG_0412.HEIC")
    assert found.data is not None
    with Image.open(io.BytesIO(found.data)) as picture:
        shown = picture.format, picture.size

    assert (found.name, found.changes, shown) == ("IMG_0412.jpg", (CONVERTED,), ("JPEG", (64, 48)))


def test_a_bomb_swells_in_no_process_that_serves_people() -> None:
    """The whole is 800 MB of zeros in about 600 bytes; the memory of this process must not follow."""
    parts, made = word(), io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        member = zipfile.ZipInfo("word/a.xml")
        member.compress_type = zipfile.ZIP_BZIP2
        with archive.open(member, "w") as stream:
            for _ in range(800):
                stream.write(bytes(1 << 20))
    before = _most_memory()
    for kind in (SandboxFileKind.PROSE, SandboxFileKind.REPORT):
        with pytest.raises(Refusal):
            read_sandboxed(kind, made.getvalue(), "a.docx")
    with pytest.raises(Refusal):
        inspect_evidence(made.getvalue(), "a.docx")

    assert _most_memory() - before < 32 << 20


def test_no_archive_is_opened_where_people_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_: object, **__: object) -> None:
        raise AssertionError("an archive was opened outside the sandbox")

    data = packed(word(link(2, "image", "media/a.png")) | {"word/media/a.png": PNG})
    monkeypatch.setattr(zipfile.ZipFile, "__init__", opened)
    monkeypatch.setattr("zlib.decompressobj", opened)

    assert inspect_evidence(data, "a.docx").data == data
    assert read_sandboxed(SandboxFileKind.PROSE, data, "a.docx")[0].text == "Báo cáo"


def _most_memory() -> int:
    """Return the most bytes of memory this process has had."""
    [line] = [each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmHWM")]
    return int(line.split()[1]) * 1024
