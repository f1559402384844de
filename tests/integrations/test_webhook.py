"""A signed message reaches only an address that was listed, and what answers it cannot do harm."""

from __future__ import annotations

import hashlib
import hmac
import socket

import pytest

from tests.support.mailserver import closed_server, silent_server
from tests.support.receiver import receiver
from tracker.integrations import webhook
from tracker.integrations.webhook import AddressPolicy, ForbiddenAddressError
from tracker.mail.outbox import Failure

HERE = AddressPolicy.parse(["127.0.0.0/8"])
BODY = b'{"task": 41}'


def test_the_receiver_can_prove_who_wrote_and_when() -> None:
    secret = webhook.derive_webhook_secret("house key", "salt")
    with receiver() as program:
        answer = webhook.post_webhook(
            program.address, webhook.build_webhook_headers("k1", secret, 1623628800, BODY), BODY, HERE
        )

    [(path, headers, content)] = program.came
    proof = hmac.new(secret.encode(), b"1623628800." + content, hashlib.sha256).hexdigest()
    assert (answer.failure, answer.code, answer.words) == (None, 200, "ok")
    assert (path, content) == ("/nhan-tin", BODY)
    assert headers["X-Signature"] == f"sha256={proof}"
    assert (headers["X-Timestamp"], headers["X-Message-Id"]) == ("1623628800", "k1")
    assert webhook.sign_webhook(secret, 1623628801, BODY) != headers["X-Signature"], (
        "an old message cannot be sent anew"
    )


def test_a_redirect_is_not_followed() -> None:
    with receiver() as other, receiver() as program:
        program.code, program.headers = 302, {"Location": other.address}
        answer = webhook.post_webhook(program.address, {}, BODY, HERE)

    assert (answer.failure, answer.code) == (Failure.TEMPORARY, 302)
    assert other.came == []


def test_of_a_long_answer_only_the_head_is_read() -> None:
    with receiver() as program:
        program.code, program.body = 500, b"x" * 1_000_000
        answer = webhook.post_webhook(program.address, {}, BODY, HERE)

    assert (answer.failure, answer.code, len(answer.words)) == (Failure.TEMPORARY, 500, webhook.ANSWER_KEPT)


@pytest.mark.parametrize("listed", [[], ["10.0.0.0/8"], ["van-ban.huongtra.gov.vn"], ["127.0.0.1/32"]])
def test_only_a_listed_network_leads_to_this_machine(listed: list[str]) -> None:
    with receiver() as program:
        answer = webhook.post_webhook(program.address, {}, BODY, AddressPolicy.parse(listed))

    is_open = listed == ["127.0.0.1/32"]
    assert (answer.failure is None) is is_open
    assert len(program.came) == is_open


@pytest.mark.parametrize("ip", ["127.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "0.0.0.0", "224.0.0.1"])
def test_a_listed_name_that_leads_to_this_machine_is_not_called(monkeypatch: pytest.MonkeyPatch, ip: str) -> None:
    def lookup(host: str, port: int, **rest: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)

    with pytest.raises(ForbiddenAddressError):
        AddressPolicy.parse(["van-ban.huongtra.gov.vn"]).target("http://van-ban.huongtra.gov.vn/")


@pytest.mark.parametrize(
    "address",
    ["ftp://10.1.2.3/", "file:///etc/passwd", "http://a:b@10.1.2.3/", "http:///", "http://10.1.2.3:99999/", "x",
     "http://10.1.2.3/\r\nX: y"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ForbiddenAddressError):
        AddressPolicy.parse(["10.0.0.0/8"]).check(address)


def test_nobody_there_and_nobody_answering_are_failures_and_not_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "WEBHOOK_TIMEOUT_SECONDS", 0.2)
    closed = closed_server().replace("smtp", "http")
    with silent_server() as silent:
        answers = [webhook.post_webhook(each.replace("smtp", "http"), {}, BODY, HERE) for each in (closed, silent)]

    assert [answer.failure for answer in answers] == [Failure.TEMPORARY] * 2
    assert [answer.code for answer in answers] == [None] * 2


def test_a_gateway_gets_a_number_and_a_link() -> None:
    with receiver() as program:
        answer = webhook.send_gateway_message(
            f"json://127.0.0.1:{program.port}/", "Có 3 việc cần xử lý", "https://theo-doi.example/nhiem-vu"
        )

    assert answer.failure is None
    assert b"C\\u00f3 3 vi\\u1ec7c" in program.came[0][2] or "Có 3 việc" in program.came[0][2].decode()


def test_without_the_package_a_gateway_fails_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "PACKAGE", "apprise_not_there")

    answer = webhook.send_gateway_message("json://127.0.0.1/", "Có 1 việc cần xử lý", "")

    assert (answer.failure, answer.words) == (Failure.TEMPORARY, "apprise is not installed")
