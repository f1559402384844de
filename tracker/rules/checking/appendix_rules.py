"""What must hold between the rows of the appendix «Chỉ tiêu thống kê» (84 indicators), as data.

Source: the appendix of 84 indicators of 2021. A form of another year replaces these lists.
"""

from __future__ import annotations

ORDER = (
    ("1.1.2", ("1.1.1",)),
    ("1.2.3", ("1.2.2",)),
    ("2.4", ("2.2", "2.3")),
    ("2.5", ("2.4",)),
    ("3.2.1", ("3.1.3",)),
    ("3.2.2", ("3.2.1",)),
    ("3.3.1", ("3.1.3",)),
    ("3.3.2", ("3.1.3",)),
    ("3.5.2", ("3.5.1",)),
    ("3.5.3", ("3.5.2",)),
    ("4.2.2", ("4.2.1",)),
    ("4.3.2", ("4.3.1",)),
    ("5.1.1", ("4.1.1",)),
    ("5.1.2", ("4.1.2a",)),
)
"""A row is at most the sum of others."""

SUMS = (
    ("3.1.3", ("3.1.3a", "3.1.3b")),
    ("3.5.2", ("7.8.1", "7.8.2")),
    ("5.4", ("5.4.1", "5.4.2", "5.4.3")),
    ("4.1.2a", ("6.1", "6.2", "6.3", "6.4")),
)
"""A row is exactly the sum of others."""

EXCLUSIVE = (("7.6.2a", "7.6.2b"),)
"""Shares of which one excludes the other: together at most 100 %."""

TOTALS = (("7.6.2", ("7.6.2a", "7.6.2b")), ("4.1.2", ("4.1.2a", "4.1.2b")))
"""A total that its parts need."""

UNLIKELY_SUMS = (("2.4", ("2.2", "2.3")),)
"""A row that is seldom exactly the sum of others."""

SAME_FACTS = (("3.5.3", "7.8.2"),)
"""One fact asked for twice: entered once, it cannot differ."""

NOT_UNITS = frozenset({"so luong", "so", "tong", "tong so", "gia tri"})
"""Words in the column of units that are none."""

ABOVE_US = ("so, nganh", "don vi cap huyen", "ubnd cap huyen da", "cap tinh den")
"""Words of labels about what a town cannot know by itself, in folded letters."""

STAFF = ("cong chuc", "vien chuc")
"""Groups of people a label may name."""

STAFF_PARTS = ("4.2.1", "4.2.3", "4.3.1")
"""Rows that together are all posts given to the authority (text II.4.b); a person is in one of them."""

ONE_PORTAL = ("3.5.1", "3.5.2")
"""Procedures on the portal, and those of them at level 3 and 4."""

RESOLVED_ON_TIME = "3.4.1"
"""Share of files resolved on time."""

DIRECTIVES = ("1.3.1", "1.3.2", "1.3.3")
"""Tasks of the superior level: given, done on time, done late."""
