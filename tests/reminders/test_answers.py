"""Answers to letters: a comment of who was written to, once; anything else is named and left."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.mornings import BASE_URL, SENDER, message, text_of
from tracker.core.clock import ManualClock, local_instant
from tracker.law.permissions import Actor, Role
from tracker.mail.outbox import Letter
from tracker.mail.transport import MemoryTransport
from tracker.office.models import Person
from tracker.reminders import answers as reminder_answers, delivery
from tracker.reminders.answers import AnswerAddress, AnswerOutcome, IncomingAnswer
from tracker.reminders.letter_text import LetterSender
from tracker.tasks.events import Notice, TaskEvent
from tracker.tasks.models import Assignment, Comment

MONDAY = dt.date(2021, 6, 14)
DESK = AnswerAddress("tra-loi@huongtra.example", "k" * 32)
Outcome = AnswerOutcome


class Ward:
    """A ward with one late directive, its official who answers letters, and the Office that reads the answers."""

    def __init__(self, session: Session) -> None:
        self.session = session
        the_calendar_of(session, 2021)
        self.office = an_official(session, Role.OFFICE, a_unit(session, "VP", "Văn phòng"))
        unit = a_unit(session)
        self.official = an_official(session, Role.WARD_OFFICIAL, unit)
        self.assignment: Assignment = a_directive(session, unit, due_on=MONDAY, given_on=MONDAY)[0]
        self.clock = ManualClock(local_instant(MONDAY, 9).astimezone(dt.UTC))

    def address(self, actor: Actor) -> str:
        assert actor.user_id is not None
        return DESK.address_for(self.assignment.id, actor.user_id)

    def take(self, content: bytes) -> AnswerOutcome:
        return reminder_answers.process_answer(self.session, self.clock, DESK, content, base_url=BASE_URL)

    def letter(self, text: str, *, to: str = "", sender: str = "", key: str = "1") -> bytes:
        mail = EmailMessage()
        mail["From"] = sender or self.session.get_one(Person, self.official.user_id).email or ""
        mail["To"] = to or self.address(self.official)
        mail["Message-ID"] = f"<{key}@mail.example>"
        mail.set_content(text)
        return mail.as_bytes()


@pytest.fixture
def ward(session: Session) -> Ward:
    """Return the ward on a Monday morning."""
    return Ward(session)


def test_an_answer_becomes_a_comment_and_the_office_is_told(session: Session, ward: Ward) -> None:
    events = session.query(TaskEvent).count()

    assert ward.take(ward.letter("Vướng ở khâu kinh phí\n\n> thư cũ")) is Outcome.TAKEN

    [comment] = session.query(Comment).all()
    assert (comment.text, comment.by_mail, comment.author_id) == ("Vướng ở khâu kinh phí", True, ward.official.user_id)
    told = {notice.person_id for notice in session.query(Notice).filter_by(comment_id=comment.id)}
    assert ward.office.user_id in told
    assert session.query(TaskEvent).count() == events  # nothing of the work changed


def test_the_same_letter_twice_is_one_comment(session: Session, ward: Ward) -> None:
    content = ward.letter("Đang làm")

    assert [ward.take(content), ward.take(content)] == [Outcome.TAKEN, Outcome.SEEN_BEFORE]
    assert session.query(Comment).count() == session.query(IncomingAnswer).count() == 1


def test_only_the_person_who_was_written_to_is_heard(session: Session, ward: Ward) -> None:
    forged = ward.letter("Đã làm xong", sender="ai-do@noikhac.example", key="2")
    borrowed = ward.letter("Tôi là Văn phòng", to=ward.address(ward.office), key="3")
    stray = ward.letter("Xin chào", to="tra-loi@huongtra.example", key="4")

    assert [ward.take(each) for each in (forged, borrowed, stray)] == [
        Outcome.OTHER_SENDER,
        Outcome.OTHER_SENDER,
        Outcome.NOT_FOR_US,
    ]
    assert session.query(Comment).count() == 0


def test_holiday_notices_and_empty_answers_say_nothing(session: Session, ward: Ward) -> None:
    holiday = b"Auto-Submitted: auto-replied\r\n" + ward.letter("Tôi nghỉ phép", key="5")

    assert ward.take(holiday) is Outcome.AUTOMATIC
    assert ward.take(ward.letter("> chỉ có thư cũ", key="6")) is Outcome.NOTHING_NEW
    assert session.query(Comment).count() == 0


def test_who_has_left_the_ward_says_nothing_any_more(session: Session, ward: Ward) -> None:
    session.get_one(Person, ward.official.user_id).active = False
    session.commit()

    assert ward.take(ward.letter("Đang làm")) is Outcome.OTHER_SENDER


def test_a_task_that_is_not_seen_any_more_takes_no_words(session: Session, ward: Ward) -> None:
    elsewhere = a_unit(session, "KHAC", "UBND phường Khác")
    session.get_one(Assignment, ward.assignment.id).unit_id = elsewhere.id
    session.commit()

    assert ward.take(ward.letter("Đang làm")) is Outcome.NO_ACCESS
    [row] = session.query(IncomingAnswer).all()
    assert (row.assignment_id, row.comment_id) == (None, None)


def test_a_name_that_nobody_has_is_no_reason_to_lose_an_answer(session: Session, ward: Ward) -> None:
    assert ward.take(ward.letter("Gửi @anh Ba xem giúp")) is Outcome.TAKEN
    assert session.query(Comment).one().text == "Gửi @ anh Ba xem giúp"


def test_who_writes_that_it_is_done_is_led_to_the_report(session: Session, ward: Ward) -> None:
    box = MemoryTransport()
    ward.take(ward.letter("Đã hoàn thành ạ"))

    delivery.run_reminder_round(session, ward.clock, LetterSender(box, SENDER, BASE_URL, DESK))

    texts = [text_of(message(envelope.content)) for envelope in box.sent]
    [about] = [text for text in texts if "chưa được báo cáo hoàn thành" in text]
    assert f"{BASE_URL}/nhiem-vu/{ward.assignment.id}/bao-cao" in about
    assert session.query(Letter).filter(Letter.kind.startswith("received.")).count() == 1


def test_a_letter_about_one_task_is_answered_to_that_task(session: Session, ward: Ward) -> None:
    box = MemoryTransport()
    delivery.run_reminder_round(session, ward.clock, LetterSender(box, SENDER, BASE_URL, DESK))

    to_ward = [message(each.content) for each in box.sent if "ward_official" in each.recipient]

    assert [letter["Reply-To"].strip("<>") for letter in to_ward] == [ward.address(ward.official)]
    assert "Trả lời thư này" in text_of(to_ward[0])
