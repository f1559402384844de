"""Files that must not come in: disguised, poisoned, or too large inside."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.office_parts import packed, types, word, workbook
from tracker.core.file_checks import FileKind, checked_evidence, checked_import
from tracker.core.refusals import Reason, Refusal
from tracker.documents.sandbox import SandboxFileKind, inspect_evidence, read_sandboxed
from tracker.documents.tables import open_paper

DATA = Path(__file__).parents[2] / "tracker/demo/data"
MANIFEST = 'xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
SHEET = {
    "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
    "content.xml": b"<office/>",
    "META-INF/manifest.xml": f"<manifest {MANIFEST}/>".encode(),
}
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = OLD_EXCEL + "EncryptedPackage".encode("utf-16-le")


def why(data: bytes, filename: str = "so.xlsx") -> object:
    with pytest.raises(Refusal) as refused:
        read_sandboxed(SandboxFileKind.UNITS, data, filename)
    assert refused.value.reason is Reason.FILE_REFUSED
    assert refused.value.field == "file"
    assert refused.value.details["file"] == filename
    return refused.value.details["why"]


@pytest.mark.parametrize("name", ["ke-hoach-cchc-2021.docx", "ykcd-tinh-2021.xlsx", "units.csv"])
def test_the_papers_of_2021_come_in(name: str) -> None:
    assert checked_import((DATA / name).read_bytes(), name).value == name.rsplit(".", 1)[1]


def test_scans_and_photographs_are_evidence_and_not_imports() -> None:
    assert checked_evidence(b"%PDF-1.7 ...", "Báo cáo.PDF") is FileKind.PDF
    assert checked_evidence(b"\xff\xd8\xff\xe0", "anh.jpeg") is FileKind.JPG
    assert why(b"%PDF-1.7", "bao-cao.pdf") == "extension"


def test_a_photograph_under_another_ending_is_told_for_what_it_is() -> None:
    with pytest.raises(Refusal) as refused:
        inspect_evidence(b"\x00\x00\x00\x18ftypheic" + bytes(64), "IMG_0412.jpg")

    assert refused.value.details == {"why": "heic", "file": "IMG_0412.jpg"}


@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b"", "a.xlsx", "empty"),
        (b"MZ\x90", "a.exe", "extension"),
        (b"MZ\x90", "a.xlsx", "content"),
        (b"PK\x03\x04 broken", "a.xlsx", "unreadable"),
        (b"PK\x03\x04", "a.csv", "content"),
        (b"\x00\x01", "a.csv", "content"),
        (packed({"other.txt": b"x"}), "a.xlsx", "content"),
        (packed(word()), "a.xlsx", "content"),
        (packed(workbook()), "a.ods", "content"),
        (packed(SHEET | {"Basic/Standard/Module1.xml": b"<m/>"}), "a.ods", "macro"),
        (packed(SHEET | {"Object 1/content.xml": b"<m/>"}), "a.ods", "embedded_object"),
        (packed(SHEET | {"META-INF/manifest.xml": b"<encryption-data/>"}), "a.ods", "encrypted"),
        (OLD_EXCEL + "_VBA_PROJECT".encode("utf-16-le"), "a.xls", "macro"),
        (packed(workbook()), "a.xls", "content"),
        (OLD_EXCEL + bytes(512), "a.xlsx", "old_office"),
        (LOCKED, "a.xlsx", "encrypted"),
        (LOCKED, "a.ods", "encrypted"),
    ],
)
def test_a_hostile_file_is_refused_by_its_own_code(data: bytes, filename: str, code: str) -> None:
    assert why(data, filename) == code


def test_a_file_that_only_looks_like_a_workbook_is_refused_when_opened() -> None:
    with pytest.raises(Refusal) as refused:
        open_paper(packed({"[Content_Types].xml": types({}), "xl/workbook.xml": b"<workbook/>"}), "a.xlsx")

    assert refused.value.details["why"] == "unreadable"


def test_text_in_an_old_encoding_is_refused_and_not_garbled() -> None:
    with pytest.raises(Refusal) as refused:
        open_paper("Sè;Néi dung\n1;KÕ ho¹ch\n".encode("latin-1"), "so.csv")

    assert refused.value.details["why"] == "encoding"


def test_an_old_workbook_that_cannot_be_opened_is_refused_in_a_sentence() -> None:
    with pytest.raises(Refusal) as refused:
        open_paper(OLD_EXCEL + b"nothing of a workbook" * 200, "a.xls")

    assert refused.value.details["why"] == "unreadable"
