"""The same year on a database server: loaded there, it gives the same figures."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.engine import URL

from tests.support.databases import an_app, emptied
from tracker.database.engine import db
from tracker.demo import command
from tracker.law.permissions import Origin, Scope
from tracker.law.timing import Timing
from tracker.operations import verification
from tracker.tasks import classified
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Selection


def test_postgresql_gives_the_published_figures(postgres_database: URL) -> None:
    with emptied(postgres_database) as address:
        app = an_app(address)
        with app.app_context():
            command.load_town_demo(db.session())
            selection = Selection(as_of=dt.date(2021, 11, 10), scope=Scope(everywhere=True))
            tallies = classified.count_by_cut(db.session(), selection, Cut.ORIGIN)
            found = verification.verify_records(db.session())
            db.session.remove()
            db.engine.dispose()

    plan, province, town = (tallies[origin] for origin in Origin)
    assert (plan.total, plan.done) == (34, 34)
    assert (province.total, province.done_on_time, province[Timing.DONE_LATE]) == (158, 152, 6)
    assert (town.total, town.done_on_time, town[Timing.DONE_LATE], town.open) == (85, 56, 10, 19)
    assert (town[Timing.OPEN_IN_TIME], town[Timing.OPEN_OVERDUE]) == (9, 10)
    assert found.broken_line is None and found.differing == ()
