"""What the appendix of 2021 rests on beside tasks: its published values, steering papers, inspections.

Source: the report of 22/11/2021 and its appendix. Which nine papers steer, and the words of the twelve findings, the
report does not say: they are chosen among the papers it names, and written anew (reconstructed).
"""

from __future__ import annotations

import csv
import datetime as dt
import io

from tracker.core.clock import local_instant
from tracker.database.unit_of_work import UnitOfWork
from tracker.demo.people import DemoCast, DemoScene
from tracker.law.periods import parse_period
from tracker.office import installation, papers as office_papers, units
from tracker.reports import form_versions, inspections as report_inspections, opening
from tracker.reports.collection.answers import TypedFields, save_unit_figures
from tracker.reports.indicators.spec import BlankReason, ValueSource
from tracker.reports.models import Inspection, InspectionKind

DEMO_BLANK_ROWS = {
    "3.1.1": BlankReason.NOT_OURS,
    "3.1.2": BlankReason.NOT_OURS,
    "4.1.2": BlankReason.NO_FIGURES_YET,
    "4.3.4": BlankReason.NO_FIGURES_YET,
    "7.6.2": BlankReason.NO_FIGURES_YET,
}
"""The five rows of the printed appendix without a value, with the reason an office would give."""

STEERING = (
    ("1822/QĐ-UBND", dt.date(2020, 12, 22), "Phê duyệt Kế hoạch cải cách hành chính năm 2021"),
    ("19/CT-UBND", dt.date(2020, 12, 22), "Tiếp tục nâng cao hiệu quả, hiệu lực bộ máy quản lý nhà nước"),
    ("3943/KH-UBND", dt.date(2020, 12, 24), "Tuyên truyền cải cách hành chính năm 2021"),
    ("04/CT-UBND", dt.date(2021, 1, 18), "Tăng cường kỷ cương, kỷ luật hành chính"),
    ("93/QĐ-UBND", dt.date(2021, 1, 22), "Kiểm tra cải cách hành chính năm 2021"),
    ("06/CT-UBND", dt.date(2021, 2, 5), "Đẩy mạnh CCHC gắn với chính quyền điện tử, chuyển đổi số, đô thị thông minh"),
    ("522/KH-UBND", dt.date(2021, 2, 23), "Xây dựng, áp dụng, duy trì HTQLCL theo TCVN ISO 9001:2015"),
    ("523/KH-UBND", dt.date(2021, 2, 23), "Đánh giá nội bộ hệ thống quản lý chất lượng"),
    ("553/KH-UBND", dt.date(2021, 2, 24), "Nâng cao chỉ số CCHC và chỉ số đánh giá chất lượng hoạt động"),
)
PAPERS = (
    ("3762/KH-UBND", dt.date(2020, 12, 9), "Xây dựng văn bản quy phạm pháp luật năm 2021"),
    ("4023/KH-UBND", dt.date(2020, 12, 31), "Tự kiểm tra và kiểm tra văn bản quy phạm pháp luật năm 2021"),
    ("4039/KH-UBND", dt.date(2020, 12, 31), "Ứng dụng CNTT trong hoạt động cơ quan nhà nước năm 2021"),
    ("06/KH-UBND", dt.date(2021, 1, 4), "Kiểm soát thủ tục hành chính năm 2021"),
    ("50/KH-UBND", dt.date(2021, 1, 7), "Rà soát, hệ thống hóa văn bản quy phạm pháp luật năm 2021"),
    ("51/KH-UBND", dt.date(2021, 1, 7), "Theo dõi tình hình thi hành pháp luật năm 2021"),
    ("52/KH-UBND", dt.date(2021, 1, 7), "Quản lý thi hành pháp luật về xử lý vi phạm hành chính năm 2021"),
    ("138/KH-UBND", dt.date(2021, 1, 15), "Rà soát, đánh giá thủ tục hành chính năm 2021"),
    ("293/QĐ-UBND", dt.date(2021, 3, 8), "Giao biên chế, phân bổ số người làm việc và hợp đồng 68"),
)
"""Other papers of the town that the report names with their days."""
DECISION = "93/QĐ-UBND ngày 22/01/2021"
ROUNDS = (
    ("HUONGVAN_VAAN", dt.date(2021, 5, 12), ("Niêm yết thủ tục hành chính chưa đủ lĩnh vực đất đai",)),
    ("HUONGXUAN", dt.date(2021, 5, 14), ("Sổ theo dõi hồ sơ ghi chưa đủ ngày trả kết quả",)),
    (
        "HUONGTOAN",
        dt.date(2021, 5, 19),
        ("Chưa công khai số điện thoại tiếp nhận phản ánh", "Chậm cập nhật trang TTĐT"),
    ),
    ("BINHTHANH", dt.date(2021, 5, 21), ("Phiếu hẹn trả kết quả thiếu chữ ký",)),
    ("TNMT", dt.date(2021, 8, 4), ("Thư xin lỗi hồ sơ trễ hẹn chưa gửi đủ", "Hồ sơ điện tử thiếu tệp đính kèm")),
    ("QLDT", dt.date(2021, 8, 6), ("Quy trình nội bộ chưa cập nhật theo quyết định mới",)),
    ("LDTBXH", dt.date(2021, 8, 11), ("Chưa có kế hoạch CCHC của đơn vị", "Hồ sơ lưu chưa đóng số trang")),
    ("GDDT", dt.date(2021, 8, 13), ("Quy chế làm việc chưa sửa theo chức năng mới",)),
    ("KT", dt.date(2021, 8, 18), ("Ký số văn bản đi chưa đủ 100%",)),
)
"""Nine bodies and twelve findings."""
CANCELLED_INSPECTION_UNITS = ("HUONGPHONG", "HAIDUONG")
PLANNED_FROM = dt.date(2021, 1, 1)
DEMO_FIGURES_FILE = "chi-tieu-phu-luc-2021.csv"


def scenes_of_figures(cast: DemoCast, data: bytes) -> list[DemoScene]:
    """Return the scenes: papers listed, inspections planned, held and settled, and the report of the year opened."""
    coordinator = cast.by_login["noivu"]
    return [
        DemoScene(local_instant(dt.date(2021, 1, 25), 9), coordinator, _plan_inspections),
        DemoScene(local_instant(dt.date(2021, 7, 2), 9), coordinator, _cancel),
        DemoScene(local_instant(dt.date(2021, 8, 20), 15), coordinator, _hold),
        DemoScene(local_instant(dt.date(2021, 9, 28), 15), coordinator, _settle),
        DemoScene(local_instant(dt.date(2021, 11, 10), 9), coordinator, _list_papers),
        DemoScene(local_instant(dt.date(2021, 11, 10), 16, 30), coordinator, lambda work: _fill_in(work, data)),
    ]


def _list_papers(work: UnitOfWork) -> None:
    for reference, issued_on, summary in STEERING:
        report_inspections.add_steering_paper(work, reference=reference, issued_on=issued_on, summary=summary)
    issuer = installation.get_authority_name(work.session)
    for reference, issued_on, summary in PAPERS:
        office_papers.ensure_document(work, reference=reference, issued_on=issued_on, issuer=issuer, summary=summary)


def _plan_inspections(work: UnitOfWork) -> None:
    for code in (*(code for code, _, _ in ROUNDS), *CANCELLED_INSPECTION_UNITS):
        unit = units.find_unit_by_code(work.session, code)
        assert unit is not None  # the units were opened in the first scene
        held = next((day for known, day, _ in ROUNDS if known == code), dt.date(2021, 7, 14))
        report_inspections.add_inspection(
            work, kind=InspectionKind.PLANNED, unit=unit, decision=DECISION, planned_on=held, held_on=None
        )


def _cancel(work: UnitOfWork) -> None:
    for inspection in _planned(work, CANCELLED_INSPECTION_UNITS):
        report_inspections.cancel_inspection(
            work,
            inspection.id,
            cancelled_on=dt.date(2021, 7, 1),
            reason="Xã chuyển về thành phố Huế từ 01/7/2021 theo Nghị quyết số 1264/NQ-UBTVQH14.",
        )


def _hold(work: UnitOfWork) -> None:
    for code, held_on, found in ROUNDS:
        for inspection in _planned(work, (code,)):
            report_inspections.complete_inspection(
                work, inspection.id, held_on=held_on, conclusion=f"Biên bản ngày {held_on:%d/%m/%Y}"
            )
            for content in found:
                report_inspections.record_finding(work, inspection.id, content=content)


def _settle(work: UnitOfWork) -> None:
    rounds = report_inspections.list_held_inspections(work.session, PLANNED_FROM, work.today)
    for problem in report_inspections.list_inspection_findings(work.session, rounds, work.today):
        report_inspections.settle_finding(
            work, problem.finding.id, settled_on=dt.date(2021, 9, 24), settled_by="Báo cáo khắc phục của đơn vị"
        )


def _planned(work: UnitOfWork, codes: tuple[str, ...]) -> list[Inspection]:
    planned = report_inspections.list_inspections(work.session, PLANNED_FROM, dt.date(2021, 12, 31))
    return [each for each in planned if each.unit.code in codes and each.held_on is None]


def _fill_in(work: UnitOfWork, data: bytes) -> None:
    """Open the report of 2021 up to 10/11 and enter the values that were printed, those our records count apart."""
    report = opening.open_period(work, parse_period("2021"), dt.date(2021, 11, 10))
    printed = {row["ma"]: row for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))}
    rows = form_versions.list_indicators(work.session, report.form_id)
    save_unit_figures(
        work,
        report.id,
        None,
        {
            row.id: TypedFields(value=printed[row.code]["so_lieu"], blank=DEMO_BLANK_ROWS.get(row.code))
            for row in rows
            if row.source is ValueSource.ENTERED
        },
    )
