"""One uploaded file looked through by its kind: refused with the true reason, or given back as it may be used."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.documents.file_guard import FileKind, kind_of, refused
from tracker.documents.inspection.cutting import without
from tracker.documents.inspection.office import check_office
from tracker.documents.inspection.opendocument import check_opendocument
from tracker.documents.inspection.pdf_actions import check_pdf
from tracker.documents.inspection.photographs import as_jpeg
from tracker.documents.inspection.relationships import TEMPLATE
from tracker.rules.refusals import Refusal

TEMPLATE_CUT, LINK_CUT, CONVERTED = "template_cut", "link_cut", "converted"
"""What was done to a file; `wording.terms` has the words."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be used: its name, its bytes, and the codes of what was done to them (empty: as they came).

    The bytes are left out (None) on the way back to whoever has them already.
    """

    name: str
    data: bytes | None
    changes: tuple[str, ...] = ()


def inspect(data: bytes, name: str) -> Inspected:
    """Look a file through; to be called in the sandbox alone. A refusal names the file (`file`)."""
    try:
        return _inspected(data, name)
    except Refusal as refusal:
        refusal.details.setdefault("file", name)
        raise


def _inspected(data: bytes, name: str) -> Inspected:
    match kind := kind_of(name):
        case FileKind.DOCX | FileKind.XLSX:
            return _without_links(data, name, kind)
        case FileKind.ODS:
            check_opendocument(data)
        case FileKind.PDF:
            check_pdf(data)
        case FileKind.HEIC:
            return Inspected(f"{name.rpartition('.')[0]}.jpg", as_jpeg(data), (CONVERTED,))
        case _:
            pass
    return Inspected(name, data)


def _without_links(data: bytes, name: str, kind: FileKind) -> Inspected:
    contents = check_office(data, kind)
    if not contents.cuts:
        return Inspected(name, data)
    if contents.is_signed:
        raise refused("signed_links")
    clean = without(data, contents.cuts)
    if check_office(clean, kind).cuts:
        raise refused("external_links", target="")
    changes = {TEMPLATE_CUT if link.word == TEMPLATE else LINK_CUT for _, link in contents.cuts}
    return Inspected(name, clean, tuple(sorted(changes)))
