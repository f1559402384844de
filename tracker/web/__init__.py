"""HTTP: pages, forms and guards. Nothing below this room imports it."""

from __future__ import annotations

from flask import Flask
from flask_bootstrap import Bootstrap5

from tracker.web import context, errors, filters, gallery, guards, headers, session
from tracker.web.views import (
    auth,
    calendar,
    calendar_feeds,
    channels,
    departing,
    deputies,
    directive_entry,
    directive_paper,
    directive_source,
    figure_files,
    figure_letters,
    frozen,
    home,
    imports,
    indicators,
    inspections,
    letters,
    notices,
    overview,
    plans,
    register,
    reminders,
    reorganising,
    report_checks,
    reporting,
    reports,
    saved_views,
    search,
    setup,
    statistics,
    status,
    steering,
    tasks,
    units,
    urging,
    users,
)

PAGES = (
    auth,
    calendar,
    calendar_feeds,
    channels,
    departing,
    deputies,
    directive_entry,
    directive_paper,
    directive_source,
    figure_files,
    figure_letters,
    frozen,
    home,
    imports,
    indicators,
    inspections,
    letters,
    notices,
    overview,
    plans,
    register,
    reminders,
    reorganising,
    report_checks,
    reporting,
    reports,
    saved_views,
    search,
    setup,
    statistics,
    status,
    steering,
    tasks,
    units,
    urging,
    users,
)


def init_app(app: Flask) -> None:
    """Open the pages; refuse to start while one names no permission."""
    Bootstrap5(app)
    for part in (session, guards, errors, headers, filters, context):
        part.init_app(app)
    for blueprint in dict.fromkeys(page.blueprint for page in PAGES):
        app.register_blueprint(blueprint)
    if app.config["ENVIRONMENT"] != "production":
        app.register_blueprint(gallery.blueprint)
    guards.check_all_named(app)
