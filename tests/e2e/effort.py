"""What a page asks of a person, counted and not timed: the keystroke-level model of Card, Moran and Newell (1980)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator

from tests.e2e.screens import Screen

KEY, POINT, PRESS, THINK = 0.28, 1.1, 0.2, 1.35
"""Seconds: a key of an average typist, pointing at something, pressing the button, making up one's mind."""
TELEX = 1.25
"""Keys for a Vietnamese letter: marks are typed after it."""


@dataclass
class Clerk:
    """Somebody at a screen, and the seconds that their steps take by the model; waiting for pages is not in it."""

    screen: Screen
    seconds: float = 0.0
    steps: list[str] = field(default_factory=list)

    def type(self, label: str, text: str) -> None:
        """Think, go on to a field by Tab, and type; the field holds nothing but the text afterwards."""
        self.screen.page.get_by_label(label).first.fill(text)
        self._spend(f"type {label}", THINK + KEY + len(text) * KEY * TELEX)

    def choose_file(self, field: Locator, path: Path) -> None:
        """Think, open the dialogue, point at the file and confirm."""
        field.set_input_files(path)
        self._spend(f"choose {path.name}", 2 * THINK + 3 * (POINT + PRESS))

    def click(self, wanted: Locator) -> None:
        """Think, point, press."""
        wanted.click()
        self._spend(f"click {wanted}", THINK + POINT + PRESS)

    def check(self, what: str, number: int, seconds: float) -> None:
        """Look at a number of things for some seconds each."""
        self._spend(f"look at {number} {what}", number * seconds)

    def _spend(self, step: str, seconds: float) -> None:
        self.steps.append(step)
        self.seconds += seconds
