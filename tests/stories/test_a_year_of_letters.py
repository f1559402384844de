"""A whole year of the scheduler, through Tết, an outage and a clock set back, against a table made otherwise.

The oracle knows nothing of slots or catching up: it walks the year day by day with plain lists of open days, and
says which line a ward, its head, the Office and the leaders must find on which morning.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.mornings import TET_2021, a_round, days
from tracker.clock import civil_day
from tracker.mail.transport import MemoryTransport
from tracker.models.calendar_day import CalendarDay
from tracker.models.letter import Letter, Reminder
from tracker.rules.calendar import DayKind
from tracker.rules.outbox import LetterState
from tracker.rules.permissions import Role

FIRST, LAST = dt.date(2021, 1, 4), dt.date(2021, 12, 31)
OUTAGE = [dt.date(2021, 6, day) for day in (15, 16, 17)]
SET_BACK = dt.date(2021, 9, 8)
SWAPPED = dt.date(2021, 8, 7)
"""A Saturday on which the town works."""
DUES = [
    dt.date(2021, 2, 9),
    dt.date(2021, 2, 14),
    dt.date(2021, 6, 14),
    dt.date(2021, 9, 8),
    dt.date(2021, 12, 24),
]
Line = tuple[dt.date, str, int, str]


def open_days() -> list[dt.date]:
    """Return the days on which offices are open."""
    return [day for day in days(FIRST, LAST) if day == SWAPPED or (day.weekday() < 5 and day not in TET_2021)]


def fixed_days(due: dt.date) -> dict[tuple[str, str], list[dt.date]]:
    """Return on which open days each kind of line about a deadline falls, for each kind of reader."""
    before = [day for day in open_days() if day <= due]
    after = [day for day in open_days() if day > due]
    plan: dict[tuple[str, str], list[dt.date]] = {("ward", "due_today"): before[-1:]}
    plan["ward", "due_soon"] = [before[-6], before[-2]]
    for who, kind, first in (
        ("ward", "overdue", 1),
        ("head", "escalation_head", 3),
        ("office", "escalation_office", 5),
        ("leader", "escalation_leader", 10),
    ):
        plan[who, kind] = after[first - 1 :: 5]
    return plan


def expected() -> Counter[Line]:
    """Return every line of the year; of lines that fell into the outage only the newest of a kind is caught up."""
    lines: Counter[Line] = Counter()
    given = FIRST
    for number, due in enumerate(DUES):
        plan = fixed_days(due) | {
            ("ward", "assigned"): [given],
            ("head", "not_accepted"): [day for day in open_days() if day > given][1::5],
        }
        for (who, kind), slots in plan.items():
            lost = [day for day in slots if day in OUTAGE]
            kept = [day for day in slots if day not in OUTAGE]
            back = OUTAGE[-1] + dt.timedelta(days=1)
            stale = (kind == "due_soon" and due < back) or kind == "due_today"
            if lost and not stale and back not in kept:
                kept.append(back)
            lines.update((day, who, number, kind) for day in kept)
    return lines


@pytest.fixture(params=["UTC", "Asia/Ho_Chi_Minh", "America/Los_Angeles"])
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """Let the machine stand in some zone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


def test_a_year_of_letters_is_the_table_made_by_hand(session: Session, zone: str) -> None:
    the_calendar_of(session, 2021)
    the_calendar_of(session, 2022)
    for day in TET_2021:
        session.add(CalendarDay(day=day, kind=DayKind.PUBLIC_HOLIDAY, name="Tet", source="test"))
    session.add(CalendarDay(day=SWAPPED, kind=DayKind.WORKING_SATURDAY, name="Swap", source="test"))
    session.commit()
    ward = a_unit(session)
    names = {
        an_official(session, role, unit).user_id: name
        for name, role, unit in (
            ("ward", Role.WARD_OFFICIAL, ward),
            ("head", Role.UNIT_HEAD, ward),
            ("office", Role.OFFICE, a_unit(session, "VP", "Văn phòng")),
            ("leader", Role.LEADER, a_unit(session, "UB", "UBND thị xã")),
        )
    }
    numbers = {
        a_directive(session, ward, due_on=due, given_on=FIRST)[0].id: number
        for number, due in enumerate(DUES)
    }
    box = MemoryTransport()
    for day in days(FIRST, LAST):
        hours = (8, 9, 8, 14) if day == SET_BACK else (6, 8, 19)
        for hour in () if day in OUTAGE else hours:
            a_round(session, box, day, hour)

    letters = session.query(Letter).filter_by(state=LetterState.SENT).all()
    day_of = {letter.id: civil_day(letter.sent_at) for letter in letters if letter.sent_at}
    found = Counter(
        (day_of[line.letter_id], names[line.person_id], numbers[line.assignment_id], line.kind.value)
        for line in session.query(Reminder)
    )
    assert len(letters) == len(box.sent) > 100, zone
    assert max(Counter((letter.person_id, day_of[letter.id]) for letter in letters).values()) == 1
    assert sorted((found - expected()).elements()) == []
    assert sorted((expected() - found).elements()) == []
