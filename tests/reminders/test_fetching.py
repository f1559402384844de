"""Answers are fetched from a mailbox: each once, none lost when a round breaks off."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from tests.reminders.test_answers import DESK, MONDAY, Ward
from tests.support.imap import Mailbox, a_mailbox
from tests.support.mornings import BASE_URL
from tracker.core.clock import ManualClock, local_instant
from tracker.mail.mailbox import MailboxServer
from tracker.reminders.answers import AnswerMailbox, fetch_answers
from tracker.reminders.models import Heartbeat
from tracker.tasks.models import Comment

CLOCK = ManualClock(local_instant(MONDAY, 9).astimezone(dt.UTC))


def letterbox(box: Mailbox) -> AnswerMailbox:
    """Return what the settings would say of a mailbox."""
    return AnswerMailbox(MailboxServer.parse(box.url), DESK, BASE_URL)


def texts(session: Session) -> list[str]:
    """Return the comments in order."""
    session.rollback()
    return [comment.text for comment in session.query(Comment).order_by(Comment.id)]


def test_every_letter_is_fetched_once_and_marked(session: Session) -> None:
    ward = Ward(session)
    letters = [ward.letter(f"Ý kiến {n}", key=str(n)) for n in range(3)]

    with a_mailbox(*letters) as box:
        assert fetch_answers(session, CLOCK, letterbox(box)) == 3
        assert box.seen == {1, 2, 3}
        box.seen.clear()  # somebody marks them as unread again
        assert fetch_answers(session, CLOCK, letterbox(box)) == 0

    assert texts(session) == ["Ý kiến 0", "Ý kiến 1", "Ý kiến 2"]


def test_a_round_that_is_told_to_stop_leaves_the_rest_for_the_next(session: Session) -> None:
    ward = Ward(session)
    with a_mailbox(*(ward.letter(f"Ý kiến {n}", key=str(n)) for n in range(3))) as box:
        fetch_answers(session, CLOCK, letterbox(box), may_go_on=lambda: False)
        assert texts(session) == ["Ý kiến 0"]
        fetch_answers(session, CLOCK, letterbox(box))

    assert texts(session) == ["Ý kiến 0", "Ý kiến 1", "Ý kiến 2"]


def test_a_mailbox_that_fails_is_named_and_asked_again(session: Session) -> None:
    ward = Ward(session)
    with a_mailbox(ward.letter("Đang làm")) as box:
        box.is_broken = True
        assert fetch_answers(session, CLOCK, letterbox(box)) == 0
        assert "IMAP" in session.query(Heartbeat).one().last_error
        box.is_broken = False
        assert fetch_answers(session, CLOCK, letterbox(box)) == 1


def test_what_is_too_large_for_words_is_left(session: Session) -> None:
    ward = Ward(session)
    with a_mailbox(ward.letter("x" * 11_000_000), ward.letter("Đang làm", key="2")) as box:
        assert fetch_answers(session, CLOCK, letterbox(box)) == 1
        assert box.seen == {1, 2}

    assert texts(session) == ["Đang làm"]


@pytest.mark.parametrize(
    "url", ["http://a:b@host", "imaps://host/INBOX", "imaps:///INBOX", "imaps://a:mật@host", "không phải địa chỉ"]
)
def test_an_address_that_cannot_be_used_is_said_so_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="TRACKER_IMAP_URL"):
        MailboxServer.parse(url)


def test_a_password_is_never_shown() -> None:
    assert "bi-mat" not in repr(MailboxServer.parse("imaps://a:bi-mat@host/INBOX"))
