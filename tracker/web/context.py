"""What every template may ask: where we are, who asks, what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g
from flask_wtf.csrf import generate_csrf

from tracker.extensions import db
from tracker.rules.permissions import Origin, Permission, may, scope
from tracker.services import heartbeats, notices
from tracker.store import installation, units
from tracker.web import clockwork
from tracker.web.addresses import address_of
from tracker.web.session import current_actor, current_person, unit_names
from tracker.wording import ROLE_WORDS
from tracker.wording.levels import levels, levels_of, speak_of
from tracker.wording.sentence import together


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in person as the head of the page shows them."""

    person_id: int
    full_name: str
    unit_name: str
    role_words: str


def init_app(app: Flask) -> None:
    """Give every template its surroundings."""
    app.before_request(lambda: speak_of(lambda: levels_of(_head().place_name, _head().level_above)))
    app.context_processor(_surroundings)
    app.add_template_global(generate_csrf, "csrf_token")
    app.add_template_global(address_of, "url_for")


def can(permission: str, unit_id: int | None = None, origin: Origin | None = None) -> bool:
    """Tell a template whether the actor holds a permission: anywhere, or over something given."""
    wanted = Permission(permission)
    if unit_id is None and origin is None:
        return bool(scope(current_actor(), wanted))
    return may(current_actor(), wanted, unit_id=unit_id, origin=origin)


def _head() -> installation.HeadOfPage:
    """Return what the head of every page asks for, asked for once in a request."""
    if "head" not in g:
        actor = current_actor()
        asked = None if actor.user_id is None else notices.unread_question(actor)
        g.head = installation.head_of_page(db.session(), asked, reader=actor.user_id)
    found: installation.HeadOfPage = g.head
    return found


def _surroundings() -> dict[str, Any]:
    if "without_database" in g:
        return {"place_name": "", "environment": current_app.config["ENVIRONMENT"], "current_actor": None}
    head = _head()
    return {
        "place_name": head.place_name,
        "levels": levels(),
        "worker_is_silent": not heartbeats.is_fresh(head.beat_at, clockwork.now()),
        "worker_heard_at": head.beat_at,
        "environment": current_app.config["ENVIRONMENT"],
        "sign_on_name": (current_app.config.get("OIDC") or {}).get("name", ""),
        "today": clockwork.today(),
        "current_actor": _viewer(),
        "can": can,
        "unread": head.unread,
    }


def _viewer() -> Viewer | None:
    person = current_person()
    if person is None:
        return None
    actor = current_actor()
    known = unit_names()
    others = actor.unit_ids - known.keys()
    known = {**known, **(units.names(db.session()) if others else {})}
    return Viewer(
        person_id=person.id,
        full_name=person.name,
        unit_name=", ".join(known[unit_id] for unit_id in sorted(actor.unit_ids) if unit_id in known),
        role_words=together(ROLE_WORDS[role] for role in sorted(actor.roles)),
    )
