"""No legal act looks like a forgery, and what was backed up after any of them restores."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from tests.deep import every_act
from tests.support.depth import cases

pytestmark = [pytest.mark.both_databases, pytest.mark.random_cases]


def test_whatever_is_done_verifies_and_restores(database_url: URL, tmp_path: Path) -> None:
    """A hundred or so acts here, ten thousand in `make deep`."""
    verdict = every_act.tried(database_url, tmp_path, cases(fast=90, usual=150, deep=150))

    assert verdict.holds, verdict
    assert len(verdict.kinds) > 25, sorted(verdict.kinds)
