"""A body is limited before it is read, whatever its kind; what is over the limit comes back to nobody."""

from __future__ import annotations

import io
import json

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.support.browser import Desk
from tests.support.builders import a_unit, an_official
from tests.support.html import faults
from tracker.core.clock import SystemClock
from tracker.database.unit_of_work import unit_of_work
from tracker.integrations import tokens
from tracker.integrations.tokens import ApiScope
from tracker.law.permissions import Role
from tracker.web.request import public_view
from tracker.web.responses import OF_FORMS, OF_PROGRAMS, OF_STRANGERS

WORD = b"ABCDEFGH"
KINDS = {
    "application/x-www-form-urlencoded": b"login=",
    "application/json": b"",
    "text/plain": b"",
    "multipart/form-data; boundary=x": b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n',
}


def filled(kind: str, size: int) -> bytes:
    """Return a body of a kind and about a size."""
    end = b"\r\n--x--\r\n" if kind.startswith("multipart") else b""
    return KINDS[kind] + WORD * (size // len(WORD)) + end


@pytest.mark.parametrize("in_pieces", [False, True])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if "form" in kind])
def test_a_stranger_sends_a_few_lines_and_no_more(kind: str, in_pieces: bool, desk: Desk, session: Session) -> None:
    an_official(session, Role.OFFICE, a_unit(session))
    session.commit()
    client, data = desk.nobody().client, filled(kind, OF_STRANGERS + 1)
    given = {"input_stream": io.BytesIO(data), "environ_overrides": {"wsgi.input_terminated": True}}
    how = given if in_pieces else {"data": data}
    answer = client.post("/dang-nhap", content_type=kind, **how)

    assert (answer.status_code, faults(answer.text)) == (413, [])
    assert WORD.decode() not in answer.text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("address", ["/dang-nhap", "/quen-mat-khau", "/nhiem-vu/1/trao-doi"])
def test_no_page_gives_back_what_is_too_large(kind: str, address: str, desk: Desk, session: Session) -> None:
    browser = desk.seat(an_official(session, Role.OFFICE, a_unit(session)))
    size = OF_FORMS + 100_000
    session.rollback()
    answer = browser.client.post(address, data=filled(kind, size), content_type=kind)

    assert answer.status_code < 500
    assert len(answer.data) < OF_STRANGERS and WORD.decode() not in answer.text


def test_who_signed_in_sends_a_long_form(desk: Desk, session: Session) -> None:
    browser = desk.seat(an_official(session, Role.OFFICE, a_unit(session)))
    kind = "application/x-www-form-urlencoded"
    session.rollback()

    assert browser.client.post("/dang-nhap", data=filled(kind, OF_FORMS // 4), content_type=kind).status_code != 413


@pytest.mark.parametrize("opening", [b"[", b'{"note":' + b"[", b'{"a":'])
def test_brackets_without_end_are_a_wrong_body_and_no_fault(
    opening: bytes, app: Flask, desk: Desk, session: Session
) -> None:
    actor = an_official(session, Role.WARD_OFFICIAL, a_unit(session))
    with unit_of_work(session, actor, SystemClock()) as work:
        token = tokens.create_api_token(work, name="trial", scopes=set(ApiScope), days=30)
    session.rollback()

    def send(data: bytes) -> int:
        sent = {"Authorization": f"Bearer {token}", "If-Match": '"1"'}
        address = "/api/v1/tasks/14/progress"
        answer = desk.nobody().client.post(address, data=data, headers=sent, content_type="application/json")
        return answer.status_code

    assert send(opening + b"[" * 100_000) == 400
    assert send(opening * 20_000) == 400
    assert send(b"[" + b" " * OF_PROGRAMS) in (400, 413)


def test_what_a_form_carries_may_be_nested_too_deeply(desk: Desk, session: Session) -> None:
    an_official(session, Role.OFFICE, a_unit(session))
    session.commit()
    browser = desk.nobody()
    answer = browser.fill_in("/dang-nhap", login="a", password="b", kept="[" * 50_000)

    assert answer.status_code in (401, 422)


def test_what_is_nested_too_deeply_anywhere_is_a_wrong_request(app: Flask, desk: Desk) -> None:
    @public_view
    def too_deep() -> str:
        return str(json.loads("[" * 100_000))

    view = app.view_functions["status.alive"]
    app.view_functions["status.alive"] = too_deep
    try:
        answer = desk.nobody().client.get("/healthz")
    finally:
        app.view_functions["status.alive"] = view

    assert (answer.status_code, faults(answer.text)) == (400, [])
