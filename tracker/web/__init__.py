"""HTTP: pages, forms and guards. Nothing below this room imports it."""

from __future__ import annotations

from flask import Flask
from flask_bootstrap import Bootstrap5

import tracker.web.api.description  # noqa: F401
import tracker.web.api.figures  # noqa: F401
import tracker.web.api.intake  # noqa: F401
import tracker.web.api.tasks  # noqa: F401
import tracker.web.views.tasks.beginning  # noqa: F401
import tracker.web.views.tasks.correcting  # noqa: F401
import tracker.web.views.tasks.deciding  # noqa: F401
import tracker.web.views.tasks.exporting  # noqa: F401
import tracker.web.views.tasks.files  # noqa: F401
import tracker.web.views.tasks.listing  # noqa: F401
import tracker.web.views.tasks.many  # noqa: F401
import tracker.web.views.tasks.moving  # noqa: F401
import tracker.web.views.tasks.occurring  # noqa: F401
import tracker.web.views.tasks.sharing  # noqa: F401
import tracker.web.views.tasks.showing  # noqa: F401
import tracker.web.views.tasks.talking  # noqa: F401
import tracker.web.views.tasks.urging  # noqa: F401
import tracker.web.views.tasks.working  # noqa: F401
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
from tracker.web.api import door
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
    tokens,
    units,
    urging,
    user_access,
    users,
)
from tracker.web.views import language as languages
from tracker.web.views.tasks import pages as task_pages

PAGES = (
    account.blueprint,
    approvals.blueprint,
    auth.blueprint,
    away.blueprint,
    calendar.blueprint,
    calendar_feeds.blueprint,
    channels.blueprint,
    collecting.blueprint,
    departing.blueprint,
    deputies.blueprint,
    details.blueprint,
    directive_entry.blueprint,
    directive_paper.blueprint,
    directive_source.blueprint,
    figure_files.blueprint,
    figure_letters.blueprint,
    figures.blueprint,
    frozen.blueprint,
    home.blueprint,
    imports.blueprint,
    indicators.blueprint,
    inspections.blueprint,
    languages.blueprint,
    letters.blueprint,
    next_plan.blueprint,
    notices.blueprint,
    overview.blueprint,
    personal_data.blueprint,
    plans.blueprint,
    proving.blueprint,
    refreezing.blueprint,
    register.blueprint,
    reminders.blueprint,
    reorganising.blueprint,
    report_checks.blueprint,
    report_papers.blueprint,
    report_templates.blueprint,
    reporting.blueprint,
    reports.blueprint,
    saved_views.blueprint,
    scoring.blueprint,
    search.blueprint,
    setup.blueprint,
    signing.blueprint,
    single_sign_on.blueprint,
    statistics.blueprint,
    status.blueprint,
    steering.blueprint,
    task_pages.blueprint,
    tokens.blueprint,
    units.blueprint,
    urging.blueprint,
    user_access.blueprint,
    users.blueprint,
)


def init_app(app: Flask) -> None:
    """Open the pages; refuse to start while one names no permission."""
    app.url_map.converters["int"] = addresses.RowNumber
    Bootstrap5(app)
    for part in (
        waiting.init_app,
        body_limits.init_app,
        session.init_app,
        guards.init_app,
        errors.init_app,
        headers.init_app,
        filters.init_app,
        context.init_app,
        language.init_app,
    ):
        part(app)
    for blueprint in dict.fromkeys(PAGES):
        app.register_blueprint(blueprint)
    app.register_blueprint(door.blueprint)
    if app.config["ENVIRONMENT"] != "production":
        app.register_blueprint(gallery.blueprint)
    guards.check_all_named(app)
