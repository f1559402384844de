"""The deadline phrases of the office, one line each, for a plan of 2021 issued on 22/12/2020."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.rules.calendar import DayKind, WorkCalendar
from tracker.rules.deadlines import (
    Anchor,
    Assumption,
    BeforeDate,
    Policy,
    Roll,
    Term,
    TermKind,
    TermUnit,
    read,
)
from tracker.rules.refusals import Reason, Refusal

ISSUED = dt.date(2020, 12, 22)
TET = {dt.date(2021, 2, day): DayKind.PUBLIC_HOLIDAY for day in range(10, 17)}
OTHER = {
    dt.date(2021, 1, 1): DayKind.PUBLIC_HOLIDAY,
    dt.date(2021, 4, 21): DayKind.PUBLIC_HOLIDAY,
    dt.date(2021, 4, 30): DayKind.PUBLIC_HOLIDAY,
    dt.date(2021, 5, 1): DayKind.PUBLIC_HOLIDAY,
    dt.date(2021, 5, 3): DayKind.COMPENSATORY,
    dt.date(2021, 9, 2): DayKind.PUBLIC_HOLIDAY,
    dt.date(2021, 9, 3): DayKind.PUBLIC_HOLIDAY,
}
CALENDAR = WorkCalendar.of(TET | OTHER, [2020, 2021])

TABLE = """
D1  | trước ngày 15/3/2021              | once        | 15/3  | 14/3
D1  | Trước ngày 01/7/2021              | once        | 01/7  | 30/6
D2  | trước 30/11                       | once        | 30/11 | 29/11
D2  | trước 30-11                       | once        | 30/11 | 29/11
D2  | xong trước 30.11                  | once        | 30/11 | 29/11
D3  | trước tháng 6/2021                | once        | 31/5  | 31/5
D3  | trước quý II                      | once        | 31/3  | 31/3
D4  | chậm nhất là ngày 20/6            | once        | 20/6  | 20/6
D4  | muộn nhất 20/6                    | once        | 20/6  | 20/6
D4  | không quá ngày 20/6               | once        | 20/6  | 20/6
D4  | hạn cuối 20/6                     | once        | 20/6  | 20/6
D4  | hạn chót ngày 20/6                | once        | 20/6  | 20/6
D5  | đến hết ngày 25/11/2021           | once        | 25/11 | 25/11
D5  | đến 25/11                         | once        | 25/11 | 25/11
D6  | ngày 10/10/2021                   | once        | 10/10 | 10/10
D6  | ngày 30 tháng 6 năm 2021          | once        | 30/6  | 30/6
D7  | từ ngày 01/3 đến ngày 30/9/2021   | range       | 30/9  | 30/9
D8  | trước 17 giờ 00 ngày 20/11/2021   | once        | 20/11 | 20/11
D9  | trong ngày 12/4                   | once        | 12/4  | 12/4
D10 | trong tháng 6                     | once        | 30/6  | 30/6
D10 | tháng 6/2021                      | once        | 30/6  | 30/6
D10 | T6/2021                           | once        | 30/6  | 30/6
D10 | Trong tháng 02/2021               | once        | 28/2  | 28/2
D11 | tháng 3 và tháng 9                | recurring   | 30/9  | 30/9
D11 | tháng 3, 6, 9, 12                 | recurring   | 31/12 | 31/12
D11 | trước ngày 15/3, 15/6 và 15/12    | recurring   | 15/12 | 14/12
D11 | 30/6/2021 và 31/12/2021           | recurring   | 31/12 | 31/12
D20 | trong 6 tháng đầu năm 2021        | once        | 30/6  | 30/6
D22 | đến hết năm 2021                  | once        | 31/12 | 31/12
D30 | Hằng quý, trước ngày 15 của tháng cuối quý | recurring | 15/12 | 14/12
D27 | 1 tháng 1 lần                     | recurring   | 31/12 | 31/12
D29 | 03 tháng/lần                      | recurring   | 31/12 | 31/12
D1  | trước thứ Sáu ngày 26/11/2021     | once        | 26/11 | 25/11
D10 | 06/2021                           | once        | 30/6  | 30/6
D15 | Quý IV.2021                       | once        | 31/12 | 31/12
D38 | khi Trung ương ban hành           | conditional | -     | -
D12 | từ tháng 3 đến tháng 10           | range       | 31/10 | 31/10
D12 | tháng 3-10/2021                   | range       | 31/10 | 31/10
D13 | đầu tháng 5                       | once        | 10/5  | 10/5
D13 | giữa tháng 5                      | once        | 20/5  | 20/5
D13 | cuối tháng 5                      | once        | 31/5  | 31/5
D14 | tuần thứ hai tháng 3              | once        | 12/3  | 12/3
D15 | Quý II/2021                       | once        | 30/6  | 30/6
D15 | quý 2                             | once        | 30/6  | 30/6
D15 | Q.II                              | once        | 30/6  | 30/6
D15 | Quí II                            | once        | 30/6  | 30/6
D16 | trong quý III                     | once        | 30/9  | 30/9
D16 | Hoàn thành trong quý III/2021     | once        | 30/9  | 30/9
D17 | đầu quý IV                        | once        | 31/10 | 31/10
D17 | giữa quý IV                       | once        | 30/11 | 30/11
D17 | cuối quý IV                       | once        | 31/12 | 31/12
D18 | Quý I, II/2021                    | range       | 30/6  | 30/6
D18 | Quý II - Quý III/2021             | range       | 30/9  | 30/9
D19 | Quý I–IV                          | recurring   | 31/12 | 31/12
D19 | các quý trong năm                 | recurring   | 31/12 | 31/12
D20 | 6 tháng đầu năm                   | once        | 30/6  | 30/6
D20 | 6 tháng cuối năm                  | once        | 31/12 | 31/12
D21 | 9 tháng đầu năm                   | once        | 30/9  | 30/9
D22 | Năm 2021                          | once        | 31/12 | 31/12
D22 | trong năm 2021                    | once        | 31/12 | 31/12
D22 | 2021                              | once        | 31/12 | 31/12
D23 | cả năm                            | continuous  | 31/12 | 31/12
D23 | suốt năm                          | continuous  | 31/12 | 31/12
D24 | thường xuyên, liên tục            | continuous  | 31/12 | 31/12
D24 | thường xuyên trong năm            | continuous  | 31/12 | 31/12
D25 | hằng ngày                         | continuous  | 31/12 | 31/12
D26 | thứ Sáu hằng tuần                 | recurring   | 31/12 | 31/12
D26 | trước 16h thứ Năm hàng tuần       | recurring   | 30/12 | 30/12
D26 | trước thứ Năm hằng tuần           | recurring   | 30/12 | 29/12
D27 | hằng tháng                        | recurring   | 31/12 | 31/12
D27 | 01 lần/tháng                      | recurring   | 31/12 | 31/12
D28 | chậm nhất ngày 20 hằng tháng      | recurring   | 20/12 | 20/12
D28 | trước ngày 20 của tháng           | recurring   | 20/12 | 19/12
D29 | định kỳ hằng quý                  | recurring   | 31/12 | 31/12
D29 | 01 lần/quý                        | recurring   | 31/12 | 31/12
D29 | quý một lần                       | recurring   | 31/12 | 31/12
D29 | Định kỳ hằng quý, 6 tháng, năm    | recurring   | 31/12 | 31/12
D30 | trước ngày 10 của tháng cuối quý  | recurring   | 10/12 | 09/12
D30 | ngày 15 tháng cuối kỳ báo cáo     | recurring   | 15/12 | 15/12
D31 | định kỳ 6 tháng, năm              | recurring   | 31/12 | 31/12
D31 | sơ kết 6 tháng, tổng kết năm      | recurring   | 31/12 | 31/12
D31 | 6 tháng đầu năm và cả năm         | recurring   | 31/12 | 31/12
D32 | ít nhất 02 lần/năm                | quantity    | 31/12 | 31/12
D33 | trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản | relative | - | -
D34 | trong thời hạn 10 ngày kể từ ngày ký       | relative    | 01/01 | 01/01
D35 | sau 15 ngày kể từ ngày ban hành            | relative    | -     | -
D35 | 20 ngày sau khi Tỉnh ủy ban hành           | relative    | -     | -
D36 | trong vòng 24 giờ                          | relative    | -     | -
D36 | 48 giờ                                     | relative    | -     | -
D37 | trước 05 ngày so với ngày họp              | relative    | -     | -
D37 | 03 ngày trước kỳ họp                       | relative    | -     | -
D38 | sau khi có hướng dẫn của Bộ, ngành         | conditional | -     | -
D38 | khi có văn bản hướng dẫn                   | conditional | -     | -
D38 | Sau khi có Thông tư hướng dẫn của Bộ       | conditional | -     | -
D39 | theo tiến độ                               | conditional | -     | -
D39 | theo Kế hoạch của UBND tỉnh                | conditional | -     | -
D40 | khi có yêu cầu                             | conditional | -     | -
D40 | đột xuất                                   | conditional | -     | -
D41 | theo quy định                              | none        | -     | -
D42 | kịp thời                                   | none        | -     | -
D42 | ngay                                       | none        | -     | -
D42 | trong thời gian sớm nhất                   | none        | -     | -
D43 | tại kỳ họp thứ ba HĐND thị xã              | conditional | -     | -
D43 | Tại kỳ họp HĐND thị xã giữa năm            | conditional | -     | -
D44 | trước khi nghỉ Tết                         | once        | 09/02 | 09/02
D45 | đầu năm                                    | once        | 31/01 | 31/01
D45 | giữa năm                                   | once        | 30/6  | 30/6
D45 | cuối năm                                   | once        | 31/12 | 31/12
D46 | giai đoạn 2021–2025                        | recurring   | 31/12/2025 | 31/12/2025
D46 | đến năm 2025                               | recurring   | 31/12/2025 | 31/12/2025
D47 | 12/2026 hoặc 1/2027 (tuỳ thời điểm tổ chức kỳ họp) | conditional | 31/01/2027 | 31/01/2027
D48 | Quý II: xây dựng; Quý IV: tổng kết         | composite   | 31/12 | 31/12
D49 | Thường xuyên; báo cáo trước 15/12          | composite   | 31/12 | 31/12
D50 | Hàng tuần / Hàng tháng                     | composite   | 31/12 | 31/12
D51 | Hoàn thành (năm trước chuyển sang)         | none        | -     | -
D51 | đã thực hiện                               | none        | -     | -
D52 | -                                          | none        | -     | -
D52 | như trên                                   | none        | -     | -
D53 | Thời gian: 2021; Sản phẩm: Báo cáo         | composite   | 31/12 | 31/12
D6  | 2021/03/15                                 | once        | 15/3  | 15/3
D6  | 15/3/21                                    | once        | 15/3  | 15/3
D55 | 01/01/1970                                 | none        | -     | -
"""
"""Pattern, phrase, kind, last good day when «trước» includes the day named, and when it does not."""

ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]


def reading(phrase: str, before: BeforeDate = BeforeDate.INCLUSIVE) -> Term:
    return read(phrase, issued=ISSUED, plan_year=2021, calendar=CALENDAR, policy=Policy(before_date=before))


def written(day: str) -> dt.date | None:
    if day == "-":
        return None
    numbers = [int(part) for part in day.split("/")]
    return dt.date(numbers[2] if len(numbers) > 2 else 2021, numbers[1], numbers[0])


@pytest.mark.parametrize(("rule", "phrase", "kind", "inclusive", "exclusive"), ROWS)
def test_a_phrase_of_the_office_is_read_under_both_policies(
    rule: str, phrase: str, kind: str, inclusive: str, exclusive: str
) -> None:
    first, second = reading(phrase), reading(phrase, BeforeDate.EXCLUSIVE)

    assert (first.rule, first.kind.value, first.due) == (rule, kind, written(inclusive))
    assert (second.rule, second.kind.value, second.due) == (rule, kind, written(exclusive))


def test_every_pattern_of_the_catalogue_has_a_line_or_a_test_of_its_own() -> None:
    assert {f"D{number}" for number in range(1, 56)} - {row[0] for row in ROWS} == {"D54"}


@pytest.mark.parametrize(
    ("phrase", "written", "suggestion"),
    [
        ("31/9/2021", "31/9/2021", "30/9/2021"),
        ("trước ngày 30/02", "30/02", "28/02/2021"),
        ("29/02/2021", "29/02/2021", "28/02/2021"),
        ("Quý V", "Quý V", "31/12/2021"),
        ("Tháng 13/2021", "Tháng 13/2021", "31/12/2021"),
        ("12/31/2021", "12/31/2021", "31/12/2021"),
    ],
)
def test_an_impossible_day_is_refused_with_the_nearest_one(
    phrase: str, written: str, suggestion: str
) -> None:
    with pytest.raises(Refusal) as refused:
        reading(phrase)

    assert refused.value.reason is Reason.IMPOSSIBLE_DATE
    assert refused.value.field == "deadline"
    assert refused.value.details == {"written": written, "suggestion": suggestion}


def test_months_quarters_and_parts_are_listed_day_by_day() -> None:
    assert reading("tháng 3 và tháng 9").occurrences == (dt.date(2021, 3, 31), dt.date(2021, 9, 30))
    assert [day.month for day in reading("định kỳ hằng quý").occurrences] == [3, 6, 9, 12]
    assert reading("Quý II: xây dựng; Quý IV: tổng kết").occurrences == (
        dt.date(2021, 6, 30),
        dt.date(2021, 12, 31),
    )
    monthly = reading("Thường xuyên; báo cáo trước ngày 20 hằng tháng")
    assert monthly.occurrences[:2] == (dt.date(2021, 1, 20), dt.date(2021, 2, 20))
    assert [part.kind for part in monthly.parts] == [TermKind.CONTINUOUS, TermKind.RECURRING]


def test_a_monthly_duty_given_in_mid_may_starts_in_may_and_has_eight_days_left() -> None:
    term = read("chậm nhất ngày 20 hằng tháng", issued=dt.date(2021, 5, 15), plan_year=2021)

    assert term.occurrences[0] == dt.date(2021, 5, 20)
    assert len(term.occurrences) == 8
    assert Assumption.PAST_OCCURRENCES_DROPPED in term.assumptions


def test_a_weekly_report_of_a_holiday_week_falls_on_the_working_day_before() -> None:
    days = reading("thứ Sáu hằng tuần").occurrences

    assert dt.date(2021, 2, 12) not in days
    assert dt.date(2021, 2, 9) in days
    assert dt.date(2021, 1, 8) in days


def test_an_hour_keeps_the_named_day_and_a_range_its_start() -> None:
    evening = reading("trước 17 giờ 00 ngày 20/11/2021", BeforeDate.EXCLUSIVE)
    assert (evening.hour, evening.due) == ("17:00", dt.date(2021, 11, 20))
    assert reading("từ ngày 01/3 đến ngày 30/9/2021").start == dt.date(2021, 3, 1)
    assert reading("Quý II - Quý III").start == dt.date(2021, 4, 1)


def test_working_days_run_from_each_unit_s_own_receipt() -> None:
    phrase = "Trong vòng 05 (năm) ngày làm việc kể từ ngày nhận được văn bản"
    known = read(phrase, issued=ISSUED, received=dt.date(2021, 2, 8), calendar=CALENDAR)
    unknown = read(phrase, issued=ISSUED, calendar=CALENDAR)

    assert known.due == dt.date(2021, 2, 22)
    assert (known.amount, known.unit, known.anchor) == (5, TermUnit.WORKING_DAYS, Anchor.RECEIPT)
    assert unknown.due is None
    assert unknown.assumptions == (Assumption.RECEIPT_UNKNOWN,)
    assert unknown.needs_review


def test_days_from_signing_are_days_of_the_calendar() -> None:
    term = read("trong thời hạn 10 ngày kể từ ngày ký", issued=dt.date(2021, 1, 4))

    assert term.due == dt.date(2021, 1, 14)
    assert term.anchor is Anchor.SIGNING


def test_working_days_into_a_year_without_a_holiday_table_are_refused() -> None:
    with pytest.raises(Refusal) as refused:
        read(
            "trong vòng 10 ngày làm việc kể từ ngày nhận được văn bản",
            issued=dt.date(2021, 12, 27),
            received=dt.date(2021, 12, 27),
            calendar=CALENDAR,
        )

    assert refused.value.reason is Reason.CALENDAR_MISSING
    assert refused.value.details["year"] == 2022


def test_a_directive_without_a_year_means_the_first_such_day_after_it() -> None:
    assert read("trước 15/01", issued=dt.date(2021, 11, 20)).due == dt.date(2022, 1, 15)
    assert read("trong tháng 12", issued=dt.date(2021, 11, 20)).due == dt.date(2021, 12, 31)


def test_a_deadline_before_its_document_is_asked_about() -> None:
    term = read("trước ngày 15/3/2021", issued=dt.date(2021, 4, 1))

    assert Assumption.DUE_BEFORE_ISSUE in term.assumptions
    assert term.needs_review


def test_a_deadline_on_a_sunday_stays_and_is_marked_unless_the_office_rolls_it() -> None:
    sunday = reading("chậm nhất ngày 20/6")
    rolled = read(
        "chậm nhất ngày 20/6", issued=ISSUED, plan_year=2021, calendar=CALENDAR, policy=Policy(roll=Roll.NEXT)
    )

    assert sunday.due == dt.date(2021, 6, 20)
    assert Assumption.DUE_ON_DAY_OFF in sunday.assumptions
    assert rolled.due == dt.date(2021, 6, 21)
    assert Assumption.ROLLED in rolled.assumptions


@pytest.mark.parametrize(
    "phrase", ["năm", "theo Kế hoạch số 12 năm 2021 của tỉnh", "abc 2021", "báo cáo", "?"]
)
def test_what_cannot_be_read_never_becomes_the_end_of_the_year(phrase: str) -> None:
    term = reading(phrase)

    assert term.due is None
    assert term.needs_review


def test_a_deadline_inside_a_sentence_is_found_and_asked_about() -> None:
    term = reading("báo cáo kết quả về UBND thị xã trước ngày 15/3/2021 để tổng hợp")

    assert term.due == dt.date(2021, 3, 15)
    assert Assumption.WORDS_IGNORED in term.assumptions
    assert term.needs_review


def test_the_command_line_prints_these_keys_and_iso_days() -> None:
    assert reading("trước ngày 15/3/2021").as_json() == {
        "kind": "once",
        "due": "2021-03-15",
        "named_date": "2021-03-15",
        "hour": None,
        "occurrences": [],
        "rule": "D1",
        "assumptions": ["before_includes_day"],
        "needs_review": False,
    }
