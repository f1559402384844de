"""The tables exist, alike, on both kinds of database, and every test finds them empty."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tracker.database.base import Base
from tracker.tasks.search import SEARCH_TABLE_PREFIX

pytestmark = pytest.mark.both_databases


def test_the_database_holds_exactly_the_tables_of_the_house(engine: sa.Engine) -> None:
    found = {name for name in sa.inspect(engine).get_table_names() if not name.startswith(SEARCH_TABLE_PREFIX)}

    assert found == {*Base.metadata.tables, "alembic_version"}


def test_a_test_finds_every_table_empty(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        rows = {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in Base.metadata.sorted_tables
        }

    assert {name for name, count in rows.items() if count} == set()
