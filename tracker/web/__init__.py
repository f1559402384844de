"""HTTP: pages, forms and guards. Nothing below this room imports it."""

from __future__ import annotations

from flask import Flask
from flask_bootstrap import Bootstrap5

from tracker.web import (
    addresses,
    body_limits,
    context,
    errors,
    filters,
    gallery,
    guards,
    headers,
    language,
    session,
    waiting,
)
from tracker.web.api import description, door
from tracker.web.api import figures as api_figures
from tracker.web.api import intake as api_intake
from tracker.web.api import tasks as api_tasks
from tracker.web.views import (
    account,
    approvals,
    auth,
    away,
    calendar,
    calendar_feeds,
    channels,
    collecting,
    departing,
    deputies,
    details,
    directive_entry,
    directive_paper,
    directive_source,
    figure_files,
    figure_letters,
    figures,
    frozen,
    home,
    imports,
    indicators,
    inspections,
    letters,
    next_plan,
    notices,
    overview,
    personal_data,
    plans,
    proving,
    refreezing,
    register,
    reminders,
    reorganising,
    report_checks,
    report_papers,
    report_templates,
    reporting,
    reports,
    saved_views,
    scoring,
    search,
    setup,
    signing,
    single_sign_on,
    statistics,
    status,
    steering,
    tasks,
    tokens,
    units,
    urging,
    user_access,
    users,
)
from tracker.web.views import language as languages

PAGES = (
    account,
    approvals,
    auth,
    away,
    calendar,
    calendar_feeds,
    channels,
    collecting,
    departing,
    deputies,
    details,
    directive_entry,
    directive_paper,
    directive_source,
    figure_files,
    figure_letters,
    figures,
    frozen,
    home,
    imports,
    indicators,
    inspections,
    languages,
    letters,
    next_plan,
    notices,
    overview,
    personal_data,
    plans,
    proving,
    refreezing,
    register,
    reminders,
    reorganising,
    report_checks,
    report_papers,
    report_templates,
    reporting,
    reports,
    saved_views,
    scoring,
    search,
    setup,
    signing,
    single_sign_on,
    statistics,
    status,
    steering,
    tasks,
    tokens,
    units,
    urging,
    user_access,
    users,
)

API = (door, api_tasks, api_figures, api_intake, description)
"""The pages of programs: importing them has put their operations on the one blueprint of the first."""


def init_app(app: Flask) -> None:
    """Open the pages; refuse to start while one names no permission."""
    app.url_map.converters["int"] = addresses.RowNumber
    Bootstrap5(app)
    for part in (waiting, body_limits, session, guards, errors, headers, filters, context, language):
        part.init_app(app)
    for blueprint in dict.fromkeys(page.blueprint for page in PAGES):
        app.register_blueprint(blueprint)
    app.register_blueprint(API[0].blueprint)
    if app.config["ENVIRONMENT"] != "production":
        app.register_blueprint(gallery.blueprint)
    guards.check_all_named(app)
