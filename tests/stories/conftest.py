"""Stories are told of the town: whatever installation an earlier test of this process spoke of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.databases import sqlite_address
from tests.support.year2021 import loaded_for
from tracker.core.i18n import TOWN, set_spoken_levels
from tracker.database import engine as database_engine


@pytest.fixture(autouse=True)
def _of_the_town() -> None:
    set_spoken_levels(lambda: TOWN)


@pytest.fixture
def year(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Session]:
    """Yield a session over a copy of the loaded year."""
    shutil.copyfile(loaded_for(tmp_path_factory), tmp_path / "year.db")
    engine = sa.create_engine(sqlite_address(tmp_path / "year.db"))
    database_engine.prepare_sqlite(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()
