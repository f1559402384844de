"""Programs at their own door: a token opens what its person may, a stale version is refused, nothing breaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.deep import fuzzing
from tests.support.browser import Desk
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.html import faults
from tests.web.test_doors import pages
from tracker.accounts.models import ApiToken
from tracker.core.clock import ManualClock
from tracker.database.unit_of_work import unit_of_work
from tracker.integrations import tokens
from tracker.integrations.tokens import ApiScope
from tracker.law.permissions import Actor, Role
from tracker.tasks.events import TaskEvent

ON_ONE_KIND = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What has nothing to do with the kind of database is tried on one; both are tried by `make deep`."""

EVERYTHING = set(ApiScope)
OTHERS = frozenset({"/readyz"})  # says 503 where no scheduler runs, and means it
Ask = Callable[..., Any]


def a_token(session: Session, actor: Actor, clock: ManualClock, scopes: set[ApiScope] = EVERYTHING) -> str:
    """Return a token of a person."""
    with unit_of_work(session, actor, clock) as work:
        return tokens.create_api_token(work, name="trục liên thông", scopes=scopes, days=30)


class Program:
    """Another program, with a token."""

    def __init__(self, client: FlaskClient, session: Session, token: str) -> None:
        self._client, self._session, self._token = client, session, token

    def ask(self, method: str, path: str, **more: Any) -> Any:
        """Ask something."""
        self._session.rollback()
        headers = {"Authorization": f"Bearer {self._token}"} | more.pop("headers", {})
        return self._client.open(f"/api/v1{path}", method=method, headers=headers, **more)


@pytest.fixture
def ward(session: Session) -> Actor:
    return an_official(session, Role.WARD_OFFICIAL, a_unit(session), "tuha")


def test_a_ward_works_through_a_program_as_through_the_pages(
    app: Flask, session: Session, ward: Actor, clock: ManualClock
) -> None:
    unit = a_unit(session, "BEN", "UBND phường Hương Văn")
    from tracker.office.models import Unit

    [mine] = a_directive(session, session.get_one(Unit, next(iter(ward.unit_ids))), due_on=dt.date(2021, 12, 15))
    [theirs] = a_directive(session, unit)
    mine_id, theirs_id = mine.id, theirs.id
    program = Program(app.test_client(), session, a_token(session, ward, clock))

    listed = program.ask("GET", "/tasks").json
    seen = program.ask("GET", f"/tasks/{mine_id}")
    tag = seen.headers["ETag"]
    again = program.ask("GET", f"/tasks/{mine_id}", headers={"If-None-Match": tag})
    accepted = program.ask("POST", f"/tasks/{mine_id}/accept", headers={"If-Match": tag})
    stale = program.ask("POST", f"/tasks/{mine_id}/progress", headers={"If-Match": tag}, json={"note": "chậm"})
    key = {"If-Match": accepted.headers["ETag"], "Idempotency-Key": "k1"}
    progress = [program.ask("POST", f"/tasks/{mine_id}/progress", headers=key, json={"percent": 40}) for _ in range(2)]
    done = program.ask(
        "POST",
        f"/tasks/{mine_id}/submission",
        headers={"If-Match": progress[1].headers["ETag"]},
        json={"done_on": "2021-11-09", "document": "12/BC-UBND"},
    )

    assert [each["id"] for each in listed["tasks"]] == [mine_id]
    assert (again.status_code, accepted.status_code, stale.status_code) == (304, 200, 409)
    assert [each.status_code for each in progress] == [200, 200]
    assert done.json["state"] == "submitted"
    assert program.ask("GET", f"/tasks/{theirs_id}").status_code == 404
    events = program.ask("GET", "/events").json["events"]
    assert [each["action"] for each in events] == ["assign", "accept", "report_progress", "submit"]
    assert session.query(TaskEvent).filter_by(assignment_id=theirs_id).count() == 1


def test_a_token_opens_its_scopes_within_the_persons_permissions(
    app: Flask, session: Session, ward: Actor, clock: ManualClock
) -> None:
    client = app.test_client()
    reader = Program(client, session, a_token(session, ward, clock, {ApiScope.TASKS_READ}))
    all_of_it = Program(client, session, a_token(session, ward, clock))
    stranger = Program(client, session, "cchc_invented")

    assert reader.ask("GET", "/tasks").status_code == 200
    assert reader.ask("GET", "/statistics").status_code == 403
    assert all_of_it.ask("GET", "/statistics").json["total"] == 0
    assert all_of_it.ask("GET", "/reports/draft?period=2021").status_code == 403  # not the ward's to draft
    problem = stranger.ask("GET", "/tasks", headers={"X-Request-Id": "abc-1"})
    assert (problem.status_code, problem.mimetype, problem.json["reason"]) == (
        401,
        "application/problem+json",
        "token_wrong",
    )
    assert problem.headers["X-Request-Id"] == "abc-1"
    assert reader.ask("GET", "/nothing-here").mimetype == "application/problem+json"


def test_a_token_dies_when_taken_back_when_over_and_with_the_account(
    app: Flask, session: Session, ward: Actor, clock: ManualClock
) -> None:
    client = app.test_client()
    programs = [Program(client, session, a_token(session, ward, clock)) for _ in range(2)]
    assert [each.ask("GET", "/tasks").status_code for each in programs] == [200, 200]

    first = session.query(ApiToken).order_by(ApiToken.id).first()
    assert first is not None
    with unit_of_work(session, ward, clock) as work:
        tokens.withdraw_token(work, first.id)
    after_revoking = [each.ask("GET", "/tasks").status_code for each in programs]
    clock.move_to(clock.instant + dt.timedelta(days=31))

    assert after_revoking == [401, 200]
    assert programs[1].ask("GET", "/tasks").status_code == 401


@ON_ONE_KIND
def test_one_makes_a_token_on_a_page_and_sees_it_once(desk: Desk, session: Session, ward: Actor) -> None:
    browser = desk.seat(ward)

    empty = browser.fill_in("/tai-khoan/khoa", name="Bảng điều hành", days="30")
    made = browser.fill_in("/tai-khoan/khoa", name="Bảng điều hành", scopes=["tasks:read"], days="30")
    later = browser.open("/tai-khoan/khoa")

    assert (empty.status_code, faults(empty.text), faults(made.text)) == (422, [], [])
    assert ("cchc_" in made.text, "cchc_" in later.text) == (True, False)
    assert "Bảng điều hành" in later.text


@ON_ONE_KIND
def test_nonsense_from_programs_meets_no_fault(app: Flask, session: Session, clock: ManualClock) -> None:
    """Some hundred requests here, thousands in `make deep`."""
    unit = a_unit(session)
    office = an_official(session, Role.OFFICE, unit)
    a_directive(session, unit)
    client = app.test_client()
    document: Any = client.get("/api/v1/openapi.json").json
    token = a_token(session, office, clock)
    session.rollback()

    verdict = fuzzing.api(client, token, document, 90)

    assert verdict.holds, verdict.faults
    assert {200, 401, 403, 404, 422} <= set(verdict.answers)


@ON_ONE_KIND
def test_nonsense_in_forms_meets_no_fault(app: Flask, desk: Desk, session: Session) -> None:
    """A few dozen forms here, thousands in `make deep`."""
    unit = a_unit(session)
    a_directive(session, unit)
    browser = desk.seat(an_official(session, Role.OFFICE, unit))
    addresses = [address.replace("999", "1") for _, address, methods in pages(app) if "GET" in methods]

    verdict = fuzzing.forms(browser.client, [each for each in addresses if each not in OTHERS], 60)

    assert verdict.holds, verdict.faults
