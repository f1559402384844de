"""Which reminders are due at this instant, and putting them into the outbox: one digest per person and day."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tracker.clock import VIETNAM, at
from tracker.models.letter import Letter
from tracker.rules.day_counts import CountedDays
from tracker.rules.outbox import LetterState, urgent_kind
from tracker.rules.reminder_policy import is_urgent
from tracker.rules.reminding import Due, may_send_at
from tracker.services.reminders import picturing
from tracker.services.reminders.judging import Judge, books, goes_alone, reminders_of, speaks_of
from tracker.store import calendar, reminder_rules
from tracker.store import reminders as store
from tracker.store.reminders import OpenAssignment, ReminderKey
from tracker.transaction import Work


@dataclass(frozen=True, slots=True)
class NewLine:
    """A reminder that nobody was given yet: its key, and the deadline it speaks of; `is_alone` in its own letter."""

    key: ReminderKey
    due_on: dt.date | None
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class Queued:
    """What one round put into the outbox: reminders, and the pictures of the week for some people.

    `waiting` lines belong to people who had today's digest already, and come with the next one, or who wished to be
    written to later in the day. `unknown_years`
    are years without a work calendar that some deadline needed; its reminders wait until the calendar is there.
    """

    is_open: bool = True
    lines: tuple[NewLine, ...] = ()
    pictures: frozenset[int] = frozenset()
    letters: int = 0
    waiting: int = 0
    unknown_years: frozenset[int] = frozenset()

    @property
    def people(self) -> int:
        """To how many people something new is said."""
        return len({line.key.person_id for line in self.lines} | self.pictures)


def queue(work: Work) -> Queued:
    """Put what is due at `work.now` into the outbox, each reminder once for ever.

    Raises `Refusal` CALENDAR_MISSING when this year's work calendar is not known.
    """
    found = look(work)
    if not (found.lines or found.pictures):
        return found
    told = {line.key.person_id for line in found.lines if not line.is_alone}
    letter_of = _letters_for(work, told | found.pictures)
    store.add_pictures(work.session, [letter_of[person_id] for person_id in sorted(found.pictures)])
    alone = _letters_alone(work, [line.key for line in found.lines if line.is_alone])
    rows: list[dict[str, object]] = [
        {
            "letter_id": alone.get(line.key) or letter_of[line.key.person_id],
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
    local = work.now.astimezone(VIETNAM)
    if not may_send_at(local, days):
        return Queued(is_open=False)
    judge = Judge(work.today, days, reminder_rules.in_force(work.session, work.today))
    due = judge.all_due(store.open_assignments(work.session, work.today))
    years = frozenset(judge.unknown_years)
    lines = _new_lines(work, due) if due else []
    places = store.digests_in_question(work.session, work.today, since=at(work.today, 0))
    open_for = {place.person_id for place in places if place.is_open}
    not_now = {place.person_id for place in places if not place.is_open}
    not_now |= {person for person, hour in store.hours(work.session).items() if hour > local.hour}
    now = tuple(line for line in lines if line.is_alone or line.key.person_id not in not_now)
    pictured = {place.person_id for place in places if place.with_picture}
    shown = picturing.readers(work, days, without=not_now | pictured)
    people = {line.key.person_id for line in now if not line.is_alone} | shown
    return Queued(
        lines=now,
        pictures=shown,
        letters=len(people - open_for) + sum(line.is_alone for line in now),
        waiting=len(lines) - len(now),
        unknown_years=years,
    )


def _new_lines(work: Work, due: Sequence[tuple[OpenAssignment, Due]]) -> list[NewLine]:
    """Return reminders nobody was given yet; those told once of urgent work go alone, at once, once a day.

    Somebody who wants no digest gets what is urgent alone, or not at all.
    """
    known = books(work.session, work.today)
    recent = [reminder.slot_on for _, reminder in due if reminder.kind not in store.TOLD_ONCE]
    told = store.told_since(work.session, min(recent, default=work.today))
    found = [each for each in reminders_of(due, known) if each[1] not in told]
    urgent = any(is_urgent(assignment.urgency) for assignment, _ in found)
    gone = store.letters_alone(work.session, work.today) if urgent else frozenset()
    lines = [
        NewLine(
            key,
            speaks_of(key.kind, assignment, work.today),
            is_alone=goes_alone(key.kind, assignment)
            and (urgent_kind(key.kind, key.assignment_id), key.person_id) not in gone,
        )
        for assignment, key in found
    ]
    return [line for line in lines if line.is_alone or line.key.person_id in known.usual]


def _letters_alone(work: Work, keys: Collection[ReminderKey]) -> dict[ReminderKey, int]:
    """Return a new letter for each of some reminders."""
    address_of = store.addresses(work.session, {key.person_id for key in keys}) if keys else {}
    new = {
        key: _letter(work, urgent_kind(key.kind, key.assignment_id), key.person_id, address_of[key.person_id])
        for key in keys
    }
    work.session.add_all(new.values())
    work.session.flush()
    return {key: letter.id for key, letter in new.items()}


def _letters_for(work: Work, person_ids: set[int]) -> dict[int, int]:
    """Return for each person the digest that waits, or a new one of today."""
    places = store.digests_in_question(work.session, work.today, since=at(work.today, 0))
    letter_of = {place.person_id: place.letter_id for place in places if place.is_open}
    address_of = store.addresses(work.session, person_ids - letter_of.keys())
    new = [
        _letter(work, store.DIGEST, person_id, address) for person_id, address in sorted(address_of.items())
    ]
    work.session.add_all(new)
    work.session.flush()
    return letter_of | {letter.person_id: letter.id for letter in new}


def _letter(work: Work, kind: str, person_id: int, address: str) -> Letter:
    """Return a letter of today that nothing was written into yet."""
    return Letter(
        kind=kind,
        person_id=person_id,
        slot_on=work.today,
        address=address,
        message_key=f"{kind.replace('_', '')}.{person_id}.{work.today:%Y%m%d}.{secrets.token_hex(4)}",
        state=LetterState.NEW,
        next_attempt_at=work.now,
        created_at=work.now,
    )
