"""Choosing how this installation reads and counts, from a civil day on."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from tracker.models.installation import PolicySetting
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.terms import BeforeDate, DeadlineHour, Roll
from tracker.rules.text import tidy
from tracker.transaction import Work

CHOICES: Mapping[str, type[enum.StrEnum]] = {
    "before_date": BeforeDate,
    "deadline_hour": DeadlineHour,
    "roll": Roll,
}
"""Every policy that may be chosen, with its values; the first value holds where nothing was chosen."""


def choose(work: Work, name: str, value: str, *, valid_from: dt.date, source: str) -> PolicySetting:
    """Choose a policy from a civil day on; what was chosen before for the same day gives way.

    Raises `Refusal` POLICY_UNKNOWN for a name or a value that there is not. The command line alone calls this.
    """
    choices = CHOICES.get(name)
    if choices is None or value not in set(choices):
        offered = "; ".join(f"{each}: {', '.join(kinds)}" for each, kinds in CHOICES.items())
        raise Refusal(Reason.POLICY_UNKNOWN, name=name, value=value, offered=offered)
    same = select(PolicySetting).where(PolicySetting.name == name, PolicySetting.valid_from == valid_from)
    setting = work.session.scalar(same) or PolicySetting(name=name, valid_from=valid_from)
    setting.value, setting.source = value, tidy(source)
    work.session.add(setting)
    return setting


def chosen(work: Work) -> Sequence[PolicySetting]:
    """Return what was chosen, by name and day."""
    question = select(PolicySetting).order_by(PolicySetting.name, PolicySetting.valid_from)
    return list(work.session.scalars(question))
