"""When reminders fall, as data: one line of numbers for each kind of work, in force from a day on.

Source: the weekly practice of follow-up (five and one working days before the deadline, the day itself, the day
after and then weekly; the head of the unit at three, the office at five, the leader at ten working days late).
Urgent work (hoa toc, thuong khan, khan) goes through the same steps faster; a recurring duty is announced earlier.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tracker.rules.permissions import DIRECTIVE_ORIGINS, Origin
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.terms import TermKind
from tracker.rules.text import fold

LONGEST = 60
"""No reminder falls further from its day than this many working days."""
MOST_BEFORE = 5
"""So many reminders before a deadline are enough for anybody."""
_URGENT = frozenset({"hoa toc", "thuong khan", "khan"})


class WorkKind(enum.StrEnum):
    """The kinds of work that are reminded of differently."""

    PLAN = "plan"
    DIRECTIVE = "directive"
    RECURRING = "recurring"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class ReminderPolicy:
    """When each reminder falls, in working days: before the deadline, late by, or without an answer for.

    `repeat_every` is the step at which a reminder that had no effect comes again.
    """

    before_due: tuple[int, ...] = (5, 1)
    overdue: int = 1
    head: int = 3
    office: int = 5
    leader: int = 10
    not_accepted: int = 2
    not_confirmed: int = 1
    undecided: int = 3
    repeat_every: int = 5


STANDARD = ReminderPolicy()

DEFAULTS: Mapping[WorkKind, ReminderPolicy] = MappingProxyType(
    {
        WorkKind.PLAN: STANDARD,
        WorkKind.DIRECTIVE: STANDARD,
        WorkKind.RECURRING: ReminderPolicy(before_due=(10, 5, 1)),
        WorkKind.URGENT: ReminderPolicy(
            before_due=(2, 1), head=1, office=2, leader=3, not_accepted=1, undecided=1, repeat_every=1
        ),
    }
)
"""What holds while an installation has chosen nothing else."""


def is_urgent(urgency: str) -> bool:
    """Tell whether the mark on a paper means that its work cannot wait for tomorrow's digest."""
    return fold(urgency) in _URGENT


def work_kind(*, origin: Origin, kind: TermKind, urgency: str) -> WorkKind:
    """Return as which kind of work a task is reminded of; urgency goes before everything else."""
    if is_urgent(urgency):
        return WorkKind.URGENT
    if kind is TermKind.RECURRING:
        return WorkKind.RECURRING
    return WorkKind.DIRECTIVE if origin in DIRECTIVE_ORIGINS else WorkKind.PLAN


def checked(policy: ReminderPolicy) -> ReminderPolicy:
    """Return a policy in its usual form: days before the deadline once each, the earliest reminder first.

    Raises `Refusal` REMINDER_DAYS (a number outside 1–60, or too many of them, field named) or LADDER_REVERSED
    (field `office` or `leader`) when those higher up would be told before those below.
    """
    before = tuple(sorted(set(policy.before_due), reverse=True))
    if not 1 <= len(before) <= MOST_BEFORE or not all(1 <= days <= LONGEST for days in before):
        raise Refusal(Reason.REMINDER_DAYS, field="before_due", most=LONGEST)
    for name in SINGLE:
        if not 1 <= getattr(policy, name) <= LONGEST:
            raise Refusal(Reason.REMINDER_DAYS, field=name, most=LONGEST)
    if policy.office < policy.head:
        raise Refusal(Reason.LADDER_REVERSED, field="office", least=policy.head)
    if policy.leader < policy.office:
        raise Refusal(Reason.LADDER_REVERSED, field="leader", least=policy.office)
    return ReminderPolicy(before, *(getattr(policy, name) for name in SINGLE))


SINGLE = (
    "overdue",
    "head",
    "office",
    "leader",
    "not_accepted",
    "not_confirmed",
    "undecided",
    "repeat_every",
)
"""The fields of a policy that are one number, in their order."""
