"""The draft of the report as a Word paper: sentences, appendix section 1, figures of units, what they rest on."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from docx.document import Document as Paper

from tracker.clock import VIETNAM
from tracker.documents import paper_form as form
from tracker.documents.appendix import IndicatorRow
from tracker.documents.sentences import Sentence, day, percent
from tracker.rules.permissions import Origin
from tracker.rules.tally import Tally
from tracker.rules.timeliness import Timing
from tracker.wording.levels import levels

HEADINGS = {
    Origin.PLAN: "1. Về kế hoạch CCHC",
    Origin.PROVINCE: "2. Thực hiện ý kiến chỉ đạo của lãnh đạo {above}",
    Origin.TOWN: "3. Thực hiện ý kiến chỉ đạo của lãnh đạo {own}",
}
UNIT_COLUMNS = (
    "Đơn vị", "Tổng số lượt giao", "Trước và đúng hạn", "Quá hạn", "Đang làm, trong hạn", "Đang làm, quá hạn",
    "Tỷ lệ trước và đúng hạn trên số hoàn thành có hạn",
)  # fmt: skip


def period_words(year: int, part: str) -> str:
    """Return a period in words: «năm 2021», «6 tháng đầu năm 2021», «quý III năm 2021»."""
    if part.startswith(("Q", "LQ")):
        return f"quý {('I', 'II', 'III', 'IV')[int(part[-1]) - 1]} năm {year}"
    year_to_date = {"DN": f"từ đầu năm {year}", "9T": f"9 tháng năm {year}"}
    return year_to_date.get(part) or {"": f"năm {year}", "6T": f"6 tháng đầu năm {year}"}[part]


def report_docx(
    *,
    office: str,
    period: str,
    first_on: dt.date,
    as_of: dt.date,
    made_at: dt.datetime,
    sentences: Sequence[tuple[Origin, Sentence]],
    rows: Sequence[IndicatorRow],
    units: Sequence[tuple[str, Tally]],
    diary_lines: int,
    diary_head: str,
) -> bytes:
    """Return the draft as .docx, with visible holes where the system knows no figure."""
    paper, spoken = form.new_paper(), levels()
    paper.core_properties.title = f"Báo cáo công tác cải cách hành chính {period}"
    paper.core_properties.author = office
    place = office.split(" ", 1)[-1] if office else "…"
    form.letterhead(
        paper,
        office=office or "…",
        number="Số:       /BC-UBND",
        place=place.removeprefix("thị xã ").removeprefix("phường ").removeprefix("xã "),
        dated="ngày     tháng     năm        ",
    )
    form.title(paper, "BÁO CÁO", f"Công tác cải cách hành chính {period}")
    form.remark(paper, f"(Số liệu từ ngày {day(first_on)} đến hết ngày {day(as_of)})")
    form.heading(paper, "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH")
    for origin, sentence in sentences:
        form.heading(paper, HEADINGS[origin].format(own=spoken.own, above=spoken.above))
        form.body(paper, str(sentence))
    for part in ("II. KẾT QUẢ THỰC HIỆN", "III. ĐÁNH GIÁ CHUNG", "IV. PHƯƠNG HƯỚNG"):
        form.heading(paper, part)
        form.body(paper, "[CẦN BỔ SUNG: nội dung do các đơn vị báo cáo]")
    form.signature(
        paper,
        recipients=(f"- UBND {spoken.above} (để b/c);", "- Sở Nội vụ;", "- Lưu: VT, NV."),
        authority="TM. ỦY BAN NHÂN DÂN",
        post="CHỦ TỊCH",
    )
    _appendix(paper, period, as_of, rows)
    _units(paper, as_of, units)
    form.body(
        paper,
        f"Ghi chú: “trước ngày” tính cả ngày đó; hoàn thành tính theo ngày đơn vị làm xong; mỗi tỷ lệ ghi rõ mẫu số; "
        f"làm tròn một chữ số thập phân. Lập lúc {made_at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y} "
        f"từ {diary_lines} dòng nhật ký, mã cuối {diary_head[:16]}.",
        italic=True,
    )
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _appendix(paper: Paper, period: str, as_of: dt.date, rows: Sequence[IndicatorRow]) -> None:
    form.new_page(paper)
    form.title(paper, "PHỤ LỤC", f"CHỈ TIÊU THỐNG KÊ CÔNG TÁC CẢI CÁCH HÀNH CHÍNH {period.upper()}")
    form.remark(paper, f"(Mục 1, tính đến hết ngày {day(as_of)})")
    form.table(
        paper,
        ("STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"),
        [(row.code, row.label, row.unit, row.value, "") for row in rows],
        widths=(1.5, 7.2, 3.3, 2.8, 1.7),
        bold=frozenset(place for place, row in enumerate(rows) if row.is_heading),
    )


def _units(paper: Paper, as_of: dt.date, units: Sequence[tuple[str, Tally]]) -> None:
    form.title(
        paper,
        "KẾT QUẢ THỰC HIỆN Ý KIẾN CHỈ ĐẠO THEO ĐƠN VỊ",
        f"(tính đến hết ngày {day(as_of)}, theo lượt giao)",
    )
    whole = sum((tally for _, tally in units), Tally())
    form.table(
        paper,
        UNIT_COLUMNS,
        [_unit_row(name, tally) for name, tally in (*units, ("Cộng", whole))],
        widths=(4.9, 1.8, 1.9, 1.6, 1.9, 1.9, 2.5),
        bold=frozenset({len(units)}),
    )


def _unit_row(name: str, tally: Tally) -> tuple[str, ...]:
    return (
        name,
        str(tally.total),
        str(tally.done_on_time),
        str(tally[Timing.DONE_LATE]),
        str(tally[Timing.OPEN_IN_TIME]),
        str(tally[Timing.OPEN_OVERDUE]),
        percent(tally.done_on_time, tally.done_with_deadline),
    )
