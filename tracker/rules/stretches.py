"""Stretches of days over which the same holds for an assignment: cut at a day, joined where they say the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tracker.rules.timeliness import Standing


def cut(line: list[Standing], day: dt.date) -> list[Standing]:
    """Split the stretch that covers `day` so that one begins on it."""
    pieces: list[Standing] = []
    for standing in line:
        if standing.from_on < day and (standing.until_on is None or day < standing.until_on):
            pieces += [replace(standing, until_on=day), replace(standing, from_on=day)]
        else:
            pieces.append(standing)
    return pieces


def joined(line: list[Standing]) -> list[Standing]:
    """Join neighbours that say the same."""
    whole: list[Standing] = []
    for standing in line:
        if whole and _says(whole[-1]) == _says(standing):
            whole[-1] = replace(whole[-1], until_on=standing.until_on)
        else:
            whole.append(standing)
    return whole


def _says(standing: Standing) -> tuple[object, ...]:
    """Return what a standing says, whichever its days are."""
    return (
        standing.box,
        standing.unit_id,
        standing.due_on,
        standing.judged_due_on,
        standing.done_on,
        standing.first_due_on,
        standing.left_on,
        standing.after_hour,
    )
