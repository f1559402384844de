"""Handing letters over: what a server, a network or a disk may answer."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.support.mailserver import closed_server, dripping_server, mail_server, silent_server
from tracker.mail.outbox import Failure
from tracker.mail.smtp import SmtpServer, SmtpTransport
from tracker.mail.transport import DeliveryOutcome, Envelope, FileTransport, MemoryTransport


def an_envelope(recipient: str = "phuong@huongtra.example", key: str = "l1") -> Envelope:
    """Return a small message to somebody."""
    content = f"To: <{recipient}>\r\nSubject: x\r\n\r\ny\r\n".encode()
    return Envelope(key=key, sender="theo-doi@huongtra.example", recipient=recipient, content=content)


def test_a_letter_is_taken() -> None:
    with mail_server() as sink, SmtpTransport(SmtpServer.parse(sink.url)) as post:
        assert post.send(an_envelope()).is_sent

        assert [recipients for recipients, _ in sink.taken] == [["phuong@huongtra.example"]]


@pytest.mark.parametrize(
    ("answer", "failure"), [("550 no such user", Failure.PERMANENT), ("451 try later", Failure.TEMPORARY)]
)
def test_one_bad_address_does_not_hold_up_the_next(answer: str, failure: Failure) -> None:
    with mail_server() as sink, SmtpTransport(SmtpServer.parse(sink.url)) as post:
        sink.at_address["gone@huongtra.example"] = answer

        refused = post.send(an_envelope("gone@huongtra.example"))
        next_one = post.send(an_envelope())

    assert refused == DeliveryOutcome(failure, answer)
    assert next_one.is_sent


def test_a_letter_refused_after_it_was_read_is_told_with_the_words_of_the_server() -> None:
    with mail_server() as sink, SmtpTransport(SmtpServer.parse(sink.url)) as post:
        sink.at_data = "554 too much of a good thing"

        assert post.send(an_envelope()) == DeliveryOutcome(Failure.PERMANENT, "554 too much of a good thing")


def test_a_server_that_closes_for_the_day_is_unavailable_and_later_found_again() -> None:
    with mail_server() as sink, SmtpTransport(SmtpServer.parse(sink.url)) as post:
        sink.at_data = "421 closing"
        assert post.send(an_envelope()).failure is Failure.UNAVAILABLE
        sink.at_data = None

        assert post.send(an_envelope()).is_sent


def test_where_nobody_listens_the_post_is_unavailable() -> None:
    with SmtpTransport(SmtpServer.parse(closed_server())) as post:
        assert post.send(an_envelope()).failure is Failure.UNAVAILABLE


def test_a_server_that_never_speaks_is_given_up() -> None:
    with silent_server() as url, SmtpTransport(SmtpServer.parse(url), answer_seconds=0.3) as post:
        start = time.monotonic()

        assert post.send(an_envelope()).failure is Failure.UNAVAILABLE
        assert time.monotonic() - start < 5


def test_a_server_that_drips_its_answer_is_given_up() -> None:
    with dripping_server() as url, SmtpTransport(SmtpServer.parse(url), letter_seconds=0.4) as post:
        start = time.monotonic()

        assert post.send(an_envelope()).failure is Failure.UNAVAILABLE
        assert time.monotonic() - start < 5


def test_a_server_that_takes_two_letters_to_a_line_gets_them_all() -> None:
    with mail_server() as sink, SmtpTransport(SmtpServer.parse(sink.url)) as post:
        sink.letters_to_a_line = 2

        assert [post.send(an_envelope()).is_sent for _ in range(5)] == [True] * 5
        assert len(sink.taken) == 5


def test_a_password_never_travels_in_the_clear() -> None:
    with mail_server() as sink:
        url = sink.url.replace("//", "//user:secret@")
        with SmtpTransport(SmtpServer.parse(url)) as post:
            outcome = post.send(an_envelope())

    assert outcome.failure is Failure.UNAVAILABLE
    assert "STARTTLS" in outcome.detail
    assert "secret" not in repr(SmtpServer.parse(url))


ADDRESSES = [
    ("smtp://127.0.0.1", SmtpServer("127.0.0.1", 25)),
    ("smtp://127.0.0.1:2525", SmtpServer("127.0.0.1", 2525)),
    ("smtp://u%40x:p%2F@127.0.0.1", SmtpServer("127.0.0.1", 587, "u@x", "p/", starttls=True)),
    ("smtp://u:p@127.0.0.1?starttls=never", SmtpServer("127.0.0.1", 25, "u", "p")),
    ("smtps://u:p@localhost", SmtpServer("localhost", 465, "u", "p", tls_from_start=True)),
]


@pytest.mark.parametrize(("url", "server"), ADDRESSES)
def test_the_address_of_a_server_says_how_to_reach_it(url: str, server: SmtpServer) -> None:
    assert SmtpServer.parse(url) == server


@pytest.mark.parametrize("url", ["127.0.0.1:25", "http://127.0.0.1", "smtp://", "smtp://localhost?starttls=x"])
def test_an_address_that_is_none_is_refused_at_start(url: str) -> None:
    with pytest.raises(ValueError, match="TRACKER_SMTP_URL"):
        SmtpServer.parse(url)


def test_in_the_demonstration_letters_become_files(tmp_path: Path) -> None:
    with FileTransport(tmp_path / "thư đã gửi") as post:
        assert post.send(an_envelope()).is_sent

    assert [path.name for path in (tmp_path / "thư đã gửi").iterdir()] == ["l1.eml"]
    assert (tmp_path / "thư đã gửi" / "l1.eml").read_bytes() == an_envelope().content


def test_a_letter_written_before_a_crash_is_not_written_twice(tmp_path: Path) -> None:
    with FileTransport(tmp_path) as post:
        post.send(an_envelope("first@huongtra.example"))
        assert post.send(an_envelope("second@huongtra.example")).is_sent

    assert b"first@" in (tmp_path / "l1.eml").read_bytes()


def test_a_folder_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "sent").write_text("a file where the folder should be", encoding="utf-8")

    with FileTransport(tmp_path / "sent") as post:
        assert post.send(an_envelope()).failure is Failure.UNAVAILABLE


def test_the_box_in_memory_refuses_whom_it_is_told() -> None:
    with MemoryTransport(answers={"gone@huongtra.example": Failure.PERMANENT}) as post:
        assert post.send(an_envelope("gone@huongtra.example")).failure is Failure.PERMANENT
        assert post.send(an_envelope()).is_sent
        assert len(post.sent) == 1
