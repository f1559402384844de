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
from tests.web.test_doors import pages
from tracker.models.person import Deputation, Membership
from tracker.models.task import Assignment
from tracker.models.unit import Unit
from tracker.rules.permissions import Actor, Role

TODAY = dt.date(2021, 11, 10)

TABLE = """
                           admin  coord  office leader head   offcr  ward   audit
auth.change_password       x      x      x      x      x      x      x      x
auth.sign_in               public
auth.sign_out              public
calendar.change            x      -      x      -      -      -      -      -
calendar.index             x      x      x      x      x      x      x      x
departing.leave            x      -      -      -      -      -      -      -
deputies.end               -      x      x      x      x      x      x      -
deputies.end_of_person     x      -      -      -      -      -      -      -
deputies.index             -      x      x      x      x      x      x      -
deputies.of_person         x      -      -      -      -      -      -      -
directives.from_paper      -      -      x      -      -      -      -      -
directives.hand_out_drafts -      -      x      -      -      -      -      -
directives.index           -      x      x      x      x      x      x      x
directives.matrix          -      x      x      x      x      x      x      x
directives.new             -      -      x      -      -      -      -      -
directives.read_deadline   -      -      x      -      -      -      -      -
directives.register_file   -      x      x      x      x      x      x      x
directives.show            -      x      x      x      x      x      x      x
gallery.error_page         public
gallery.index              public
gallery.long_list          public
home.index                 x      x      x      x      x      x      x      x
imports.apply              -      x      x      -      -      -      -      -
imports.discard            -      x      x      -      -      -      -      -
imports.empty_plan         -      x      x      -      -      -      -      -
imports.empty_register     -      x      x      -      -      -      -      -
imports.index              -      x      x      -      -      -      -      -
imports.problems           -      x      x      -      -      -      -      -
imports.remember           -      x      x      -      -      -      -      -
imports.show               -      x      x      -      -      -      -      -
imports.stage_plan         -      x      x      -      -      -      -      -
imports.stage_register     -      x      x      -      -      -      -      -
letters.download           x      x      x      -      -      -      -      x
letters.index              x      x      x      -      -      -      -      x
letters.show               x      x      x      -      -      -      -      x
plans.export               -      x      x      x      x      x      x      x
plans.index                -      x      x      x      x      x      x      x
plans.show                 -      x      x      x      x      x      x      x
reorganising.change        x      x      -      -      -      -      -      -
reorganising.index         x      x      -      -      -      -      -      -
reports.draft              -      x      x      x      -      -      -      x
reports.index              -      x      x      x      -      -      -      x
setup.begin                public
statistics.index           -      x      x      x      x      x      x      x
status.alive               public
status.index               x      x      x      -      -      -      -      x
status.ready               public
tasks.accept               -      -      -      -      o      o      o      -
tasks.accept_occurrence    -      f      x      x      -      -      -      -
tasks.attest               -      f      -      x      -      -      -      -
tasks.begin                -      f      x      -      -      -      -      -
tasks.confirm              -      f      x      x      -      -      -      -
tasks.decide_extension     -      -      -      x      -      -      -      -
tasks.download             -      x      x      x      o      o      o      x
tasks.end_occurrences      -      f      x      -      -      -      -      -
tasks.export_csv           -      x      x      x      x      x      x      x
tasks.export_xlsx          -      x      x      x      x      x      x      x
tasks.index                -      x      x      x      x      x      x      x
tasks.many_act             -      x      x      x      x      x      x      x
tasks.many_look            -      x      x      x      x      x      x      x
tasks.pause_occurrences    -      f      x      -      -      -      -      -
tasks.report_occurrence    -      -      -      -      o      o      o      -
tasks.report_progress      -      -      -      -      o      o      o      -
tasks.request_extension    -      -      -      -      o      o      o      -
tasks.return_occurrence    -      f      x      x      -      -      -      -
tasks.send_back            -      f      x      x      -      -      -      -
tasks.show                 -      x      x      x      o      o      o      x
tasks.skip_occurrence      -      f      x      -      -      -      -      -
tasks.submit               -      -      -      -      o      o      o      -
tasks.tag                  -      f      x      x      -      -      -      -
tasks.urge                 -      f      x      x      -      -      -      -
tasks.withdraw             -      f      x      x      -      -      -      -
units.edit                 x      -      -      -      -      -      -      -
units.index                x      x      x      x      -      -      -      x
units.new                  x      -      -      -      -      -      -      -
users.end_post             x      -      -      -      -      -      -      -
users.give_post            x      -      -      -      -      -      -      -
users.index                x      -      -      -      -      -      -      -
users.new                  x      -      -      -      -      -      -      -
users.reset_password       x      -      -      -      -      -      -      -
users.set_active           x      -      -      -      -      -      -      -
users.show                 x      -      -      -      -      -      -      -
"""
"""x: opens it, whatever unit the thing belongs to. o: things of the own unit; another unit's is 404, as if it were not
there. f: sees the thing, and may not do this to it (403): it is not of the origin the role decides on. -: 403."""

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
    if mark == "o":
        return OPEN if relation == "own" else HIDDEN
    return OPEN if mark == "x" else FORBIDDEN


@dataclass(frozen=True, slots=True)
class Town:
    """A unit with its work, the unit above it, one beside it."""

    own: Unit
    other: Unit
    parent: Unit
    assignment: Assignment


@pytest.fixture
def town(session: Session) -> Iterator[Town]:
    """Yield a ward with one directive in hand, its parent and its neighbour."""
    parent, other = a_unit(session, "CHA", "UBND thị xã"), a_unit(session, "BEN", "UBND phường Hương Văn")
    own = a_unit(session, parent_id=parent.id)
    [assignment] = a_directive(session, own, due_on=dt.date(2021, 12, 15))
    yield Town(own, other, parent, assignment)


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
    session.add(
        Deputation(principal_id=actor.user_id, deputy_id=deputy.user_id, valid_from=TODAY, valid_to=TODAY)
    )
    session.commit()
    return deputy


def got(status: int, *, is_about_a_task: bool) -> str:
    """Say in the words of the table what an answer was; what does not exist at all is no secret elsewhere."""
    if status == 403:
        return FORBIDDEN
    return HIDDEN if status == 404 and is_about_a_task else OPEN


def requests(app: Flask, town: Town) -> list[tuple[str, str, str, bool]]:
    """Return every request there is but the public ones: endpoint, method, address, whether it is about the task."""
    return [
        (
            endpoint,
            method,
            address.replace("/nhiem-vu/999", f"/nhiem-vu/{town.assignment.id}"),
            "/nhiem-vu/999" in address,
        )
        for endpoint, address, methods in pages(app)
        if MARKS.get(endpoint, "") != "public"
        for method in sorted(methods)
    ]


def test_every_route_has_its_row_and_every_row_its_route(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
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
        sees_it = MARKS[endpoint][ROLES.index(role)] == "f" or relation == "deputy"
        if wanted == FORBIDDEN and sees_it and is_about_a_task and answer.status_code == 422:
            continue  # an empty form about a thing one sees: asked again, nothing done
        if found != wanted:
            wrong.append((endpoint, method, answer.status_code, wanted))

    assert wrong == []


NOTHING_THERE = {"tasks.download", "tasks.begin"}
"""Routes about the task that ask for a second thing, which is not there: a file, a term to begin."""


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

        assert (real.status_code, real.data) == (404, missing.data), page
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
