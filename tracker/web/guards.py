"""The guard at the door: every page names the permission it needs, or it does not open at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission, scope
from tracker.web.session import current_actor, is_signed_in
from tracker.web.work import nobody_yet

View = TypeVar("View", bound=Callable[..., Any])
Need = Permission | Literal["public"]

STATIC_FILES = frozenset({"static", "bootstrap.static"})
_needs: dict[object, Need] = {}


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view with the permission one needs somewhere to enter; the service checks the very object."""

    def mark(view: View) -> View:
        _needs[view] = permission
        return view

    return mark


def public(view: View) -> View:
    """Mark a view that anybody may open."""
    _needs[view] = "public"
    return view


def init_app(app: Flask) -> None:
    """Guard every request."""
    app.before_request(_check)


def check_all_named(app: Flask) -> None:
    """Refuse to start while a route names no permission."""
    silent = sorted(name for name in app.view_functions if needed(app, name) is None)
    if silent:
        raise RuntimeError(f"routes without a declared permission: {', '.join(silent)}")


def needed(app: Flask, endpoint: str) -> Need | None:
    """Return what an endpoint asks for, None when it says nothing."""
    return "public" if endpoint in STATIC_FILES else _needs.get(app.view_functions[endpoint])


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # unknown address: 404
    need = needed(current_app, request.endpoint)
    if need == "public":
        return None
    if not is_signed_in():
        if nobody_yet():
            return redirect(url_for("setup.begin"))
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("auth.sign_in", tiep=wanted))
    if need is None or not scope(current_actor(), need):
        abort(403)
    return None
