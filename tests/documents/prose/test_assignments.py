"""One sentence for each way in which a directive says who does what by when."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.documents.labelled_directives import town
from tracker.documents.paragraphs import read_paragraphs
from tracker.intake.prose.drafts import Extraction, ReadingContext, extract_paper

ISSUED = dt.date(2021, 3, 15)


def typed(text: str) -> Extraction:
    return extract_paper(read_paragraphs(text.encode(), "cau.txt"), ReadingContext(ISSUED, town()))


@pytest.mark.parametrize(
    ("sentence", "lead", "leads", "helpers", "due", "doubts"),
    [
        (
            "Giao Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp và UBND các xã, phường lập kế hoạch trước 20/4.",
            "NV",
            1,
            16,
            "2021-04-20",
            set(),
        ),
        (
            "Giao Phòng Nội vụ (chủ trì), Văn phòng HĐND&UBND, Phòng VH&TT xây dựng đề án trong quý II/2021.",
            "NV",
            1,
            2,
            "2021-06-30",
            set(),
        ),
        ("Phòng Tư pháp, Phòng Nội vụ rà soát văn bản.", "TP", 2, 0, None, {"several_leads", "no_deadline"}),
        ("Các phòng, ban, UBND các xã, phường báo cáo kết quả trước ngày 15/4/2021.", "VP", 27, 0, "2021-04-15", set()),
        ("Các cơ quan, đơn vị, địa phương tổ chức quán triệt trong tháng 4/2021.", "VP", 33, 0, "2021-04-30", set()),
        (
            "Yêu cầu Thủ trưởng các cơ quan chuyên môn, Chủ tịch UBND các xã, phường kiểm tra, chấn chỉnh.",
            "VP",
            27,
            0,
            None,
            {"head_addressed", "no_deadline"},
        ),
        (
            "UBND các xã, phường liên quan lập phương án.",
            "",
            0,
            0,
            None,
            {"subset_undefined", "no_lead", "no_deadline"},
        ),
        ("UBND 15 xã, phường gửi số liệu trước 30/4.", "TUHA", 15, 0, "2021-04-30", set()),
        ("UBND 9 xã, phường gửi số liệu trước 30/4.", "", 0, 0, "2021-04-30", {"count_differs", "no_lead"}),
        (
            "UBND xã Bình Tiến, phường Hương Chữ kiểm kê đất đai trong 6 tháng đầu năm.",
            "BINHTIEN",
            2,
            0,
            "2021-06-30",
            set(),
        ),
        (
            "Đồng chí Nguyễn Văn A – Phó Chủ tịch chỉ đạo; Phòng Kinh tế thực hiện kiểm tra chợ trước 20/5.",
            "KT",
            1,
            0,
            "2021-05-20",
            set(),
        ),
        (
            "Giao Chánh Văn phòng HĐND&UBND theo dõi, đôn đốc việc thực hiện trước ngày 30 hằng tháng.",
            "VP",
            1,
            0,
            "2021-12-30",
            {"head_addressed", "monitor"},
        ),
        ("Trước ngày 15/4/2021, UBND các xã, phường gửi báo cáo về Phòng Nội vụ.", "TUHA", 15, 0, "2021-04-15", set()),
        (
            "Trung tâm Hành chính công thị xã có trách nhiệm bố trí nhân sự; thời gian: trước ngày 01/5/2021.",
            "HCC",
            1,
            0,
            "2021-05-01",
            set(),
        ),
        (
            "Chủ tịch UBND thị xã giao Ban Quản lý dự án đầu tư xây dựng khu vực thị xã giải quyết nợ trước 30/6.",
            "BQLDA",
            1,
            0,
            "2021-06-30",
            set(),
        ),
        (
            "Yêu cầu UBND các xã, phường: khẩn trương số hoá hồ sơ; báo cáo tiến độ vào thứ Sáu hằng tuần.",
            "TUHA",
            15,
            0,
            "2021-12-31",
            set(),
        ),
        (
            "Phòng Nội vụ tham mưu quyết định trong vòng 10 ngày làm việc kể từ ngày Nghị quyết được thông qua.",
            "NV",
            1,
            0,
            None,
            {"needs_review"},
        ),
    ],
)
def test_a_sentence_of_assignment(
    sentence: str, lead: str, leads: int, helpers: int, due: str | None, doubts: set[str]
) -> None:
    [task] = typed(sentence).tasks

    assert ("".join(task.leads[:1]), len(task.leads), len(task.coordinating)) == (lead, leads, helpers)
    assert (task.deadline.due.isoformat() if task.deadline.due else None) == due
    assert {warned.doubt.value for warned in task.warnings} == doubts


@pytest.mark.parametrize(
    "sentence",
    [
        "UBND phường Tứ Hạ đã hoàn thành việc niêm yết trước ngày 10/3/2021.",
        "Các cơ quan, đơn vị còn để hồ sơ trễ hạn.",
        "Đề nghị Thị ủy, UBMTTQVN thị xã phối hợp chỉ đạo.",
        "Theo đề nghị của Trưởng phòng Nội vụ tại Tờ trình số 15/TTr-NV ngày 20/5/2021.",
        "Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về Phòng Nội vụ.",
        "UBND thị xã yêu cầu các cơ quan, đơn vị nghiêm túc triển khai thực hiện.",
    ],
)
def test_a_sentence_that_gives_nobody_anything_to_do(sentence: str) -> None:
    assert typed(sentence).tasks == ()


def test_a_sentence_about_the_report_joins_the_duty_before_it() -> None:
    [task] = typed("Phòng Tư pháp rà soát văn bản. Báo cáo kết quả về UBND thị xã trước ngày 20/4/2021.").tasks

    assert task.content == "Rà soát văn bản. Báo cáo kết quả về UBND thị xã trước ngày 20/4/2021"
    assert task.deadline.due == dt.date(2021, 4, 20)
