"""Text typed in TCVN3 and VNI fonts comes in as Unicode, with a warning; Unicode is left alone."""

from __future__ import annotations

import unicodedata

import pytest

from tracker.core.text import LegacyFont, convert_legacy_text, detect_legacy_font, fold_accents
from tracker.intake.plans.table import read_plan
from tracker.intake.registers.table import read_register_file

PAIRS = [
    (LegacyFont.TCVN3, "KÕ ho¹ch c¶i c¸ch hµnh chÝnh n¨m 2021", "Kế hoạch cải cách hành chính năm 2021"),
    (LegacyFont.TCVN3, "Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
    (LegacyFont.TCVN3, "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
    (LegacyFont.TCVN3, "Uû ban nh©n d©n c¸c x·, ph\u00adêng", "Uỷ ban nhân dân các xã, phường"),
    (LegacyFont.TCVN3, "Rµ so¸t, ®¬n gi¶n ho¸ thñ tôc", "Rà soát, đơn giản hoá thủ tục"),
    (LegacyFont.TCVN3, "phèi hîp víi Phßng T\u00ad ph¸p", "phối hợp với Phòng Tư pháp"),
    (LegacyFont.TCVN3, "TR¦íC NGµY", "TRƯỚC NGÀY"),
    (LegacyFont.VNI, "Keá hoaïch caûi caùch haønh chính naêm 2021", "Kế hoạch cải cách hành chính năm 2021"),
    (LegacyFont.VNI, "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    (LegacyFont.VNI, "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
    (LegacyFont.VNI, "UÛy ban nhaân daân caùc xaõ, phöôøng", "Ủy ban nhân dân các xã, phường"),
    (LegacyFont.VNI, "TRÖÔÙC NGAØY", "TRƯỚC NGÀY"),
]


@pytest.mark.parametrize(("font", "typed", "meant"), PAIRS)
def test_a_line_of_an_old_font_reads_as_it_was_meant(font: LegacyFont, typed: str, meant: str) -> None:
    assert convert_legacy_text(typed, font) == unicodedata.normalize("NFC", meant)


@pytest.mark.parametrize("font", list(LegacyFont))
def test_the_font_of_a_paper_is_recognised(font: LegacyFont) -> None:
    paper = " ".join(typed for one, typed, _ in PAIRS if one is font)

    assert detect_legacy_font(paper) is font


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch cải cách hành chính: 25 m², 30 °C, ±5 %",
        unicodedata.normalize("NFD", "Kế hoạch cải cách hành chính năm 2021"),
        "Ke hoach cai cach hanh chinh",
        "25 m², 30 °C",
        "",
    ],
)
def test_unicode_however_composed_is_left_alone(text: str) -> None:
    assert detect_legacy_font(text) is None


def test_a_plan_in_an_old_font_is_converted_found_by_search_and_told() -> None:
    header = "STT;Néi dung nhiÖm vô;§¬n vÞ chñ tr×;Thêi gian hoµn thµnh"
    data = f"{header}\n1;Rµ so¸t thñ tôc;Phßng T\u00ad ph¸p;Quý I/2021\n"

    plan = read_plan(data.encode(), "ke-hoach.csv")

    [row] = plan.rows
    assert (row.title, row.lead_text, row.term_text) == ("Rà soát thủ tục", "Phòng Tư pháp", "Quý I/2021")
    assert fold_accents(row.title) == "ra soat thu tuc"
    assert [(one.blocking, "TCVN3" in one.sentence) for one in plan.problems] == [(False, True)]


def test_a_register_saved_in_the_bytes_of_an_old_font_is_converted_too() -> None:
    header = "Soá, kyù hieäu;Ngaøy ban haønh;Noäi dung chæ ñaïo;Ñôn vò chuû trì"
    row = "12/UBND-VP;06/01/2021;Raø soaùt thuû tuïc;Phoøng Noäi vuï"

    register = read_register_file(f"{header}\n{row}\n".encode("latin-1"), "so.csv")

    assert [(one.content, one.lead_text) for one in register.rows] == [("Rà soát thủ tục", "Phòng Nội vụ")]
    assert "VNI" in register.problems[0].sentence
