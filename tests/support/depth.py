"""How deep a run of the tests goes: said once for the whole run, by `TRACKER_TEST_DEPTH`.

`fast`  (`make test`) every test; on PostgreSQL those whose subject is the database; few random cases
`all`   (`make test-all`) every test on both databases, with the usual number of random cases
`rest`  (`make test-rest`) what `fast` left of `all`
`deep`  (`make cases`) as `all`, with many more random cases

Two marks say what a test is about, and nothing else decides: `both_databases` for one whose subject is SQL or what
differs between the databases, `random_cases` for one that takes the number of its cases from here. Tests of
Hypothesis take theirs from its settings and count as marked.
"""

from __future__ import annotations

import os
from enum import StrEnum

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

BOTH, RANDOM = "both_databases", "random_cases"


class Depth(StrEnum):
    """What a run is for."""

    FAST = "fast"
    ALL = "all"
    REST = "rest"
    DEEP = "deep"


DEPTH = Depth(os.environ.get("TRACKER_TEST_DEPTH", Depth.FAST))


def cases(*, fast: int, usual: int, deep: int) -> int:
    """Return how many random cases a test tries in this run."""
    return {Depth.FAST: fast, Depth.DEEP: deep}.get(DEPTH, usual)


def load_settings() -> None:
    """Tell Hypothesis how many examples it tries in this run."""
    settings.register_profile("usual", deadline=None, derandomize=True, max_examples=100)
    settings.register_profile("fast", settings.get_profile("usual"), max_examples=25)
    settings.register_profile("deep", deadline=None, max_examples=5000, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile({Depth.FAST: "fast", Depth.DEEP: "deep"}.get(DEPTH, "usual"))


def runs(item: pytest.Item, depth: Depth) -> bool:
    """Tell whether a case is run at a depth."""
    if depth is Depth.FAST:
        return not is_left_out(item)
    return depth is not Depth.REST or is_left_out(item) or has_fewer_cases(item)


def is_left_out(item: pytest.Item) -> bool:
    """Tell whether `fast` leaves a case out: on PostgreSQL, of a test that is about something else."""
    called = getattr(item, "callspec", None)
    on_postgres = called is not None and called.params.get("database_url") == "postgresql"
    return on_postgres and item.get_closest_marker(BOTH) is None and not _chose_its_database(item)


def has_fewer_cases(item: pytest.Item) -> bool:
    """Tell whether a test tries fewer random cases in `fast`."""
    return item.get_closest_marker(RANDOM) is not None or is_hypothesis_test(getattr(item, "obj", None))


def _chose_its_database(item: pytest.Item) -> bool:
    """Tell whether a test names its databases itself instead of taking both."""
    return any("database_url" in mark.args[0] for mark in item.iter_markers("parametrize"))


def choose(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the cases that are run at this depth, and remember the others for the report."""
    left = [item for item in items if not runs(item, DEPTH)]
    fewer = sum(has_fewer_cases(item) and runs(item, DEPTH) for item in items) if DEPTH is Depth.FAST else 0
    config.stash[LEFT] = len(left), fewer
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if runs(item, DEPTH)]


def sentence(left: int, fewer: int) -> str:
    """Say what a run did not do."""
    if DEPTH is Depth.REST:
        return f"depth rest: {left} cases belong to `make test` alone"
    return (
        f"depth fast: {left} cases on PostgreSQL left to `make test-all` (or `make test-rest`), "
        f"{fewer} cases tried with fewer random data than there"
    )


COLLECTED: pytest.StashKey[list[pytest.Item]] = pytest.StashKey()
"""Every case that was collected, also those that are not run."""
LEFT: pytest.StashKey[tuple[int, int]] = pytest.StashKey()
"""How many cases are not run, and how many with fewer random data."""
