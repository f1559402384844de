"""One request: its clock (one frozen instant), who asks, which permission its page needs, its unit of work.

A page reads by `read_work`, which never commits, and writes inside `write_work`. Every page names the permission it
needs, or the program does not start. How long a page waits for its database is set when a request begins.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from flask import Flask, current_app, g, request
from flask_login import current_user

from tracker.core.clock import Clock, SystemClock, civil_day
from tracker.core.refusals import Reason, Refusal
from tracker.database.engine import OF_A_PAGE, QUERY_TIMEOUT_SECONDS, db
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.permissions import Actor, Permission

if TYPE_CHECKING:
    from tracker.accounts.models import SignedInSession
    from tracker.office.models import Person


def get_clock() -> Clock:
    """Return the application's clock."""
    found: Clock = current_app.extensions["clock"]
    return found


def get_request_instant() -> dt.datetime:
    """Return the instant of this request."""
    if "now" not in g:
        g.now = get_clock().now()
    instant: dt.datetime = g.now
    return instant


def get_request_day() -> dt.date:
    """Return the civil day in Viet Nam of this request."""
    return civil_day(get_request_instant())


def get_machine_instant() -> dt.datetime:
    """Return the machine's own time: sessions run by it even where the program shows another year."""
    watch: Clock = current_app.extensions.get("machine_clock") or SystemClock()
    return watch.now()


NOBODY = Actor(None, "")
SEEN = "seen"
"""How often the cookie notes anew that its browser is in use."""


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


def set_request_actor(actor: Actor) -> None:
    """Let this request act for somebody who proved it otherwise than by a session: a program with a token."""
    g.actor = actor


def own_device() -> str:
    """Return the name under which tries of the person signed in count: strangers do not slow this session."""
    row = current_row()
    return "" if row is None else f"session{row.id}"


def _actor() -> Actor:
    if not is_signed_in():
        return NOBODY
    actor: Actor = current_user.acting(get_request_day())
    return actor


def set_database_wait(app: Flask) -> None:
    """Bound the wait of every request."""
    app.before_request(_begin)
    app.teardown_request(_end)


def _begin() -> None:
    QUERY_TIMEOUT_SECONDS.set(OF_A_PAGE)


def _end(fault: BaseException | None) -> None:
    QUERY_TIMEOUT_SECONDS.set(None)


def read_work() -> UnitOfWork:
    """Return the work of a page that only looks."""
    return UnitOfWork(session=db.session(), actor=current_actor(), now=get_request_instant())


@contextmanager
def write_work(request_id: str | None = None) -> Iterator[UnitOfWork]:
    """Open the unit of work of a page that changes something; raises inside a GET.

    A form that was already carried out (a double click, a page sent again) changes nothing and ends well.
    """
    if request.method in ("GET", "HEAD"):
        raise RuntimeError("a GET may not change anything")
    try:
        with unit_of_work(db.session(), current_actor(), get_clock(), request_id=request_id) as work:
            yield work
    except Refusal as refusal:
        if refusal.reason is not Reason.REQUEST_REUSED:
            raise


GuardedView = TypeVar("GuardedView", bound=Callable[..., Any])
Need = Permission | Literal["public"]

STATIC_FILES = frozenset({"static", "bootstrap.static"})
"""What somebody may do who has to change a password or set up a second factor first."""
_needs: dict[object, Need] = {}
_sensitive: set[object] = set()


def requires_permission(permission: Permission) -> Callable[[GuardedView], GuardedView]:
    """Mark a view with the permission one needs somewhere to enter; the service checks the very object."""

    def mark(view: GuardedView) -> GuardedView:
        _needs[view] = permission
        return view

    return mark


def sensitive_view(view: GuardedView) -> GuardedView:
    """Mark a view whose POST asks for the password when it was typed more than some minutes ago."""
    _sensitive.add(view)
    return view


def public_view(view: GuardedView) -> GuardedView:
    """Mark a view that anybody may open."""
    _needs[view] = "public"
    return view


def check_all_named(app: Flask) -> None:
    """Refuse to start while a route names no permission."""
    silent = sorted(name for name in app.view_functions if get_endpoint_requirement(app, name) is None)
    if silent:
        raise RuntimeError(f"routes without a declared permission: {', '.join(silent)}")


def get_endpoint_requirement(app: Flask, endpoint: str) -> Need | None:
    """Return what an endpoint asks for, None when it says nothing."""
    return "public" if endpoint in STATIC_FILES else _needs.get(app.view_functions[endpoint])
