"""The dated intervals behind all counts, kept equal to the replay of the diary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.event import FAR_DAY, FAR_INSTANT, StandingRow
from tracker.models.task import Assignment
from tracker.rules.permissions import Origin
from tracker.rules.timeliness import Standing


def keep(
    session: Session,
    assignment: Assignment,
    origin: Origin,
    standings: Iterable[Standing],
    *,
    now: dt.datetime,
) -> None:
    """Make `standings` what is known of an assignment from the instant `now` on.

    What was known before stays on record up to `now`, so that a figure of an earlier instant can be asked again.
    """
    wanted = set(standings)
    for row in current(session, assignment.id):
        if as_rule(row) in wanted:
            wanted.discard(as_rule(row))
        elif row.known_from >= now:
            session.delete(row)
        else:
            row.known_until = now
    for standing in sorted(wanted, key=lambda each: each.from_on):
        session.add(
            StandingRow(
                assignment_id=assignment.id,
                task_id=assignment.task_id,
                origin=origin,
                unit_id=standing.unit_id,
                from_on=standing.from_on,
                until_on=standing.until_on or FAR_DAY,
                known_from=now,
                known_until=FAR_INSTANT,
                box=standing.box,
                due_on=standing.due_on,
                judged_due_on=standing.judged_due_on,
                done_on=standing.done_on,
                first_due_on=standing.first_due_on,
                left_on=standing.left_on,
                after_hour=standing.after_hour,
            )
        )


def current(session: Session, assignment_id: int) -> list[StandingRow]:
    """Return what is known now of one assignment, in order of days."""
    question = (
        select(StandingRow)
        .where(StandingRow.assignment_id == assignment_id, StandingRow.known_until == FAR_INSTANT)
        .order_by(StandingRow.from_on)
    )
    return list(session.scalars(question))


def known_at(session: Session, assignment_id: int, instant: dt.datetime) -> list[Standing]:
    """Return what was known of one assignment at an instant, in order of days."""
    question = (
        select(StandingRow)
        .where(
            StandingRow.assignment_id == assignment_id,
            StandingRow.known_from <= instant,
            StandingRow.known_until > instant,
        )
        .order_by(StandingRow.from_on)
    )
    return [as_rule(row) for row in session.scalars(question)]


def as_rule(row: StandingRow) -> Standing:
    """Return a row as the rules see it."""
    return Standing(
        from_on=row.from_on,
        until_on=None if row.until_on == FAR_DAY else row.until_on,
        box=row.box,
        unit_id=row.unit_id,
        due_on=row.due_on,
        judged_due_on=row.judged_due_on,
        done_on=row.done_on,
        first_due_on=row.first_due_on,
        left_on=row.left_on,
        after_hour=row.after_hour,
    )
