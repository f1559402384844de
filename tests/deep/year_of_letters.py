"""`make year`: the whole year 2021 of the town played day by day, its letters held against a table made otherwise.

The table is made from the raw events alone, with plain lists of open days; nothing of the program's rules
of reminding, of its calendar or of its questions to the database is used.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
from sqlalchemy.orm import Session

from tests.deep.raw_case import AT_WORK, OPEN, Case
from tests.support.databases import an_app, create_tables, sqlite_address
from tests.support.mornings import post_to
from tracker.core.clock import ManualClock, civil_day, local_instant
from tracker.database import engine
from tracker.database.engine import db
from tracker.demo import command
from tracker.mail.outbox import Letter
from tracker.mail.transport import MemoryTransport
from tracker.office.models import CalendarDay, Membership, Person
from tracker.reminders import delivery
from tracker.reminders.models import Reminder
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Assignment, AssignmentRole, Task

FIRST, LAST = dt.date(2020, 12, 23), dt.date(2021, 11, 10)
DAY = dt.timedelta(days=1)
Line = tuple[dt.date, int, int, str]
"""The day a line was sent, to whom, about which assignment, of which kind."""


def main() -> int:
    """Play the year, compare, print the figures; 1 when a single line differs."""
    with tempfile.TemporaryDirectory() as folder:
        address = sqlite_address(Path(folder) / "year.db")
        create_tables(address)
        app = an_app(address)
        with app.app_context(), engine.skip_disk_sync(db.engine):
            verdict = played(db.session())
            db.session.remove()
    click.echo(verdict)
    return 0 if verdict.holds else 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of the year: lines and letters, and how they differ from the table."""

    lines: int
    letters: int
    pictures: int
    missing: Sequence[Line]
    unexpected: Sequence[Line]
    wrong_pictures: Sequence[tuple[dt.date, int]]
    twice_a_day: int
    on_days_off: int

    @property
    def holds(self) -> bool:
        """Tell whether letters and table are equal."""
        wrong = self.missing or self.unexpected or self.wrong_pictures
        return bool(self.lines and self.pictures) and not (wrong or self.twice_a_day or self.on_days_off)

    def __str__(self) -> str:
        """Return the figures in a few lines."""
        first = [*self.missing[:5], *self.unexpected[:5], *self.wrong_pictures[:5]]
        return (
            f"year 2021: {self.lines} lines in {self.letters} letters, {self.pictures} with the picture of the week; "
            f"missing {len(self.missing)}, unexpected {len(self.unexpected)}, "
            f"wrong pictures {len(self.wrong_pictures)}, second digests on a day {self.twice_a_day}, "
            f"letters on days off {self.on_days_off}" + "".join(f"\n  {each}" for each in first)
        )


def played(session: Session) -> Verdict:
    """Load the year with a round on every morning, and compare what was sent with the table."""
    mailbox = MemoryTransport()

    def morning(clock: ManualClock) -> None:
        delivery.run_reminder_round(session, clock, post_to(mailbox))

    command.load_town_demo(session, every_morning=morning)
    table = Table.of(session)
    expected, pictured = table.lines(), table.pictures()
    letters = session.query(Letter).all()
    day_of = {letter.id: civil_day(letter.sent_at) for letter in letters if letter.sent_at is not None}
    found = Counter(
        (day_of[line.letter_id], line.person_id, line.assignment_id, line.kind.value)
        for line in session.query(Reminder)
    )
    shown = {(letter.slot_on, letter.person_id) for letter in letters if letter.with_picture}
    per_day = Counter((letter.person_id, day_of[letter.id]) for letter in letters if letter.id in day_of)
    return Verdict(
        lines=sum(found.values()),
        letters=len(mailbox.sent),
        pictures=len(shown),
        missing=sorted((expected - found).elements()),
        unexpected=sorted((found - expected).elements()),
        wrong_pictures=sorted(shown ^ pictured),
        twice_a_day=sum(count - 1 for count in per_day.values()),
        on_days_off=sum(day not in table.open_days for day in day_of.values()),
    )


@dataclass(slots=True)
class Table:
    """The town as raw rows."""

    open_days: list[dt.date]
    cases: dict[int, Case]
    lines_of_day: dict[dt.date, list[TaskEvent]]
    posts: list[tuple[int, str, int | None, dt.date, dt.date | None]]
    told: set[tuple[str, int, int, dt.date]] = field(default_factory=set)
    opened: dict[dt.date, set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session) -> Table:
        """Read what happened."""
        known = {row.day: row.kind.value for row in session.query(CalendarDay)}
        span = [dt.date(2020, 11, 1) + n * DAY for n in range(800)]
        open_days = [
            day for day in span if known.get(day) == "working_saturday" or (day.weekday() < 5 and day not in known)
        ]
        cases = {
            assignment.id: Case(assignment.id, 0, task.origin.value, task.kind.value)
            for assignment, task in session.query(Assignment, Task).join(Task, Task.id == Assignment.task_id)
            if assignment.part is AssignmentRole.LEAD
        }
        lines: dict[dt.date, list[TaskEvent]] = defaultdict(list)
        for line in session.query(TaskEvent).order_by(TaskEvent.id):
            seen_on = civil_day(line.recorded_at)  # rounds are at half past seven
            seen_on += DAY if line.recorded_at >= local_instant(seen_on, 7, 30) else dt.timedelta(0)
            lines[seen_on].append(line)
        posts = [
            (post.person_id, post.role.value, post.unit_id, post.valid_from, post.valid_to)
            for post, person in session.query(Membership, Person).join(Person, Person.id == Membership.person_id)
            if person.active and person.email
        ]
        return cls(open_days, cases, lines, posts)

    def lines(self) -> Counter[Line]:
        """Return every line that must have been sent, by walking the mornings one by one."""
        found: Counter[Line] = Counter()
        day = dt.date(2020, 12, 1)
        while day <= LAST:
            for line in self.lines_of_day.get(day, ()):
                if line.assignment_id in self.cases:
                    self.cases[line.assignment_id].read(line)
            if day >= FIRST and day in self.open_days:
                found.update(self._of_morning(day))
                self.opened[day] = {
                    case.unit for case in self.cases.values() if case.state in OPEN and not _attested(case, day)
                }
            day += DAY
        return found

    def pictures(self) -> set[tuple[dt.date, int]]:
        """Return on which mornings who must have had the picture of the week; to be asked after `lines`."""
        firsts = [
            day
            for day in self.open_days
            if FIRST <= day <= LAST and not any(day - n * DAY in self.open_days for n in range(1, day.weekday() + 1))
        ]
        return {
            (day, person)
            for day in firsts
            for person, role, unit, *span in self._posts(day)
            if role == "leader" or (role == "unit_head" and unit in self.opened[day])
        }

    def _of_morning(self, day: dt.date) -> Iterator[Line]:
        for case in self.cases.values():
            if case.state not in OPEN or (case.attested and case.attested[1] >= day):
                continue
            for kind, slots, who in self._series(case, day):
                past = [slot for slot in slots if slot <= day]
                for person in sorted(self._readers(who, case, day)) if past else ():
                    key = (kind, case.number, person, past[-1])
                    if key not in self.told:
                        self.told.add(key)
                        yield day, person, case.number, kind

    def _series(self, case: Case, day: dt.date) -> Iterator[tuple[str, list[dt.date], str]]:
        """Yield each kind of line that could be said of a case today, its days, and its kind of reader."""
        if case.state == "submitted":
            assert case.reported is not None
            yield "waiting_for_confirmation", self._after(case.reported)[0::5], "office"
            return
        if case.due is not None:
            yield from self._around(case.due, day, (10, 5, 1) if case.kind == "recurring" else (5, 1))
        if case.state not in AT_WORK:
            return
        quarter_end = next(d for d in self._quarter_ends() if d >= day)
        begun = quarter_end.replace(day=1) - dt.timedelta(days=50)
        begun = begun.replace(day=1)
        lacking = case.shown is None or case.shown < begun
        if case.kind == "continuous" and lacking and (case.due is None or case.due > quarter_end):
            for kind, slots, who in self._around(quarter_end, day, (5, 1)):
                if kind in ("due_soon", "due_today"):
                    yield "evidence_due", slots, who
        if case.state == "returned" and case.returned is not None:
            yield "returned", [case.returned], "officer"
        if case.state == "assigned" and case.given is not None:
            yield "assigned", [case.given], "officer"
            yield "not_accepted", self._after(case.given)[1::5], "head"
        if case.asked is not None:
            yield "extension_undecided", self._after(case.asked)[2::5], "leader"

    def _around(
        self, due: dt.date, day: dt.date, milestones: tuple[int, ...]
    ) -> Iterator[tuple[str, list[dt.date], str]]:
        before = [each for each in self.open_days if each <= due]
        if day < before[-1]:
            yield "due_soon", sorted(before[-1 - each] for each in milestones), "officer"
        elif day <= due:
            yield "due_today", before[-1:], "officer"
        else:
            after = self._after(due)
            yield "overdue", after[0::5], "officer"
            yield "escalation_head", after[2::5], "head"
            yield "escalation_office", after[4::5], "office"
            yield "escalation_leader", after[9::5], "leader"

    def _after(self, day: dt.date) -> list[dt.date]:
        return [each for each in self.open_days if each > day]

    def _quarter_ends(self) -> list[dt.date]:
        return [
            dt.date(year, month, last) for year in (2020, 2021) for month, last in ((3, 31), (6, 30), (9, 30), (12, 31))
        ]

    def _posts(self, day: dt.date) -> list[tuple[int, str, int | None, dt.date, dt.date | None]]:
        return [post for post in self.posts if post[3] <= day and (post[4] is None or post[4] >= day)]

    def _readers(self, who: str, case: Case, day: dt.date) -> set[int]:
        posts = self._posts(day)
        if who == "leader":
            return {person for person, role, *_ in posts if role == "leader"}
        if who == "office":
            wanted = "coordinator" if case.origin == "plan" else "office"
            return {person for person, role, *_ in posts if role == wanted}
        heads = {person for person, role, unit, *_ in posts if role == "unit_head" and unit == case.unit}
        hands = {
            person for person, role, unit, *_ in posts if role in ("officer", "ward_official") and unit == case.unit
        }
        return (heads or hands) if who == "head" else (hands or heads)


def _attested(case: Case, day: dt.date) -> bool:
    return case.attested is not None and case.attested[0] <= day <= case.attested[1]


if __name__ == "__main__":
    sys.exit(main())
