"""Every door of this installation: who may open it, from where, and with what headers."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, BaseConverter

from tests.support.browser import Desk
from tests.support.builders import a_unit, an_official
from tracker.law.permissions import Permission, Role, get_permission_scope
from tracker.office import people as office_people
from tracker.site.context import HEADERS
from tracker.web import request as web_request
from tracker.web.responses import local_or

NO_ONE_ELSES = ["/bootstrap/static/<path:filename>", "/static/<path:filename>"]


def pages(app: Flask) -> list[tuple[str, str, set[str]]]:
    """Return every route: its endpoint, an address of it, its methods."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.rule in NO_ONE_ELSES:
            continue
        adapter = app.url_map.bind("localhost")
        values = {name: _value(rule._converters[name]) for name in rule.arguments}
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        address = adapter.build(rule.endpoint, values, method=sorted(methods)[0])
        found.append((rule.endpoint, address, methods))
    return found


def _value(converter: BaseConverter) -> object:
    """Return something an address may hold: one of a choice, or the number of nothing."""
    return sorted(converter.items)[0] if isinstance(converter, AnyConverter) else 999


def test_a_route_without_a_permission_stops_the_start(app: Flask) -> None:
    app.view_functions["forgotten"] = lambda: "open to all"

    with pytest.raises(RuntimeError, match="forgotten"):
        web_request.check_all_named(app)


@pytest.mark.parametrize("role", list(Role))
def test_every_route_lets_in_exactly_the_roles_of_the_table(desk: Desk, session: Session, role: Role) -> None:
    unit = a_unit(session)
    actor = an_official(session, role, None if role in (Role.ADMINISTRATOR, Role.AUDITOR) else unit)
    browser = desk.seat(actor)
    seen = 0
    for endpoint, address, methods in pages(desk.app):
        need = web_request.get_endpoint_requirement(desk.app, endpoint)
        if not isinstance(need, Permission):
            continue
        for method in sorted(methods):
            answer = browser.open(address) if method == "GET" else browser.send(address, {})
            is_let_in = bool(get_permission_scope(actor, need))
            assert (answer.status_code == 403) is not is_let_in, (role, method, address, answer.status_code)
            seen += 1

    assert seen > 50


def test_nobody_is_shown_the_way_to_sign_in(desk: Desk, session: Session) -> None:
    an_official(session, Role.LEADER, a_unit(session))
    browser = desk.nobody()
    for endpoint, address, methods in pages(desk.app):
        if web_request.get_endpoint_requirement(desk.app, endpoint) == "public" or "GET" not in methods:
            continue
        answer = browser.open(address)

        assert answer.status_code == 302, address
        assert answer.location.startswith("/dang-nhap"), address


def test_no_get_changes_a_row(desk: Desk, session: Session) -> None:
    actor = an_official(session, Role.OFFICE, a_unit(session))
    browser = desk.seat(actor)
    written: list[str] = []
    with desk.app.app_context():
        from tracker.database.engine import db

        event.listen(
            db.engine,
            "before_cursor_execute",
            lambda c, cur, statement, *rest: (
                written.append(statement) if statement.split()[0] in ("INSERT", "UPDATE", "DELETE") else None
            ),
        )
        for _, address, methods in pages(desk.app):
            if "GET" in methods:
                browser.open(address)

    assert written == []


def test_every_answer_carries_the_headers(desk: Desk, session: Session) -> None:
    an_official(session, Role.LEADER, a_unit(session))
    browser = desk.nobody()
    for address in ("/dang-nhap", "/khong-co-trang-nay", "/healthz", "/static/css/tokens.css", "/nhiem-vu"):
        answer = browser.open(address)

        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, address


def test_another_sites_name_is_refused(app: Flask) -> None:
    answer = app.test_client().get("/dang-nhap", headers={"Host": "gia-mao.example"})

    assert answer.status_code == 400
    assert "gia-mao" not in answer.text


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "/\\evil", "https:evil", "javascript:alert(1)", "///evil", "/ evil", "evil", "", "/a\nb", None],
)
def test_the_way_on_never_leaves_the_site(wanted: str | None) -> None:
    assert local_or(wanted, "/") == "/"


def test_a_way_on_within_the_site_is_kept() -> None:
    assert local_or("/nhiem-vu?nguon=province&ket-qua=done_late", "/") == "/nhiem-vu?nguon=province&ket-qua=done_late"


def test_a_demotion_acts_on_the_next_request(desk: Desk, session: Session) -> None:
    actor = an_official(session, Role.OFFICE, a_unit(session))
    browser = desk.seat(actor)
    before = browser.open("/chi-dao/moi").status_code
    [(post, _)] = office_people.list_posts(session, [actor.user_id or 0])
    post.role = Role.OFFICER
    session.commit()

    assert (before, browser.open("/chi-dao/moi").status_code) == (200, 403)


def test_k53_there_is_no_door_to_delete_a_task(app: Flask) -> None:
    assert [rule.rule for rule in app.url_map.iter_rules() if "DELETE" in (rule.methods or ())] == []
