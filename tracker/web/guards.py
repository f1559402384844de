"""The guard at the door: every page names the permission it needs, or it does not open at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission, scope
from tracker.web.session import current_actor, is_signed_in
from tracker.web.work import nobody_yet

P = ParamSpec("P")
T = TypeVar("T")
PUBLIC = "public"


def requires(permission: Permission) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Mark a view with the permission one needs somewhere to enter; the service checks the very object."""

    def mark(view: Callable[P, T]) -> Callable[P, T]:
        view.needs = permission  # type: ignore[attr-defined]  # functions take attributes
        return view

    return mark


def public(view: Callable[P, T]) -> Callable[P, T]:
    """Mark a view that anybody may open."""
    view.needs = PUBLIC  # type: ignore[attr-defined]  # functions take attributes
    return view


def init_app(app: Flask) -> None:
    """Guard every request."""
    app.view_functions["static"].needs = PUBLIC  # type: ignore[attr-defined]  # functions take attributes
    app.before_request(_check)


def check_all_named(app: Flask) -> None:
    """Refuse to start while a route names no permission."""
    silent = sorted(name for name, view in app.view_functions.items() if needed(view) is None)
    if silent:
        raise RuntimeError(f"routes without a declared permission: {', '.join(silent)}")


def needed(view: object) -> Permission | str | None:
    """Return what a view asks for: a permission, PUBLIC, or None when it says nothing."""
    needs: Permission | str | None = getattr(view, "needs", None)
    return needs


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # unknown address: 404
    needs = needed(current_app.view_functions[request.endpoint])
    if needs == PUBLIC:
        return None
    if not is_signed_in():
        if nobody_yet():
            return redirect(url_for("setup.begin"))
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("auth.sign_in", tiep=wanted))
    if not isinstance(needs, Permission) or not scope(current_actor(), needs):
        abort(403)
    return None
