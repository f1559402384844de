"""Who is signed in: the one module that knows Flask-Login."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from tracker.extensions import db
from tracker.models.person import Person
from tracker.rules.permissions import Actor
from tracker.store import people
from tracker.web import clockwork

NOBODY = Actor(None, "")
login_manager = LoginManager()
login_manager.session_protection = None  # address and browser change on phones; the epoch revokes


class SignedIn(UserMixin):
    """A signed-in person as Flask-Login wants it; the id carries the epoch, so that ending it ends the session."""

    def __init__(self, person: Person, found: people.SignedIn | None = None) -> None:
        self.person = person
        self.found = found
        self.id = f"{person.id}.{person.epoch}"


def init_app(app: Flask) -> None:
    """Let every request know who asks; posts are read anew each time, so a change acts at once."""
    login_manager.init_app(app)


@login_manager.user_loader
def _load(session_id: str) -> SignedIn | None:
    number, _, epoch = session_id.partition(".")
    if not (number.isdigit() and epoch.isdigit()):
        return None
    found = people.signed_in(db.session(), int(number), clockwork.today())
    if found is None or not found.person.active or found.person.epoch != int(epoch):
        return None
    return SignedIn(found.person, found)


def sign_in(person: Person) -> None:
    """Start a session for a person whose password was right; the old session's content is dropped."""
    session.clear()
    login_user(SignedIn(person))


def sign_out() -> None:
    """End this session."""
    logout_user()
    session.clear()


def is_signed_in() -> bool:
    """Tell whether somebody is signed in."""
    return bool(current_user.is_authenticated)


def current_person() -> Person | None:
    """Return the person signed in."""
    return current_user.person if is_signed_in() else None


def current_actor() -> Actor:
    """Return who acts in this request, with the posts held today."""
    if "actor" not in g:
        g.actor = _actor()
    actor: Actor = g.actor
    return actor


def unit_names() -> Mapping[int, str]:
    """Return the names of the units in which the person signed in holds a post of their own."""
    found: people.SignedIn | None = current_user.found if is_signed_in() else None
    return {} if found is None else found.unit_names


def _actor() -> Actor:
    person = current_person()
    if person is None:
        return NOBODY
    found: people.SignedIn | None = current_user.found
    if found is None:  # just signed in: the session has no row of its own yet
        return people.actor(db.session(), person, clockwork.today())
    return people.acting(db.session(), found, clockwork.today())
