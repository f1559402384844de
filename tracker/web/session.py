"""Who is signed in: the one module that knows Flask-Login.

The browser's cookie holds a random token and when it was last seen; everything else is a row, so that a session ends
for whoever has a copy of the cookie too.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from itsdangerous import BadSignature, URLSafeSerializer

from tracker.extensions import db
from tracker.rules.permissions import Actor
from tracker.rules.proving import is_over
from tracker.rules.text import tidy
from tracker.services.secret_encryption import SecretKeys, secret_keys_of
from tracker.services.sessions import hash_of
from tracker.store import people
from tracker.web import clockwork

if TYPE_CHECKING:
    from tracker.models.account import SignedInSession
    from tracker.models.person import Person

NOBODY = Actor(None, "")
SEEN = "seen"
DEVICE = "thiet-bi"
DEVICE_KEPT = dt.timedelta(days=180)
SEEN_AGAIN = dt.timedelta(seconds=60)
"""How often the cookie notes anew that its browser is in use."""

login_manager = LoginManager()
login_manager.session_protection = None  # address and browser change on phones; the row revokes


class SignedIn(UserMixin):
    """A signed-in person as Flask-Login wants it, with the row of this browser's session."""

    def __init__(self, found: people.SignedIn, token: str) -> None:
        self.person, self.row, self.found = found.person, found.row, found
        self.id = token

    def acting(self, day: dt.date) -> Actor:
        """Return this person as an actor, with the posts held on a civil day."""
        return people.acting(db.session(), self.found, day)

    @property
    def unit_names(self) -> Mapping[int, str]:
        """The names of the units in which this person holds a post of their own."""
        return self.found.unit_names


def init_app(app: Flask) -> None:
    """Let every request know who asks; posts are read anew each time, so a change acts at once."""
    login_manager.init_app(app, add_context_processor=False)  # templates know `current_actor` alone
    app.after_request(_note_seen)


@login_manager.user_loader
def _load(token: str) -> SignedIn | None:
    found = people.signed_in(db.session(), hash_of(token), clockwork.today())
    if found is None:
        return None
    seen_at = _seen_at()
    over = seen_at is None or is_over(began_at=found.row.began_at, seen_at=seen_at, now=clockwork.real())
    if over or not found.person.active or found.person.epoch != found.row.epoch:
        return None
    return SignedIn(found, token)


def _seen_at() -> dt.datetime | None:
    seen = session.get(SEEN)
    return dt.datetime.fromtimestamp(seen, dt.UTC) if isinstance(seen, int) else None


def _note_seen(response: Response) -> Response:
    """Note in the cookie, signed, that the browser is in use: no row is written for looking at a page."""
    if "_login_user" not in g:
        return response  # nobody asked who this is: a style sheet, a sign of life
    seen_at = _seen_at()
    if is_signed_in() and (seen_at is None or abs(clockwork.real() - seen_at) > SEEN_AGAIN):
        session[SEEN] = int(clockwork.real().timestamp())
    return response


def sign_in(person: Person, token: str) -> None:
    """Give this browser the token of a session that has begun; the old cookie's content is dropped."""
    session.clear()
    session[SEEN] = int(clockwork.real().timestamp())
    found = people.signed_in(db.session(), hash_of(token), clockwork.today())
    assert found is not None  # begun a moment ago
    login_user(SignedIn(found, token))
    g.pop("actor", None)
    g.pop("csrf_token", None)  # made for the old cookie, when this very answer holds a form


def sign_out() -> str | None:
    """Let the browser forget its session; return the token, so that the row can be ended too."""
    token = current_user.id if is_signed_in() else None
    logout_user()
    session.clear()
    return token


def is_signed_in() -> bool:
    """Tell whether somebody is signed in."""
    return bool(current_user.is_authenticated)


def current_person() -> Person | None:
    """Return the person signed in."""
    return current_user.person if is_signed_in() else None


def current_row() -> SignedInSession | None:
    """Return the row of this browser's session."""
    return current_user.row if is_signed_in() else None


def current_actor() -> Actor:
    """Return who acts in this request, with the posts held today."""
    if "actor" not in g:
        g.actor = _actor()
    actor: Actor = g.actor
    return actor


def unit_names() -> Mapping[int, str]:
    """Return the names of the units in which the person signed in holds a post of their own."""
    return current_user.unit_names if is_signed_in() else {}


def act_as(actor: Actor) -> None:
    """Let this request act for somebody who proved it otherwise than by a session: a program with a token."""
    g.actor = actor


def known_device(person_login: str) -> str:
    """Return the name of this browser when somebody of this name has signed in here before, else nothing."""
    person_login = tidy(person_login).lower()
    try:
        kept = _device_signer().loads(request.cookies.get(DEVICE, ""))
    except BadSignature:
        return ""
    return str(kept["name"]) if person_login in kept["people"] else ""


def own_device() -> str:
    """Return the name under which tries of the person signed in count: strangers do not slow this session."""
    row = current_row()
    return "" if row is None else f"session{row.id}"


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


def _actor() -> Actor:
    if not is_signed_in():
        return NOBODY
    actor: Actor = current_user.acting(clockwork.today())
    return actor
