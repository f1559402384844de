"""A letter arrives as it was written, whatever is in it."""

from __future__ import annotations

import datetime as dt
import random
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from hypothesis import given, strategies as st

from tests.support.mailserver import mail_server
from tracker.mail.message import LetterError, MailMessage, Sender, one_line, to_bytes
from tracker.mail.smtp import SmtpServer, SmtpTransport
from tracker.mail.transport import Envelope

SENDER = Sender.parse("Theo dõi nhiệm vụ <theo-doi@huongtra.example>")
MORNING = dt.datetime(2021, 11, 10, 0, 30, tzinfo=dt.UTC)
HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"]

SYLLABLES = """
rà soát thủ tục hành chính quý thị xã phường Hương Trà Uỷ ban nhân dân đôn đốc nhiệm vụ quá hạn Đề án số hoá
văn bản chậm nhất ngày 31/12/2021 1822/QĐ-UBND Nguyễn Thị Phượng Trưởng phòng Nội vụ 86,1% (bổ sung) ý kiến:
chỉ đạo – «kết luận» ; tiếp nhận & trả kết quả
""".split()


def a_letter(**changes: str) -> MailMessage:
    """Return an ordinary letter with some parts changed."""
    parts = {
        "to_address": "phuong@huongtra.example",
        "to_name": "Nguyễn Thị Phượng",
        "subject": "Nhiệm vụ sắp đến hạn",
        "text": "Kính gửi bà Phượng,\n\nCó 2 nhiệm vụ.\n",
        "key": "l41.k7",
    }
    return MailMessage(**{**parts, **changes})  # type: ignore[arg-type]  # every change here is text


def parsed(content: bytes) -> EmailMessage:
    """Read a message with the parser of the standard library that we do not write with."""
    return BytesParser(EmailMessage, policy=policy.default).parsebytes(content)


def addressee(content: bytes) -> str:
    """Return the display name in To as RFC 2047 reads it.

    The newer parser of the standard library puts a space between two encoded words of a name; mail
    programs do not.
    """
    words = make_header(decode_header(message_from_bytes(content)["To"]))
    return str(words).rpartition(" <")[0]


def longest_line(content: bytes) -> int:
    """Return the length of the longest line in bytes, its end not counted."""
    return max(len(line) for line in content.split(b"\r\n"))


def test_two_thousand_vietnamese_letters_arrive_letter_for_letter() -> None:
    dice = random.Random(1822)
    with mail_server() as sink, SmtpTransport(SmtpServer.parse(sink.url)) as transport:
        written = []
        for number in range(2000):
            subject, name = (" ".join(dice.choices(SYLLABLES, k=dice.randint(1, most))) for most in (25, 8))
            letter = a_letter(subject=subject, to_name=name, key=f"l{number}")
            content = to_bytes(letter, SENDER, MORNING)
            assert transport.send(Envelope(letter.key, SENDER.address, letter.to_address, content)).is_sent
            written.append((subject, name))

    arrived = [(parsed(content)["Subject"], addressee(content)) for _, content in sink.taken]
    assert arrived == written
    assert [recipients for recipients, _ in sink.taken] == [["phuong@huongtra.example"]] * 2000
    assert max(longest_line(content) for _, content in sink.taken) <= 78


@pytest.mark.parametrize("name", ["Nguyễn Thị Phượng", "Tôn Nữ Hoàng Quỳnh Phương Thảo"])
def test_the_name_of_a_person_is_never_split(name: str) -> None:
    mail = parsed(to_bytes(a_letter(to_name=name), SENDER, MORNING))

    assert mail["To"].addresses[0].display_name == name


@given(subject=st.text(max_size=400), name=st.text(max_size=200), text=st.text(min_size=1, max_size=2000))
def test_nothing_in_a_title_or_a_name_becomes_a_header_or_a_recipient(subject: str, name: str, text: str) -> None:
    if not text.strip():
        text = "."
    content = to_bytes(a_letter(subject=subject, to_name=name, text=text), SENDER, MORNING)
    mail = parsed(content)

    assert {header for header in mail if header not in HEADERS} == {
        "Content-Type",
        "MIME-Version",
        "Content-Transfer-Encoding",
    }
    assert len(mail.keys()) == len(set(mail.keys()))
    assert [address.addr_spec for address in mail["To"].addresses] == ["phuong@huongtra.example"]
    assert mail["Message-ID"] == "<l41.k7@huongtra.example>"
    assert longest_line(content) <= 78
    assert b"\n" not in content.replace(b"\r\n", b"")


HOSTILE = [
    "Họp gấp\r\nBcc: all@huongtra.example",
    "Họp gấp\n\nNội dung khác",
    "=?utf-8?q?=0D=0ABcc:_x@y.example?=",
    'a, "b" <x@y.example>; c',
    "dòng\u2028mới\x85nữa\x0bvà\x1c",
    "\u202eexe.docx",
    "x" * 500,
    "đ" * 500,
    "\ud800 lẻ",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    mail = parsed(to_bytes(a_letter(subject=words, to_name=words), SENDER, MORNING))

    assert mail["Subject"] == one_line(words)
    assert len(mail["To"].addresses) == 1
    assert mail["Bcc"] is None


def test_the_text_keeps_its_lines_and_letters() -> None:
    text = "Kính gửi bà Phượng,\n\n.\nFrom đâu đến đây\n" + "rất dài " * 200 + "\nhết"
    content = to_bytes(a_letter(text=text), SENDER, MORNING)
    part = message_from_bytes(content, policy=policy.default)

    assert part.get_content().splitlines() == text.splitlines()


def test_a_letter_with_a_page_has_the_text_first() -> None:
    mail = parsed(to_bytes(a_letter(html="<p>Có 2 nhiệm vụ.</p>"), SENDER, MORNING))

    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert "Có 2 nhiệm vụ." in plain.get_content()


def test_a_letter_says_when_it_was_written_in_local_time_and_that_a_machine_wrote_it() -> None:
    mail = parsed(to_bytes(a_letter(), SENDER, MORNING))

    assert mail["Date"] == "Wed, 10 Nov 2021 07:30:00 +0700"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_every_try_is_the_same_letter() -> None:
    assert to_bytes(a_letter(), SENDER, MORNING) == to_bytes(a_letter(), SENDER, MORNING)


@pytest.mark.parametrize(
    "address", ["a@b.example, c@d.example", "a b@c.example", "<a@b.example>", "a@b\r\nBcc: c@d", "không@có.example", ""]
)
def test_what_is_not_one_plain_address_is_refused(address: str) -> None:
    with pytest.raises(LetterError):
        a_letter(to_address=address)


@pytest.mark.parametrize("key", ["12:3", "a@b", "", ".a", "a b", "a\n"])
def test_a_key_that_servers_would_cut_is_refused(key: str) -> None:
    with pytest.raises(LetterError):
        a_letter(key=key)


def test_the_house_lets_people_leave_the_list_and_adds_no_other_header() -> None:
    offer = "<http://127.0.0.1:5000/tai-khoan/nhac-viec>"
    letter = MailMessage("a@b.example", "", "x", "y", "k", headers={"List-Unsubscribe": offer})

    assert parsed(to_bytes(letter, SENDER, MORNING))["List-Unsubscribe"] == offer
    with pytest.raises(LetterError):
        MailMessage("a@b.example", "", "x", "y", "k", headers={"Bcc": "c@d.example"})
