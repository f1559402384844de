"""Letters as the mail programs of the town send them back: what is new in them, and who wrote them."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from tracker.mail.mailbox import LONGEST_ANSWER_TEXT, new_text, read_answer

GMAIL = """Phường đã gửi công văn 45, đề nghị xem giúp.
Cảm ơn.

Vào Th 2, 14 thg 6, 2021 vào lúc 07:30 Theo dõi nhiệm vụ <
theo-doi@huongtra.example> đã viết:

> Kính gửi ông/bà An,
> Ngày 14/06/2021, ông/bà có 1 việc quá hạn.
"""
OUTLOOK = """Vướng ở khâu kinh phí.

________________________________
Từ: Theo dõi nhiệm vụ <theo-doi@huongtra.example>
Đã gửi: Thứ Hai, 14 Tháng Sáu 2021 07:30
Đến: An
Chủ đề: 1 việc quá hạn
"""
ENGLISH = """Will report tomorrow.

On Mon, Jun 14, 2021 at 7:30 AM Theo doi wrote:
> Dear An
"""
HEADERS_ONLY = """Đang rà soát.

From: Theo dõi nhiệm vụ <theo-doi@huongtra.example>
Sent: Monday, June 14, 2021 7:30 AM
To: An
"""
PHONE = """Đã nắm, mai báo cáo.

Được gửi từ iPhone của tôi
"""
SIGNED = """Đã chuyển bộ phận địa chính.
--
Nguyễn Văn An
UBND phường Tứ Hạ
"""
BELOW = """> Ngày 14/06/2021, ông/bà có 1 việc quá hạn.
Phường đang làm.
"""


@pytest.mark.parametrize(
    ("letter", "new"),
    [
        (GMAIL, "Phường đã gửi công văn 45, đề nghị xem giúp.\nCảm ơn."),
        (OUTLOOK, "Vướng ở khâu kinh phí."),
        (ENGLISH, "Will report tomorrow."),
        (HEADERS_ONLY, "Đang rà soát."),
        (PHONE, "Đã nắm, mai báo cáo."),
        (SIGNED, "Đã chuyển bộ phận địa chính."),
        (BELOW, "Phường đang làm."),
        ("Ngày mai phường họp, sẽ báo cáo sau.", "Ngày mai phường họp, sẽ báo cáo sau."),
        ("Từ: tuần sau mới có số liệu", "Từ: tuần sau mới có số liệu"),
        ("", ""),
    ],
)
def test_only_what_is_new_is_kept(letter: str, new: str) -> None:
    assert new_text(letter.replace("\n", "\r\n")) == new


def a_letter(text: str = "Đã nhận", **headers: str) -> EmailMessage:
    """Return a letter as a mail program writes it."""
    letter = EmailMessage()
    letter["From"] = "Nguyễn Văn An <An@HuongTra.example>"
    letter["To"] = "tra-loi+41.7.00000000000000000000@huongtra.example"
    letter["Message-ID"] = "<abc@mail.example>"
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    letter.set_content(text)
    return letter


def test_sender_addresses_and_files_are_read() -> None:
    letter = a_letter("Gửi kèm biên bản")
    letter["Cc"] = "Văn phòng <vp@huongtra.example>"
    letter.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="biên bản.pdf")

    read = read_answer(letter.as_bytes())

    assert read.from_address == "an@huongtra.example"
    assert read.to_addresses == ("tra-loi+41.7.00000000000000000000@huongtra.example", "vp@huongtra.example")
    assert (read.text, read.attachments, read.is_automatic) == ("Gửi kèm biên bản", 1, False)
    assert read.message_id == "<abc@mail.example>"


def test_a_letter_in_html_alone_is_read_as_words() -> None:
    letter = a_letter()
    letter.set_content(
        "<style>p {color: red}</style><p>Vướng &amp; chậm</p><div>Sẽ báo cáo <b>thứ Hai</b></div>"
        "<blockquote><p>Ngày 14/06/2021, ông/bà có 1 việc quá hạn</p></blockquote>",
        subtype="html",
    )

    assert read_answer(letter.as_bytes()).text.split("\n\n") == ["Vướng & chậm", "Sẽ báo cáo thứ Hai"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Auto_Submitted", "auto-replied"),
        ("Precedence", "bulk"),
        ("Return_Path", "<>"),
        ("List_Id", "<thong-bao.example>"),
    ],
)
def test_what_a_machine_wrote_is_known(name: str, value: str) -> None:
    assert read_answer(a_letter("Tôi đang nghỉ phép", **{name: value}).as_bytes()).is_automatic


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"From: =?utf-8?q?\r\n\r\nhello",
        b"From: a@b\r\nContent-Type: text/plain; charset=x-unknown\r\n\r\nxin ch\xc3\xa0o",
        b"From: <<<>>>@\r\nTo: ,,,@@\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n--x--",
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!!",
    ],
)
def test_a_broken_letter_yields_less_and_no_error(content: bytes) -> None:
    read = read_answer(content)

    assert isinstance(read.text, str)


def test_a_long_letter_is_shortened_to_a_comment() -> None:
    assert len(read_answer(a_letter("dài " * 3000).as_bytes()).text) == LONGEST_ANSWER_TEXT
