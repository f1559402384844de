"""The same year on a database server: loaded there, it gives the same figures."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.engine import URL

from tests.support.databases import an_app, emptied
from tracker.demo import loader
from tracker.extensions import db
from tracker.rules.permissions import Origin, Scope
from tracker.rules.selecting import Cut, Selection
from tracker.rules.timeliness import Timing
from tracker.services import verifying
from tracker.store import counting


def test_postgresql_gives_the_published_figures(postgres_database: URL) -> None:
    with emptied(postgres_database) as address:
        app = an_app(address)
        with app.app_context():
            loader.load(db.session())
            selection = Selection(as_of=dt.date(2021, 11, 10), scope=Scope(everywhere=True))
            tallies = counting.group(db.session(), selection, Cut.ORIGIN)
            found = verifying.verify(db.session())
            db.session.remove()
            db.engine.dispose()

    plan, province, town = (tallies[origin] for origin in Origin)
    assert (plan.total, plan.done) == (34, 34)
    assert (province.total, province.done_on_time, province[Timing.DONE_LATE]) == (158, 152, 6)
    assert (town.total, town.done_on_time, town[Timing.DONE_LATE], town.open) == (85, 56, 10, 19)
    assert (town[Timing.OPEN_IN_TIME], town[Timing.OPEN_OVERDUE]) == (9, 10)
    assert found.broken_line is None and found.differing == ()
