"""Which recurring duties go on after their year, and from which day the occurrences of the next year are there.

A duty «hằng tháng» of a directive has no end of its own; one «các quý trong năm 2021» or of a yearly plan has. The
reporting year of the ministry begins on 15/12 (581/BNV-CCHC), so the next year's duty is given on that day or, where
nothing ran then, later.
"""

from __future__ import annotations

import datetime as dt
import re

from tracker.rules.text import fold

OPEN_ENDED = frozenset({"D26", "D27", "D28", "D29", "D30", "D31"})
"""Rules of the grammar that read a rhythm: each week, month, quarter, half-year."""

OPENS_ON = (12, 15)
"""Month and day from which the duties of the next year are given."""

_BOUNDED = re.compile(
    r"\b(?:(?:19|20)\d\d|trong nam|nam nay|ca nam|den (?:het|ngay|thang|khi)|giai doan|trong vong)\b",
    re.ASCII,
)


def goes_on(rule: str, phrase: str) -> bool:
    """Tell whether a deadline read by a rule names a rhythm without a year or an end."""
    return rule in OPEN_ENDED and _BOUNDED.search(fold(phrase)) is None


def year_to_open(today: dt.date) -> int:
    """Return the year whose occurrences must be there on a civil day."""
    return today.year + ((today.month, today.day) >= OPENS_ON)
