"""Every module that defines a table: importing this one registers all tables on `Base.metadata`."""

import tracker.accounts.models
import tracker.database.ledger
import tracker.figures.models
import tracker.intake.imports
import tracker.integrations.channels
import tracker.mail.outbox
import tracker.office.models
import tracker.reminders.answers
import tracker.reminders.models
import tracker.reports.models
import tracker.tasks.events
import tracker.tasks.models
import tracker.tasks.saved_views
import tracker.tasks.sources  # noqa: F401
