"""The words of calendars that other programs read."""

from __future__ import annotations

REVOKED = "Đã thu hồi địa chỉ lịch. Chương trình lịch còn giữ địa chỉ đó không đọc được nữa."


def named(of: str) -> str:
    """Return the name of the calendar of a person or a unit."""
    return f"Hạn nhiệm vụ – {of}"
