"""Section 1 of the statistics appendix: which figure stands in which row, and where there is none yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.documents.sentences import COUNTED, Figure
from tracker.rules.permissions import Origin
from tracker.rules.selecting import Selection
from tracker.rules.tally import Tally
from tracker.rules.timeliness import DONE, DONE_ON_TIME, Timing
from tracker.wording.levels import levels

HOLE = "[CẦN BỔ SUNG]"


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One row of the appendix: a heading without unit, a figure counted from tasks, or a hole to be filled."""

    code: str
    label: str
    unit: str
    figure: Figure | None = None

    @property
    def is_heading(self) -> bool:
        """Tell whether the row only names a group."""
        return not self.unit

    @property
    def value(self) -> str:
        """Return what is printed in the column of figures."""
        if self.is_heading:
            return ""
        return HOLE if self.figure is None else str(self.figure.number)


def section_one(tallies: Mapping[Origin, Tally], selection: Selection) -> tuple[IndicatorRow, ...]:
    """Return the rows 1 to 1.5, computed where the state of tasks knows the answer."""
    plan, province = tallies.get(Origin.PLAN, Tally()), tallies.get(Origin.PROVINCE, Tally())
    of_plan = selection.narrowed(origins=frozenset({Origin.PLAN}))
    of_province = selection.narrowed(origins=frozenset({Origin.PROVINCE}))

    def figure(number: int, of: Selection, timings: frozenset[Timing]) -> Figure:
        return Figure(number, of.narrowed(timings=timings))

    row, above = IndicatorRow, levels().above
    return (
        row("1", "Công tác chỉ đạo điều hành CCHC", ""),
        row("1.1", "Kế hoạch CCHC", ""),
        row("1.1.1", "Số nhiệm vụ đề ra trong kế hoạch", "Nhiệm vụ", figure(plan.total, of_plan, COUNTED)),
        row("1.1.2", "Số nhiệm vụ đã hoàn thành", "Nhiệm vụ", figure(plan.done, of_plan, frozenset(DONE))),
        row("1.1.3", "Số văn bản chỉ đạo CCHC đã ban hành", "Văn bản"),
        row("1.2", "Kiểm tra CCHC", ""),
        row("1.2.1", "Số cơ quan đã kiểm tra", "Cơ quan, đơn vị"),
        row("1.2.2", "Số vấn đề phát hiện qua kiểm tra", "Vấn đề"),
        row("1.2.3", "Số vấn đề phát hiện đã xử lý xong", "Vấn đề"),
        row("1.3", f"Thực hiện nhiệm vụ UBND {above}, Chủ tịch UBND {above} giao", ""),
        row("1.3.1", "Tổng số nhiệm vụ được giao", "Nhiệm vụ", figure(province.total, of_province, COUNTED)),
        row(
            "1.3.2",
            "Số nhiệm vụ đã hoàn thành đúng hạn (gồm trước hạn)",
            "Nhiệm vụ",
            figure(province.done_on_time, of_province, frozenset(DONE_ON_TIME)),
        ),
        row(
            "1.3.3",
            "Số nhiệm vụ đã hoàn thành nhưng quá hạn",
            "Nhiệm vụ",
            figure(province[Timing.DONE_LATE], of_province, frozenset({Timing.DONE_LATE})),
        ),
        row("1.4", "Khảo sát sự hài lòng của người dân, tổ chức", ""),
        row("1.4.1", "Số lượng phiếu khảo sát", "Phiếu"),
        row("1.4.2", "Hình thức khảo sát", "Trực tuyến = 0; Phát phiếu = 1; Kết hợp = 2"),
        row(
            "1.5",
            "Tổ chức đối thoại của lãnh đạo với người dân, cộng đồng doanh nghiệp",
            "Không = 0; Có = 1",
        ),
    )
