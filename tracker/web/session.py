"""Who is signed in: the one module that knows Flask-Login."""

from __future__ import annotations

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

    def __init__(self, person: Person) -> None:
        self.person = person
        self.id = f"{person.id}.{person.epoch}"


def init_app(app: Flask) -> None:
    """Let every request know who asks; posts are read anew each time, so a change acts at once."""
    login_manager.init_app(app)


@login_manager.user_loader
def _load(session_id: str) -> SignedIn | None:
    number, _, epoch = session_id.partition(".")
    if not (number.isdigit() and epoch.isdigit()):
        return None
    person = db.session.get(Person, int(number))
    if person is None or not person.active or person.epoch != int(epoch):
        return None
    return SignedIn(person)


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
        person = current_person()
        g.actor = NOBODY if person is None else people.actor(db.session(), person, clockwork.today())
    actor: Actor = g.actor
    return actor
