"""When reminders fall: what holds on a day for each kind of work, what held before, what will hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.letter import ReminderRule
from tracker.rules.reminder_policy import DEFAULTS, SINGLE, ReminderPolicy, WorkKind


def in_force(session: Session, day: dt.date) -> Mapping[WorkKind, ReminderPolicy]:
    """Return the policy of each kind of work on a civil day; what was never chosen is the default."""
    question = select(ReminderRule).where(ReminderRule.valid_from <= day).order_by(ReminderRule.valid_from)
    return {**DEFAULTS, **{rule.work: policy_of(rule) for rule in session.scalars(question)}}


def history(session: Session) -> Sequence[ReminderRule]:
    """Return every line ever chosen, newest first."""
    return session.scalars(
        select(ReminderRule).order_by(ReminderRule.valid_from.desc(), ReminderRule.id.desc())
    ).all()


def of_day(session: Session, work: WorkKind, day: dt.date) -> ReminderRule | None:
    """Return the line of a kind of work that begins on a day."""
    return session.scalar(
        select(ReminderRule).where(ReminderRule.work == work, ReminderRule.valid_from == day)
    )


def policy_of(rule: ReminderRule) -> ReminderPolicy:
    """Return a line as the rules take it."""
    before = tuple(int(days) for days in rule.before_due.split(","))
    return ReminderPolicy(before, *(getattr(rule, name) for name in SINGLE))
