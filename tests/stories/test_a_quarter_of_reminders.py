"""A quarter of mornings: who is written to, when, and who is left in peace."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.mornings import TET_2021, a_round, days, message, text_of, texts
from tracker.core.clock import ManualClock, civil_day, local_instant
from tracker.database.unit_of_work import unit_of_work
from tracker.law.calendar import DayKind
from tracker.law.permissions import Actor, Role
from tracker.mail.outbox import Failure, Letter, LetterState
from tracker.mail.transport import MemoryTransport
from tracker.office.models import CalendarDay, Person
from tracker.reminders import queue
from tracker.reminders.models import Heartbeat, Reminder
from tracker.reminders.rules import ReminderKind
from tracker.tasks.actions import completion, transfer as actions_transfer
from tracker.tasks.models import Assignment

JANUARY, MARCH = dt.date(2021, 1, 4), dt.date(2021, 3, 31)
MONDAY = dt.date(2021, 6, 14)


@pytest.fixture
def office(session: Session) -> Actor:
    """Open the year's calendar with Tết, and the Office that follows directives."""
    the_calendar_of(session, 2021)
    session.add_all(CalendarDay(day=day, kind=DayKind.PUBLIC_HOLIDAY, name="Tet", source="test") for day in TET_2021)
    session.commit()
    return an_official(session, Role.OFFICE, a_unit(session, "VP", "Văn phòng"))


def a_ward(session: Session, code: str, name: str) -> tuple[Actor, list[Assignment]]:
    """Add a ward with its official and five directives that fall due through the quarter."""
    unit = a_unit(session, code, name)
    official = an_official(session, Role.WARD_OFFICIAL, unit)
    dues = [dt.date(2021, 1, 29), dt.date(2021, 2, 9), dt.date(2021, 2, 12), dt.date(2021, 3, 1), None]
    given = [a_directive(session, unit, due_on=due, given_on=JANUARY)[0] for due in dues]
    return official, given


def report(session: Session, ward: Actor, assignment: Assignment, day: dt.date) -> None:
    """Let the ward report an assignment complete."""
    with unit_of_work(session, ward, ManualClock(local_instant(day, 15))) as work:
        completion.submit_completion(work, assignment.id, done_on=day, note="Đã xong")


def test_a_quarter_at_most_one_digest_per_person_and_working_day(session: Session, office: Actor) -> None:
    wards = [a_ward(session, f"P{n}", f"UBND phường số {n}") for n in range(4)]
    mailbox = MemoryTransport()
    closed_on = dict.fromkeys((assignment.id for _, given in wards for assignment in given), dt.date.max)
    for day in days(JANUARY, MARCH):
        for hour in (6, 7, 15, 20):
            a_round(session, mailbox, day, hour)
        for number, (ward, given) in enumerate(wards):
            if day == given_day(number):
                report(session, ward, given[0], day)
                with unit_of_work(session, office, ManualClock(local_instant(day, 16))) as work:
                    completion.confirm_completion(work, given[0].id)
                    actions_transfer.withdraw_assignment(work, given[3].id, note="Giao đơn vị khác")
                closed_on[given[0].id] = closed_on[given[3].id] = day
    letters = session.query(Letter).filter_by(state=LetterState.SENT).all()
    sent = Counter((letter.person_id, civil_day(letter.sent_at)) for letter in letters if letter.sent_at)

    assert len(mailbox.sent) == len(letters) > 40
    assert set(sent.values()) == {1}
    off = [day for _, day in sent if day.weekday() > 4 or day in TET_2021]
    assert off == []
    told = [(line.assignment_id, line.slot_on) for line in session.query(Reminder)]
    assert [line for line in told if line[1] > closed_on[line[0]]] == []
    assert {line.kind for line in session.query(Reminder)} >= {
        ReminderKind.ASSIGNED,
        ReminderKind.NOT_ACCEPTED,
        ReminderKind.DUE_SOON,
        ReminderKind.DUE_TODAY,
        ReminderKind.OVERDUE,
        ReminderKind.ESCALATION_OFFICE,
    }


def given_day(number: int) -> dt.date:
    """Return the Monday in January on which the ward of this number reports its first directive."""
    return dt.date(2021, 1, 11) + dt.timedelta(days=number)


def test_stopped_for_three_days_everybody_gets_one_digest_to_catch_up(session: Session, office: Actor) -> None:
    ward = a_unit(session)
    an_official(session, Role.WARD_OFFICIAL, ward)
    for due in (15, 16, 17):
        a_directive(session, ward, due_on=dt.date(2021, 6, due), given_on=dt.date(2021, 6, 1))
    mailbox = MemoryTransport()
    a_round(session, mailbox, MONDAY)
    before = len(mailbox.sent)

    a_round(session, mailbox, dt.date(2021, 6, 18), 9, 12)

    caught_up = [envelope.recipient for envelope in mailbox.sent[before:]]
    assert caught_up == ["ward_official-tuha@example.org"]
    assert "3 việc quá hạn" in texts(mailbox)[-1]


def test_two_rounds_at_the_same_minute_say_nothing_twice(session: Session, office: Actor) -> None:
    ward = a_unit(session)
    an_official(session, Role.WARD_OFFICIAL, ward)
    a_directive(session, ward, due_on=MONDAY, given_on=dt.date(2021, 6, 14))
    mailbox = MemoryTransport()

    first, second = a_round(session, mailbox, MONDAY), a_round(session, mailbox, MONDAY)

    assert (first.delivered.sent, second.delivered.sent) == (1, 0)
    assert second.queued.lines == ()


def test_what_comes_after_the_digest_waits_for_the_next_working_day(session: Session, office: Actor) -> None:
    ward = a_unit(session)
    an_official(session, Role.WARD_OFFICIAL, ward)
    friday = dt.date(2021, 6, 18)
    a_directive(session, ward, due_on=None, given_on=friday, content="Báo cáo buổi sáng")
    mailbox = MemoryTransport()
    a_round(session, mailbox, friday)
    a_directive(session, ward, due_on=None, given_on=friday, content="Báo cáo buổi chiều")

    same_day = a_round(session, mailbox, friday, 15)
    weekend = [a_round(session, mailbox, friday + dt.timedelta(days=n)) for n in (1, 2)]
    monday = a_round(session, mailbox, friday + dt.timedelta(days=3))

    assert (same_day.queued.waiting, same_day.delivered.sent) == (1, 0)
    assert [done.queued.is_open for done in weekend] == [False, False]
    assert monday.delivered.sent == 1
    assert "buổi chiều" in texts(mailbox)[-1]
    assert "buổi sáng" not in texts(mailbox)[-1]


@pytest.mark.parametrize("event", ["done", "withdrawn", "moved", "gone", "unwanted"])
def test_what_changed_between_queue_and_post_is_not_sent(session: Session, office: Actor, event: str) -> None:
    ward = a_unit(session)
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    [assignment] = a_directive(session, ward, due_on=MONDAY, given_on=JANUARY)
    with unit_of_work(session, official, ManualClock(local_instant(JANUARY, 10))) as work:
        completion.accept_assignment(work, assignment.id)
    closed = MemoryTransport()
    closed.answers["ward_official-tuha@example.org"] = Failure.TEMPORARY
    assert a_round(session, closed, MONDAY).delivered.retry == 1

    noon = ManualClock(local_instant(MONDAY, 12))
    if event == "done":
        report(session, official, assignment, MONDAY)
    elif event == "withdrawn":
        with unit_of_work(session, office, noon) as work:
            actions_transfer.withdraw_assignment(work, assignment.id, note="Không còn cần")
    elif event == "moved":
        session.get_one(Assignment, assignment.id).due_on = dt.date(2021, 9, 30)
    else:
        person = session.get_one(Person, official.user_id)
        person.active, person.wants_mail = event != "gone", event != "unwanted"
    session.commit()
    mailbox = MemoryTransport()
    later = a_round(session, mailbox, MONDAY, 15)

    assert [envelope.recipient for envelope in mailbox.sent] == []
    assert later.delivered.obsolete == 1


def test_without_a_calendar_nobody_is_written_to_and_the_office_is_told_why(session: Session) -> None:
    ward = a_unit(session)
    an_official(session, Role.WARD_OFFICIAL, ward)
    a_directive(session, ward, due_on=MONDAY, given_on=JANUARY)
    mailbox = MemoryTransport()

    done = a_round(session, mailbox, MONDAY)

    assert mailbox.sent == []
    assert done.trouble == "Chưa có lịch làm việc năm 2021. Nhập lịch nghỉ của năm này trước."
    assert session.query(Heartbeat).one().last_error == done.trouble


def test_a_deadline_in_a_year_without_calendar_does_not_silence_the_others(session: Session, office: Actor) -> None:
    ward = a_unit(session)
    an_official(session, Role.WARD_OFFICIAL, ward)
    last_day = dt.date(2021, 12, 31)
    a_directive(session, ward, due_on=dt.date(2022, 1, 4), given_on=last_day, content="Việc năm sau")
    a_directive(session, ward, due_on=last_day, given_on=last_day, content="Việc năm nay")
    mailbox = MemoryTransport()

    done = a_round(session, mailbox, last_day)

    assert "Việc năm nay" in texts(mailbox)[0]
    assert done.queued.unknown_years == {2022}
    assert "2022" in done.trouble


def test_the_digest_reads_well_and_links_only_home(session: Session, office: Actor) -> None:
    ward = a_unit(session)
    an_official(session, Role.WARD_OFFICIAL, ward, login="tu-ha")
    a_directive(session, ward, due_on=dt.date(2021, 6, 11), given_on=JANUARY, content="Việc đã trễ")
    a_directive(session, ward, due_on=dt.date(2021, 6, 15), given_on=JANUARY, content="Việc <b>mai</b>\r\nhết")
    mailbox = MemoryTransport()

    a_round(session, mailbox, MONDAY)

    [letter] = [message(envelope.content) for envelope in mailbox.sent if envelope.recipient.startswith("tu-ha")]
    assert letter["Subject"] == "[Theo dõi nhiệm vụ] 1 việc quá hạn, 1 việc sắp đến hạn"
    assert "1. Việc đã trễ (1/UBND-VP)" in text_of(letter)
    assert "Hạn: 11/06/2021, quá hạn 3 ngày." in text_of(letter)
    assert "https://theo-doi.huongtra.example/nhiem-vu/1\n" in text_of(letter)
    html = letter.get_body(("html",))
    assert html is not None
    assert "<b>mai" not in html.get_content()
    assert "&lt;b&gt;mai" in html.get_content()


def test_a_clock_set_back_does_not_hold_up_a_letter_that_was_queued(session: Session, office: Actor) -> None:
    ward = a_unit(session)
    an_official(session, Role.WARD_OFFICIAL, ward)
    a_directive(session, ward, due_on=MONDAY, given_on=MONDAY)
    with unit_of_work(session, office, ManualClock(local_instant(MONDAY, 10))) as work:
        queue.queue_reminders(work)

    assert a_round(session, MemoryTransport(), MONDAY, 9).delivered.sent == 1
