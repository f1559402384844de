"""The session of a browser, the one module that knows Flask-Login: the cookie holds a token, all else is a row."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from itsdangerous import BadSignature, URLSafeSerializer

from tracker.accounts import queries
from tracker.accounts.rules import is_session_over
from tracker.accounts.secret_encryption import SecretKeys, secret_keys_of
from tracker.accounts.sessions import hash_session_token
from tracker.core.text import normalise_text
from tracker.database.engine import db
from tracker.law.permissions import Actor
from tracker.web import request as web_request
from tracker.web.request import SEEN, is_signed_in

if TYPE_CHECKING:
    from tracker.office.models import Person


DEVICE = "thiet-bi"
DEVICE_KEPT = dt.timedelta(days=180)
SEEN_AGAIN = dt.timedelta(seconds=60)

login_manager = LoginManager()
login_manager.session_protection = None  # address and browser change on phones; the row revokes


class LoginUser(UserMixin):
    """A signed-in person as Flask-Login wants it, with the row of this browser's session."""

    def __init__(self, found: queries.OpenSession, token: str) -> None:
        self.person, self.row, self.found = found.person, found.row, found
        self.id = token

    def acting(self, day: dt.date) -> Actor:
        """Return this person as an actor, with the posts held on a civil day."""
        return queries.get_session_actor(db.session(), self.found, day)

    @property
    def unit_names(self) -> Mapping[int, str]:
        """The names of the units in which this person holds a post of their own."""
        return self.found.unit_names


def init_browser_session(app: Flask) -> None:
    """Let every request know who asks; posts are read anew each time, so a change acts at once."""
    login_manager.init_app(app, add_context_processor=False)  # templates know `current_actor` alone
    app.after_request(_note_seen)


@login_manager.user_loader
def _load(token: str) -> LoginUser | None:
    found = queries.get_open_session(db.session(), hash_session_token(token), web_request.get_request_day())
    if found is None:
        return None
    seen_at = _seen_at()
    over = seen_at is None or is_session_over(
        began_at=found.row.began_at, seen_at=seen_at, now=web_request.get_machine_instant()
    )
    if over or not found.person.active or found.person.epoch != found.row.epoch:
        return None
    return LoginUser(found, token)


def _seen_at() -> dt.datetime | None:
    seen = session.get(SEEN)
    return dt.datetime.fromtimestamp(seen, dt.UTC) if isinstance(seen, int) else None


def _note_seen(response: Response) -> Response:
    """Note in the cookie, signed, that the browser is in use: no row is written for looking at a page."""
    if "_login_user" not in g:
        return response  # nobody asked who this is: a style sheet, a heartbeat
    seen_at = _seen_at()
    if is_signed_in() and (seen_at is None or abs(web_request.get_machine_instant() - seen_at) > SEEN_AGAIN):
        session[SEEN] = int(web_request.get_machine_instant().timestamp())
    return response


def sign_in_person(person: Person, token: str) -> None:
    """Give this browser the token of a session that has begun; the old cookie's content is dropped."""
    session.clear()
    session[SEEN] = int(web_request.get_machine_instant().timestamp())
    found = queries.get_open_session(db.session(), hash_session_token(token), web_request.get_request_day())
    assert found is not None  # begun a moment ago
    login_user(LoginUser(found, token))
    g.pop("actor", None)
    g.pop("csrf_token", None)  # made for the old cookie, when this very answer holds a form


def sign_out_person() -> str | None:
    """Let the browser forget its session; return the token, so that the row can be ended too."""
    token = current_user.id if is_signed_in() else None
    logout_user()
    session.clear()
    return token


def known_device(person_login: str) -> str:
    """Return the name of this browser when somebody of this name has signed in here before, else nothing."""
    person_login = normalise_text(person_login).lower()
    try:
        kept = _device_signer().loads(request.cookies.get(DEVICE, ""))
    except BadSignature:
        return ""
    return str(kept["name"]) if person_login in kept["people"] else ""


def remember_device(response: Response, login: str) -> Response:
    """Let this browser be known the next time somebody of this name signs in."""
    try:
        kept = _device_signer().loads(request.cookies.get(DEVICE, ""))
    except BadSignature:
        kept = {"name": secrets.token_hex(8), "people": []}
    kept["people"] = sorted({*kept["people"], login})[:8]
    response.set_cookie(
        DEVICE,
        str(_device_signer().dumps(kept)),
        max_age=int(DEVICE_KEPT.total_seconds()),
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return response


def secret_keys() -> SecretKeys:
    """Return the keys that encrypt secrets in the database: the present one, then former ones."""
    return secret_keys_of(current_app.config)


def _device_signer() -> URLSafeSerializer:
    """Return what signs the name of a browser; former keys are read, the present one, the last, signs."""
    return URLSafeSerializer(list(reversed(secret_keys().keys)), salt="device")
