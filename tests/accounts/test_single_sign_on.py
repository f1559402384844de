"""Single sign-on against a real provider over HTTP: the invited alone come in, broken proofs are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit

import pyotp
import pytest
import requests
from flask import Flask
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.support.browser import Browser, Desk
from tests.support.builders import a_unit, an_official
from tests.support.databases import an_app
from tests.support.html import Page, faults
from tests.support.identity_provider import IdentityProvider, identity_provider
from tracker.accounts import accounts as account_accounts, second_factor
from tracker.accounts.models import AccountChange, AccountEvent, ProviderIdentity, SignedInSession
from tracker.accounts.secret_encryption import SecretKeys
from tracker.core.clock import ManualClock
from tracker.database.engine import db
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Role
from tracker.office import people as office_people
from tracker.office.models import Membership, Person
from tracker.office.people import COMMAND_LINE

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ADDRESS = "tuha@huongtra.example"
DOOR, IN, BACK = "/dang-nhap/mot-lan", "/dang-nhap/mot-lan/vao", "/dang-nhap/mot-lan/ve"


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with identity_provider() as found:
        found.person = {"sub": "8841", "email": ADDRESS, "email_verified": True, "roles": ["administrator"]}
        yield found


@pytest.fixture
def desk(database_url: URL, session: Session, clock: ManualClock, provider: IdentityProvider) -> Iterator[Desk]:
    app = an_app(database_url, OIDC=provider.settings())
    app.extensions["clock"] = clock
    yield Desk(app, session)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def person(session: Session) -> int:
    """Somebody who was invited, has an address, and never set a password."""
    actor = an_official(session, Role.WARD_OFFICIAL, a_unit(session), "tuha")
    found = session.get_one(Person, actor.user_id)
    found.email, found.password_hash, found.must_change_password = ADDRESS.upper(), None, True
    session.commit()
    return found.id


def came_back(browser: Browser, start: str = DOOR) -> str:
    """Go to the provider as a browser does; return the address at which one comes back."""
    away = browser.open(start)
    assert away.status_code == 302, away.text
    back = requests.get(away.location, allow_redirects=False, timeout=10).headers["Location"]
    return back[back.index(BACK) :]


def let_in(browser: Browser, start: str = DOOR) -> str:
    """Sign on and press the button; return where one is led to."""
    page = browser.open(came_back(browser, start))
    assert page.status_code == 200
    assert faults(page.text) == []
    action = next(str(form.get("action")) for form in Page(page.text).all("form") if IN in str(form.get("action")))
    return browser.send(action, {"csrf_token": _token(page.text)}).location


def _token(html: str) -> str:
    return next(str(each.get("value")) for each in Page(html).all("input") if each.get("name") == "csrf_token")


def test_an_invited_official_comes_in_to_the_page_that_was_asked_for(desk: Desk, person: int, session: Session) -> None:
    browser = desk.nobody()
    assert "tài khoản của tỉnh" in browser.open("/dang-nhap").text

    assert let_in(browser, f"{DOOR}?tiep=/nhiem-vu") == "/nhiem-vu"

    assert browser.open("/nhiem-vu").status_code == 200
    row = session.query(SignedInSession).one()
    assert (row.person_id, row.single_sign_on, row.second_factor) == (person, True, False)
    assert {post.role for post in session.query(Membership)} == {Role.WARD_OFFICIAL}  # no role from a token
    assert session.query(Person).count() == 1


def test_the_first_sign_on_binds_and_a_successor_with_the_same_address_stays_outside(
    desk: Desk, person: int, session: Session, provider: IdentityProvider
) -> None:
    let_in(desk.nobody())
    provider.person["sub"] = "9000"

    browser = desk.nobody()
    answer = browser.open(came_back(browser))

    assert answer.status_code == 403
    assert "chưa được cấp quyền" in answer.text
    assert session.query(ProviderIdentity).one().subject == "8841"
    changes = [each.change for each in session.query(AccountEvent)]
    assert AccountChange.IDENTITY_BOUND in changes


def test_somebody_bound_comes_in_under_a_new_address(desk: Desk, person: int, provider: IdentityProvider) -> None:
    let_in(desk.nobody())
    provider.person["email"] = "ten-moi@huongtra.example"

    assert let_in(desk.nobody()) == "/"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"email": "nguoi-la@huongtra.example"}, "chưa được cấp quyền"),
        ({"email_verified": False}, "chưa được cấp quyền"),
        ({"email": ""}, "chưa được cấp quyền"),
    ],
)
def test_nobody_is_let_in_who_was_not_invited(
    desk: Desk, person: int, session: Session, provider: IdentityProvider, changed: dict[str, object], why: str
) -> None:
    provider.person |= changed
    browser = desk.nobody()

    answer = browser.open(came_back(browser))

    assert (answer.status_code, why in answer.text) == (403, True)
    assert (session.query(Person).count(), session.query(SignedInSession).count()) == (1, 0)


def test_a_closed_account_stays_closed_and_is_bound_anew_once_it_is_open(
    desk: Desk, person: int, session: Session, clock: ManualClock, provider: IdentityProvider
) -> None:
    let_in(desk.nobody())
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        account_accounts.set_account_active(work, person, active=False)
    browser = desk.nobody()
    assert browser.open(came_back(browser)).status_code == 403

    with unit_of_work(session, COMMAND_LINE, clock) as work:
        account_accounts.set_account_active(work, person, active=True)
    provider.person["sub"] = "9000"

    assert let_in(desk.nobody()) == "/"


@pytest.mark.parametrize(
    ("mood", "status", "why"),
    [
        ("old nonce", 400, "không khớp"),
        ("for another", 400, "không khớp"),
        ("too old", 400, "không khớp"),
        ("other key", 400, "không khớp"),
        ("unsigned", 400, "không khớp"),
        ("said no", 400, "đã dừng đăng nhập chung"),
    ],
)
def test_a_broken_proof_opens_nothing(
    desk: Desk, person: int, session: Session, provider: IdentityProvider, mood: str, status: int, why: str
) -> None:
    provider.mood = mood
    browser = desk.nobody()

    answer = browser.open(came_back(browser))

    assert (answer.status_code, why in answer.text) == (status, True)
    assert session.query(SignedInSession).count() == 0


@pytest.mark.parametrize("mood", ["away", "other issuer"])
def test_a_provider_that_is_away_or_another_is_told_and_the_password_still_opens(
    desk: Desk, person: int, provider: IdentityProvider, mood: str
) -> None:
    provider.mood = mood

    answer = desk.nobody().open(DOOR)

    assert answer.status_code == (503 if mood == "away" else 400)
    assert Page(answer.text).all("input")


def test_an_answer_opens_only_the_browser_that_asked_and_only_once(desk: Desk, person: int) -> None:
    mine, other = desk.nobody(), desk.nobody()
    back = came_back(mine)

    assert other.open(back).status_code == 400  # nothing was begun there
    assert mine.open(back.replace("state=", "state=x")).status_code == 400
    assert mine.open(back).status_code == 400  # what was begun is used up by the try before

    fresh = came_back(mine)
    assert mine.open(fresh).status_code == 200
    assert mine.open(fresh).status_code == 400


def test_nobody_comes_in_by_the_button_alone(desk: Desk, person: int, session: Session) -> None:
    browser = desk.nobody()

    answer = browser.send(IN, {"csrf_token": _token(browser.open("/dang-nhap").text)})

    assert (answer.status_code, session.query(SignedInSession).count()) == (400, 0)


def test_who_has_a_second_factor_here_shows_it_after_the_provider_too(
    desk: Desk, person: int, session: Session, clock: ManualClock
) -> None:
    keys = SecretKeys((desk.app.config["SECRET_KEY"],))
    somebody = office_people.get_person_actor(session, session.get_one(Person, person), clock.now().date())
    with unit_of_work(session, somebody, clock) as work:
        secret = second_factor.decrypt_factor_secret(second_factor.prepare_second_factor(work, keys), keys)
        second_factor.confirm_second_factor(work, pyotp.TOTP(secret).at(clock.now()), keys)
    clock.move_to(clock.now() + dt.timedelta(minutes=2))
    browser = desk.nobody()
    page = browser.open(came_back(browser))
    asked = browser.send(f"{IN}?tiep=/nhiem-vu", {"csrf_token": _token(page.text)})
    assert "Mã xác thực" in asked.text

    answer = browser.send(
        "/dang-nhap/ma?tiep=/nhiem-vu",
        {"csrf_token": _token(asked.text), "code": pyotp.TOTP(secret).at(clock.now()), "kept": ""},
    )

    assert answer.location == "/nhiem-vu"
    row = session.query(SignedInSession).one()
    assert (row.single_sign_on, row.second_factor) == (True, True)


def test_signing_out_offers_to_sign_out_there_too(desk: Desk, person: int, provider: IdentityProvider) -> None:
    browser = desk.nobody()
    let_in(browser)
    out = browser.send("/dang-xuat", {"csrf_token": _token(browser.open("/").text)})

    page = browser.open(out.location)

    assert f"{DOOR}/ra" in page.text
    end = urlsplit(browser.open(f"{DOOR}/ra").location)
    assert (f"{end.scheme}://{end.netloc}{end.path}", "client_id=theo-doi" in end.query) == (
        f"{provider.issuer}/end",
        True,
    )
    assert browser.open("/").status_code == 302


def test_without_a_provider_there_is_no_such_door(app: Flask) -> None:
    client = app.test_client()

    assert [client.get(each).status_code for each in (DOOR, BACK, f"{DOOR}/ra")] == [404, 404, 404]
    assert "mot-lan" not in client.get("/dang-nhap").text
