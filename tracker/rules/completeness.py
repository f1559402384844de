"""The «6 clear» of a task as handed out: person, work, time, responsibility, product, authority.

Source: the six points by which the office looks a task through before it goes out. What is missing is told
and never in the way: the paper may be right to leave it out.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from tracker.rules.text import fold

FEWEST_WORDS = 4
"""Words of a content that says what is to be done."""


class Clear(enum.StrEnum):
    """One of the six points that should be clear."""

    PERSON = "person"
    WORK = "work"
    TIME = "time"
    RESPONSIBILITY = "responsibility"
    PRODUCT = "product"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Stated:
    """What a task states: its words, how many units lead it and whether as one group, its day, its leader."""

    content: str
    leads: int
    is_collective: bool
    has_deadline: bool
    leader: str


_PRODUCT = re.compile(
    r"\b(?:bao cao|ke hoach|danh sach|to trinh|quyet dinh|bien ban|cong van|thong bao|de an|phuong an"
    r"|quy che|quy trinh|quy dinh|chuong trinh|du thao|ho so|tai lieu|bang tong hop|chi thi|huong dan)\b"
    r"(?! so \d| \d+/)"
)
"""Folded names of products; one followed by its number is a paper that exists already."""


def missing(stated: Stated) -> tuple[Clear, ...]:
    """Return the points that are not clear, in their usual order.

    Several units that are no group leave open who answers for the whole; without any unit only the person is
    missing.
    """
    checks = {
        Clear.PERSON: stated.leads > 0,
        Clear.WORK: len(stated.content.split()) >= FEWEST_WORDS,
        Clear.TIME: stated.has_deadline,
        Clear.RESPONSIBILITY: stated.leads <= 1 or stated.is_collective,
        Clear.PRODUCT: _PRODUCT.search(fold(stated.content)) is not None,
        Clear.AUTHORITY: bool(stated.leader.strip()),
    }
    return tuple(point for point, is_clear in checks.items() if not is_clear)
