"""However a clerk types a phrase, it is read the same; and no text at all breaks the reader."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, strategies as st

from tests.law.phrases_of_the_office import CALENDAR, ISSUED, ROWS
from tracker.core.refusals import Refusal
from tracker.core.text import fold_accents
from tracker.law.deadlines.reader import parse_deadline
from tracker.law.terms import Term

PHRASES = st.sampled_from([row[1] for row in ROWS])
SPELLINGS = st.sampled_from(
    [
        str.upper,
        str.lower,
        str.title,
        fold_accents,
        lambda phrase: unicodedata.normalize("NFD", phrase),
        lambda phrase: phrase.replace(" ", "  ").replace("ằ", "à"),
        lambda phrase: f"  {phrase}. ",
        lambda phrase: phrase.replace(" ", "\u00a0"),
        lambda phrase: phrase.replace("-", "–"),
    ]
)
VOCABULARY = """
trước sau ngày tháng năm quý II IV 31/9 30/02/2021 2021 hằng hàng tuần trong vòng 05 làm việc kể từ nhận
ký đến hết chậm nhất ; / : - , ( ) 17h00 99 0 thứ Sáu tết giai đoạn hoặc lần 6 đầu cuối 00/00
"""
WORDS = st.sampled_from(VOCABULARY.split())
OTHER_WORDS = st.sampled_from(
    "rà soát thủ tục hành chính Phòng Nội vụ UBND phường báo cáo kết quả công khai số 1822/QĐ-UBND 93 12 98,5% 15 3.000"
    " đồng hồ sơ phối hợp với tỉnh và , . : (a) kinh phí 25m2 mức 3 cấp độ".split(" ")
)
"""Words of the office that name no time, numbers among them."""


def outcome(phrase: str) -> Term | dict[str, object]:
    try:
        term = parse_deadline(phrase, issued=ISSUED, plan_year=2021, calendar=CALENDAR)
    except Refusal as refusal:
        return {"reason": refusal.reason, "suggestion": refusal.details.get("suggestion")}
    return replace(term, phrase="", parts=())


@given(PHRASES, SPELLINGS)
def test_case_composition_and_missing_marks_change_nothing(phrase: str, spelling: Callable[[str], str]) -> None:
    assert outcome(spelling(phrase)) == outcome(phrase)


@given(st.text(max_size=80))
def test_any_text_gives_a_reading_or_a_refusal(text: str) -> None:
    answer = outcome(text)

    assert isinstance(answer, (Term, dict))


@given(st.lists(WORDS, max_size=9), st.dates(dt.date(2000, 1, 1), dt.date(2040, 12, 31)))
def test_any_words_of_the_grammar_give_a_reading_or_a_refusal(words: list[str], issued: dt.date) -> None:
    try:
        term = parse_deadline(" ".join(words), issued=issued, received=issued, calendar=CALENDAR)
    except Refusal as refusal:
        assert refusal.field == "deadline" or "year" in refusal.details
    else:
        assert term.phrase == " ".join(words)
        assert list(term.occurrences) == sorted(set(term.occurrences))


@given(st.lists(OTHER_WORDS, max_size=8))
def test_words_that_name_no_time_never_become_a_day(words: list[str]) -> None:
    term = parse_deadline(" ".join(words), issued=ISSUED, plan_year=2021, calendar=CALENDAR)

    assert (term.due, term.occurrences) == (None, ())
