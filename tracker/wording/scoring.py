"""Words of scoring: manners, what full marks still need."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.rules.scoring import Manner, Score
from tracker.wording.numbers import prose_number
from tracker.wording.sentence import say, together, words

MANNER_WORDS: Mapping[Manner, str] = words(
    {
        Manner.TIER: "Theo bậc",
        Manner.PROPORTIONAL: "Theo tỷ lệ",
        Manner.ON_TIME: "Theo tiến độ",
        Manner.OWN: "Tự chấm",
    }
)

SHIPPED_TITLE = "Bộ tiêu chí minh họa chấm điểm CCHC"
SHIPPED_SOURCE = "Minh họa các cách chấm thường gặp; thay bằng bộ tiêu chí do cấp trên ban hành."


def lacking(score: Score) -> str:
    """Say what keeps a criterion from full marks; empty when nothing does."""
    if score.criterion.manner is Manner.OWN:
        return say("Cơ quan tự chấm, kèm minh chứng.")
    if score.missing:
        return say("Chưa có số liệu chỉ tiêu {missing}.", missing=", ".join(score.missing))
    if score.is_full:
        return ""
    said = []
    if score.open_tasks:
        said.append(say("Còn {open_tasks} nhiệm vụ chưa hoàn thành", open_tasks=score.open_tasks))
    if score.late_tasks:
        said.append(say("{late_tasks} nhiệm vụ hoàn thành quá hạn", late_tasks=score.late_tasks))
    if not said and score.reached is not None and score.needed is not None:
        reached = prose_number(round(score.reached, 2)) if score.reached else "0"
        said.append(
            say("Đạt {reached}%, cần từ {needed}%", reached=reached, needed=prose_number(score.needed))
        )
    return together(said, between=". ", end=".") if said else ""
