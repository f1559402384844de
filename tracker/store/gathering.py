"""Tasks with the shares of their units gathered: how many have it, how many finished, the gravest bucket."""

from __future__ import annotations

from sqlalchemy import Subquery, case, func, select

from tracker.rules.selecting import Selection
from tracker.rules.timeliness import DONE, RANK, Timing
from tracker.store.counting import classified

_DONE = tuple(RANK[timing] for timing in DONE)
_EXCLUDED = RANK[Timing.EXCLUDED]


def gathered(selection: Selection) -> Subquery:
    """Return one row for each task of a selection, over the same classified table that the figures count.

    `rank` is that of the gravest share, as in `counting.counted`; `units` and `done` leave out what was withdrawn.
    """
    rows = classified(selection)
    question = select(
        rows.c.task_id,
        func.max(rows.c.rank).label("rank"),
        func.sum(case((rows.c.rank != _EXCLUDED, 1), else_=0)).label("units"),
        func.sum(case((rows.c.rank.in_(_DONE), 1), else_=0)).label("done"),
        func.max(rows.c.due_on).label("due_on"),
        func.max(rows.c.done_on).label("done_on"),
    ).group_by(rows.c.task_id)
    if selection.timings:
        ranks = sorted(RANK[timing] for timing in selection.timings)
        question = question.having(func.max(rows.c.rank).in_(ranks))
    return question.subquery("gathered")
