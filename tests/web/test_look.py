"""The look holds together: words, tones and icons exist for each state, and colours can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.html import Page
from tracker.core.labels import STATE_WORDS, TIMING_WORDS
from tracker.web.badges import STATE_BADGE_STYLES, TIMING_BADGE_STYLES, render_tag, state_badge, timing_badge

STATIC = Path(__file__).parents[2] / "tracker" / "static"
TOKENS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", TOKENS))
TONES = re.findall(r"^\.tone-(\w+) ", TOKENS, re.MULTILINE)
READABLE = 4.5
VISIBLE = 3.0


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.1."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG 2.1, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def sprite() -> list[str]:
    """Return the names of the icons in the order they stand in the picture."""
    groups = [element for element in Page((STATIC / "icons.svg").read_text(encoding="utf-8")).all("g")]
    assert [group.get("transform") for group in groups] == [f"translate({16 * n})" for n in range(len(groups))]
    return [group.get("id") for group in groups]


def test_every_state_and_timing_has_words_a_tone_and_an_icon() -> None:
    assert STATE_BADGE_STYLES.keys() == STATE_WORDS.keys()
    assert TIMING_BADGE_STYLES.keys() == TIMING_WORDS.keys()
    for tone, icon in [*STATE_BADGE_STYLES.values(), *TIMING_BADGE_STYLES.values()]:
        assert tone in TONES
        assert icon in sprite()


def test_no_two_timings_of_the_same_tone_share_an_icon() -> None:
    assert len(set(TIMING_BADGE_STYLES.values())) == len(TIMING_BADGE_STYLES)


def test_the_style_sheet_knows_where_each_icon_stands() -> None:
    sheet = (STATIC / "css" / "icons.css").read_text(encoding="utf-8")

    assert re.findall(r"\.icon-(\w+) \{ --icon: (\d+); \}", sheet) == [
        (name, str(place)) for place, name in enumerate(sprite())
    ]
    assert f"calc({len(sprite())} * 1em)" in sheet


@pytest.mark.parametrize("tone", [tone for tone in TONES if tone != "house"])
def test_words_can_be_read_and_shapes_seen_in_every_tone(tone: str) -> None:
    name = tone.replace("_", "-")

    assert contrast(COLOURS[f"{name}-ink"], COLOURS[f"{name}-tint"]) >= READABLE
    assert contrast(COLOURS[f"{name}-ink"], COLOURS["paper"]) >= READABLE
    assert contrast(COLOURS[f"{name}-fill"], COLOURS["paper"]) >= VISIBLE


@pytest.mark.parametrize(
    ("ink", "ground"),
    [("ink", "wash"), ("ink-soft", "wash"), ("house-link", "wash"), ("house-deep", "house-tint"), ("paper", "house")],
)
def test_the_page_itself_can_be_read(ink: str, ground: str) -> None:
    assert contrast(COLOURS[ink], COLOURS[ground]) >= READABLE


def test_a_badge_says_in_words_what_its_colour_means() -> None:
    assert timing_badge("open_overdue") == '<span class="tag tone-overdue icon-overdue">Quá hạn</span>'
    assert state_badge("submitted") == '<span class="tag tone-waiting icon-submitted">Chờ xác nhận</span>'


def test_a_badge_of_free_words_cannot_carry_markup() -> None:
    assert "<b>" not in render_tag("<b>Gấp</b>", "overdue", "overdue")


@pytest.mark.parametrize("sheet", sorted((STATIC / "css").glob("*.css")), ids=lambda path: path.stem)
def test_style_sheets_ask_nothing_of_the_outside(sheet: Path) -> None:
    addresses = re.findall(r"url\(([^)]*)\)", sheet.read_text(encoding="utf-8"))

    assert all(address.startswith('"../') for address in addresses)
