"""Something on a paper that a person has to settle, with where it stands and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.rules.legacy_text import LegacyFont


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to settle.

    `line` counts the rows of the table from 1 as printed, `column` is the column's printed name,
    `sentence` says in Vietnamese what to do. A problem that is not `blocking` is only told.
    """

    line: int
    column: str
    sentence: str
    blocking: bool = True


def converted_from(font: LegacyFont | None) -> tuple[Problem, ...]:
    """Tell that a file was typed in an old font and has been converted."""
    if font is None:
        return ()
    sentence = f"Tệp dùng phông chữ {font.value}, đã chuyển sang Unicode. Đối chiếu lại với bản gốc."
    return (Problem(0, "", sentence, blocking=False),)
