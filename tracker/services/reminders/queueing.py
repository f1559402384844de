"""Which reminders are due at this instant, and putting them into the outbox: one digest per person and day."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.clock import VIETNAM, at, civil_day
from tracker.models.letter import Letter
from tracker.rules.day_counts import CountedDays
from tracker.rules.lifecycle import AssignmentState
from tracker.rules.outbox import LetterState
from tracker.rules.recipients import AddressBook
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.reminding import AUDIENCES, Due, ReminderFacts, may_send_at, reminders_due
from tracker.store import calendar
from tracker.store import reminders as store
from tracker.store.reminders import OpenAssignment, ReminderKey
from tracker.transaction import Work


@dataclass(frozen=True, slots=True)
class NewLine:
    """A reminder that nobody was given yet: its key, and the deadline it speaks of."""

    key: ReminderKey
    due_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Queued:
    """What one round put into the outbox.

    `waiting` lines belong to people who had today's digest already: they come with the next one. `unknown_years`
    are years without a work calendar that some deadline needed; its reminders wait until the calendar is there.
    """

    is_open: bool = True
    lines: tuple[NewLine, ...] = ()
    letters: int = 0
    waiting: int = 0
    unknown_years: frozenset[int] = frozenset()

    @property
    def people(self) -> int:
        """To how many people something new is said."""
        return len({line.key.person_id for line in self.lines})


def queue(work: Work) -> Queued:
    """Put what is due at `work.now` into the outbox, each reminder once for ever.

    Raises `Refusal` CALENDAR_MISSING when this year's work calendar is not known.
    """
    found = look(work)
    if not found.lines:
        return found
    letter_of = _letters_for(work, {line.key.person_id for line in found.lines})
    rows: list[dict[str, object]] = [
        {
            "letter_id": letter_of[line.key.person_id],
            "assignment_id": line.key.assignment_id,
            "person_id": line.key.person_id,
            "kind": line.key.kind,
            "slot_on": line.key.slot_on,
            "due_on": line.due_on,
        }
        for line in found.lines
    ]
    store.put(work.session, rows)
    return found


def look(work: Work) -> Queued:
    """Return what `queue` would put into the outbox at `work.now`, and change nothing."""
    days = CountedDays(calendar.working_calendar(work.session))
    if not may_send_at(work.now.astimezone(VIETNAM), days):
        return Queued(is_open=False)
    reader = _Round(work.today, days)
    open_ones = store.open_assignments(work.session, work.today)
    due = [(assignment, reminder) for assignment in open_ones for reminder in reader.due(assignment)]
    years = frozenset(reader.unknown_years)
    if not due:
        return Queued(unknown_years=years)
    book = AddressBook(store.held_posts(work.session, work.today))
    lines = list(_new_lines(work, due, book))
    if not lines:
        return Queued(unknown_years=years)
    places = store.digests_in_question(work.session, work.today, since=at(work.today, 0))
    open_for = {place.person_id for place in places if place.is_open}
    served = {place.person_id for place in places if not place.is_open}
    now = tuple(line for line in lines if line.key.person_id not in served)
    people = {line.key.person_id for line in now}
    return Queued(
        lines=now, letters=len(people - open_for), waiting=len(lines) - len(now), unknown_years=years
    )


def _new_lines(work: Work, due: Sequence[tuple[OpenAssignment, Due]], book: AddressBook) -> Iterator[NewLine]:
    """Yield the reminders nobody was given yet, in a fixed order."""
    recent = [reminder.slot_on for _, reminder in due if reminder.kind not in store.TOLD_ONCE]
    told = store.told_since(work.session, min(recent, default=work.today))
    for assignment, reminder in due:
        people = book.recipients(
            AUDIENCES[reminder.kind],
            unit_id=assignment.unit_id,
            origin=assignment.origin,
            person_id=assignment.person_id,
        )
        for person_id in sorted(people):
            key = ReminderKey(reminder.kind, assignment.assignment_id, person_id, reminder.slot_on)
            if key not in told:
                yield NewLine(key, assignment.due_on)


def _letters_for(work: Work, person_ids: set[int]) -> dict[int, int]:
    """Return for each person the digest that waits, or a new one of today."""
    places = store.digests_in_question(work.session, work.today, since=at(work.today, 0))
    letter_of = {place.person_id: place.letter_id for place in places if place.is_open}
    address_of = store.addresses(work.session, person_ids - letter_of.keys())
    new = [
        Letter(
            kind=store.DIGEST,
            person_id=person_id,
            slot_on=work.today,
            address=address,
            message_key=f"{store.DIGEST}.{person_id}.{work.today:%Y%m%d}.{secrets.token_hex(4)}",
            state=LetterState.NEW,
            next_attempt_at=work.now,
            created_at=work.now,
        )
        for person_id, address in sorted(address_of.items())
    ]
    work.session.add_all(new)
    work.session.flush()
    return letter_of | {letter.person_id: letter.id for letter in new}


class _Round:
    """One round over all assignments; the same facts are judged once, for fan-outs repeat them."""

    def __init__(self, today: dt.date, days: CountedDays) -> None:
        self._today = today
        self._days = days
        self._judged: dict[ReminderFacts, tuple[Due, ...]] = {}
        self.unknown_years: set[int] = set()

    def due(self, assignment: OpenAssignment) -> tuple[Due, ...]:
        """Return what is due about an assignment; nothing while a calendar it needs is missing."""
        facts = _facts(assignment)
        found = self._judged.get(facts)
        if found is None:
            found = self._judged[facts] = self._judge(facts)
        return found

    def _judge(self, facts: ReminderFacts) -> tuple[Due, ...]:
        try:
            return reminders_due(facts, self._today, self._days)
        except Refusal as refusal:
            if refusal.reason is not Reason.CALENDAR_MISSING:
                raise
            self.unknown_years.add(int(str(refusal.details["year"])))
            return ()


def _facts(assignment: OpenAssignment) -> ReminderFacts:
    state = assignment.state
    return ReminderFacts(
        due_on=assignment.due_on,
        assigned_on=assignment.assigned_on if state is AssignmentState.ASSIGNED else None,
        submitted_on=_day(assignment.reported_at) if state is AssignmentState.SUBMITTED else None,
        returned_on=_day(assignment.returned_at) if state is AssignmentState.RETURNED else None,
    )


def _day(instant: dt.datetime | None) -> dt.date | None:
    return None if instant is None else civil_day(instant)
