"""No legal act looks like a forgery, and what was backed up after any of them restores."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL

from tests.deep import every_act


def test_whatever_is_done_verifies_and_restores(database_url: URL, tmp_path: Path) -> None:
    """A hundred and fifty acts here, ten thousand in `make deep`."""
    verdict = every_act.tried(database_url, tmp_path, 150)

    assert verdict.holds, verdict
    assert len(verdict.kinds) > 25, sorted(verdict.kinds)
