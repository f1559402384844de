"""Words of reports: their titles, their states, what they are called in a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

REPORT_STATES: Mapping[str, str] = MappingProxyType(
    {"draft": "Đang lập", "frozen": "Đã chốt", "superseded": "Đã có bản thay thế"}
)


def title_of_period(period: str) -> str:
    """Return the title of the report of a period in words («năm 2021»)."""
    return f"Công tác cải cách hành chính {period}"


def title_of_window(first_on: dt.date, as_of: dt.date) -> str:
    """Return the title of the report of a window of days."""
    return f"Công tác cải cách hành chính từ ngày {first_on:%d/%m/%Y} đến ngày {as_of:%d/%m/%Y}"
