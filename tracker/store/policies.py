"""The counting and reading policies of this installation, each from a day on."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.installation import PolicySetting
from tracker.rules.terms import BeforeDate, DeadlineHour, Policy, Roll


def setting(session: Session, name: str, day: dt.date) -> str | None:
    """Return the value of a policy that holds on a civil day, None when the default holds."""
    question = (
        select(PolicySetting.value)
        .where(PolicySetting.name == name, PolicySetting.valid_from <= day)
        .order_by(PolicySetting.valid_from.desc())
        .limit(1)
    )
    return session.scalar(question)


def reading(session: Session, day: dt.date) -> Policy:
    """Return how written deadlines are read on a civil day (counting rule 1)."""
    return Policy(
        before_date=BeforeDate(setting(session, "before_date", day) or BeforeDate.INCLUSIVE),
        roll=Roll(setting(session, "roll", day) or Roll.NONE),
    )


def deadline_hour(session: Session, day: dt.date) -> DeadlineHour:
    """Return whether the hour of a deadline given on a civil day counts."""
    return DeadlineHour(setting(session, "deadline_hour", day) or DeadlineHour.COUNTS)
