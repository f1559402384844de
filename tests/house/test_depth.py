"""What `make test` leaves to `make test-all` is chosen by subject, plainly, and nothing falls between the two."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from tests.house.sources import ROOT, python_files
from tests.support.depth import BOTH, COLLECTED, RANDOM, Depth, has_fewer_cases, is_left_out, runs

OF_ONE_DATABASE = re.compile(
    r"exec_driver_sql|\bsa\.text\(|\bdialect\b|\bTRIGGER\b|\bPRAGMA\b|\bpg_\w+|with_for_update"
    r"|\b(?:Integrity|Operational|Database|Programming)Error\b"
)
"""How a test looks that speaks SQL of its own or asks what one kind of database does."""
TAKES_A_NUMBER = re.compile(r"\bcases\(|run_state_machine_as_test\(")


@pytest.fixture
def collected(request: pytest.FixtureRequest) -> list[pytest.Item]:
    """Return every case of this run before some were left out: all there are, when the whole is run."""
    return request.config.stash[COLLECTED]


def modules_of(items: list[pytest.Item]) -> dict[str, list[pytest.Item]]:
    """Return cases by the file in which they stand."""
    found = defaultdict(list)
    for item in items:
        found[item.path.relative_to(ROOT).as_posix()].append(item)
    return found


def test_all_is_fast_and_rest_and_nothing_else(collected: list[pytest.Item]) -> None:
    for item in collected:
        assert runs(item, Depth.ALL) and runs(item, Depth.DEEP)
        assert runs(item, Depth.FAST) or runs(item, Depth.REST), item.nodeid
        assert runs(item, Depth.FAST) or not has_fewer_cases(item) or runs(item, Depth.REST), item.nodeid
        assert not has_fewer_cases(item) or runs(item, Depth.REST), item.nodeid


def test_every_test_has_a_case_in_the_fast_run(collected: list[pytest.Item]) -> None:
    names = {item.nodeid.partition("[")[0] for item in collected}
    fast = {item.nodeid.partition("[")[0] for item in collected if runs(item, Depth.FAST)}

    assert names - fast == set()


def test_what_is_left_out_has_its_twin_on_sqlite(collected: list[pytest.Item]) -> None:
    fast = {item.nodeid for item in collected if runs(item, Depth.FAST)}
    left = [item.nodeid for item in collected if is_left_out(item)]

    assert [name for name in left if name.replace("[postgresql", "[sqlite") not in fast] == []
    assert all("[postgresql" in name for name in left)


def test_tests_that_speak_sql_are_marked(collected: list[pytest.Item]) -> None:
    """Not looked at: modules all of whose cases are run in any case, as those that name their databases."""
    unmarked = {
        name: found
        for name, items in modules_of(collected).items()
        if any(map(is_left_out, items))
        and (found := OF_ONE_DATABASE.findall((ROOT / name).read_text(encoding="utf-8")))
    }

    assert unmarked == {}


def test_tests_that_ask_how_many_cases_are_marked() -> None:
    asking = {
        path.relative_to(ROOT).as_posix(): f"pytest.mark.{RANDOM}" in source
        for path in python_files(ROOT / "tests")
        if path.name.startswith("test_") and path.parent.name != "house"
        for source in [path.read_text(encoding="utf-8")]
        if TAKES_A_NUMBER.search(source)
    }

    assert len(asking) >= 6
    assert [name for name, is_marked in asking.items() if not is_marked] == []


def test_rooms_about_the_database_are_marked(collected: list[pytest.Item]) -> None:
    """Every test of the tables, the migrations and the store that takes a database takes both."""
    rooms = ("tests/models/", "tests/migrations/", "tests/store/")
    left = [item.nodeid for item in collected if is_left_out(item)]

    assert [name for name in left if name.startswith(rooms)] == []


def test_marks_stand_only_where_both_databases_are_taken(collected: list[pytest.Item]) -> None:
    """A mark on a module that takes no database would say what is not so."""
    idle = [
        name
        for name, items in modules_of(collected).items()
        if any(item.get_closest_marker(BOTH) for item in items)
        and not any("postgresql" in item.nodeid for item in items)
    ]

    assert idle == []
