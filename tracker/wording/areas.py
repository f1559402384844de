"""The reform areas of both taxonomies, and the words by which a plan's headings are recognised.

Source: Resolution 30c/NQ-CP (2011–2020) and Resolution 76/NQ-CP of 15/7/2021 (2021–2030), each with steering first.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.rules.text import fold

OLD, NEW = "2011-2020", "2021-2030"


@dataclass(frozen=True, slots=True)
class AreaWords:
    """One area: its code, its name, the matching area of the other taxonomy, words of its headings (folded)."""

    taxonomy: str
    code: str
    name: str
    same_as: str
    heading: tuple[str, ...]


AREAS: tuple[AreaWords, ...] = (
    AreaWords(OLD, "steering", "Chỉ đạo, điều hành", "steering", ("chi dao", "dieu hanh")),
    AreaWords(OLD, "institutions", "Cải cách thể chế", "institutions", ("the che",)),
    AreaWords(OLD, "procedures", "Cải cách thủ tục hành chính", "procedures", ("thu tuc",)),
    AreaWords(OLD, "apparatus", "Cải cách tổ chức bộ máy", "apparatus", ("bo may",)),
    AreaWords(OLD, "staff", "Nâng cao chất lượng đội ngũ", "service", ("doi ngu",)),
    AreaWords(OLD, "finance", "Cải cách tài chính công", "finance", ("tai chinh",)),
    AreaWords(OLD, "modernisation", "Hiện đại hóa hành chính", "digital", ("hien dai hoa",)),
    AreaWords(NEW, "steering", "Chỉ đạo, điều hành", "steering", ("chi dao", "dieu hanh")),
    AreaWords(NEW, "institutions", "Cải cách thể chế", "institutions", ("the che",)),
    AreaWords(NEW, "procedures", "Cải cách thủ tục hành chính", "procedures", ("thu tuc",)),
    AreaWords(NEW, "apparatus", "Cải cách tổ chức bộ máy", "apparatus", ("bo may",)),
    AreaWords(NEW, "service", "Cải cách chế độ công vụ", "staff", ("cong vu",)),
    AreaWords(NEW, "finance", "Cải cách tài chính công", "finance", ("tai chinh",)),
    AreaWords(
        NEW,
        "digital",
        "Xây dựng, phát triển Chính phủ điện tử, Chính phủ số",
        "modernisation",
        ("chinh phu",),
    ),
)


def recognise(heading: str, taxonomy: str) -> AreaWords | None:
    """Return the area that a heading of a plan names, None when it names none."""
    words = fold(heading)
    found = [
        area for area in AREAS if area.taxonomy == taxonomy and any(word in words for word in area.heading)
    ]
    return found[-1] if found else None


def taxonomy_of(headings: list[str]) -> str:
    """Return the taxonomy whose own words stand in the headings of a plan; the older one when none does."""
    text = fold(" ".join(headings))
    return NEW if "cong vu" in text or "chinh phu so" in text else OLD
