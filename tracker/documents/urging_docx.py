"""The letter that urges a unit (công văn đôn đốc) as a Word paper in the form of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from tracker.documents import paper_form as form

COLUMNS = ("STT", "Số, ký hiệu", "Nội dung nhiệm vụ", "Hạn xử lý", "Quá hạn (ngày)")
WIDTHS = (1.4, 2.9, 7.0, 2.9, 2.3)


def urging_docx(*, office: str, unit: str, today: dt.date, rows: Sequence[tuple[str, str, dt.date]]) -> bytes:
    """Return the draft to one unit: number and date are left open, for the office to fill in when it issues.

    `rows` are number, content and deadline of each late duty; days late are calendar days up to `today`.
    """
    paper = form.new_paper()
    paper.core_properties.title = "Đôn đốc thực hiện nhiệm vụ quá hạn"
    paper.core_properties.author = office
    place = office.split(" ", 1)[-1] if office else "…"
    form.letterhead(
        paper,
        office=office or "…",
        number="Số:          /UBND-VP\nV/v đôn đốc thực hiện\nnhiệm vụ quá hạn",
        place=place.removeprefix("thị xã ").removeprefix("phường ").removeprefix("xã "),
        dated=f"ngày       tháng       năm {today.year}",
    )
    form.remark(paper, "")
    form.body(paper, f"Kính gửi: {unit}.")
    form.body(
        paper,
        f"Qua theo dõi, tính đến ngày {today:%d/%m/%Y}, {unit} còn {len(rows)} nhiệm vụ đã quá hạn "
        "mà chưa báo cáo kết quả, cụ thể như sau:",
    )
    form.table(
        paper,
        COLUMNS,
        [
            (str(number), code, title, f"{due_on:%d/%m/%Y}", str((today - due_on).days))
            for number, (code, title, due_on) in enumerate(rows, start=1)
        ],
        widths=WIDTHS,
    )
    form.remark(paper, "")
    form.body(
        paper,
        f"Yêu cầu {unit} khẩn trương thực hiện, báo cáo kết quả từng nhiệm vụ nêu trên; nhiệm vụ chưa thể hoàn thành "
        "thì báo cáo rõ nguyên nhân, trách nhiệm và đề nghị thời hạn mới để xem xét, quyết định./.",
    )
    form.signature(
        paper,
        recipients=("- Như trên;", "- Chủ tịch, các PCT UBND (để b/c);", "- Lưu: VT."),
        authority="KT. CHỦ TỊCH",
        post="PHÓ CHỦ TỊCH",
    )
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()
