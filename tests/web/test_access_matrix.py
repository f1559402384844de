"""The access matrix: every route, method, role and relation to the thing asked for, from one readable table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.support.browser import Desk
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.databases import ENGINES
from tests.support.depth import DEPTH, Depth
from tests.support.recurring import a_recurring_directive
from tests.web.access_table import TABLE
from tests.web.test_doors import pages
from tracker.law.permissions import Actor, Role
from tracker.office.models import Deputation, Membership, Unit
from tracker.tasks.models import Assignment

DATABASES = ENGINES if DEPTH is Depth.DEEP else ENGINES[:1]
"""Who may do what is no question to the database: one kind is enough for every day, `make deep` asks both."""

pytestmark = pytest.mark.parametrize("database_url", DATABASES, indirect=True)

TODAY = dt.date(2021, 11, 10)

ROLES = (
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.OFFICE,
    Role.LEADER,
    Role.UNIT_HEAD,
    Role.OFFICER,
    Role.WARD_OFFICIAL,
    Role.AUDITOR,
)
WITHOUT_UNIT = (Role.ADMINISTRATOR, Role.AUDITOR)
RELATIONS = ("own", "other", "parent", "former", "deputy")
STATIC = {"static", "bootstrap.static"}
OPEN, HIDDEN, FORBIDDEN = "open", "hidden", "forbidden"

MARKS: dict[str, str] = {
    line.split()[0]: "public" if "public" in line else "".join(line.split()[1:])
    for line in TABLE.strip().splitlines()[1:]
}


def expected(endpoint: str, role: Role, relation: str) -> str:
    """Return what the table says somebody of a role gets who stands in a relation to the thing of a unit."""
    mark = MARKS[endpoint][ROLES.index(role)]
    if relation == "former" and role not in WITHOUT_UNIT:
        return FORBIDDEN
    if relation == "deputy":
        as_principal = FORBIDDEN if role is Role.ADMINISTRATOR else expected(endpoint, role, "own")
        both = {as_principal, expected(endpoint, Role.OFFICER, "other")}
        sees_it = role is not Role.ADMINISTRATOR and expected("tasks.show", role, "own") == OPEN
        if OPEN in both:
            return OPEN
        return FORBIDDEN if both == {FORBIDDEN} or sees_it else HIDDEN
    if mark in ("o", "s") and relation != "own":
        return HIDDEN
    if mark == "o":
        return OPEN
    return OPEN if mark == "x" else FORBIDDEN


@dataclass(frozen=True, slots=True)
class Town:
    """A unit with its work, once and every quarter, the unit above it, one beside it."""

    own: Unit
    other: Unit
    parent: Unit
    assignment: Assignment
    duty: Assignment


@pytest.fixture
def town(session: Session) -> Iterator[Town]:
    """Yield a ward with one directive open, its parent and its neighbour."""
    parent, other = a_unit(session, "CHA", "UBND thị xã"), a_unit(session, "BEN", "UBND phường Hương Văn")
    own = a_unit(session, parent_id=parent.id)
    [assignment] = a_directive(session, own, due_on=dt.date(2021, 12, 15))
    duty = a_recurring_directive(session, own, phrase="Hàng quý")
    yield Town(own, other, parent, assignment, duty)


def somebody(session: Session, town: Town, role: Role, relation: str) -> Actor:
    """Return a person of a role who stands in a relation to the unit whose thing is asked for."""
    home = {"other": town.other, "parent": town.parent}.get(relation, town.own)
    actor = an_official(session, role, None if role in WITHOUT_UNIT else home, f"{relation}-{role.value}")
    if relation == "former" and role not in WITHOUT_UNIT:
        post = session.query(Membership).filter_by(person_id=actor.user_id).one()
        post.valid_to = TODAY - dt.timedelta(days=1)
        session.commit()
    if relation != "deputy":
        return actor
    deputy = an_official(session, Role.OFFICER, town.other, f"deputy-of-{role.value}")
    session.add(Deputation(principal_id=actor.user_id, deputy_id=deputy.user_id, valid_from=TODAY, valid_to=TODAY))
    session.commit()
    return deputy


def got(status: int, *, is_about_a_task: bool) -> str:
    """Say in the words of the table what an answer was; what does not exist at all is no secret elsewhere."""
    if status == 403:
        return FORBIDDEN
    return HIDDEN if status == 404 and is_about_a_task else OPEN


def the_one(town: Town, endpoint: str) -> Assignment:
    """Return the work of the town that a page is about: one that comes again for the pages of occurrences."""
    return town.duty if "_occurrence" in endpoint else town.assignment


def requests(app: Flask, town: Town) -> list[tuple[str, str, str, bool]]:
    """Return every request there is but the public ones: endpoint, method, address, whether it is about the task."""
    return [
        (
            endpoint,
            method,
            address.replace("/nhiem-vu/999", f"/nhiem-vu/{the_one(town, endpoint).id}"),
            "/nhiem-vu/999" in address,
        )
        for endpoint, address, methods in pages(app)
        if MARKS.get(endpoint, "") != "public"
        for method in sorted(methods)
    ]


def test_every_route_has_its_row_and_every_row_its_route(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    routes = {rule.endpoint for rule in app.url_map.iter_rules()} - STATIC
    methods = sum(len(methods) for endpoint, _, methods in pages(app) if MARKS.get(endpoint) != "public")
    with capsys.disabled():
        print(f"\naccess matrix: {methods} requests x {len(ROLES)} roles x {len(RELATIONS)} relations")  # noqa: T201 - asked for

    assert routes == set(MARKS)


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("role", ROLES)
def test_the_matrix_holds(desk: Desk, session: Session, town: Town, role: Role, relation: str) -> None:
    browser = desk.seat(somebody(session, town, role, relation))
    wrong = []
    for endpoint, method, address, is_about_a_task in requests(desk.app, town):
        answer = browser.open(address) if method == "GET" else browser.send(address, {})
        about = is_about_a_task and endpoint not in NOTHING_THERE
        found, wanted = got(answer.status_code, is_about_a_task=about), expected(endpoint, role, relation)
        if endpoint in NOTHING_THERE and answer.status_code == 404 and wanted != FORBIDDEN:
            continue  # not there for anybody
        sees_it = MARKS[endpoint][ROLES.index(role)] in ("f", "s") or relation == "deputy"
        nothing_done = 302 if method == "GET" else 422
        if wanted == FORBIDDEN and sees_it and is_about_a_task and answer.status_code == nothing_done:
            continue  # sent back to a task one sees, or an empty form asked again
        if found != wanted:
            wrong.append((endpoint, method, answer.status_code, wanted))

    assert wrong == []


NOTHING_THERE = {"tasks.begin", "tasks.correct_comment", "tasks.ask_comment", "tasks.download"}
"""Routes about the task that ask for a second thing, which is not there: a file, a term, a comment."""
