"""Files that must not come in: disguised, poisoned, or too large inside."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tracker.documents.file_guard import FileKind, checked_evidence, checked_import
from tracker.documents.tables import open_paper
from tracker.rules.refusals import Reason, Refusal

DATA = Path(__file__).parents[2] / "tracker/demo/data"
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORKBOOK: dict[str, str | bytes] = {"[Content_Types].xml": TYPES, "xl/workbook.xml": "<workbook/>"}

SHEET: dict[str, str | bytes] = {
    "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
    "content.xml": "<office/>",
    "META-INF/manifest.xml": "<manifest/>",
}
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(members: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def why(data: bytes, filename: str = "so.xlsx") -> object:
    with pytest.raises(Refusal) as refused:
        checked_import(data, filename)
    assert refused.value.reason is Reason.FILE_REFUSED
    assert refused.value.field == "file"
    return refused.value.details["why"]


@pytest.mark.parametrize("name", ["ke-hoach-cchc-2021.docx", "ykcd-tinh-2021.xlsx", "units.csv"])
def test_the_papers_of_2021_come_in(name: str) -> None:
    assert checked_import((DATA / name).read_bytes(), name).value == name.rsplit(".", 1)[1]


def test_scans_and_photographs_are_evidence_and_not_imports() -> None:
    assert checked_evidence(b"%PDF-1.7 ...", "Báo cáo.PDF") is FileKind.PDF
    assert checked_evidence(b"\xff\xd8\xff\xe0", "anh.jpeg") is FileKind.JPG
    assert why(b"%PDF-1.7", "bao-cao.pdf") == "extension"


@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b"", "a.xlsx", "empty"),
        (b"MZ\x90", "a.exe", "extension"),
        (b"MZ\x90", "a.xlsx", "content"),
        (b"PK\x03\x04 broken", "a.xlsx", "unreadable"),
        (b"PK\x03\x04", "a.csv", "content"),
        (b"\x00\x01", "a.csv", "content"),
        (packed({"other.txt": "x"}), "a.xlsx", "content"),
        (packed(WORKBOOK), "a.docx", "content"),
        (packed(WORKBOOK), "a.ods", "content"),
        (packed(SHEET | {"Basic/Standard/Module1.xml": "<m/>"}), "a.ods", "active_content"),
        (packed(SHEET | {"Object 1/content.xml": "<m/>"}), "a.ods", "active_content"),
        (packed(SHEET | {"META-INF/manifest.xml": "<manifest:encryption-data/>"}), "a.ods", "encrypted"),
        (OLD_EXCEL + "_VBA_PROJECT".encode("utf-16-le"), "a.xls", "active_content"),
        (packed(WORKBOOK), "a.xls", "content"),
        (packed(WORKBOOK | {"../../etc/passwd": "x"}), "a.xlsx", "zip_names"),
        (packed(WORKBOOK | {"/root": "x"}), "a.xlsx", "zip_names"),
        (packed(WORKBOOK | {"xl/vbaProject.bin": "x"}), "a.xlsx", "active_content"),
        (packed(WORKBOOK | {"xl/embeddings/a.bin": "x"}), "a.xlsx", "active_content"),
        (packed(WORKBOOK | {"xl/externalLinks/e1.xml": "<a/>"}), "a.xlsx", "active_content"),
        (packed(WORKBOOK | {"xl/x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "a.xlsx", "entities"),
        (packed(WORKBOOK | {"xl/x.xml": "<!DOCTYPE a><a/>".encode("utf-16")}), "a.xlsx", "entities"),
        (packed(WORKBOOK | {"xl/x.xml": "<!DOCTYPE a><a/>".encode("utf-16-be")}), "a.xlsx", "entities"),
        (packed(WORKBOOK | {"xl/big.xml": b"0" * 5_000_000}), "a.xlsx", "zip_bomb"),
        (packed(WORKBOOK | {f"xl/{n}.xml": "x" for n in range(501)}), "a.xlsx", "zip_too_many"),
        (
            packed(WORKBOOK | {"xl/_rels/w.rels": '<Relationship Target="http://a" TargetMode="External"/>'}),
            "a.xlsx",
            "external_links",
        ),
    ],
)
def test_a_hostile_file_is_refused_by_its_own_code(data: bytes, filename: str, code: str) -> None:
    assert why(data, filename) == code


def test_a_file_that_only_looks_like_a_workbook_is_refused_when_opened() -> None:
    with pytest.raises(Refusal) as refused:
        open_paper(packed(WORKBOOK), "a.xlsx")

    assert refused.value.details["why"] == "unreadable"


def test_text_in_an_old_encoding_is_refused_and_not_garbled() -> None:
    with pytest.raises(Refusal) as refused:
        open_paper("Sè;Néi dung\n1;KÕ ho¹ch\n".encode("latin-1"), "so.csv")

    assert refused.value.details["why"] == "encoding"


def test_an_old_workbook_that_cannot_be_opened_is_refused_in_a_sentence() -> None:
    with pytest.raises(Refusal) as refused:
        open_paper(OLD_EXCEL + b"nothing of a workbook" * 200, "a.xls")

    assert refused.value.details["why"] == "unreadable"
