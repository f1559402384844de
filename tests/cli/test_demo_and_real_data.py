"""The demonstration never mixes with real data."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.databases import an_app, create_tables, sqlite_address
from tracker.core.clock import ManualClock
from tracker.database.engine import db
from tracker.database.unit_of_work import unit_of_work
from tracker.demo import command as demo_command
from tracker.office import installation, people as office_people
from tracker.office.people import COMMAND_LINE


@pytest.mark.parametrize("command", [["demo"], ["demo", "--reset"], ["init"]], ids=" ".join)
def test_a_database_made_for_production_is_left_alone(tmp_path: Path, command: list[str]) -> None:
    address = sqlite_address(tmp_path / "real.db")
    create_tables(address)
    app = an_app(address, ENVIRONMENT="demo", DATA_DIR=tmp_path)
    with app.app_context():
        with unit_of_work(db.session(), COMMAND_LINE, ManualClock(demo_command.OPENED_AT)) as work:
            installation.set_fact(work.session, installation.ENVIRONMENT, "production")
        db.session.remove()

    answer = app.test_cli_runner().invoke(args=command)

    assert answer.exit_code == 1
    assert "Traceback" not in answer.output
    with app.app_context():
        assert office_people.list_people(db.session()) == []
        assert installation.get_installation_fact(db.session(), installation.ENVIRONMENT) == "production"
        db.engine.dispose()
