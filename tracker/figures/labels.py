"""The words around figures: by what they are broken down, for which period, what each column means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.core.i18n import make_message, make_messages
from tracker.core.labels import TIMING_LOOKS
from tracker.law.timing import COUNTED_TIMINGS, DONE_ON_TIME, DONE_TIMINGS, OPEN_TIMINGS, Timing

COUNT_NOTES: Mapping[str, str] = make_messages(
    {
        "by_origin": "kế hoạch và cấp trên giao đếm theo nhiệm vụ, cơ quan giao đếm theo lượt giao",
        "assignments": "mỗi đơn vị được giao là một lượt",
        "directives": "mỗi nhiệm vụ, ý kiến chỉ đạo tính một lần",
    }
)
"""What is counted."""

BASIS_WORDS: Mapping[str, str] = make_messages(
    {"in_force": "so với hạn đang có hiệu lực", "original": "so với hạn ban đầu"}
)
"""By which deadline work is judged."""

PERIOD_WORDS: Mapping[str, str] = make_messages(
    {
        "": "Cả năm (15/12 năm trước – 14/12)",
        "Q1": "Quý I (15/12 năm trước – 14/3)",
        "Q2": "Quý II (15/3 – 14/6)",
        "6T": "6 tháng (15/12 năm trước – 14/6)",
        "Q3": "Quý III (15/6 – 14/9)",
        "9T": "9 tháng (15/12 năm trước – 14/9)",
        "Q4": "Quý IV (15/9 – 14/12)",
        "LQ1": "Quý I theo lịch (01/01 – 31/3)",
        "LQ2": "Quý II theo lịch (01/4 – 30/6)",
        "LQ3": "Quý III theo lịch (01/7 – 30/9)",
        "LQ4": "Quý IV theo lịch (01/10 – 31/12)",
        "DN": "Từ 01/01 đến ngày chốt",
    }
)
"""Each part of a year for which figures are asked, with its days."""

OTHER_DAYS = make_message("Thời gian khác")
"""A window of days that is no period."""

TAXONOMY_WORDS: Mapping[str, str] = make_messages(
    {"2011-2020": "Theo lĩnh vực giai đoạn 2011–2020", "2021-2030": "Theo lĩnh vực giai đoạn 2021–2030"}
)
"""The two ways in which reform areas are named."""

CARRIED = make_message("Kỳ trước chuyển sang")

POLICY_WORDS: Mapping[tuple[str, str], str] = make_messages(
    {
        ("before_date", "inclusive"): "“Trước ngày” tính cả ngày đó",
        ("before_date", "exclusive"): "“Trước ngày” không tính ngày đó",
        ("roll", "none"): "Hạn rơi vào ngày nghỉ giữ nguyên",
        ("roll", "next"): "Hạn rơi vào ngày nghỉ lùi sang ngày làm việc sau",
        ("roll", "previous"): "Hạn rơi vào ngày nghỉ tính vào ngày làm việc trước",
        ("on_time_basis", "in_force"): "Đúng hạn, quá hạn so với hạn đang có hiệu lực",
        ("on_time_basis", "original"): "Đúng hạn, quá hạn so với hạn ban đầu",
        ("deadline_hour", "counts"): "Hạn có giờ: báo cáo trong ngày đó sau giờ ghi trong hạn là quá hạn",
        ("deadline_hour", "day_only"): "Hạn có giờ tính theo ngày",
        ("completion_date", "done_on"): "Hoàn thành tính theo ngày đơn vị làm xong, đã được xác nhận",
        ("count", "by_origin"): "Kế hoạch và cấp trên giao đếm theo nhiệm vụ, cơ quan giao đếm theo lượt giao",
    }
)
"""A rule of counting, by its name and value, as a frozen period keeps it."""

FROZEN = make_message("Đã chốt số liệu {number}.")
ASKED_TO_FREEZE = make_message(
    "Đã gửi đề nghị chốt lại. Số liệu đã chốt giữ nguyên cho đến khi một người khác có quyền duyệt."
)
PUT_ASIDE = make_message("Đã bỏ đề nghị; số liệu đã chốt giữ nguyên.")
FROZEN_NUMBER = "{number:02}/{year}"
NOT_COUNTED = make_message("chưa có trong số liệu")
OF_UNIT = "{timing} ({unit})"
CARRIED_OVER = make_message("kỳ trước chuyển sang")
LINE_SINCE = make_message("{action}, có hiệu lực từ {day}, ghi lúc {at}")
PASSED = make_message("Hạn {day} đã qua mà chưa hoàn thành")
NO_LINE = make_message("Không có dòng nhật ký mới: khác nhau vì ngày chốt hoặc ngày đầu kỳ khác nhau")
UNTIL_TODAY = "hom-nay"

DONE_IN_TIME, DONE_LATE = (
    make_message("Hoàn thành trước, đúng hạn hoặc không hạn"),
    make_message("Hoàn thành quá hạn"),
)
VERDICT_WORDS: Mapping[str, str] = make_messages(
    {"praised": "Biểu dương", "ordinary": "Bình thường", "named": "Nhắc nhở", "too_few": "Không xét"}
)
"""What the published rules of ranking say of a unit."""

BAND_WORDS: Mapping[int, str] = make_messages(
    {300: "Từ 300 lượt giao", 50: "50–299 lượt giao", 10: "10–49 lượt giao", 1: "Dưới 10 lượt giao"}
)
"""Bands of volume, by the least number of each."""

REASONS: Mapping[str, str] = make_messages(
    {
        "praised": "Hoàn thành trên 90 % và quá hạn dưới 10 %",
        "ordinary": "Không thuộc diện biểu dương hay nhắc nhở",
        "named": "Hoàn thành dưới 50 %",
        "too_few": "Dưới 10 lượt giao, quá ít để xét",
    }
)
"""The rule behind each verdict."""

WHOLE_SELECTION = make_message("Toàn bộ (theo cách đếm của trang)")
OUTSIDE_TOTAL = make_message("Ngoài tổng số")
FILE_TITLE = make_message("Số liệu thực hiện nhiệm vụ theo {cut}, tính đến hết ngày {day}")
FILE_NAME = "so-lieu-{day}"
MADE_AT, FROM_DAY = make_message("Lập lúc {at}"), make_message("Kỳ từ ngày {day}")


@dataclass(frozen=True, slots=True)
class CountedFigure:
    """A number of a line of figures: its words, what it means, the timings that it counts."""

    words: str
    meaning: str
    timings: frozenset[Timing]


COUNTED_FIGURES = (
    *(
        CountedFigure(TIMING_LOOKS[each].words, TIMING_LOOKS[each].meaning, frozenset({each}))
        for each in COUNTED_TIMINGS
    ),
    CountedFigure(make_message("Tổng số"), make_message("Cộng các cột kết quả."), frozenset(COUNTED_TIMINGS)),
    CountedFigure(
        OUTSIDE_TOTAL,
        make_message("Thu hồi, không tiếp tục thực hiện, bàn giao, nhập vào nhiệm vụ khác: liệt kê riêng."),
        frozenset({Timing.EXCLUDED}),
    ),
)
"""The numbers of a table of figures, in its order."""


@dataclass(frozen=True, slots=True)
class RateFigure:
    """A rate with its denominator: its words in full and in a narrow cell, the timings of its part and its whole.

    `meaning`: what a file says of it; a rate without one stands on pages alone.
    """

    words: str
    short: str
    part: frozenset[Timing]
    whole: frozenset[Timing]
    meaning: str = ""


RATE_FIGURES = (
    RateFigure(
        make_message("Hoàn thành trên tổng số"), make_message("Hoàn thành/tổng số"),
        frozenset(DONE_TIMINGS), frozenset(COUNTED_TIMINGS),
        make_message("Số đã hoàn thành chia cho tổng số; làm tròn một chữ số thập phân, không làm tròn lên 100."),
    ),
    RateFigure(
        make_message("Trước và đúng hạn trên số hoàn thành có hạn"), make_message("Đúng hạn/xong có hạn"),
        frozenset(DONE_ON_TIME), frozenset({*DONE_ON_TIME, Timing.DONE_LATE}),
        make_message("Số hoàn thành trước và đúng hạn chia cho số hoàn thành có hạn."),
    ),
    RateFigure(
        make_message("Quá hạn trên số đang làm"), make_message("Quá hạn/đang làm"),
        frozenset({Timing.OPEN_OVERDUE}), frozenset(OPEN_TIMINGS),
    ),
)  # fmt: skip
"""The rates of a line of figures (counting rule 8), in the order of pages and files."""


def freeze_reason_with_name(reason: str, name: str) -> str:
    """Return the reason of a corrected freeze with who asked for it, as it is kept."""
    return str(make_message("{reason} (người đề nghị: {name})", reason=reason, name=name))
