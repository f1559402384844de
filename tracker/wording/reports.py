"""Words of reports: their titles, their states, what they are called in a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

REPORT_STATES: Mapping[str, str] = MappingProxyType(
    {"draft": "Đang lập", "frozen": "Đã chốt", "superseded": "Đã có bản thay thế"}
)

PART_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "": "Năm",
        "Q1": "Quý I",
        "Q2": "Quý II",
        "6T": "6 tháng",
        "Q3": "Quý III",
        "9T": "9 tháng",
        "Q4": "Quý IV",
    }
)
"""The parts of a year that reports are about."""


def title_of_period(period: str) -> str:
    """Return the title of the report of a period in words («năm 2021»)."""
    return f"Công tác cải cách hành chính {period}"


def title_of_window(first_on: dt.date, as_of: dt.date) -> str:
    """Return the title of the report of a window of days."""
    return f"Công tác cải cách hành chính từ ngày {first_on:%d/%m/%Y} đến ngày {as_of:%d/%m/%Y}"
