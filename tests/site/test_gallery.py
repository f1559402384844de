"""The gallery of components is a page like any other: clean, labelled, light."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect

from tests.support.html import Page, faults
from tracker import create_app
from tracker.core.clock import ManualClock, local_instant
from tracker.site import context, gallery
from tracker.web.badges import STATE_BADGE_STYLES, TIMING_BADGE_STYLES
from tracker.web.language import init_languages

ROOT = Path(__file__).parents[2]
SECTIONS = ("home", "tasks", "plans", "directives", "statistics", "reports", "letters", "units", "users", "status")
LIST_BUDGET = 30_000
"""Bytes of a list of 50 rows."""


def nothing() -> str:
    """Stand in for a page that the gallery links to."""
    return ""


@pytest.fixture
def client() -> FlaskClient:
    """Return a browser before an app with nothing but the gallery."""
    app = Flask("gallery", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "tracker" / "static"))
    app.config.update(SECRET_KEY="x" * 32, BOOTSTRAP_SERVE_LOCAL=True)
    Bootstrap5(app)
    CSRFProtect(app)
    context.add_filters(app)
    init_languages(app)
    app.register_blueprint(gallery.blueprint)
    for name in SECTIONS:
        section = Blueprint(name, name)
        section.add_url_rule(f"/{name}", "index", nothing)
        app.register_blueprint(section)
    auth = Blueprint("auth", "auth")
    auth.add_url_rule("/dang-xuat", "sign_out", nothing, methods=["POST"])
    app.register_blueprint(auth)
    person = SimpleNamespace(person_id=1, full_name="Trần Thị Hồng Nhung", unit_name=None, role_words="Đầu mối")
    app.context_processor(
        lambda: {
            "place_name": "UBND thị xã Hương Trà",
            "environment": "demo",
            "today": dt.date(2021, 11, 10),
            "current_actor": person,
            "can": lambda permission: permission != "people:manage",
        }
    )
    return app.test_client()


@pytest.mark.parametrize(
    "path", ["/giao-dien", "/giao-dien/danh-sach-dai", *(f"/giao-dien/loi/{code}" for code in gallery.ERROR_PAGES)]
)
def test_every_page_is_clean(client: FlaskClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert faults(response.text) == []


def test_all_states_and_timings_are_shown(client: FlaskClient) -> None:
    page = client.get("/giao-dien").text

    for tone, icon in [*STATE_BADGE_STYLES.values(), *TIMING_BADGE_STYLES.values()]:
        assert f"tag tone-{tone} icon-{icon}" in page


def test_sections_a_person_may_not_open_are_not_offered(client: FlaskClient) -> None:
    words = [link.text for link in Page(client.get("/giao-dien").text).all("a")]

    assert "Hệ thống" in words
    assert "Người dùng" not in words


def test_signing_out_is_a_post(client: FlaskClient) -> None:
    forms = Page(client.get("/giao-dien").text).all("form")

    assert [form.get("method") for form in forms if form.get("action") == "/dang-xuat"] == ["post"]


def test_the_demo_says_that_it_is_one_and_which_day_it_is(client: FlaskClient) -> None:
    text = Page(client.get("/giao-dien").text).text("aside")

    assert text == "BẢN DÙNG THỬ – dữ liệu năm 2021. Hôm nay trong bản này là ngày 10/11/2021."


def test_wrong_fields_are_tied_to_their_sentences(client: FlaskClient) -> None:
    page = Page(client.get("/giao-dien").text)

    (field,) = [element for element in page.elements if element.get("id") == "sai-done_on"]
    assert field.get("aria-invalid") == "true"
    assert field.get("aria-describedby") == "sai-done_on-hint sai-done_on-error"


def test_fifty_rows_of_a_list_keep_within_their_weight(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "LONG_LIST", 50)

    response = client.get("/giao-dien/danh-sach-dai")

    assert len(re.findall("<tr>", response.text)) == 51
    assert len(response.data) <= LIST_BUDGET


def test_a_number_that_is_no_error_page_is_not_found(client: FlaskClient) -> None:
    assert client.get("/giao-dien/loi/418").status_code == 404


@pytest.mark.parametrize(("environment", "shown"), [("demo", True), ("development", True), ("production", False)])
def test_officials_at_work_never_meet_the_gallery(tmp_path: Path, environment: str, shown: bool) -> None:
    app = create_app(
        {
            "ENVIRONMENT": environment,
            "SECRET_KEY": "x" * 32,
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'empty.db'}",
            "DATA_DIR": tmp_path,
        },
        ManualClock(local_instant(dt.date(2021, 11, 10), 8)),
    )

    assert ("gallery" in app.blueprints) is shown
