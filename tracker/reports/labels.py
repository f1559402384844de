"""Words of reports: their titles, their states, what they are called in a list.

Words of inspections.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from tracker.core.formats import calculate_rate
from tracker.core.i18n import get_spoken_levels, make_message, make_messages
from tracker.law.periods import Period
from tracker.law.tally import Tally
from tracker.law.timing import Timing
from tracker.reports.indicators.spec import ValueKind

INSPECTION_KIND_WORDS: Mapping[str, str] = make_messages({"planned": "Theo kế hoạch", "surprise": "Đột xuất"})


def value_words(value: Decimal | None, kind: ValueKind) -> str:
    """Return the value of a row as statistics print it: no dots between thousands, a comma before decimals."""
    if value is None:
        return ""
    plain = f"{value.normalize():f}".replace(".", ",")
    return f"{plain}%" if kind is ValueKind.PERCENT else plain


def change_words(now: Decimal | None, earlier: Decimal | None) -> str:
    """Return by how much a value rose or fell, with its sign; empty when it did not or cannot be said."""
    if now is None or earlier is None or now == earlier:
        return ""
    sign = "+" if now > earlier else "−"
    return sign + value_words(abs(now - earlier), ValueKind.COUNT)


REPORT_STATES: Mapping[str, str] = make_messages(
    {"draft": "Đang lập", "frozen": "Đã chốt", "superseded": "Đã có bản thay thế"}
)

PART_WORDS: Mapping[str, str] = make_messages(
    {"": "Năm", "Q1": "Quý I", "Q2": "Quý II", "6T": "6 tháng", "Q3": "Quý III", "9T": "9 tháng", "Q4": "Quý IV"}
)
"""The parts of a year that reports are about."""


def title_of_period(period: str) -> str:
    """Return the title of the report of a period in words («năm 2021»)."""
    return f"Công tác cải cách hành chính {period}"


def title_of_window(first_on: dt.date, as_of: dt.date) -> str:
    """Return the title of the report of a window of days."""
    return title_of_period(f"từ ngày {first_on:%d/%m/%Y} đến ngày {as_of:%d/%m/%Y}")


def request_words(title: str, as_of: dt.date) -> str:
    """Return the content of the directive that asks units for their figures."""
    subject = title[:1].lower() + title[1:]
    return f"Báo cáo số liệu {subject}, số liệu tính đến hết ngày {as_of:%d/%m/%Y}"


def figures_given(number: int) -> str:
    """Return what a unit reports when it sends its figures."""
    return f"Đã báo cáo {number} chỉ tiêu."


def sheet_title(title: str, unit: str) -> str:
    """Return the title of the file in which a unit fills its figures in."""
    return f"{unit}: số liệu {title[:1].lower()}{title[1:]}"


def sheet_notes(as_of: dt.date) -> tuple[str, ...]:
    """Return what stands above the table of a unit."""
    return (f"Số liệu tính đến hết ngày {as_of:%d/%m/%Y}. Không đổi cột Mã.",)


def answered_in_time(tally: Tally) -> str:
    """Say how many units have answered, and how many of them in time; every share names its whole."""
    late = tally[Timing.DONE_LATE]
    said = make_message("{done}/{total} đơn vị đã được xác nhận", done=tally.done, total=tally.total)
    if tally.done_with_deadline:
        said = make_message(
            "{said}, đúng hạn {on_time}/{whole} ({share} %)",
            said=said,
            on_time=tally.done_on_time,
            whole=tally.done_with_deadline,
            share=str(calculate_rate(tally.done_on_time, tally.done_with_deadline)).replace(".", ","),
        )
    return make_message("{said}, quá hạn {late}.", said=said, late=late) if late else make_message("{said}.", said=said)


SUM_WORD = "Cộng"


def list_report_recipients() -> tuple[str, ...]:
    """Return who receives the report."""
    return (
        f"- UBND {get_spoken_levels().above} (để b/c);",
        "- Sở Nội vụ (để b/c);",
        "- Thường trực cấp ủy, HĐND;",
        "- Chủ tịch, các PCT UBND;",
        "- Lưu: VT, NV.",
    )


def authority_words() -> tuple[str, str]:
    """Return in whose name the report is signed, and by whom."""
    return "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"


def reason_of_freeze(number: str) -> str:
    """Return why the figures of a period are frozen once more."""
    return f"Chốt theo Báo cáo số {number}"


GOES_ON_WORDS: Mapping[str, str] = make_messages(
    {
        "continuous": "Thường xuyên, định kỳ",
        "conditional": "Chưa đủ điều kiện thực hiện",
        "attested": "Đạt đến thời điểm báo cáo, còn tiếp tục",
        "unfinished": "Chưa xong",
    }
)
"""Why an item of a plan goes on in the next year."""


def next_plan_title(year: int) -> str:
    """Return the title of a proposed plan."""
    return f"Dự thảo kế hoạch cải cách hành chính năm {year}"


def next_plan_note(year: int) -> str:
    """Return what a proposed plan rests on."""
    return f"Lập từ nội dung chưa xong và thường xuyên, định kỳ của kế hoạch năm {year}; thời hạn dời một năm."


EARLIER_WORDS: Mapping[str, str] = make_messages(
    {"own": "", "report": "theo báo cáo kỳ trước", "sum": "tổng các đơn vị, theo báo cáo kỳ trước"}
)
"""Where the earlier value of a row comes from, where the unit did not give it itself."""

EARLIER_BESIDE: Mapping[str, str] = MappingProxyType(
    {whose: f" ({said})" if said else "" for whose, said in EARLIER_WORDS.items()}
)

WHY_WORDS: Mapping[str, str] = make_messages(
    {
        "tasks": "Hệ thống đếm lại từ nhiệm vụ, hồ sơ",
        "said": "Số đơn vị báo cáo",
        "formula": "Theo công thức",
        "new_row": "Chỉ tiêu mới của biểu",
        "gone": "Biểu không còn chỉ tiêu này",
    }
)
"""Where the difference between two reports comes from."""


def describe_period(period: Period, as_of: dt.date) -> str:
    """Return a period in words, or the days of a window that has no name."""
    if period.name:
        return period_words(period.year, period.part)
    return f"từ ngày {period.first_on:%d/%m/%Y} đến ngày {as_of:%d/%m/%Y}"


def title_of_unit(period: str) -> str:
    """Return the title of a unit's own report."""
    return f"Kết quả thực hiện nhiệm vụ được giao {period}"


def unit_form_title() -> str:
    """Return the title of the figures that a unit joins to its report."""
    return "Số liệu báo cáo của đơn vị"


def unit_recipients() -> tuple[str, ...]:
    """Return who receives a unit's report."""
    return (
        f"- UBND {get_spoken_levels().own} (để b/c);",
        f"- Văn phòng, Phòng Nội vụ {get_spoken_levels().own};",
        "- Lưu: VT.",
    )


def post_of_unit() -> str:
    """Return who signs a unit's report."""
    return "THỦ TRƯỞNG ĐƠN VỊ"


SPAN_OF_YEAR: Mapping[str, str] = make_messages(
    {"": "năm {year}", "6T": "6 tháng đầu năm {year}", "9T": "9 tháng năm {year}", "DN": "từ đầu năm {year}"}
)
"""A year or a part of it that begins with it."""


def period_words(year: int, part: str) -> str:
    """Return a period in words: «năm 2021», «6 tháng đầu năm 2021», «quý III năm 2021»."""
    if part.startswith(("Q", "LQ")):
        return make_message("quý {quarter} năm {year}", quarter=("I", "II", "III", "IV")[int(part[-1]) - 1], year=year)
    return SPAN_OF_YEAR[part].format(year=year)
