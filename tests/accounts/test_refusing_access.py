"""What is refused gives nothing away, and is noted without names."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from tests.support.browser import Desk
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.html import unmarked
from tracker.law.permissions import Role
from tracker.office.models import Unit
from tracker.tasks.models import Assignment


@dataclass(frozen=True, slots=True)
class Town:
    """A ward's task, and a ward beside it."""

    assignment: Assignment
    other: Unit


@pytest.fixture
def town(session: Session) -> Town:
    """Return a ward's task, and a ward beside it."""
    other = a_unit(session, "BEN", "UBND phường Hương Văn")
    [assignment] = a_directive(session, a_unit(session), due_on=dt.date(2021, 12, 15))
    return Town(assignment, other)


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.OFFICER, Role.WARD_OFFICIAL])
def test_another_units_task_answers_as_one_that_does_not_exist(
    desk: Desk, session: Session, town: Town, role: Role
) -> None:
    """P16."""
    browser = desk.seat(an_official(session, role, town.other))
    browser.open("/")  # the first answer of all begins the session
    for page in ("", "/tiep-nhan", "/tien-do", "/bao-cao", "/xin-gia-han"):
        real = browser.open(f"/nhiem-vu/{town.assignment.id}{page}")
        missing = browser.open(f"/nhiem-vu/987654{page}")

        assert (real.status_code, unmarked(real.text)) == (404, unmarked(missing.text)), page
        assert sorted(real.headers.keys()) == sorted(missing.headers.keys())


def test_what_was_refused_is_noted_without_the_names(
    desk: Desk, session: Session, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    """K52."""
    actor = an_official(session, Role.WARD_OFFICIAL, town.other)
    browser = desk.seat(actor)
    with caplog.at_level("INFO"):
        browser.open(f"/nhiem-vu/{town.assignment.id}")
        browser.open("/nguoi-dung")

    noted = [record.getMessage() for record in caplog.records if "denied" in record.getMessage()]
    assert [f"person={actor.user_id} " in line for line in noted] == [True, True]
    assert "status=404" in noted[0] and f"path=/nhiem-vu/{town.assignment.id}" in noted[0]
    assert "status=403" in noted[1]
    assert not any("ward_official" in line or "@" in line for line in noted)


def test_who_administers_leaves_a_trace_of_whose_data_were_read(
    desk: Desk, session: Session, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    """P20."""
    reader = an_official(session, Role.ADMINISTRATOR, None)
    read = an_official(session, Role.WARD_OFFICIAL, town.other)
    browser = desk.seat(reader)
    with caplog.at_level("INFO"):
        for address in ("/nguoi-dung", f"/nguoi-dung/{read.user_id}", f"/nguoi-dung/{reader.user_id}"):
            assert browser.open(address).status_code == 200

    noted = [each.getMessage() for each in caplog.records if "personal data" in each.getMessage()]
    assert noted == [
        f"personal data read person={reader.user_id} of=all",
        f"personal data read person={reader.user_id} of={read.user_id}",
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_another_units_task_takes_as_long_as_one_that_does_not_exist(desk: Desk, session: Session, town: Town) -> None:
    """P16: 200 samples of each, in turn; the processor's time, for the machine has other work."""
    browser = desk.seat(an_official(session, Role.WARD_OFFICIAL, town.other))
    addresses = (f"/nhiem-vu/{town.assignment.id}", "/nhiem-vu/987654")
    seconds: dict[str, list[float]] = {address: [] for address in addresses}
    for _ in range(200):
        for address in addresses:
            begun = time.process_time()
            assert browser.client.get(address).status_code == 404
            seconds[address].append(time.process_time() - begun)

    there, missing = (statistics.median(each) for each in seconds.values())
    assert abs(there - missing) < 0.05 * missing
