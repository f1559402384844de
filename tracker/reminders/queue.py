"""What is due about the open assignments of a day, and who is told: the same for sending and for looking ahead.

Who above a unit was told of late work, and who will be on which day.

Which reminders are due at this instant, and putting them into the outbox: one digest per person and day.

What will be said to whom on the days to come, if nothing happens meanwhile: by the very rules of sending.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.core.clock import VIETNAM, civil_day, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.calendar import CountedDays
from tracker.law.lifecycle import AT_WORK, OPEN_STATES, AssignmentState
from tracker.law.occurrences import evidence_missing_until, speaks_until
from tracker.law.permissions import Permission, require_permission
from tracker.law.recipients import AddressBook
from tracker.mail.outbox import Letter, LetterState, urgent_kind
from tracker.office import calendar as office_calendar
from tracker.reminders import digest, policy as reminder_policy, queries, rules
from tracker.reminders.queries import OpenAssignment, ReminderKey
from tracker.tasks.models import Assignment, AssignmentRole


class ReminderJudge:
    """One day over all assignments; the same facts are judged once, for fan-outs repeat them.

    `unknown_years` are years without a work calendar that some deadline needed.
    """

    def __init__(
        self, today: dt.date, days: CountedDays, policies: Mapping[rules.WorkKind, rules.ReminderPolicy]
    ) -> None:
        self._today = today
        self._days = days
        self._policies = policies
        self._judged: dict[tuple[rules.ReminderFacts, rules.WorkKind], tuple[rules.DueReminder, ...]] = {}
        self.unknown_years: set[int] = set()

    def all_due(self, assignments: Iterable[OpenAssignment]) -> list[tuple[OpenAssignment, rules.DueReminder]]:
        """Return what is due about some assignments, in their order."""
        return [(assignment, due) for assignment in assignments for due in self.due(assignment)]

    def due(self, assignment: OpenAssignment) -> tuple[rules.DueReminder, ...]:
        """Return what is due about an assignment; nothing while a calendar it needs is missing."""
        kind = rules.work_kind(origin=assignment.origin, kind=assignment.kind, urgency=assignment.urgency)
        facts = _facts(assignment, self._today)
        found = self._judged.get((facts, kind))
        if found is None:
            found = self._judged[facts, kind] = self._judge(facts, self._policies[kind])
        return found

    def _judge(self, facts: rules.ReminderFacts, policy: rules.ReminderPolicy) -> tuple[rules.DueReminder, ...]:
        try:
            return rules.reminders_due(facts, self._today, self._days, policy)
        except Refusal as refusal:
            if refusal.reason is not Reason.CALENDAR_MISSING:
                raise
            self.unknown_years.add(int(str(refusal.details["year"])))
            return ()


@dataclass(frozen=True, slots=True)
class AddressBooks:
    """Who can be written to today: with the digest, and with what is urgent, which nobody can do without."""

    usual: AddressBook
    urgent: AddressBook


def get_address_books(session: Session, day: dt.date) -> AddressBooks:
    """Return the address books of a civil day."""
    return AddressBooks(
        AddressBook(queries.held_posts(session, day)), AddressBook(queries.held_posts(session, day, urgent=True))
    )


def is_sent_alone(kind: rules.ReminderKind, assignment: OpenAssignment) -> bool:
    """Tell whether a reminder goes in a letter of its own, at once: what is told once of urgent work."""
    return kind in queries.REMINDED_ONCE_KINDS and rules.is_urgent(assignment.urgency)


def list_person_reminders(
    due: Iterable[tuple[OpenAssignment, rules.DueReminder]], known: AddressBooks
) -> Iterator[tuple[OpenAssignment, ReminderKey]]:
    """Yield what is due to each person, in a fixed order."""
    for assignment, reminder in due:
        book = known.urgent if is_sent_alone(reminder.kind, assignment) else known.usual
        people = book.recipients(
            rules.AUDIENCES[reminder.kind],
            unit_id=assignment.unit_id,
            origin=assignment.origin,
            person_id=assignment.person_id,
        )
        for person_id in sorted(people):
            yield (assignment, ReminderKey(reminder.kind, assignment.assignment_id, person_id, reminder.slot_on))


def get_spoken_day(kind: rules.ReminderKind, assignment: OpenAssignment, day: dt.date) -> dt.date | None:
    """Return the civil day a reminder of `day` speaks of: the end of the quarter, or the deadline in force."""
    return speaks_until(day) if kind is rules.ReminderKind.EVIDENCE_DUE else assignment.due_on


def _facts(assignment: OpenAssignment, today: dt.date) -> rules.ReminderFacts:
    state = assignment.state
    return rules.ReminderFacts(
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


SHOWN_BEFORE = dt.timedelta(days=7)
"""So long before the deadline the steps are worth a look."""


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """One step: the day on which it is reached, and the day on which somebody was told, if anybody was."""

    kind: rules.ReminderKind
    day: dt.date
    told_on: dt.date | None


def list_escalation_steps(work: UnitOfWork, assignment: Assignment) -> list[EscalationStep]:
    """Return the steps above an assignment at work that is late or due within days; none once it is reported."""
    at_work = assignment.state in OPEN_STATES and assignment.state is not AssignmentState.SUBMITTED
    if not at_work or assignment.due_on is None or assignment.part is not AssignmentRole.LEAD:
        return []
    if assignment.due_on > work.today + SHOWN_BEFORE:
        return []
    task = assignment.task
    kind = rules.work_kind(origin=task.origin, kind=task.kind, urgency=task.urgency)
    days = CountedDays(office_calendar.working_calendar(work.session))
    policy = reminder_policy.get_policies_in_force(work.session, work.today)[kind]
    try:
        rungs = rules.list_escalation_rungs(assignment.due_on, days, policy)
    except Refusal as refusal:
        if refusal.reason is not Reason.CALENDAR_MISSING:
            raise
        return []
    told = queries.get_last_reminded(work.session, assignment.id, assignment.due_on)
    return [EscalationStep(level.kind, level.day, told.get(level.kind)) for level in rungs]


@dataclass(frozen=True, slots=True)
class NewLine:
    """A reminder that nobody was given yet: its key, and the deadline it speaks of; `is_alone` in its own letter."""

    key: ReminderKey
    due_on: dt.date | None
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class QueueReport:
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


def queue_reminders(work: UnitOfWork) -> QueueReport:
    """Put what is due at `work.now` into the outbox, each reminder once for ever.

    Raises `Refusal` CALENDAR_MISSING when this year's work calendar is not known.
    """
    found = preview_queue(work)
    if not (found.lines or found.pictures):
        return found
    told = {line.key.person_id for line in found.lines if not line.is_alone}
    letter_of = _letters_for(work, told | found.pictures)
    queries.add_pictures(work.session, [letter_of[person_id] for person_id in sorted(found.pictures)])
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
    queries.add_reminders(work.session, rows)
    return found


def preview_queue(work: UnitOfWork) -> QueueReport:
    """Return what `queue` would put into the outbox at `work.now`, and change nothing."""
    days = CountedDays(office_calendar.working_calendar(work.session))
    local = work.now.astimezone(VIETNAM)
    if not rules.may_send_at(local, days):
        return QueueReport(is_open=False)
    judge = ReminderJudge(work.today, days, reminder_policy.get_policies_in_force(work.session, work.today))
    due = judge.all_due(queries.open_assignments(work.session, work.today))
    years = frozenset(judge.unknown_years)
    lines = _new_lines(work, due) if due else []
    places = queries.digests_in_question(work.session, work.today, since=local_instant(work.today, 0))
    open_for = {place.person_id for place in places if place.is_open}
    not_now = {place.person_id for place in places if not place.is_open}
    not_now |= {person for person, hour in queries.get_digest_hours(work.session).items() if hour > local.hour}
    now = tuple(line for line in lines if line.is_alone or line.key.person_id not in not_now)
    pictured = {place.person_id for place in places if place.with_picture}
    shown = digest.list_picture_readers(work, days, without=not_now | pictured)
    people = {line.key.person_id for line in now if not line.is_alone} | shown
    return QueueReport(
        lines=now,
        pictures=shown,
        letters=len(people - open_for) + sum(line.is_alone for line in now),
        waiting=len(lines) - len(now),
        unknown_years=years,
    )


def _new_lines(work: UnitOfWork, due: Sequence[tuple[OpenAssignment, rules.DueReminder]]) -> list[NewLine]:
    """Return reminders nobody was given yet; those told once of urgent work go alone, at once, once a day.

    Somebody who wants no digest gets what is urgent alone, or not at all.
    """
    known = get_address_books(work.session, work.today)
    recent = [reminder.slot_on for _, reminder in due if reminder.kind not in queries.REMINDED_ONCE_KINDS]
    told = queries.list_reminded_since(work.session, min(recent, default=work.today))
    found = [each for each in list_person_reminders(due, known) if each[1] not in told]
    urgent = any(rules.is_urgent(assignment.urgency) for assignment, _ in found)
    gone = queries.letters_alone(work.session, work.today) if urgent else frozenset()
    lines = [
        NewLine(
            key,
            get_spoken_day(key.kind, assignment, work.today),
            is_alone=is_sent_alone(key.kind, assignment)
            and (urgent_kind(key.kind, key.assignment_id), key.person_id) not in gone,
        )
        for assignment, key in found
    ]
    return [line for line in lines if line.is_alone or line.key.person_id in known.usual]


def _letters_alone(work: UnitOfWork, keys: Collection[ReminderKey]) -> dict[ReminderKey, int]:
    """Return a new letter for each of some reminders."""
    address_of = queries.get_mail_addresses(work.session, {key.person_id for key in keys}) if keys else {}
    new = {
        key: _letter(work, urgent_kind(key.kind, key.assignment_id), key.person_id, address_of[key.person_id])
        for key in keys
    }
    work.session.add_all(new.values())
    work.session.flush()
    return {key: letter.id for key, letter in new.items()}


def _letters_for(work: UnitOfWork, person_ids: set[int]) -> dict[int, int]:
    """Return for each person the digest that waits, or a new one of today."""
    places = queries.digests_in_question(work.session, work.today, since=local_instant(work.today, 0))
    letter_of = {place.person_id: place.letter_id for place in places if place.is_open}
    address_of = queries.get_mail_addresses(work.session, person_ids - letter_of.keys())
    new = [_letter(work, queries.DIGEST, person_id, address) for person_id, address in sorted(address_of.items())]
    work.session.add_all(new)
    work.session.flush()
    return letter_of | {letter.person_id: letter.id for letter in new}


def _letter(work: UnitOfWork, kind: str, person_id: int, address: str) -> Letter:
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


DAYS_AHEAD = 14
"""So many calendar days are looked ahead, today among them."""


@dataclass(frozen=True, slots=True)
class ForecastReminder:
    """A reminder to come: the working day on which it goes, to whom, about what, and why."""

    day: dt.date
    key: ReminderKey
    due_on: dt.date | None


def forecast_reminders(work: UnitOfWork, *, days: int = DAYS_AHEAD) -> list[ForecastReminder]:
    """Return what will go out from now on, by day, in the order in which letters list it."""
    require_permission(work.actor, Permission.LETTER_READ)
    return list(_mornings(work, days, None))


def forecast_week_pictures(work: UnitOfWork, *, days: int = DAYS_AHEAD) -> dict[dt.date, frozenset[int]]:
    """Return on which days to come the picture of the week goes to whom; a year without calendar ends the view."""
    require_permission(work.actor, Permission.LETTER_READ)
    counted = CountedDays(office_calendar.working_calendar(work.session))
    found: dict[dt.date, frozenset[int]] = {}
    for number in range(days):
        day = work.today + number * rules.ONE_DAY
        try:
            people = digest.list_readers_on(work, day, counted, without=_served(work) if number == 0 else ())
        except Refusal as refusal:
            if refusal.reason is not Reason.CALENDAR_MISSING:
                raise
            break
        if people:
            found[day] = people
    return found


def _mornings(work: UnitOfWork, days: int, only: int | None) -> Iterator[ForecastReminder]:
    """Yield the new reminders of each day to come; a year without calendar ends the view."""
    counted = CountedDays(office_calendar.working_calendar(work.session))
    told: set[ReminderKey] | None = None
    for number in range(days):
        day = work.today + number * rules.ONE_DAY
        try:
            if not counted.is_working_day(day):
                continue
        except Refusal as refusal:
            if refusal.reason is not Reason.CALENDAR_MISSING:
                raise
            return
        found = _on(work, day, counted, only)
        if told is None:
            slots = [key.slot_on for _, key in found if key.kind not in queries.REMINDED_ONCE_KINDS]
            told = queries.list_reminded_since(work.session, min(slots, default=day))
        served = _served(work) if number == 0 else frozenset()
        for assignment, key in found:
            if key in told or key.person_id in served:
                continue
            told.add(key)
            yield ForecastReminder(day, key, get_spoken_day(key.kind, assignment, day))


def _on(
    work: UnitOfWork, day: dt.date, counted: CountedDays, only: int | None
) -> Sequence[tuple[OpenAssignment, ReminderKey]]:
    assignments = [each for each in queries.open_assignments(work.session, day) if only in (None, each.assignment_id)]
    due = ReminderJudge(day, counted, reminder_policy.get_policies_in_force(work.session, day)).all_due(assignments)
    return list(list_person_reminders(due, get_address_books(work.session, day)))


def _served(work: UnitOfWork) -> frozenset[int]:
    """Return those to whom nothing more is said today: everybody, once the office is closed."""
    if work.now.astimezone(VIETNAM).time() >= rules.SENDING_HOURS[1]:
        return frozenset(person.id for person in queries.list_account_holders(work.session))
    places = queries.digests_in_question(work.session, work.today, since=local_instant(work.today, 0))
    return frozenset(place.person_id for place in places if not place.is_open)
