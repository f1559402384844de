"""Tags of state and timing: a word, an icon and a colour, ready as HTML for rows of a list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from markupsafe import Markup

from tracker.web.language import chosen, spoken
from tracker.wording import STATE_WORDS, TIMING_WORDS
from tracker.wording.letters import LETTER_STATE_WORDS

STATE_LOOKS: Mapping[str, tuple[str, str]] = MappingProxyType(
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

TIMING_LOOKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "done_early": ("early", "early"),
        "done_on_day": ("on_day", "on_day"),
        "done_late": ("late", "late"),
        "done_no_deadline": ("no_deadline", "on_day"),
        "open_in_time": ("open", "open"),
        "due_soon": ("due_soon", "due_soon"),
        "open_overdue": ("overdue", "overdue"),
        "open_no_deadline": ("no_deadline", "no_deadline"),
        "suspended": ("suspended", "suspended"),
        "excluded": ("no_deadline", "cancelled"),
    }
)
"""The tone and the icon of each timing."""


LETTER_LOOKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "new": ("open", "open"),
        "sending": ("open", "open"),
        "sent": ("early", "on_day"),
        "retry": ("due_soon", "due_soon"),
        "dead": ("overdue", "overdue"),
        "obsolete": ("no_deadline", "cancelled"),
    }
)
"""The tone and the icon of each state of a letter."""


def tag(words: str, tone: str, icon: str) -> Markup:
    """Return a tag: colour only repeats what the words say."""
    return Markup('<span class="tag tone-{} icon-{}">{}</span>').format(tone, icon, words)


def mark(words: str, tone: str, icon: str) -> Markup:
    """Return a tag without room for its words: they are still there to be heard."""
    return Markup(
        '<span class="tag tag--mark tone-{} icon-{}"><span class="sr-only">{}</span></span>'
    ).format(tone, icon, words)


# Rows use these by the hundred: each tag is written once in each language.
@cache
def _state_tags(_language: str) -> Mapping[str, Markup]:
    return {state: tag(spoken(STATE_WORDS[state]), *look) for state, look in STATE_LOOKS.items()}


@cache
def _timing_tags(_language: str) -> Mapping[str, Markup]:
    return {timing: tag(spoken(TIMING_WORDS[timing]), *look) for timing, look in TIMING_LOOKS.items()}


@cache
def _timing_marks(_language: str) -> Mapping[str, Markup]:
    return {timing: mark(spoken(TIMING_WORDS[timing]), *look) for timing, look in TIMING_LOOKS.items()}


def state_badge(state: str) -> Markup:
    """Return the tag of a stored state (the value of `AssignmentState`)."""
    return _state_tags(chosen())[state]


def state_badges() -> Mapping[str, Markup]:
    """Return the tags of all states in the language of this request: for lists, which ask again and again."""
    return _state_tags(chosen())


def timing_badges() -> Mapping[str, Markup]:
    """Return the tags of all timings in the language of this request."""
    return _timing_tags(chosen())


def timing_badge(timing: str) -> Markup:
    """Return the tag of a timing (the value of `Timing`, or `due_soon`)."""
    return _timing_tags(chosen())[timing]


def timing_mark(timing: str) -> Markup:
    """Return a timing as its icon alone, its words for those who hear the page: for cells of a matrix."""
    return _timing_marks(chosen())[timing]


def timing_tone(timing: str) -> str:
    """Return the tone a timing wears in figures and charts."""
    return TIMING_LOOKS[timing][0]


def letter_badge(state: str) -> Markup:
    """Return the tag of a letter's state (the value of `LetterState`)."""
    return tag(spoken(LETTER_STATE_WORDS[state]), *LETTER_LOOKS[state])
