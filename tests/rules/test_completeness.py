"""A task is looked through for the six points that should be clear before it goes out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.rules.completeness import Clear, Stated, missing

WHOLE = Stated(
    content="Rà soát thủ tục hành chính, lập danh sách cần sửa đổi",
    leads=1,
    is_collective=False,
    has_deadline=True,
    leader="Chủ tịch UBND thị xã",
)


def test_a_task_with_all_six_points_is_clear() -> None:
    assert missing(WHOLE) == ()


@pytest.mark.parametrize(
    ("stated", "points"),
    [
        (replace(WHOLE, leads=0), (Clear.PERSON,)),
        (replace(WHOLE, content="Lập báo cáo"), (Clear.WORK,)),
        (replace(WHOLE, has_deadline=False), (Clear.TIME,)),
        (replace(WHOLE, leads=2), (Clear.RESPONSIBILITY,)),
        (replace(WHOLE, leads=9, is_collective=True), ()),
        (replace(WHOLE, content="Tăng cường kiểm tra công vụ"), (Clear.PRODUCT,)),
        (replace(WHOLE, leader="  "), (Clear.AUTHORITY,)),
        (Stated("", 0, False, False, ""), (*(set(Clear) - {Clear.RESPONSIBILITY}),)),
    ],
)
def test_what_is_missing_is_named(stated: Stated, points: tuple[Clear, ...]) -> None:
    assert set(missing(stated)) == set(points)


@pytest.mark.parametrize(
    "content",
    [
        "Xây dựng kế hoạch tuyên truyền năm 2021",
        "Gửi BÁO CÁO kết quả thực hiện",
        "Trình Chủ tịch ban hành quyết định thành lập tổ",
        "Làm việc với các xã và lập biên bản",
        "Hoàn thiện tờ trình gửi Hội đồng nhân dân",
    ],
)
def test_a_product_is_known_by_its_name(content: str) -> None:
    assert Clear.PRODUCT not in missing(replace(WHOLE, content=content))


@pytest.mark.parametrize(
    "content",
    ["Thực hiện nghiêm Quyết định số 93/QĐ-UBND", "Triển khai Kế hoạch 12/KH-UBND trên địa bàn thị xã"],
)
def test_a_paper_that_exists_already_is_no_product(content: str) -> None:
    assert Clear.PRODUCT in missing(replace(WHOLE, content=content))


def test_points_are_told_in_their_usual_order() -> None:
    told = missing(Stated("", 0, False, False, ""))

    assert list(told) == [point for point in Clear if point in told]
