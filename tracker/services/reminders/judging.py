"""What is due about the open assignments of a day, and who is told: the same for sending and for looking ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.clock import civil_day
from tracker.rules.attesting import evidence_missing_until, speaks_until
from tracker.rules.day_counts import CountedDays
from tracker.rules.lifecycle import AT_WORK, AssignmentState
from tracker.rules.recipients import AddressBook
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.reminder_policy import ReminderPolicy, WorkKind, is_urgent, work_kind
from tracker.rules.reminding import AUDIENCES, Due, ReminderFacts, ReminderKind, reminders_due
from tracker.store import reminders as store
from tracker.store.reminders import OpenAssignment, ReminderKey


class Judge:
    """One day over all assignments; the same facts are judged once, for fan-outs repeat them.

    `unknown_years` are years without a work calendar that some deadline needed.
    """

    def __init__(
        self, today: dt.date, days: CountedDays, policies: Mapping[WorkKind, ReminderPolicy]
    ) -> None:
        self._today = today
        self._days = days
        self._policies = policies
        self._judged: dict[tuple[ReminderFacts, WorkKind], tuple[Due, ...]] = {}
        self.unknown_years: set[int] = set()

    def all_due(self, assignments: Iterable[OpenAssignment]) -> list[tuple[OpenAssignment, Due]]:
        """Return what is due about some assignments, in their order."""
        return [(assignment, due) for assignment in assignments for due in self.due(assignment)]

    def due(self, assignment: OpenAssignment) -> tuple[Due, ...]:
        """Return what is due about an assignment; nothing while a calendar it needs is missing."""
        kind = work_kind(origin=assignment.origin, kind=assignment.kind, urgency=assignment.urgency)
        facts = _facts(assignment, self._today)
        found = self._judged.get((facts, kind))
        if found is None:
            found = self._judged[facts, kind] = self._judge(facts, self._policies[kind])
        return found

    def _judge(self, facts: ReminderFacts, policy: ReminderPolicy) -> tuple[Due, ...]:
        try:
            return reminders_due(facts, self._today, self._days, policy)
        except Refusal as refusal:
            if refusal.reason is not Reason.CALENDAR_MISSING:
                raise
            self.unknown_years.add(int(str(refusal.details["year"])))
            return ()


@dataclass(frozen=True, slots=True)
class Books:
    """Who can be written to today: with the digest, and with what is urgent, which nobody can do without."""

    usual: AddressBook
    urgent: AddressBook


def books(session: Session, day: dt.date) -> Books:
    """Return the address books of a civil day."""
    return Books(
        AddressBook(store.held_posts(session, day)), AddressBook(store.held_posts(session, day, urgent=True))
    )


def goes_alone(kind: ReminderKind, assignment: OpenAssignment) -> bool:
    """Tell whether a reminder goes in a letter of its own, at once: what is told once of urgent work."""
    return kind in store.TOLD_ONCE and is_urgent(assignment.urgency)


def reminders_of(
    due: Iterable[tuple[OpenAssignment, Due]], known: Books
) -> Iterator[tuple[OpenAssignment, ReminderKey]]:
    """Yield what is due to each person, in a fixed order."""
    for assignment, reminder in due:
        book = known.urgent if goes_alone(reminder.kind, assignment) else known.usual
        people = book.recipients(
            AUDIENCES[reminder.kind],
            unit_id=assignment.unit_id,
            origin=assignment.origin,
            person_id=assignment.person_id,
        )
        for person_id in sorted(people):
            yield (
                assignment,
                ReminderKey(reminder.kind, assignment.assignment_id, person_id, reminder.slot_on),
            )


def speaks_of(kind: ReminderKind, assignment: OpenAssignment, day: dt.date) -> dt.date | None:
    """Return the civil day a reminder of `day` speaks of: the end of the quarter, or the deadline in force."""
    return speaks_until(day) if kind is ReminderKind.EVIDENCE_DUE else assignment.due_on


def _facts(assignment: OpenAssignment, today: dt.date) -> ReminderFacts:
    state = assignment.state
    return ReminderFacts(
        due_on=assignment.due_on,
        assigned_on=assignment.assigned_on if state is AssignmentState.ASSIGNED else None,
        submitted_on=_day(assignment.reported_at) if state is AssignmentState.SUBMITTED else None,
        returned_on=_day(assignment.returned_at) if state is AssignmentState.RETURNED else None,
        asked_on=_day(assignment.asked_at) if state in AT_WORK else None,
        evidence_until=evidence_missing_until(
            assignment.kind, shown_on=assignment.shown_on, due_on=assignment.due_on, today=today
        )
        if state in AT_WORK
        else None,
    )


def _day(instant: dt.datetime | None) -> dt.date | None:
    return None if instant is None else civil_day(instant)
