"""What the reader makes of the deadline phrases of the office, and what it asks about."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.law.more_phrases import ROWS as MORE
from tests.law.phrases_of_the_office import CALENDAR, ISSUED, ROWS
from tracker.core.refusals import Reason, Refusal
from tracker.law.deadlines.reader import parse_deadline
from tracker.law.terms import Assumption, BeforeDate, ClosedDayRule, Policy, Term, TermKind, TermStart, TermUnit


def reading(phrase: str, before: BeforeDate = BeforeDate.INCLUSIVE) -> Term:
    return parse_deadline(phrase, issued=ISSUED, plan_year=2021, calendar=CALENDAR, policy=Policy(before_date=before))


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


@pytest.mark.parametrize(("phrase", "kind", "inclusive", "exclusive"), MORE)
def test_other_ways_of_writing_it_are_read_under_both_policies(
    phrase: str, kind: str, inclusive: str, exclusive: str
) -> None:
    first, second = reading(phrase), reading(phrase, BeforeDate.EXCLUSIVE)

    assert (first.kind.value, first.due) == (kind, written(inclusive))
    assert (second.kind.value, second.due) == (kind, written(exclusive))


def test_no_phrase_of_the_tables_is_written_twice() -> None:
    phrases = [row[1] for row in ROWS] + [row[0] for row in MORE]

    assert len(phrases) == len(set(phrases)) >= 400


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
def test_an_impossible_day_is_refused_with_the_nearest_one(phrase: str, written: str, suggestion: str) -> None:
    with pytest.raises(Refusal) as refused:
        reading(phrase)

    assert refused.value.reason is Reason.IMPOSSIBLE_DATE
    assert refused.value.field == "deadline"
    assert refused.value.details == {"written": written, "suggestion": suggestion}


def test_months_quarters_and_parts_are_listed_day_by_day() -> None:
    assert reading("tháng 3 và tháng 9").occurrences == (dt.date(2021, 3, 31), dt.date(2021, 9, 30))
    assert [day.month for day in reading("định kỳ hằng quý").occurrences] == [3, 6, 9, 12]
    assert reading("Quý II: xây dựng; Quý IV: tổng kết").occurrences == (dt.date(2021, 6, 30), dt.date(2021, 12, 31))
    monthly = reading("Thường xuyên; báo cáo trước ngày 20 hằng tháng")
    assert monthly.occurrences[:2] == (dt.date(2021, 1, 20), dt.date(2021, 2, 20))
    assert [part.kind for part in monthly.parts] == [TermKind.CONTINUOUS, TermKind.RECURRING]


def test_a_monthly_duty_given_in_mid_may_starts_in_may_and_has_eight_days_left() -> None:
    term = parse_deadline("chậm nhất ngày 20 hằng tháng", issued=dt.date(2021, 5, 15), plan_year=2021)

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
    known = parse_deadline(phrase, issued=ISSUED, received=dt.date(2021, 2, 8), calendar=CALENDAR)
    unknown = parse_deadline(phrase, issued=ISSUED, calendar=CALENDAR)

    assert known.due == dt.date(2021, 2, 22)
    assert (known.amount, known.unit, known.anchor) == (5, TermUnit.WORKING_DAYS, TermStart.RECEIPT)
    assert unknown.due is None
    assert unknown.assumptions == (Assumption.RECEIPT_UNKNOWN,)
    assert unknown.needs_review


def test_days_from_signing_are_days_of_the_calendar() -> None:
    term = parse_deadline("trong thời hạn 10 ngày kể từ ngày ký", issued=dt.date(2021, 1, 4))

    assert term.due == dt.date(2021, 1, 14)
    assert term.anchor is TermStart.SIGNING


def test_working_days_into_a_year_without_a_holiday_table_are_refused() -> None:
    with pytest.raises(Refusal) as refused:
        parse_deadline(
            "trong vòng 10 ngày làm việc kể từ ngày nhận được văn bản",
            issued=dt.date(2021, 12, 27),
            received=dt.date(2021, 12, 27),
            calendar=CALENDAR,
        )

    assert refused.value.reason is Reason.CALENDAR_MISSING
    assert refused.value.details["year"] == 2022


def test_a_directive_without_a_year_means_the_first_such_day_after_it() -> None:
    assert parse_deadline("trước 15/01", issued=dt.date(2021, 11, 20)).due == dt.date(2022, 1, 15)
    assert parse_deadline("trong tháng 12", issued=dt.date(2021, 11, 20)).due == dt.date(2021, 12, 31)


def test_a_deadline_before_its_document_is_asked_about() -> None:
    term = parse_deadline("trước ngày 15/3/2021", issued=dt.date(2021, 4, 1))

    assert Assumption.DUE_BEFORE_ISSUE in term.assumptions
    assert term.needs_review


def test_a_deadline_on_a_sunday_stays_and_is_marked_unless_the_office_rolls_it() -> None:
    sunday = reading("chậm nhất ngày 20/6")
    rolled = parse_deadline(
        "chậm nhất ngày 20/6", issued=ISSUED, plan_year=2021, calendar=CALENDAR, policy=Policy(roll=ClosedDayRule.NEXT)
    )

    assert sunday.due == dt.date(2021, 6, 20)
    assert Assumption.DUE_ON_DAY_OFF in sunday.assumptions
    assert rolled.due == dt.date(2021, 6, 21)
    assert Assumption.ROLLED in rolled.assumptions


@pytest.mark.parametrize("phrase", ["năm", "theo Kế hoạch số 12 năm 2021 của tỉnh", "abc 2021", "báo cáo", "?"])
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


def test_the_last_working_day_of_a_month_gives_way_to_weekends_and_holidays() -> None:
    last, working = reading("ngày cuối cùng hằng tháng"), reading("ngày làm việc cuối cùng của mỗi tháng")

    assert [day.day for day in last.occurrences] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert [day.day for day in working.occurrences[:5]] == [29, 26, 31, 29, 31]  # 30/4 is a holiday
    assert not working.needs_review
    assert reading("ngày làm việc cuối cùng của quý").occurrences[0] == dt.date(2021, 3, 31)
