"""What is printed beside every rate, for pages and files: acts on which figures rest, each with its list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.services.report_figures import Adjusted
from tracker.web import clockwork
from tracker.web.selections import list_address
from tracker.wording.selecting import ADJUSTMENT_WORDS


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """A kind of act in words, how much rests on it, and the address of its list."""

    words: str
    number: int
    href: str


def adjustment_rows(found: Iterable[Adjusted]) -> Sequence[AdjustmentRow]:
    """Return the rows of the component `components/adjustments.html`."""
    today = clockwork.today()
    return [
        AdjustmentRow(ADJUSTMENT_WORDS[each.kind], each.number, list_address(each.selection, today=today))
        for each in found
    ]
