"""Choosing when reminders fall, from a day on; what held before is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.models.letter import ReminderRule
from tracker.rules.permissions import Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.reminder_policy import SINGLE, ReminderPolicy, WorkKind, checked
from tracker.rules.text import tidy
from tracker.store import reminder_rules as store
from tracker.transaction import Work


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds today for each kind of work, and every line ever chosen."""

    today: Mapping[WorkKind, ReminderPolicy]
    history: Sequence[ReminderRule]


def view(work: Work) -> Rules:
    """Return the rules as they stand today."""
    require(work.actor, Permission.LETTER_READ)
    return Rules(store.in_force(work.session, work.today), store.history(work.session))


def choose(
    work: Work, kind: WorkKind, policy: ReminderPolicy, *, valid_from: dt.date, source: str = ""
) -> None:
    """Let a policy hold for a kind of work from a civil day on; chosen again for the same day, it is replaced.

    Raises `Refusal` RULE_IN_PAST for a day before today, and what `checked` raises.
    """
    require(work.actor, Permission.LETTER_MANAGE)
    if valid_from < work.today:
        raise Refusal(Reason.RULE_IN_PAST, field="valid_from", earliest=work.today)
    wanted = checked(policy)
    rule = store.of_day(work.session, kind, valid_from)
    if rule is None:
        rule = ReminderRule(work=kind, valid_from=valid_from)
        work.session.add(rule)
    rule.before_due = ",".join(str(days) for days in wanted.before_due)
    for name in SINGLE:
        setattr(rule, name, getattr(wanted, name))
    rule.source = tidy(source)[:200]
    rule.changed_at, rule.changed_by = work.now, work.actor.name
