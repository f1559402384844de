"""What the page «Thư sắp gửi» says is what goes out; rules chosen from a day on hold from that day on."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.mornings import TET_2021, a_round, days, message, text_of, texts
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.calendar import DayKind
from tracker.law.permissions import Actor, Role
from tracker.mail.outbox import Failure, Letter, LetterState
from tracker.mail.transport import MemoryTransport
from tracker.office.models import CalendarDay
from tracker.reminders import outbox as reminder_outbox, policy as reminder_policy, queue
from tracker.reminders.models import Reminder
from tracker.reminders.rules import DEFAULTS, ReminderKind, ReminderPolicy, WorkKind
from tracker.tasks.models import Task

BEGIN = dt.date(2021, 2, 1)
MONDAY = dt.date(2021, 6, 14)


@pytest.fixture
def office(session: Session) -> Actor:
    """Open the year's calendar with Tết, and the Office that follows directives."""
    the_calendar_of(session, 2021)
    session.add_all(CalendarDay(day=day, kind=DayKind.PUBLIC_HOLIDAY, name="Tet", source="test") for day in TET_2021)
    session.commit()
    return an_official(session, Role.OFFICE, a_unit(session, "VP", "Văn phòng"))


def test_what_was_foreseen_is_what_goes_out_over_tet(session: Session, office: Actor) -> None:
    """The preview of fourteen days and the letters of those days are the same lines on the same days."""
    leader = an_official(session, Role.LEADER, a_unit(session, "UB", "UBND thị xã"))
    assert leader.user_id
    for number in range(3):
        ward = a_unit(session, f"P{number}", f"UBND phường số {number}")
        an_official(session, Role.WARD_OFFICIAL, ward)
        for due in (dt.date(2021, 1, 22), dt.date(2021, 2, 5 + number), dt.date(2021, 2, 19), None):
            a_directive(session, ward, due_on=due, given_on=dt.date(2021, 1, 15 + number))
    morning = UnitOfWork(session=session, actor=office, now=local_instant(BEGIN, 6))

    foreseen = Counter(
        (each.day, each.key.person_id, each.key.assignment_id, each.key.kind)
        for each in queue.forecast_reminders(morning)
    )
    mailbox = MemoryTransport()
    for day in days(BEGIN, BEGIN + dt.timedelta(days=queue.DAYS_AHEAD - 1)):
        for hour in (6, 8, 15):
            a_round(session, mailbox, day, hour)
    sent = Counter(
        (letter.slot_on, line.person_id, line.assignment_id, line.kind)
        for line, letter in session.query(Reminder, Letter).filter(Letter.id == Reminder.letter_id)
    )

    assert foreseen == sent
    assert len(foreseen) > 40
    assert not {day for day, *_ in foreseen} & set(TET_2021)


def test_a_rule_holds_from_its_day_and_the_former_one_is_kept(session: Session, office: Actor) -> None:
    with unit_of_work(session, office, ManualClock(local_instant(MONDAY, 9))) as work:
        for head, day in ((2, 14), (4, 21)):
            reminder_policy.add_reminder_rule(
                work,
                WorkKind.DIRECTIVE,
                ReminderPolicy(before_due=(3, 3, 10), head=head),
                valid_from=dt.date(2021, 6, day),
            )
    seen = [
        reminder_policy.get_reminder_rules(
            UnitOfWork(session=session, actor=office, now=local_instant(dt.date(2021, 6, day), 9))
        ).today[WorkKind.DIRECTIVE]
        for day in (13, 14, 20, 21)
    ]

    assert [policy.head for policy in seen] == [3, 2, 2, 4]
    assert seen[0] == DEFAULTS[WorkKind.DIRECTIVE]
    assert seen[1].before_due == (10, 3)


@pytest.mark.parametrize(
    ("policy", "field"),
    [
        (ReminderPolicy(before_due=()), "before_due"),
        (ReminderPolicy(before_due=(0,)), "before_due"),
        (ReminderPolicy(head=6), "office"),
        (ReminderPolicy(leader=4), "leader"),
        (ReminderPolicy(repeat_every=0), "repeat_every"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_beside_its_field(
    session: Session, office: Actor, policy: ReminderPolicy, field: str
) -> None:
    with (
        pytest.raises(Refusal) as refused,
        unit_of_work(session, office, ManualClock(local_instant(MONDAY, 9))) as work,
    ):
        reminder_policy.add_reminder_rule(work, WorkKind.PLAN, policy, valid_from=MONDAY)

    assert refused.value.field == field


def test_urgent_work_goes_alone_and_at_once_beside_the_digest(session: Session, office: Actor) -> None:
    ward = a_unit(session)
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    a_directive(session, ward, due_on=None, given_on=MONDAY, content="Việc thường")
    mailbox = MemoryTransport()
    a_round(session, mailbox, MONDAY)
    [urgent] = a_directive(session, ward, due_on=None, given_on=MONDAY, content="Việc gấp")
    session.get_one(Task, urgent.task_id).urgency = "Hỏa tốc"
    session.commit()
    with unit_of_work(session, official, ManualClock(local_instant(MONDAY, 9))) as work:
        reminder_policy.save_own_reminders(work, hour=16, wants_mail=True)

    a_round(session, mailbox, MONDAY, 10)
    a_round(session, mailbox, MONDAY, 11)

    assert [str(message(each.content)["Subject"]) for each in mailbox.sent] == [
        "[Theo dõi nhiệm vụ] 1 việc mới giao",
        "[HỎA TỐC] 1 việc mới giao",
    ]
    assert "Việc gấp" in texts(mailbox)[1]


def test_a_digest_waits_for_the_hour_its_reader_chose(session: Session, office: Actor) -> None:
    ward = a_unit(session)
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    a_directive(session, ward, due_on=MONDAY, given_on=MONDAY)
    with unit_of_work(session, official, ManualClock(local_instant(MONDAY, 7))) as work:
        reminder_policy.save_own_reminders(work, hour=14, wants_mail=True)
    mailbox = MemoryTransport()

    sent = [a_round(session, mailbox, MONDAY, hour).delivered.sent for hour in (8, 13, 14, 15)]

    assert sent == [0, 0, 1, 0]
    assert "nhac-viec/cua-toi" in str(message(mailbox.sent[0].content)["List-Unsubscribe"])


def test_the_first_digest_after_a_standstill_names_it_and_the_next_does_not(session: Session, office: Actor) -> None:
    """K45: stopped for three days, one digest to catch up, which says from when to when nothing could be sent."""
    ward = a_unit(session)
    an_official(session, Role.WARD_OFFICIAL, ward)
    for due in (15, 16, 17):
        a_directive(session, ward, due_on=dt.date(2021, 6, due), given_on=dt.date(2021, 6, 1))
    mailbox = MemoryTransport()
    a_round(session, mailbox, MONDAY, 17)
    before = len(mailbox.sent)

    a_round(session, mailbox, dt.date(2021, 6, 18), 9, 12)
    after_gap = [text_of(message(each.content)) for each in mailbox.sent[before:]]
    a_round(session, mailbox, dt.date(2021, 6, 21), 8)
    last = texts(mailbox)[-1]

    assert len(after_gap) == 1
    assert "không gửi được thư từ 17:30 14/06/2021 đến 09:12 18/06/2021" in after_gap[0]
    assert len(mailbox.sent) > before + 1
    assert "09:12" not in last


def test_a_letter_given_up_can_be_sent_again(session: Session, office: Actor) -> None:
    """K46: what could not be sent is visible, and goes once the cause is put right."""
    ward = a_unit(session)
    an_official(session, Role.WARD_OFFICIAL, ward)
    a_directive(session, ward, due_on=MONDAY, given_on=MONDAY)
    mailbox = MemoryTransport()
    mailbox.answers["ward_official-tuha@example.org"] = Failure.PERMANENT
    assert a_round(session, mailbox, MONDAY).delivered.dead == 1
    [letter] = session.query(Letter).filter_by(state=LetterState.DEAD)

    with unit_of_work(session, office, ManualClock(local_instant(MONDAY, 9))) as work:
        reminder_outbox.retry_letter(work, letter.id)
    mailbox.answers.clear()

    assert a_round(session, mailbox, MONDAY, 10).delivered.sent == 1
    with (
        pytest.raises(Refusal) as refused,
        unit_of_work(session, office, ManualClock(local_instant(MONDAY, 11))) as work,
    ):
        reminder_outbox.retry_letter(work, letter.id)
    assert refused.value.reason is Reason.LETTER_NOT_DEAD


def test_a_trial_letter_goes_to_the_one_who_asked(session: Session, office: Actor) -> None:
    mailbox = MemoryTransport()
    with unit_of_work(session, office, ManualClock(local_instant(MONDAY, 9))) as work:
        address = reminder_outbox.send_trial(work, "Thư thử", "Đây là thư thử.")

    a_round(session, mailbox, MONDAY, 10)

    assert [each.recipient for each in mailbox.sent] == [address]


def test_the_steps_above_are_dated_and_stop_when_the_unit_reports(session: Session, office: Actor) -> None:
    ward = a_unit(session)
    an_official(session, Role.WARD_OFFICIAL, ward)
    [assignment] = a_directive(session, ward, due_on=dt.date(2021, 6, 11), given_on=dt.date(2021, 6, 1))
    mailbox = MemoryTransport()
    for day in days(MONDAY, dt.date(2021, 6, 18)):
        a_round(session, mailbox, day, 8)
    assignment.task = session.get_one(Task, assignment.task_id)

    steps = queue.list_escalation_steps(
        UnitOfWork(session=session, actor=office, now=local_instant(dt.date(2021, 6, 18), 12)), assignment
    )

    assert [(step.kind, step.day, step.told_on) for step in steps] == [
        (ReminderKind.ESCALATION_HEAD, dt.date(2021, 6, 16), dt.date(2021, 6, 16)),
        (ReminderKind.ESCALATION_OFFICE, dt.date(2021, 6, 18), dt.date(2021, 6, 18)),
        (ReminderKind.ESCALATION_LEADER, dt.date(2021, 6, 25), None),
    ]
