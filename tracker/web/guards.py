"""The guard at the door: every page names the permission it needs, or it does not open at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar

from flask import Flask, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission, scope
from tracker.rules.proving import is_fresh_proof
from tracker.web import clockwork, doorway
from tracker.web.forms.auth import DoorForm, ProveForm, SignInForm
from tracker.web.forms.kept import lost_files, typed_here
from tracker.web.session import current_actor, current_person, current_row, is_signed_in
from tracker.web.work import nobody_yet

View = TypeVar("View", bound=Callable[..., Any])
Need = Permission | Literal["public"]

STATIC_FILES = frozenset({"static", "bootstrap.static"})
ALWAYS_OPEN = frozenset(
    {"auth.change_password", "account.second_factor", "account.begin_second_factor", "account.picture"}
)
"""What somebody may do who has to change a password or set up a second factor first."""
_needs: dict[object, Need] = {}
_sensitive: set[object] = set()


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view with the permission one needs somewhere to enter; the service checks the very object."""

    def mark(view: View) -> View:
        _needs[view] = permission
        return view

    return mark


def sensitive(view: View) -> View:
    """Mark a view whose POST asks for the password when it was typed more than some minutes ago."""
    _sensitive.add(view)
    return view


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
        return _to_the_door()
    if request.endpoint not in ALWAYS_OPEN and (first := _first_of_all()):
        return redirect(first)
    if need is None or not scope(current_actor(), need):
        abort(403)
    row = current_row()
    view = current_app.view_functions[request.endpoint]
    asks = request.method == "POST" and view in _sensitive
    if asks and row is not None and not is_fresh_proof(row.proven_at, clockwork.real()):
        return _ask("auth/prove.html", ProveForm(formdata=None), request.path)
    return None


def _to_the_door() -> ResponseReturnValue:
    """Show the way in; what was typed into a form whose session ran out comes along."""
    if nobody_yet():
        return redirect(url_for("setup.begin"))
    if request.method == "GET":
        return redirect(url_for("auth.sign_in", tiep=request.full_path.rstrip("?")))
    form = SignInForm(formdata=None)
    form.kept.data = typed_here()
    return (
        _ask("auth/sign_in.html", form, request.path) if form.kept.data else redirect(url_for("auth.sign_in"))
    )


def _ask(template: str, form: DoorForm, onward: str) -> ResponseReturnValue:
    """Ask who this is, in place of the answer; what was typed stands in the form."""
    form.kept.data = form.kept.data or typed_here()
    return render_template(template, form=form, onward=onward, lost_files=lost_files()), 401


def _first_of_all() -> str | None:
    """Return where somebody has to go before anything else: a new password, a second factor."""
    person, row = current_person(), current_row()
    came_elsewhere = row is not None and row.single_sign_on
    if person is not None and person.must_change_password and not came_elsewhere:
        return url_for("auth.change_password")
    return url_for("account.second_factor") if doorway.lacks_second_factor() else None
