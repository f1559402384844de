"""HTTP: pages, forms and guards. Nothing below this room imports it."""

from __future__ import annotations

from flask import Flask
from flask_bootstrap import Bootstrap5

import tracker.integrations.api.access
import tracker.integrations.api.figures
import tracker.integrations.api.tasks
import tracker.tasks.views.bulk
import tracker.tasks.views.comments
import tracker.tasks.views.completion
import tracker.tasks.views.correction
import tracker.tasks.views.detail
import tracker.tasks.views.follow_up
import tracker.tasks.views.list
import tracker.tasks.views.occurrences
import tracker.tasks.views.transfer  # noqa: F401
from tracker.accounts import browser_session, login_flow
from tracker.accounts.views import account, changes, proof, sign_in, users
from tracker.figures.views import files as views_files
from tracker.figures.views import frozen
from tracker.figures.views import overview as views_overview
from tracker.figures.views import statistics as views_statistics
from tracker.intake import views as intake_views
from tracker.intake.directives import views as directives_views
from tracker.intake.plans import views as plans_views
from tracker.intake.registers import views as registers_views
from tracker.integrations import views as integration_views
from tracker.integrations.api import access as api_access
from tracker.office import views as office_views
from tracker.operations import views as operation_views
from tracker.reminders import views as reminder_views
from tracker.reorganisation import views as reorganisation_views
from tracker.reports.views import collection as views_collection
from tracker.reports.views import indicators as views_indicators
from tracker.reports.views import inspections as views_inspections
from tracker.reports.views import reports as views_reports
from tracker.site import context, gallery
from tracker.site import views as site_views
from tracker.tasks.views import blueprint
from tracker.tasks.views import calendar as views_calendar
from tracker.tasks.views import comments as views_comments
from tracker.tasks.views import follow_up as views_follow_up
from tracker.tasks.views import saved_views as views_saved_views
from tracker.web import errors, guards, responses
from tracker.web import request as web_request
from tracker.web.language import speech

VIEW_MODULES = (
    account.account_pages,
    changes.approvals_pages,
    sign_in.auth_pages,
    site_views.away_pages,
    views_calendar.blueprint,
    integration_views.calendar_feeds_pages,
    integration_views.channels_pages,
    views_reports.reporting_pages,
    reorganisation_views.departing_pages,
    changes.deputies_pages,
    changes.details_pages,
    directives_views.blueprint,
    directives_views.blueprint,
    directives_views.blueprint,
    views_statistics.blueprint,
    views_files.blueprint,
    views_collection.blueprint,
    frozen.blueprint,
    site_views.home_pages,
    intake_views.blueprint,
    views_indicators.blueprint,
    views_inspections.inspections_pages,
    site_views.language_pages,
    reminder_views.letters_pages,
    views_reports.reporting_pages,
    views_comments.blueprint,
    views_overview.blueprint,
    account.personal_data_pages,
    plans_views.blueprint,
    proof.proving_pages,
    frozen.blueprint,
    registers_views.blueprint,
    reminder_views.reminders_pages,
    reorganisation_views.reorganising_pages,
    views_reports.reports_pages,
    views_reports.reporting_pages,
    views_reports.reporting_pages,
    views_reports.reporting_pages,
    views_reports.reports_pages,
    views_saved_views.blueprint,
    views_inspections.scoring_pages,
    site_views.search_pages,
    sign_in.setup_pages,
    views_reports.reporting_pages,
    proof.single_sign_on_pages,
    views_statistics.blueprint,
    operation_views.blueprint,
    views_inspections.steering_pages,
    blueprint.blueprint,
    integration_views.tokens_pages,
    office_views.blueprint,
    views_follow_up.blueprint,
    users.blueprint,
    users.blueprint,
)


def init_pages(app: Flask) -> None:
    """Open the pages; refuse to start while one names no permission."""
    app.url_map.converters["int"] = responses.RowNumber
    Bootstrap5(app)
    for part in (
        web_request.set_database_wait,
        responses.set_body_limits,
        browser_session.init_browser_session,
        login_flow.init_request_guard,
        errors.init_error_pages,
        context.add_headers,
        context.add_filters,
        context.init_template_context,
        speech.init_languages,
    ):
        part(app)
    for pages in dict.fromkeys(VIEW_MODULES):
        app.register_blueprint(pages)
    app.register_blueprint(api_access.blueprint)
    if app.config["ENVIRONMENT"] != "production":
        app.register_blueprint(gallery.blueprint)
    guards.check_all_named(app)
