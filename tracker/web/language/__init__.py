"""In which language a page speaks: Vietnamese, or English for who chose it (decision record 0019)."""

from __future__ import annotations

from tracker.web.language.choice import ENGLISH, VIETNAMESE, chosen, has_chosen, init_app, remember
from tracker.web.language.speech import english_of_text, flash, quoted, spoken

__all__ = [
    "ENGLISH",
    "VIETNAMESE",
    "chosen",
    "english_of_text",
    "flash",
    "has_chosen",
    "init_app",
    "quoted",
    "remember",
    "spoken",
]
