"""Words of inspections."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

KIND_WORDS: Mapping[str, str] = MappingProxyType({"planned": "Theo kế hoạch", "surprise": "Đột xuất"})

WAITS, HELD, CANCELLED = "Chưa kiểm tra", "Đã kiểm tra", "Không kiểm tra"
"""Where a round stands."""
