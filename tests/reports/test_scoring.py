"""Scoring: tiers, proportion with a floor, tasks on time; and what full marks still need."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tracker.reports.scoring_rules import (
    Criterion,
    ScoringMethod,
    describe_lacking_points,
    read_tiers,
    score_criterion,
    total_scores,
)

TIERS = Criterion("1", "Kế hoạch", Decimal(2), ScoringMethod.TIER, "100 * 1.1.2 / 1.1.1", read_tiers("100: 2; 80: 1"))
SHARE = Criterion(
    "2", "Kiểm tra", Decimal("1.5"), ScoringMethod.PROPORTIONAL, "100 * 1.2.3 / 1.2.2", read_tiers("50: 0")
)
TASKS = Criterion("3", "Nhiệm vụ", Decimal(2), ScoringMethod.ON_TIME, "1.3.1 1.3.2 1.3.3")


@pytest.mark.parametrize(("done", "points"), [(34, "2"), (33, "1"), (28, "1"), (27, "0")])
def test_by_tiers(done: int, points: str) -> None:
    found = score_criterion(TIERS, {"1.1.1": Decimal(34), "1.1.2": Decimal(done)})

    assert found.points == Decimal(points)


@pytest.mark.parametrize(("settled", "points"), [(12, "1.5"), (9, "1.13"), (6, "0.75"), (5, "0")])
def test_in_proportion_above_a_floor(settled: int, points: str) -> None:
    found = score_criterion(SHARE, {"1.2.2": Decimal(12), "1.2.3": Decimal(settled)})

    assert found.points == Decimal(points)


@pytest.mark.parametrize(
    ("given", "on_time", "late", "points"), [(158, 158, 0, "2"), (158, 152, 6, "1"), (160, 152, 6, "0")]
)
def test_by_tasks_on_time(given: int, on_time: int, late: int, points: str) -> None:
    values = {"1.3.1": Decimal(given), "1.3.2": Decimal(on_time), "1.3.3": Decimal(late)}

    assert score_criterion(TASKS, values).points == Decimal(points)


def test_it_says_what_full_marks_still_need() -> None:
    values: dict[str, Decimal | None] = {
        "1.1.1": Decimal(34),
        "1.1.2": Decimal(33),
        "1.3.1": Decimal(160),
        "1.3.2": Decimal(152),
        "1.3.3": Decimal(6),
    }

    assert describe_lacking_points(score_criterion(TIERS, values)) == "Đạt 97,06%, cần từ 100%."
    assert (
        describe_lacking_points(score_criterion(TASKS, values))
        == "Còn 2 nhiệm vụ chưa hoàn thành. 6 nhiệm vụ hoàn thành quá hạn."
    )
    assert describe_lacking_points(score_criterion(SHARE, values)) == "Chưa có số liệu chỉ tiêu 1.2.3, 1.2.2."


def test_what_has_no_figure_is_left_out_of_the_sum() -> None:
    scores = [score_criterion(TIERS, {"1.1.1": Decimal(34), "1.1.2": Decimal(34)}), score_criterion(SHARE, {})]

    assert total_scores(scores) == (Decimal(2), Decimal(2), Decimal("3.5"))
