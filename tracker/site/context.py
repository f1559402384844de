"""What every template may ask: where we are, who asks, what they may do.

Numbers, dates, rates and tags as Vietnamese readers expect them, for every template.

The headers of every answer, errors and files included: nothing inline, nothing from elsewhere.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from flask import Flask, Response, current_app, g, request
from flask.templating import Environment
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from tracker.core.formats import (
    days_at_completion,
    days_left,
    iso_date,
    vn_date,
    vn_datetime,
    vn_number,
    vn_rate,
    vn_size,
)
from tracker.core.i18n import embed_message, get_spoken_levels, join_messages, levels_of, set_spoken_levels
from tracker.core.labels import ROLE_WORDS
from tracker.database.base import fetch_rows
from tracker.database.engine import db
from tracker.figures.views.breakdown import bar_rows, rate_rows
from tracker.law.permissions import Origin, Permission, get_permission_scope, has_permission
from tracker.office import units
from tracker.office.installation import LEVEL_ABOVE_FACT, PLACE_NAME
from tracker.office.models import InstallationFact
from tracker.reminders import heartbeat
from tracker.reminders.heartbeat import SCHEDULER_HEARTBEAT
from tracker.reminders.labels import REMINDER_WORDS
from tracker.reminders.models import Heartbeat
from tracker.reminders.views import letter_badge
from tracker.reports.paper.model import split_at_placeholders
from tracker.tasks import notices as task_notices
from tracker.web import request as web_request
from tracker.web.badges import state_badge, timing_badge, timing_mark, timing_tone
from tracker.web.request import current_actor, current_person, unit_names
from tracker.web.responses import build_page_address


class FlatGlobalsEnvironment(Environment):
    """Jinja's environment of the application."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the global names of one template in one plain dictionary, as they are when it is loaded.

        Jinja would chain two, and compare all their names whenever one template imports from another: with ten
        imports to a page that was a tenth of its time. Everything is global here before the first page.
        """
        return {**self.globals, **(d or {})}


class HeadOfPage(NamedTuple):
    """What the head of every page says: the authority's name, the kind of the one above, the scheduler's beat."""

    place_name: str
    level_above: str | None
    beat_at: dt.datetime | None
    unread: int


def get_page_head(session: Session, unread: Select[int] | None = None, *, reader: int | None = None) -> HeadOfPage:
    """Return what the head of every page says, in one statement; `unread` counts what `reader` has not read."""
    row = fetch_rows(session, _page_head(unread), {"reader": reader} if unread is not None else {}).one()
    return HeadOfPage(row.place or "", row.above, row.beat_at, row.unread or 0)


@lru_cache(maxsize=256)
def _page_head(unread: Select[int] | None) -> Select[Any]:
    name = select(InstallationFact.value).where(InstallationFact.name == PLACE_NAME).scalar_subquery()
    above = select(InstallationFact.value).where(InstallationFact.name == LEVEL_ABOVE_FACT).scalar_subquery()
    beat = select(Heartbeat.beat_at).where(Heartbeat.name == SCHEDULER_HEARTBEAT).scalar_subquery()
    count = literal(0) if unread is None else unread.scalar_subquery()
    return select(name.label("place"), above.label("above"), beat.label("beat_at"), count.label("unread"))


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in person as the head of the page shows them."""

    person_id: int
    full_name: str
    unit_name: str
    role_words: str


def init_template_context(app: Flask) -> None:
    """Give every template its surroundings."""
    app.before_request(lambda: set_spoken_levels(lambda: levels_of(_head().place_name, _head().level_above)))
    app.context_processor(_surroundings)
    app.add_template_global(generate_csrf, "csrf_token")
    app.add_template_global(build_page_address, "url_for")


def actor_has_permission(permission: str, unit_id: int | None = None, origin: Origin | None = None) -> bool:
    """Tell a template whether the actor holds a permission: anywhere, or over something given."""
    wanted = Permission(permission)
    if unit_id is None and origin is None:
        return bool(get_permission_scope(current_actor(), wanted))
    return has_permission(current_actor(), wanted, unit_id=unit_id, origin=origin)


def _head() -> HeadOfPage:
    """Return what the head of every page asks for, asked for once in a request."""
    if "head" not in g:
        actor = current_actor()
        asked = None if actor.user_id is None else task_notices.own_unread_query(actor)
        g.head = get_page_head(db.session(), asked, reader=actor.user_id)
    found: HeadOfPage = g.head
    return found


def _surroundings() -> dict[str, Any]:
    if "without_database" in g:
        return {"place_name": "", "environment": current_app.config["ENVIRONMENT"], "current_actor": None}
    head = _head()
    return {
        "place_name": head.place_name,
        "levels": get_spoken_levels(),
        "worker_is_silent": not heartbeat.is_heartbeat_fresh(head.beat_at, web_request.get_request_instant()),
        "worker_heard_at": head.beat_at,
        "environment": current_app.config["ENVIRONMENT"],
        "sign_on_name": (current_app.config.get("OIDC") or {}).get("name", ""),
        "today": web_request.get_request_day(),
        "current_actor": _viewer(),
        "can": actor_has_permission,
        "unread": head.unread,
    }


def _viewer() -> Viewer | None:
    person = current_person()
    if person is None:
        return None
    actor = current_actor()
    known = unit_names()
    others = actor.unit_ids - known.keys()
    known = {**known, **(units.get_unit_names(db.session()) if others else {})}
    return Viewer(
        person_id=person.id,
        full_name=person.name,
        unit_name=", ".join(known[unit_id] for unit_id in sorted(actor.unit_ids) if unit_id in known),
        role_words=join_messages(ROLE_WORDS[role] for role in sorted(actor.roles)),
    )


def reminder_words(kind: str) -> str:
    """Say why a task stands in a letter (the value of `ReminderKind`)."""
    return REMINDER_WORDS[kind]


def is_page(endpoint: str) -> bool:
    """Tell whether this installation has a page: some sections exist only in some environments."""
    return endpoint in current_app.view_functions


FILTERS = {"inside": embed_message} | {
    function.__name__: function
    for function in (
        vn_date,
        vn_datetime,
        vn_number,
        vn_size,
        split_at_placeholders,
        days_left,
        days_at_completion,
        iso_date,
        reminder_words,
        letter_badge,
        state_badge,
        timing_badge,
        timing_mark,
        timing_tone,
    )
}


def add_filters(app: Flask) -> None:
    """Give the templates their filters and functions under the names they have here."""
    for name, function in FILTERS.items():
        app.add_template_filter(function, name)
    app.add_template_global(vn_rate, "vn_rate")
    app.add_template_global(bar_rows, "bar_rows")
    app.add_template_global(rate_rows, "rate_rows")
    app.add_template_global(is_page, "is_page")
    app.jinja_env.trim_blocks = True  # a list of 50 rows should not carry 50 rows of indentation
    app.jinja_env.lstrip_blocks = True


HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "manifest-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

REQUEST_ID = "X-Request-Id"
"""Whoever asks may name the request; the answer carries the name, or one of ours."""
_MARK = re.compile(r"[A-Za-z0-9._-]{1,64}")


def add_headers(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    given = request.headers.get(REQUEST_ID, "")
    response.headers.setdefault(REQUEST_ID, given if _MARK.fullmatch(given) else secrets.token_hex(8))
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
