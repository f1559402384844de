"""Tags of state and timing: a word, an icon and a colour, ready as HTML for rows of a list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from markupsafe import Markup

from tracker.core.labels import STATE_WORDS, TIMING_LOOKS, TIMING_WORDS
from tracker.web.language import get_request_language

STATE_BADGE_STYLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "draft": ("no_deadline", "draft"),
        "assigned": ("open", "assigned"),
        "accepted": ("open", "accepted"),
        "in_progress": ("open", "open"),
        "submitted": ("waiting", "submitted"),
        "done": ("early", "on_day"),
        "returned": ("returned", "returned"),
        "declined": ("returned", "declined"),
        "suspended": ("suspended", "suspended"),
        "withdrawn": ("no_deadline", "withdrawn"),
        "cancelled": ("no_deadline", "cancelled"),
        "transferred": ("no_deadline", "transferred"),
        "merged": ("no_deadline", "merged"),
    }
)
"""The tone (`tone-…` in tokens.css) and the icon (`icon-…` in icons.css) of each state."""

TIMING_BADGE_STYLES: Mapping[str, tuple[str, str]] = {
    name: (each.tone, each.icon) for name, each in TIMING_LOOKS.items()
}
"""The tone and the icon of each timing."""


def render_tag(words: str, tone: str, icon: str) -> Markup:
    """Return a tag: colour only repeats what the words say."""
    return Markup('<span class="tag tone-{} icon-{}">{}</span>').format(tone, icon, words)


def render_mark(words: str, tone: str, icon: str) -> Markup:
    """Return a tag that does not show its words: they are still there to be heard."""
    return Markup('<span class="tag tag--mark tone-{} icon-{}"><span class="sr-only">{}</span></span>').format(
        tone, icon, words
    )


# Rows use these by the hundred: each tag is written once in each language.
@cache
def _state_tags(_language: str) -> Mapping[str, Markup]:
    return {state: render_tag(STATE_WORDS[state], *look) for state, look in STATE_BADGE_STYLES.items()}


@cache
def _timing_tags(_language: str) -> Mapping[str, Markup]:
    return {timing: render_tag(TIMING_WORDS[timing], *look) for timing, look in TIMING_BADGE_STYLES.items()}


@cache
def _timing_marks(_language: str) -> Mapping[str, Markup]:
    return {timing: render_mark(TIMING_WORDS[timing], *look) for timing, look in TIMING_BADGE_STYLES.items()}


def state_badge(state: str) -> Markup:
    """Return the tag of a stored state (the value of `AssignmentState`)."""
    return _state_tags(get_request_language())[state]


def state_badges() -> Mapping[str, Markup]:
    """Return the tags of all states in the language of this request: for lists, which ask again and again."""
    return _state_tags(get_request_language())


def timing_badges() -> Mapping[str, Markup]:
    """Return the tags of all timings in the language of this request."""
    return _timing_tags(get_request_language())


def timing_badge(timing: str) -> Markup:
    """Return the tag of a timing (the value of `Timing`, or `due_soon`)."""
    return _timing_tags(get_request_language())[timing]


def timing_mark(timing: str) -> Markup:
    """Return a timing as its icon alone, its words for those who hear the page: for cells of a matrix."""
    return _timing_marks(get_request_language())[timing]


def timing_tone(timing: str) -> str:
    """Return the tone a timing wears in figures and charts."""
    return TIMING_BADGE_STYLES[timing][0]
