"""A task is looked through for the six points that should be clear before it goes out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.law.completeness import ClearPoint, TaskStatement, list_unclear_points

WHOLE = TaskStatement(
    content="Rà soát thủ tục hành chính, lập danh sách cần sửa đổi",
    leads=1,
    is_collective=False,
    has_deadline=True,
    leader="Chủ tịch UBND thị xã",
)


def test_a_task_with_all_six_points_is_clear() -> None:
    assert list_unclear_points(WHOLE) == ()


@pytest.mark.parametrize(
    ("stated", "points"),
    [
        (replace(WHOLE, leads=0), (ClearPoint.PERSON,)),
        (replace(WHOLE, content="Lập báo cáo"), (ClearPoint.WORK,)),
        (replace(WHOLE, has_deadline=False), (ClearPoint.TIME,)),
        (replace(WHOLE, leads=2), (ClearPoint.RESPONSIBILITY,)),
        (replace(WHOLE, leads=9, is_collective=True), ()),
        (replace(WHOLE, content="Tăng cường kiểm tra công vụ"), (ClearPoint.PRODUCT,)),
        (replace(WHOLE, leader="  "), (ClearPoint.AUTHORITY,)),
        (TaskStatement("", 0, False, False, ""), (*(set(ClearPoint) - {ClearPoint.RESPONSIBILITY}),)),
    ],
)
def test_what_is_missing_is_named(stated: TaskStatement, points: tuple[ClearPoint, ...]) -> None:
    assert set(list_unclear_points(stated)) == set(points)


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
    assert ClearPoint.PRODUCT not in list_unclear_points(replace(WHOLE, content=content))


@pytest.mark.parametrize(
    "content", ["Thực hiện nghiêm Quyết định số 93/QĐ-UBND", "Triển khai Kế hoạch 12/KH-UBND trên địa bàn thị xã"]
)
def test_a_paper_that_exists_already_is_no_product(content: str) -> None:
    assert ClearPoint.PRODUCT in list_unclear_points(replace(WHOLE, content=content))


def test_points_are_told_in_their_usual_order() -> None:
    told = list_unclear_points(TaskStatement("", 0, False, False, ""))

    assert list(told) == [point for point in ClearPoint if point in told]
