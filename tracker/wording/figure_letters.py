"""The words of letters that bring figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from tracker.rules.tally import Tally
from tracker.rules.timeliness import Timing
from tracker.wording import ORIGIN_WORDS
from tracker.wording.figures import CUT_WORDS, MONTH, NOTHING_WORDS
from tracker.wording.reminders import AGE_WORDS
from tracker.wording.sentence import say, words

KIND = "figures"

RHYTHM_WORDS: Mapping[str, str] = words(
    {"weekly": "Hằng tuần, sáng thứ Hai", "monthly": "Hằng tháng, ngày đầu tháng"}
)
"""How often, in words."""

_EVERY: Mapping[str, str] = MappingProxyType({"weekly": "tuần", "monthly": "tháng"})

WISH_KEPT = say("Đã ghi: số liệu sẽ gửi đến {address}, thư đầu tiên vào kỳ tới.")
WISH_STOPPED = say("Đã thôi gửi.")


def subject(rhythm: str, day: dt.date) -> str:
    """Return the subject of a letter."""
    return f"[Theo dõi nhiệm vụ] Số liệu {_EVERY[rhythm]}, tính đến {day:%d/%m/%Y}"


def text(
    *,
    name: str,
    day: dt.date,
    since: dt.date | None,
    cut: str,
    whole: Tally,
    lines: Sequence[tuple[Any, str | None, Tally]],
    base_url: str,
) -> str:
    """Return the letter: the whole, then line by line, and where every number opens its list."""
    begins = f", từ ngày {since:%d/%m/%Y}" if since else ""
    address = f"{base_url.rstrip('/')}/so-lieu?tinh-den={day.isoformat()}" + (
        f"&tu-ngay={since.isoformat()}" if since else ""
    )
    return "\n".join(
        [
            f"Kính gửi {name},",
            "",
            f"Số liệu tính đến hết ngày {day:%d/%m/%Y}{begins}, trong phạm vi anh/chị được xem:",
            f"- Tổng số: {_counts(whole)}.",
            "",
            f"{CUT_WORDS[cut]}:",
            *(f"- {_label(cut, key, label)}: {_counts(tally)}." for key, label, tally in lines),
            "",
            f"Mở số liệu, con số nào cũng bấm được: {address}",
            f"Thôi nhận: {base_url.rstrip('/')}/so-lieu/gui-thu",
        ]
    )


def _counts(tally: Tally) -> str:
    return (
        f"{tally.total}, hoàn thành {tally.done} (trước và đúng hạn {tally.done_on_time}, "
        f"quá hạn {tally[Timing.DONE_LATE]}), chưa xong {tally.open} (quá hạn {tally[Timing.OPEN_OVERDUE]})"
    )


def _label(cut: str, key: Any, label: str | None) -> str:
    if key in (None, ""):
        return NOTHING_WORDS.get(cut, "–")
    match cut:
        case "origin":
            return ORIGIN_WORDS[key]
        case "age":
            return AGE_WORDS[key]
        case "month" | "due_month" | "done_month":
            return MONTH.format(month=key % 100, year=key // 100)
        case _:
            return label or "–"
