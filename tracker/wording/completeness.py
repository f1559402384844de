"""The sentences of the «6 rõ»: what a task leaves unclear, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tracker.rules.completeness import Clear
from tracker.wording.sentence import words

UNCLEAR: Mapping[Clear, str] = words(
    {
        Clear.PERSON: "Chưa rõ người: nêu đơn vị hoặc người chủ trì.",
        Clear.WORK: "Chưa rõ việc: ghi cụ thể hơn nội dung phải làm.",
        Clear.TIME: "Chưa rõ thời gian: ghi thời hạn có ngày cụ thể.",
        Clear.RESPONSIBILITY: "Chưa rõ trách nhiệm: nhiều đơn vị chủ trì; nên chọn một đơn vị chịu trách nhiệm.",
        Clear.PRODUCT: "Chưa rõ sản phẩm: nêu kết quả phải có, ví dụ báo cáo, kế hoạch, danh sách.",
        Clear.AUTHORITY: "Chưa rõ thẩm quyền: nêu lãnh đạo chỉ đạo.",
    }
)


def unclear(points: Iterable[Clear]) -> list[str]:
    """Return the sentences of the points that are not clear."""
    return [UNCLEAR[point] for point in points]
