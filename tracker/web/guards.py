"""Permission checks: every page names the permission it needs, or the program does not start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar

from flask import Flask

from tracker.law.permissions import Permission

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
