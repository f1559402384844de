"""Being signed in, over many hands: a session ends at once for every copy of its cookie, and nothing typed is lost."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from email import message_from_bytes, policy

import pyotp
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.support.browser import Browser, Desk, filled_in
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.html import Page, faults
from tests.support.mornings import a_round
from tracker.accounts import accounts as account_accounts, passwords, second_factor
from tracker.accounts.models import SecondFactor, SignedInSession
from tracker.accounts.secret_encryption import secret_keys_of
from tracker.core.clock import ManualClock
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.permissions import Role
from tracker.mail.transport import MemoryTransport
from tracker.office.models import Person, Unit
from tracker.office.people import COMMAND_LINE

ON_ONE_KIND = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What has nothing to do with the kind of database is tried on one; both are tried by `make deep`."""

PASSWORD = "hoa-sen-ben-ho-2021"
TODAY = dt.date(2021, 11, 10)


def somebody(session: Session, role: Role, unit: Unit | None, login: str) -> int:
    """Return the number of a person who signs in with `PASSWORD`."""
    actor = an_official(session, role, unit, login)
    session.get_one(Person, actor.user_id).password_hash = passwords.hash_password(PASSWORD)
    session.commit()
    assert actor.user_id is not None
    return actor.user_id


@pytest.fixture
def ward(session: Session) -> Unit:
    return a_unit(session)


@pytest.fixture
def person(session: Session, ward: Unit) -> int:
    return somebody(session, Role.WARD_OFFICIAL, ward, "tuha")


def signed_in(desk: Desk, login: str = "tuha") -> Browser:
    """Return a browser in which somebody typed name and password."""
    browser = desk.nobody()
    assert browser.fill_in("/dang-nhap", login=login, password=PASSWORD).status_code == 302
    return browser


def is_in(browser: Browser) -> bool:
    """Tell whether a browser is let in."""
    return browser.open("/").status_code == 200


def by_service(verb: Callable[[UnitOfWork, int], object]) -> Callable[[Desk, Browser, int, ManualClock], None]:
    """Return an ending that somebody else brings about."""

    def carry_out(desk: Desk, browser: Browser, number: int, clock: ManualClock) -> None:
        with unit_of_work(desk.session, COMMAND_LINE, clock) as work:
            verb(work, number)

    return carry_out


def _post(address: str, **typed: str) -> Callable[[Desk, Browser, int, ManualClock], None]:
    def carry_out(desk: Desk, browser: Browser, number: int, clock: ManualClock) -> None:
        browser.send(address, browser.form("/dang-xuat") | browser.form(address) | typed)

    return carry_out


def _sign_out(desk: Desk, browser: Browser, number: int, clock: ManualClock) -> None:
    fields = filled_in(browser.open("/").text, "/dang-xuat")
    browser.send("/dang-xuat", fields)


def _from_the_list(desk: Desk, browser: Browser, number: int, clock: ManualClock) -> None:
    row = desk.session.query(SignedInSession).filter_by(person_id=number).order_by(SignedInSession.id).first()
    other = signed_in(desk)
    assert row is not None
    action = f"/tai-khoan/phien/{row.id}/ket-thuc"
    other.send(action, filled_in(other.open("/tai-khoan").text, action))
    assert is_in(other)


def _all_others(desk: Desk, browser: Browser, number: int, clock: ManualClock) -> None:
    other = signed_in(desk)
    action = "/tai-khoan/phien/ket-thuc-het"
    other.send(action, filled_in(other.open("/tai-khoan").text, action))
    assert is_in(other)


ENDINGS: dict[str, Callable[[Desk, Browser, int, ManualClock], None]] = {
    "signing out": _sign_out,
    "a new password": _post("/doi-mat-khau", present=PASSWORD, password="mot-cau-that-dai", again="mot-cau-that-dai"),
    "a reset": by_service(
        lambda work, number: account_accounts.reset_account_password(work, number, "mot-cau-khac-dai")
    ),
    "a closed account": by_service(
        lambda work, number: account_accounts.set_account_active(work, number, active=False)
    ),
    "another role": by_service(
        lambda work, number: account_accounts.add_post(work, number, role=Role.AUDITOR, unit_id=None)
    ),
    "the list of sessions": _from_the_list,
    "ending all others": _all_others,
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_copy_of_the_cookie_is_worth_nothing_afterwards(
    ending: str, desk: Desk, session: Session, person: int, clock: ManualClock
) -> None:
    browser, thief = signed_in(desk), desk.nobody()
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    thief.client.set_cookie("session", cookie.value)
    assert is_in(thief)

    ENDINGS[ending](desk, browser, person, clock)

    assert not is_in(thief)
    assert thief.open("/").headers["Location"].startswith("/dang-nhap")


@ON_ONE_KIND
def test_an_hour_of_silence_and_half_a_day_of_work_end_a_session(app: Flask, desk: Desk, person: int) -> None:
    watch = ManualClock(dt.datetime(2026, 11, 10, 1, tzinfo=dt.UTC))
    app.extensions["machine_clock"] = watch
    busy, silent = signed_in(desk), signed_in(desk)
    let_in = []
    for _ in range(13 * 2):
        watch.move_to(watch.instant + dt.timedelta(minutes=30))
        let_in.append(is_in(busy))

    assert let_in == [True] * 24 + [False] * 2
    assert not is_in(silent)


def test_signing_in_gives_a_new_session(desk: Desk, person: int) -> None:
    browser = desk.nobody()
    browser.open("/dang-nhap")
    before = browser.client.get_cookie("session")
    browser.fill_in("/dang-nhap", login="tuha", password=PASSWORD)
    after = browser.client.get_cookie("session")

    assert before is not None and after is not None and before.value != after.value


def test_what_was_typed_all_day_is_sent_on_after_signing_in_again(
    app: Flask, desk: Desk, session: Session, ward: Unit, person: int
) -> None:
    watch = ManualClock(dt.datetime(2026, 11, 10, 1, tzinfo=dt.UTC))
    app.extensions["machine_clock"] = watch
    [assignment] = a_directive(session, ward, due_on=dt.date(2021, 12, 15))
    address, words = f"/nhiem-vu/{assignment.id}/trao-doi", "Đã rà soát 12 thủ tục, còn 3 “chờ” <ký>"
    browser = signed_in(desk)
    fields = filled_in(browser.open(address).text, address)
    watch.move_to(watch.instant + dt.timedelta(hours=9))

    door = browser.send(address, fields | {"text": words})
    entered = browser.send(
        "/dang-nhap?tiep=" + address,
        filled_in(door.text, f"/dang-nhap?tiep={address}") | {"login": "tuha", "password": PASSWORD},
    )
    sent = browser.send(address, filled_in(entered.text, address))

    assert (door.status_code, faults(door.text)) == (401, [])
    assert (entered.status_code, faults(entered.text)) == (200, [])
    assert words in Page(entered.text).text("main")
    assert sent.status_code == 302
    assert words in Page(browser.open(f"/nhiem-vu/{assignment.id}").text).text("main")


def test_what_another_site_sends_is_not_carried_through_the_door(
    app: Flask, desk: Desk, session: Session, ward: Unit, person: int
) -> None:
    answer = desk.nobody().send("/nhiem-vu/1/trao-doi", {"text": "from elsewhere", "csrf_token": "invented"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/dang-nhap"


def test_whoever_decides_for_all_sets_up_a_second_factor_first(
    app: Flask, desk: Desk, session: Session, ward: Unit
) -> None:
    app.config["SECOND_FACTOR_REQUIRED"] = True
    somebody(session, Role.LEADER, ward, "chutich")
    browser = signed_in(desk, "chutich")

    assert browser.open("/").headers["Location"] == "/tai-khoan/xac-thuc-hai-lop"
    page = browser.open("/tai-khoan/xac-thuc-hai-lop")
    begin = "/tai-khoan/xac-thuc-hai-lop/bat-dau"
    browser.send(begin, filled_in(page.text, begin))
    secret = second_factor.decrypt_factor_secret(session.query(SecondFactor).one(), secret_keys_of(desk.app.config))
    session.rollback()
    page = browser.open("/tai-khoan/xac-thuc-hai-lop")
    assert faults(page.text) == [] and secret in page.text
    picture = browser.open("/tai-khoan/xac-thuc-hai-lop/hinh.svg")
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    now = app.extensions["clock"].now()
    codes = browser.fill_in("/tai-khoan/xac-thuc-hai-lop", code=pyotp.TOTP(secret).at(now))
    paper = re.findall(r"<code>([0-9a-f-]{17})</code>", codes.text)
    assert (len(paper), faults(codes.text), is_in(browser)) == (10, [], True)

    elsewhere = desk.nobody()
    asked = elsewhere.fill_in("/dang-nhap", login="chutich", password=PASSWORD)
    assert (asked.status_code, faults(asked.text), is_in(elsewhere)) == (200, [], False)
    wrong = elsewhere.fill_in("/dang-nhap/ma", code="000000")
    assert (wrong.status_code, faults(wrong.text), is_in(elsewhere)) == (422, [], False)
    assert elsewhere.fill_in("/dang-nhap/ma", code=paper[0]).status_code == 302
    assert is_in(elsewhere)


def test_a_ward_official_needs_no_second_factor(app: Flask, desk: Desk, person: int) -> None:
    app.config["SECOND_FACTOR_REQUIRED"] = True

    assert is_in(signed_in(desk))


@ON_ONE_KIND
def test_changing_others_accounts_asks_for_the_password_when_it_was_typed_long_ago(
    app: Flask, desk: Desk, session: Session, person: int
) -> None:
    watch = ManualClock(dt.datetime(2026, 11, 10, 1, tzinfo=dt.UTC))
    app.extensions["machine_clock"] = watch
    somebody(session, Role.ADMINISTRATOR, None, "quantri")
    browser = signed_in(desk, "quantri")
    address = f"/nguoi-dung/{person}/khoa"
    watch.move_to(watch.instant + dt.timedelta(minutes=16))
    fields = filled_in(browser.open(f"/nguoi-dung/{person}").text, address) | {"reason": "nghỉ hưu"}

    asked = browser.send(address, fields)
    prove = f"/xac-nhan-mat-khau?tiep={address}"
    wrong = browser.send(prove, filled_in(asked.text, prove) | {"password": "sai-mat-khau-roi"})
    proved = browser.send(prove, filled_in(wrong.text, prove) | {"password": PASSWORD})
    done = browser.send(address, filled_in(proved.text, address))

    assert (asked.status_code, wrong.status_code, proved.status_code) == (401, 422, 200)
    assert faults(asked.text) == faults(wrong.text) == faults(proved.text) == []
    assert done.status_code == 302
    assert session.get_one(Person, person).active is False


@ON_ONE_KIND
def test_an_administrator_hands_out_a_link_and_the_account_tells_so(desk: Desk, session: Session, person: int) -> None:
    somebody(session, Role.ADMINISTRATOR, None, "quantri")
    browser = signed_in(desk, "quantri")
    address = f"/nguoi-dung/{person}/duong-dan"

    page = browser.send(address, filled_in(browser.open(f"/nguoi-dung/{person}").text, address))
    [link] = re.findall(r"(/dat-mat-khau/[\w-]+)", page.text)
    newcomer = desk.nobody()
    new = "mot-cau-that-dai-khac"
    assert faults(page.text) == faults(newcomer.open(link).text) == []
    assert newcomer.fill_in(link, password=new, again=new).headers["Location"] == "/dang-nhap"

    assert newcomer.open(link).status_code == 404
    assert newcomer.fill_in("/dang-nhap", login="tuha", password=new).headers["Location"] == "/"
    own = newcomer.open("/tai-khoan")
    assert faults(own.text) == []
    assert "Tạo đường dẫn đặt mật khẩu" in own.text and "Đặt mật khẩu bằng đường dẫn" in own.text


def test_a_forgotten_password_comes_back_by_mail_and_a_stranger_learns_nothing(
    desk: Desk, session: Session, person: int, clock: ManualClock
) -> None:
    the_calendar_of(session, 2021)
    answers = [desk.nobody().fill_in("/quen-mat-khau", login=login) for login in ("tuha", "khong-co")]
    post = MemoryTransport()
    a_round(session, post, TODAY, 9, 0)

    [(one, other)] = [[(answer.status_code, answer.headers["Location"], answer.text) for answer in answers]]
    [envelope] = post.sent
    body = message_from_bytes(envelope.content, policy=policy.default).get_body(("plain",))
    assert body is not None
    [link] = re.findall(r"/dat-mat-khau/[\w-]+", body.get_content())
    assert one == other
    assert desk.nobody().open(link).status_code == 200
