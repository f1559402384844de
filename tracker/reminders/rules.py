"""The ladder above late work: on which day each step is reached, if nothing is reported before.

When leaders and heads of units get the picture of the week: in the first digest of each week.

Source: the weekly practice of follow-up: on Monday, or on the first day of the week on which
offices are open.

When reminders fall, as data: one line of numbers for each kind of work, in force from a day on.

Source: the weekly practice of follow-up (five and one working days before the deadline, the day itself, the day
after and then weekly; the head of the unit at three, the office at five, the leader at ten working days late).
Urgent work (hoa toc, thuong khan, khan) goes through the same steps faster; a recurring duty is announced earlier.

Who is to be reminded of what this morning, from the state of an assignment alone.

How many days lie between is data (`reminder_policy`). A reminder is known by its slot, the day on which it became
due; slots missed while the installation was closed are caught up once, with the newest, and never one by one.

When the machine was silent so long that a letter must say so, and in which letters.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from tracker.core.refusals import Reason, Refusal
from tracker.core.text import fold_accents
from tracker.law.lifecycle import AT_WORK, OPEN_STATES, AssignmentState
from tracker.law.permissions import DIRECTIVE_ORIGINS, Origin
from tracker.law.recipients import ReminderAudience
from tracker.law.terms import TermKind

LONGEST_REMINDER_DAYS = 60
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
    return fold_accents(urgency) in _URGENT


def work_kind(*, origin: Origin, kind: TermKind, urgency: str) -> WorkKind:
    """Return as which kind of work a task is reminded of; urgency goes before everything else."""
    if is_urgent(urgency):
        return WorkKind.URGENT
    if kind is TermKind.RECURRING:
        return WorkKind.RECURRING
    return WorkKind.DIRECTIVE if origin in DIRECTIVE_ORIGINS else WorkKind.PLAN


def normalise_reminder_policy(policy: ReminderPolicy) -> ReminderPolicy:
    """Return a policy in its usual form: days before the deadline once each, the earliest reminder first.

    Raises `Refusal` REMINDER_DAYS (a number outside 1–60, or too many of them, field named) or ESCALATION_REVERSED
    (field `office` or `leader`) when those higher up would be told before those below.
    """
    before = tuple(sorted(set(policy.before_due), reverse=True))
    if not 1 <= len(before) <= MOST_BEFORE or not all(1 <= days <= LONGEST_REMINDER_DAYS for days in before):
        raise Refusal(Reason.REMINDER_DAYS, field="before_due", most=LONGEST_REMINDER_DAYS)
    for name in SINGLE:
        if not 1 <= getattr(policy, name) <= LONGEST_REMINDER_DAYS:
            raise Refusal(Reason.REMINDER_DAYS, field=name, most=LONGEST_REMINDER_DAYS)
    if policy.office < policy.head:
        raise Refusal(Reason.ESCALATION_REVERSED, field="office", least=policy.head)
    if policy.leader < policy.office:
        raise Refusal(Reason.ESCALATION_REVERSED, field="leader", least=policy.office)
    return ReminderPolicy(before, *(getattr(policy, name) for name in SINGLE))


SINGLE = ("overdue", "head", "office", "leader", "not_accepted", "not_confirmed", "undecided", "repeat_every")
"""The fields of a policy that are one number, in their order."""

ONE_DAY = dt.timedelta(days=1)
SENDING_HOURS = (dt.time(7, 0), dt.time(18, 0))
"""Local hours of a working day within which a reminder may be sent."""


class ReminderKind(enum.StrEnum):
    """Why a person gets a line in the digest of the day; in the order in which lines are listed."""

    ESCALATION_LEADER = "escalation_leader"
    ESCALATION_OFFICE = "escalation_office"
    ESCALATION_HEAD = "escalation_head"
    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    DUE_SOON = "due_soon"
    EVIDENCE_DUE = "evidence_due"
    RETURNED = "returned"
    NOT_ACCEPTED = "not_accepted"
    ASSIGNED = "assigned"
    WAITING_FOR_CONFIRMATION = "waiting_for_confirmation"
    EXTENSION_UNDECIDED = "extension_undecided"


AUDIENCES: Mapping[ReminderKind, ReminderAudience] = MappingProxyType(
    {
        ReminderKind.ESCALATION_LEADER: ReminderAudience.LEADER,
        ReminderKind.ESCALATION_OFFICE: ReminderAudience.OFFICE,
        ReminderKind.ESCALATION_HEAD: ReminderAudience.UNIT_HEAD,
        ReminderKind.OVERDUE: ReminderAudience.OFFICER,
        ReminderKind.DUE_TODAY: ReminderAudience.OFFICER,
        ReminderKind.DUE_SOON: ReminderAudience.OFFICER,
        ReminderKind.EVIDENCE_DUE: ReminderAudience.OFFICER,
        ReminderKind.RETURNED: ReminderAudience.OFFICER,
        ReminderKind.NOT_ACCEPTED: ReminderAudience.UNIT_HEAD,
        ReminderKind.ASSIGNED: ReminderAudience.OFFICER,
        ReminderKind.WAITING_FOR_CONFIRMATION: ReminderAudience.OFFICE,
        ReminderKind.EXTENSION_UNDECIDED: ReminderAudience.LEADER,
    }
)


class WorkingDays(Protocol):
    """The part of the work calendar that reminding needs."""

    def is_working_day(self, day: dt.date, /) -> bool:
        """Tell whether offices are open on `day`."""
        ...

    def working_days_between(self, first: dt.date, last: dt.date, /) -> int:
        """Return how many working days lie after `first` up to and including `last`."""
        ...


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """An open, not suspended assignment, as it stands today.

    `assigned_on` is None once the unit has accepted; `submitted_on` is None unless a report waits for
    confirmation; `returned_on` is None unless the last report was sent back; `asked_on` is None unless a request
    for more time waits for its decision; `evidence_until` is the end of the quarter for which a continuous duty has
    shown nothing yet (`evidence_missing_until`).
    """

    due_on: dt.date | None
    assigned_on: dt.date | None = None
    submitted_on: dt.date | None = None
    returned_on: dt.date | None = None
    asked_on: dt.date | None = None
    evidence_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A reminder that is due: its kind and the slot, a day not after today, that makes it unique."""

    kind: ReminderKind
    slot_on: dt.date


def reminders_due(
    facts: ReminderFacts, today: dt.date, calendar: WorkingDays, policy: ReminderPolicy = STANDARD
) -> tuple[DueReminder, ...]:
    """Return the reminders that are due on `today`, each with its newest slot; none on a day off.

    While a report waits for confirmation the unit is left in peace: only the office is reminded.
    """
    if not calendar.is_working_day(today):
        return ()
    morning = _Morning(today, calendar, policy)
    if facts.submitted_on is not None:
        waiting = morning.since(facts.submitted_on, policy.not_confirmed, ReminderKind.WAITING_FOR_CONFIRMATION)
        return tuple(waiting)
    due = [
        *morning.about_the_deadline(facts.due_on),
        *morning.about_evidence(facts.evidence_until),
        *morning.about_the_assignee(facts),
    ]
    order = list(ReminderKind)
    return tuple(sorted(due, key=lambda reminder: order.index(reminder.kind)))


ABOUT_THE_DEADLINE = frozenset(
    {
        ReminderKind.ESCALATION_LEADER,
        ReminderKind.ESCALATION_OFFICE,
        ReminderKind.ESCALATION_HEAD,
        ReminderKind.OVERDUE,
        ReminderKind.DUE_TODAY,
        ReminderKind.DUE_SOON,
    }
)
"""Kinds that speak of one deadline, and fall with it."""

_ONLY_IN: Mapping[ReminderKind, AssignmentState] = MappingProxyType(
    {
        ReminderKind.RETURNED: AssignmentState.RETURNED,
        ReminderKind.NOT_ACCEPTED: AssignmentState.ASSIGNED,
        ReminderKind.ASSIGNED: AssignmentState.ASSIGNED,
        ReminderKind.WAITING_FOR_CONFIRMATION: AssignmentState.SUBMITTED,
    }
)


def still_holds(
    kind: ReminderKind,
    *,
    reminded_of: dt.date | None,
    state: AssignmentState,
    due_on: dt.date | None,
    is_asking: bool = False,
    evidence_until: dt.date | None = None,
) -> bool:
    """Tell whether a line queued earlier is still true at the moment of sending.

    `reminded_of` is the day the line speaks of, `due_on` the one in force now; `is_asking` tells whether a
    request for more time waits now; `evidence_until` the quarter's end for which evidence is still missing now.
    """
    if kind is ReminderKind.EVIDENCE_DUE:
        return evidence_until is not None and reminded_of == evidence_until and state in AT_WORK
    if kind is ReminderKind.EXTENSION_UNDECIDED:
        return is_asking and state in AT_WORK
    if kind in ABOUT_THE_DEADLINE:
        at_work = state in OPEN_STATES and state is not AssignmentState.SUBMITTED
        return at_work and reminded_of == due_on
    return state is _ONLY_IN[kind]


def update_reminder_kind(kind: ReminderKind, due_on: dt.date | None, today: dt.date) -> ReminderKind:
    """Return what a line has become by the day it is sent: a letter that waited must not call late things soon."""
    if kind not in (ReminderKind.DUE_SOON, ReminderKind.DUE_TODAY) or due_on is None or due_on > today:
        return kind
    return ReminderKind.OVERDUE if due_on < today else ReminderKind.DUE_TODAY


def may_send_at(local: dt.datetime, calendar: WorkingDays) -> bool:
    """Tell whether a reminder may leave at this instant, given in local time."""
    opening, closing = SENDING_HOURS
    return opening <= local.time() < closing and calendar.is_working_day(local.date())


@dataclass(frozen=True, slots=True)
class _Morning:
    """A working day on which the round is made."""

    today: dt.date
    calendar: WorkingDays
    policy: ReminderPolicy

    def about_the_assignee(self, facts: ReminderFacts) -> Iterator[DueReminder]:
        """Yield what follows from who is the assignee."""
        if facts.returned_on is not None and facts.returned_on <= self.today:
            yield DueReminder(ReminderKind.RETURNED, facts.returned_on)
        if facts.assigned_on is not None and facts.assigned_on <= self.today:
            yield DueReminder(ReminderKind.ASSIGNED, facts.assigned_on)
            yield from self.since(facts.assigned_on, self.policy.not_accepted, ReminderKind.NOT_ACCEPTED)
        if facts.asked_on is not None:
            yield from self.since(facts.asked_on, self.policy.undecided, ReminderKind.EXTENSION_UNDECIDED)

    def about_the_deadline(self, due_on: dt.date | None) -> Iterator[DueReminder]:
        """Yield what follows from the deadline in force."""
        if due_on is None:
            return
        if self.today > due_on:
            yield from self.since(due_on, self.policy.overdue, ReminderKind.OVERDUE)
            yield from self.since(due_on, self.policy.head, ReminderKind.ESCALATION_HEAD)
            yield from self.since(due_on, self.policy.office, ReminderKind.ESCALATION_OFFICE)
            yield from self.since(due_on, self.policy.leader, ReminderKind.ESCALATION_LEADER)
            return
        yield from self._before(due_on, ReminderKind.DUE_SOON, on_the_day=ReminderKind.DUE_TODAY)

    def about_evidence(self, until: dt.date | None) -> Iterator[DueReminder]:
        """Yield what is said before a quarter ends for which a continuous duty has shown nothing."""
        if until is not None:
            yield from self._before(until, ReminderKind.EVIDENCE_DUE, on_the_day=ReminderKind.EVIDENCE_DUE)

    def _before(self, day: dt.date, kind: ReminderKind, *, on_the_day: ReminderKind) -> Iterator[DueReminder]:
        """Yield the newest milestone before a day, or what is said on it; nothing while it is far away."""
        left = self._working_days_left(day)
        if left == 0:  # today, or the last open day before a day off
            yield DueReminder(on_the_day, self.today)
        elif left is not None:
            milestone = min(days for days in self.policy.before_due if days >= left)
            yield DueReminder(kind, self._working_day_before(day, milestone))

    def since(self, start: dt.date, first: int, kind: ReminderKind) -> Iterator[DueReminder]:
        """Yield the newest slot of what falls `first` working days after `start` and then repeats."""
        if self.today <= start:
            return
        passed = self.calendar.working_days_between(start, self.today) - first
        if passed >= 0:
            yield DueReminder(kind, self._working_day_before(self.today, passed % self.policy.repeat_every))

    def _working_days_left(self, due_on: dt.date) -> int | None:
        """Count the working days after today up to the deadline; None when it is too early to remind."""
        earliest = max(self.policy.before_due)
        left, day = 0, self.today
        while day < due_on and left <= earliest:
            day += ONE_DAY
            left += self.calendar.is_working_day(day)
        return left if left <= earliest else None

    def _working_day_before(self, day: dt.date, count: int) -> dt.date:
        """Return the newest working day after which `count` working days follow up to and including `day`."""
        following = 0
        while following < count or not self.calendar.is_working_day(day):
            following += self.calendar.is_working_day(day)
            day -= ONE_DAY
        return day


@dataclass(frozen=True, slots=True)
class EscalationLevel:
    """One step of the ladder and the working day on which it is reached."""

    kind: ReminderKind
    day: dt.date


def list_escalation_rungs(
    due_on: dt.date, calendar: WorkingDays, policy: ReminderPolicy
) -> tuple[EscalationLevel, ...]:
    """Return the steps above an assignment whose deadline is `due_on`, lowest first."""
    return tuple(
        EscalationLevel(kind, _working_day_after(due_on, count, calendar))
        for kind, count in (
            (ReminderKind.ESCALATION_HEAD, policy.head),
            (ReminderKind.ESCALATION_OFFICE, policy.office),
            (ReminderKind.ESCALATION_LEADER, policy.leader),
        )
    )


def _working_day_after(day: dt.date, count: int, calendar: WorkingDays) -> dt.date:
    while count:
        day += ONE_DAY
        count -= calendar.is_working_day(day)
    return day


def is_picture_day(day: dt.date, calendar: WorkingDays) -> bool:
    """Tell whether `day` is the first working day of its week, which begins on Monday."""
    earlier = (day - n * ONE_DAY for n in range(1, day.weekday() + 1))
    return calendar.is_working_day(day) and not any(calendar.is_working_day(each) for each in earlier)


def covers_working_day(silent_from: dt.datetime, silent_until: dt.datetime, calendar: WorkingDays) -> bool:
    """Tell whether a whole working day of sending lies within a silence, given in local time."""
    opening, closing = SENDING_HOURS
    day = silent_from.date() + (silent_from.time() > opening) * ONE_DAY
    last = silent_until.date() - (silent_until.time() < closing) * ONE_DAY
    while day <= last:
        if calendar.is_working_day(day):
            return True
        day += ONE_DAY
    return False


def is_first_day_after(silent_until: dt.datetime, today: dt.date, calendar: WorkingDays) -> bool:
    """Tell whether `today` is the first day on which letters could leave after a silence (local time)."""
    day = silent_until.date() + (silent_until.time() >= SENDING_HOURS[1]) * ONE_DAY
    while day < today:
        if calendar.is_working_day(day):
            return False
        day += ONE_DAY
    return day == today
