"""Deadlines as written, moved by a year: «trước ngày 15/3/2021» for the plan of 2022 is «trước ngày 15/3/2022»."""

from __future__ import annotations

import re

_YEAR = re.compile(r"(?<![\w/.-])((?:19|20)\d\d)(?!\d)|(?<=[/.-])((?:19|20)\d\d)(?!\d)", re.ASCII)
_SYMBOL = re.compile(r"\d+/(?:19|20)\d\d/[^\W\d]", re.ASCII)


def shifted(phrase: str, years: int = 1) -> str:
    """Return a phrase with every year in it moved; a phrase without a year means the year of its plan already.

    A year inside the number of a document («62/2020/NĐ-CP») stays.
    """
    kept = [match.span() for match in _SYMBOL.finditer(phrase)]

    def move(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in kept):
            return match[0]
        return str(int(match[0]) + years)

    return _YEAR.sub(move, phrase)
