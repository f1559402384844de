"""Words are found as people type them: without marks all, with marks only those."""

from __future__ import annotations

import unicodedata

import pytest

from tracker.core.text import matches_query, parse_search_query, search_key

KEPT = search_key("1822/QĐ-UBND", "Phát triển văn hóa, thể thao ở phường Hương Vân; quản lý đất đai", "06/CT-UBND")


@pytest.mark.parametrize(
    "typed",
    [
        "hoa",
        "văn hoá",
        "văn hóa",
        "Van hoa",
        "VAN HOA",
        "huong van",
        "Hương Vân",
        "Huong Vân",
        unicodedata.normalize("NFD", "Hương Vân"),
        "dat dai",
        "đất đai",
        "dai dat",
        "1822",
        "1822 qd",
        "1822/qđ",
        "1822/QĐ-UBND",
        "06 ct",
        "6 ct",
        "06/CT-UBND",
        '"văn hóa"',
        "“phường hương vân”",
        '"phuong Hương van"',
    ],
)
def test_what_is_typed_finds_the_paper(typed: str) -> None:
    assert matches_query(parse_search_query(typed), KEPT)


@pytest.mark.parametrize(
    "typed", ["Hương Văn hoa thơm", "hoạ", "đài", "dạt dai", "hoac", "182", "1822 ct hdnd", '"hóa văn"', '"van phuong"']
)
def test_what_is_not_there_is_not_found(typed: str) -> None:
    assert not matches_query(parse_search_query(typed), KEPT)


def test_one_ward_is_not_another() -> None:
    assert not matches_query(parse_search_query("Hương Văn"), search_key("UBND phường Hương Vân"))
    assert matches_query(parse_search_query("huong van"), search_key("UBND phường Hương Vân"))


@pytest.mark.parametrize("typed", ["", "  ", "!?", '""', "%", "_"])
def test_a_question_without_a_word_asks_nothing(typed: str) -> None:
    assert not parse_search_query(typed)


def test_an_empty_text_is_kept_as_nothing() -> None:
    assert search_key("", "…") == ""
