"""The shapes of charts: they stand for the counts beside them and for nothing else."""

from __future__ import annotations

from hypothesis import given, strategies as st

from tracker.web.charts import (
    BAR_WIDTH,
    SMALLEST_SEGMENT,
    ChartRow,
    ChartSegment,
    build_column_chart,
    stacked_bars,
    tick_counts,
)

TONES = ("early", "on_day", "late", "open", "overdue", "no_deadline")
COUNTS = st.lists(st.integers(0, 12_000), min_size=len(TONES), max_size=len(TONES))


def a_row(label: str, *counts: int) -> ChartRow:
    """Return a row with a part for each count."""
    return ChartRow(label, tuple(ChartSegment(tone, tone, count) for tone, count in zip(TONES, counts, strict=False)))


def test_the_unit_with_most_tasks_fills_the_bar() -> None:
    office, ward = stacked_bars([a_row("Văn phòng", 152, 6), a_row("UBND phường Tứ Hạ", 70, 9)])

    assert sum(segment.width for segment in office.segments) == BAR_WIDTH
    assert sum(segment.width for segment in ward.segments) == BAR_WIDTH // 2
    assert office.total == 158


def test_one_late_task_among_thousands_is_still_seen() -> None:
    (bar,) = stacked_bars([a_row("Trung tâm Hành chính công", 11_390, 0, 1)])

    assert [(segment.tone, segment.width) for segment in bar.segments] == [
        ("early", BAR_WIDTH - SMALLEST_SEGMENT),
        ("late", SMALLEST_SEGMENT),
    ]


def test_a_unit_without_tasks_has_an_empty_bar() -> None:
    (bar,) = stacked_bars([a_row("UBND xã Bình Tiến", 0, 0)])

    assert bar.segments == ()


def test_no_units_make_no_bars() -> None:
    assert stacked_bars([]) == ()


@given(rows=st.lists(COUNTS, min_size=1, max_size=9))
def test_bars_never_overflow_overlap_or_hide_a_count(rows: list[list[int]]) -> None:
    for counts, bar in zip(rows, stacked_bars([a_row("Đơn vị", *row) for row in rows]), strict=True):
        assert [segment.count for segment in bar.segments] == [count for count in counts if count]
        end = 0
        for segment in bar.segments:
            assert segment.x == end
            assert segment.width >= SMALLEST_SEGMENT
            end += segment.width
        assert end <= BAR_WIDTH


def test_columns_of_a_year_stand_on_the_base_line_inside_the_picture() -> None:
    chart = build_column_chart([a_row(str(month), month * 3, 40 - month) for month in range(1, 13)])

    assert len(chart.groups) == 12
    boxes = [box for group in chart.groups for box in group.boxes]
    assert all(abs(box.y + box.height - chart.base) < 0.02 for box in boxes)
    assert all(chart.left <= box.x and box.x + box.width <= chart.width for box in boxes)
    assert all(box.y >= 0 for box in boxes)


def test_a_column_twice_the_count_is_twice_as_high() -> None:
    chart = build_column_chart([a_row("9", 24, 12)])

    high, low = chart.groups[0].boxes
    assert abs(high.height - 2 * low.height) < 0.02


def test_a_month_without_tasks_draws_nothing_but_keeps_its_place() -> None:
    chart = build_column_chart([a_row("11", 14), a_row("12", 0)])

    assert [len(group.boxes) for group in chart.groups] == [1, 0]
    assert chart.groups[0].middle < chart.groups[1].middle


def test_an_empty_year_has_an_axis() -> None:
    assert [tick.count for tick in build_column_chart([]).ticks] == [0, 1]


def test_axes_are_numbered_in_round_steps() -> None:
    assert tick_counts(0) == (0, 1)
    assert tick_counts(4) == (0, 1, 2, 3, 4)
    assert tick_counts(9) == (0, 5, 10)
    assert tick_counts(26) == (0, 10, 20, 30)
    assert tick_counts(158) == (0, 50, 100, 150, 200)


@given(highest=st.integers(0, 10**7))
def test_an_axis_reaches_the_highest_count_with_few_lines(highest: int) -> None:
    ticks = tick_counts(highest)

    assert ticks[-1] >= highest
    assert 2 <= len(ticks) <= 5
