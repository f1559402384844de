"""Words of inspections."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.wording.sentence import say, words

KIND_WORDS: Mapping[str, str] = words({"planned": "Theo kế hoạch", "surprise": "Đột xuất"})

WAITS, HELD, CANCELLED = say("Chưa kiểm tra"), say("Đã kiểm tra"), say("Không kiểm tra")
"""Where a round stands."""
