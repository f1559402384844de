"""The pages of every package put together into one application.

A module called `views` or `…_views`, or standing in a package `views`, holds pages: its blueprints are registered here
without being named.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from flask import Blueprint, Flask
from flask_bootstrap import Bootstrap5

import tracker.integrations.api.figures
import tracker.integrations.api.tasks  # noqa: F401
from tracker.accounts import login_flow
from tracker.integrations.api import access as api_access
from tracker.site import context, gallery
from tracker.web import errors, language, request as web_request, responses

TRACKER = Path(__file__).resolve().parent.parent


def view_modules() -> list[str]:
    """Return the dotted names of the modules that hold pages, in the order of the alphabet."""
    found = (each.name for each in pkgutil.walk_packages([str(TRACKER)], "tracker.") if not each.ispkg)
    return sorted(name for name in found if ".views." in name or name.endswith(("views", "_views")))


def _blueprints() -> Iterator[Blueprint]:
    for name in view_modules():
        for value in vars(import_module(name)).values():
            if isinstance(value, Blueprint):
                yield value


def init_pages(app: Flask) -> None:
    """Open the pages; refuse to start while one names no permission."""
    app.url_map.converters["int"] = responses.RowNumber
    Bootstrap5(app)
    for part in (
        web_request.set_database_wait,
        responses.set_body_limits,
        login_flow.init_browser_session,
        login_flow.init_request_guard,
        errors.init_error_pages,
        context.add_headers,
        context.add_filters,
        context.init_template_context,
        language.init_languages,
    ):
        part(app)
    for pages in dict.fromkeys(_blueprints()):
        app.register_blueprint(pages)
    app.register_blueprint(api_access.blueprint)
    if app.config["ENVIRONMENT"] != "production":
        app.register_blueprint(gallery.blueprint)
    web_request.check_all_named(app)
