"""The form of an official paper around its body: letterhead, kind, extract, addressees, signature."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.core.text import fold_accents
from tracker.documents.paragraphs import Paragraph
from tracker.law import references

PAPER_KINDS = {
    "chi thi": "Chỉ thị",
    "thong bao": "Thông báo",
    "thong bao ket luan": "Thông báo kết luận",
    "ket luan": "Kết luận",
    "ke hoach": "Kế hoạch",
    "quyet dinh": "Quyết định",
    "nghi quyet": "Nghị quyết",
    "cong dien": "Công điện",
    "chuong trinh": "Chương trình",
    "giay moi": "Giấy mời",
    "bao cao": "Báo cáo",
    "to trinh": "Tờ trình",
    "huong dan": "Hướng dẫn",
}
LETTER = "Công văn"
_DEEPEST_HEADING = 14
"""Paragraphs from the top among which the number and the day of a paper stand."""

_NUMBER_LINE = re.compile(r"^so ?:?(?= ?\d)", re.ASCII)
_PLACE_AND_DAY = re.compile(r"\bngay (\d{1,2}) ?(?:thang|/) ?(\d{1,2}) ?(?:nam|/) ?(\d{4})$", re.ASCII)
_NATION = re.compile(r"^(?:cong hoa xa hoi|doc lap|[-_=*]{2,}$|hoa toc$|thuong khan$|khan$|mat$)", re.ASCII)
_OFFICE = re.compile(
    r"^(?:(?:uy ban nhan dan|ubnd|van phong|phong|thanh tra|trung tam|so|ban)\b"
    r"|(?:tinh|thi xa|huyen|thanh pho|phuong|xa) )"
)
_ABOUT = re.compile(r"^(?:v/v:?|ve viec|ve|trich yeu:?)\s+", re.ASCII)
_DEAR = re.compile(r"^kinh gui ?:?\s*", re.ASCII)
_END = re.compile(
    r"^(?:noi nhan\b|(?:tm|kt|tl|tuq|q)\.? ?(?:uy ban|ubnd|chu tich|chanh|truong|giam doc|ban)"
    r"|(?:pho )?(?:chu tich|chanh van phong|truong phong|giam doc|chanh thanh tra)(?: \w+){0,4}$)",
    re.ASCII,
)
_NAME = re.compile(r"^[^\W\d_a-zà-ỹ][^\W\d_]*(?: [^\W\d_a-zà-ỹ][^\W\d_]*){1,5}$")


@dataclass(frozen=True, slots=True)
class Heading:
    """What the form of a paper says about it; empty where it says nothing."""

    reference: str = ""
    issued_on: dt.date | None = None
    issuer: str = ""
    signer: str = ""
    kind: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class PaperParts:
    """A paper taken apart: its form, whom it is addressed to, and the paragraphs that say something."""

    heading: Heading
    addressees: str
    body: tuple[Paragraph, ...]


def split_paper(paragraphs: Sequence[Paragraph]) -> PaperParts:
    """Separate the body of a paper from its letterhead, its addressees and its signature."""
    number_at, reference = _numbered(paragraphs)
    day_at, issued_on = _dated(paragraphs)
    kind_at, kind = _kind(paragraphs)
    end = _end(paragraphs, max(number_at, day_at, kind_at) + 1)
    first = max(number_at, day_at, kind_at) + 1
    if reference and not kind:
        kind = LETTER
    summary, first = _summary(paragraphs, first, end, after_kind=kind_at >= 0)
    addressees, body = _addressees(paragraphs[first:end])
    heading = Heading(
        reference=reference,
        issued_on=issued_on,
        issuer=_issuer(paragraphs[: max(number_at, 0)]),
        signer=_signer(paragraphs[end:]),
        kind=kind,
        summary=summary,
    )
    return PaperParts(heading, addressees, body)


def _numbered(paragraphs: Sequence[Paragraph]) -> tuple[int, str]:
    for index, paragraph in enumerate(paragraphs[:_DEEPEST_HEADING]):
        if _NUMBER_LINE.match(fold_accents(paragraph.text)) and (found := references.find_reference(paragraph.text)):
            return index, str(found)
    return -1, ""


def _dated(paragraphs: Sequence[Paragraph]) -> tuple[int, dt.date | None]:
    for index, paragraph in enumerate(paragraphs[:_DEEPEST_HEADING]):
        match = _PLACE_AND_DAY.search(fold_accents(paragraph.text).rstrip(". "))
        if match and len(paragraph.text) < 70 and "," in paragraph.text:
            day, month, year = (int(part) for part in match.groups())
            try:
                return index, dt.date(year, month, day)
            except ValueError:
                return index, None
    return -1, None


def _kind(paragraphs: Sequence[Paragraph]) -> tuple[int, str]:
    for index, paragraph in enumerate(paragraphs[:_DEEPEST_HEADING]):
        name = fold_accents(paragraph.text).strip(" :.")
        if name in PAPER_KINDS and paragraph.text == paragraph.text.upper():
            return index, PAPER_KINDS[name]
    return -1, ""


def _end(paragraphs: Sequence[Paragraph], first: int) -> int:
    """Return where the signature begins: at «Nơi nhận» or at the post of the signer."""
    for index in range(first, len(paragraphs)):
        text = paragraphs[index].text
        if _END.match(fold_accents(text)) and (text == text.upper() or fold_accents(text).startswith("noi nhan")):
            return index
    return len(paragraphs)


def _summary(paragraphs: Sequence[Paragraph], first: int, end: int, *, after_kind: bool) -> tuple[str, int]:
    """Return the extract and where the body begins; a letter's extract may stand in the letterhead."""
    for paragraph in paragraphs[:first]:
        if fold_accents(paragraph.text).startswith(("v/v", "trich yeu")):
            return _without_about(paragraph.text), first
    if first >= end or paragraphs[first].mark:
        return "", first
    text = paragraphs[first].text
    is_title = after_kind and not text.endswith((".", ":", ";"))
    if is_title or fold_accents(text).startswith("v/v"):
        return _without_about(text), first + 1
    return "", first


def _without_about(text: str) -> str:
    match = _ABOUT.match(fold_accents(text))
    return text[match.end() :] if match and match.group().startswith(("v/v", "trich")) else text


def _addressees(paragraphs: Sequence[Paragraph]) -> tuple[str, tuple[Paragraph, ...]]:
    """Return the «Kính gửi» as one list, and the paragraphs after it."""
    kept: list[Paragraph] = []
    names: list[str] = []
    is_list = False
    for paragraph in paragraphs:
        if dear := _DEAR.match(fold_accents(paragraph.text)):
            rest = paragraph.text[dear.end() :].strip(" :")
            names += [rest] if rest else []
            is_list = not rest or rest.endswith(";")
        elif is_list and paragraph.mark == "dash":
            names.append(paragraph.words)
            is_list = not paragraph.text.endswith(".")
        else:
            is_list = False
            kept.append(paragraph)
    return "; ".join(name.strip(" .;") for name in names), tuple(kept)


def _issuer(paragraphs: Sequence[Paragraph]) -> str:
    """Return the office of the letterhead, its lines joined: «ỦY BAN NHÂN DÂN» «THỊ XÃ HƯƠNG TRÀ»."""
    lines = [paragraph.text for paragraph in paragraphs if not _NATION.match(fold_accents(paragraph.text))]
    offices = [line for line in lines if line == line.upper() and _OFFICE.match(fold_accents(line))]
    return " ".join(offices[:2])


def _signer(paragraphs: Sequence[Paragraph]) -> str:
    """Return the name under the signature: the last line that is a person's name."""
    for paragraph in reversed(paragraphs):
        if paragraph.text != paragraph.text.upper() and _NAME.match(paragraph.text):
            return paragraph.text
    return ""
