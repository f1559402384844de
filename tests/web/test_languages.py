"""Whoever reads English reads every page in English; what papers say and what is kept stays Vietnamese."""

from __future__ import annotations

import pytest
from flask import Flask
from markupsafe import Markup
from sqlalchemy import URL
from sqlalchemy.orm import Session

from tests.accounts.test_sign_in import PASSWORD, a_ward_official
from tests.support.browser import Browser, Desk
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.databases import an_app
from tests.support.html import Page, faults
from tracker.core.i18n import Message, embed_message, make_message
from tracker.law.permissions import Role
from tracker.office.installation import LANGUAGE
from tracker.office.models import Preference, Unit
from tracker.tasks.models import Assignment
from tracker.web.language import COOKIE, mark_vietnamese, translate_text

CHOOSE = "/ngon-ngu"


def in_english(browser: Browser) -> Browser:
    """Press the button at the foot of the page."""
    answer = browser.send(CHOOSE, fields(browser, "/", "en"))
    assert answer.status_code == 302
    return browser


def fields(browser: Browser, page: str, language: str) -> dict[str, str]:
    found = Page(browser.client.get(page, follow_redirects=True).text)
    hidden = {each.get("name"): each.get("value") for each in found.all("input") if each.get("type") == "hidden"}
    return {"csrf_token": hidden["csrf_token"], "tiep": hidden["tiep"], "language": language}


@pytest.fixture
def ward(desk: Desk, session: Session) -> tuple[Browser, Assignment]:
    unit = a_unit(session)
    [assignment] = a_directive(session, unit, content="Rà soát thủ tục")
    return desk.seat(an_official(session, Role.WARD_OFFICIAL, unit)), assignment


def test_a_ward_reads_its_task_in_english_and_reports_it(ward: tuple[Browser, Assignment]) -> None:
    browser, assignment = ward
    in_english(browser)

    shown = browser.open(f"/nhiem-vu/{assignment.id}").text
    page = Page(shown)
    assert faults(shown) == []
    assert page.all("html")[0].get("lang") == "en"
    assert "Given, waiting to be accepted" in page.text("main")
    assert "Rà soát thủ tục" in page.text("h1")
    assert "gave the task to" in page.text("main")

    answer = browser.fill_in(f"/nhiem-vu/{assignment.id}/bao-cao", done_on="40/13/2021")
    said = Page(answer.text)
    assert answer.status_code == 422
    assert "Enter the day as day/month/year" in said.text("main")
    assert "40/13/2021" in [each.get("value") for each in said.all("input")]


def test_what_is_kept_stays_vietnamese(ward: tuple[Browser, Assignment], desk: Desk, session: Session) -> None:
    browser, assignment = ward
    in_english(browser)
    browser.fill_in(f"/nhiem-vu/{assignment.id}/tiep-nhan")
    told = browser.open(f"/nhiem-vu/{assignment.id}")
    assert "The task is accepted." in Page(told.text).text("main")

    office = desk.seat(an_official(session, Role.OFFICE, a_unit(session, "VP", "Văn phòng")))
    page = Page(office.open(f"/nhiem-vu/{assignment.id}").text)
    assert page.all("html")[0].get("lang") == "vi"
    assert "tiếp nhận nhiệm vụ" in page.text("main")
    listed = browser.open("/nhiem-vu/xuat.csv").get_data().decode("utf-8-sig")
    assert "Nội dung" in listed
    assert "Content" not in listed


def test_the_other_language_is_one_press_away_and_leads_back(ward: tuple[Browser, Assignment]) -> None:
    browser, assignment = ward
    here = f"/nhiem-vu/{assignment.id}"

    there = browser.send(CHOOSE, fields(browser, here, "en"))
    back = browser.send(CHOOSE, fields(browser, here, "vi"))

    assert there.location == back.location == here
    assert Page(browser.open(here).text).all("html")[0].get("lang") == "vi"


@pytest.mark.parametrize("language", ["fr", "", "../../etc"])
def test_a_language_that_is_not_spoken_changes_nothing(desk: Desk, session: Session, language: str) -> None:
    browser = desk.seat(an_official(session, Role.OFFICE, a_unit(session)))

    answer = browser.send(CHOOSE, fields(browser, "/", language))

    assert answer.status_code == 302
    assert Page(browser.open("/").text).all("html")[0].get("lang") == "vi"


def test_nobody_is_led_to_another_site(desk: Desk, session: Session) -> None:
    browser = desk.seat(an_official(session, Role.OFFICE, a_unit(session)))

    answer = browser.send(CHOOSE, fields(browser, "/", "en") | {"tiep": "https://example.org/"})

    assert answer.location == "/"


def test_doors_and_errors_speak_it_too(desk: Desk, session: Session) -> None:
    an_official(session, Role.ADMINISTRATOR, a_unit(session))
    stranger = in_english(desk.nobody())

    door = stranger.open("/dang-nhap")
    missing = stranger.open("/khong-co")
    refused = stranger.fill_in("/dang-nhap", login="ai-do", password="không phải")

    assert "Sign in" in Page(door.text).text("h1")
    assert "Page not found" in Page(missing.text).text("h1")
    assert "User name or password is wrong" in Page(refused.text).text("main")


def test_somebody_who_reads_letters_in_english_finds_a_new_browser_speaking_it(desk: Desk, session: Session) -> None:
    person = a_ward_official(session)
    session.add(Preference(person_id=person.id, name=LANGUAGE, value="en"))
    session.commit()
    browser = desk.nobody()

    browser.fill_in("/dang-nhap", login=person.login, password=PASSWORD)

    assert Page(browser.open("/").text).all("html")[0].get("lang") == "en"


def test_what_papers_say_is_marked_as_vietnamese_and_nothing_else_is_touched(
    ward: tuple[Browser, Assignment], session: Session
) -> None:
    browser, assignment = ward
    a_directive(session, session.get_one(Unit, assignment.unit_id), content="Xử lý <b>tồn đọng</b> & báo cáo")
    in_english(browser)

    listed = browser.open("/nhiem-vu")
    shown = browser.open(f"/nhiem-vu/{assignment.id}")
    page, one = Page(listed.text), Page(shown.text)

    marked = [each.text for each in page.all("span") if each.get("lang") == "vi"]
    assert {"Rà soát thủ tục", "Xử lý <b>tồn đọng</b> & báo cáo"} <= set(marked)
    assert [each.get("lang") for each in one.all("h1")[0].children] == ["vi"]
    for answer in (listed, shown, browser.open(f"/nhiem-vu/{assignment.id}/bao-cao")):
        assert faults(answer.text) == []
        assert "&lt;span" not in answer.text
        assert not [
            each
            for each in Page(answer.text).all("span")
            if {"title", "option", "textarea", "text"} & {above.tag for above in each.ancestors}
        ]
        assert not [each for each in Page(answer.text).elements if "<span" in "".join(each.attributes.values())]


WAITING = "còn {days} ngày"


@pytest.fixture(scope="module")
def an_application() -> Flask:
    return an_app(URL.create("sqlite"))


def drawn(an_application: Flask, template: str, language: str = "en", **values: object) -> str:
    """Return a template as a page in a language, finished."""
    with an_application.test_request_context("/", headers={"Cookie": f"{COOKIE}={language}"}):
        page = an_application.jinja_env.from_string(template).render(values)
        return mark_vietnamese(page) if language == "en" else page


def test_a_sentence_made_in_python_is_vietnamese_everywhere_but_on_an_english_page(an_application: Flask) -> None:
    sentence = make_message(WAITING, days=3)

    assert sentence == "còn 3 ngày" and f"{sentence}" == "còn 3 ngày"
    assert drawn(an_application, "{{ sentence }}", "vi", sentence=sentence) == "còn 3 ngày"
    assert drawn(an_application, "{{ sentence }}", sentence=sentence) == "3 days left"
    assert translate_text(sentence) == "còn 3 ngày"


@pytest.mark.parametrize(
    "template",
    [
        "{{ a ~ '' }}",
        "{{ [a] | join('; ') }}",
        "{{ a | lower }}",
        "{% trans a=a %}{{ a }}{% endtrans %}",
        "{{ a | e }}",
    ],
)
def test_what_templates_do_with_a_sentence_keeps_its_english(an_application: Flask, template: str) -> None:
    assert drawn(an_application, template, a=make_message(WAITING, days=3)) == "3 days left"


def test_the_letters_of_a_sentence_are_changed_after_it_was_said(an_application: Flask) -> None:
    assert drawn(an_application, "{{ a | capitalize }}", a=embed_message(make_message("Đã hoàn thành"))) == "Done"
    assert drawn(an_application, "{{ a }}", a=embed_message(make_message("Đã hoàn thành"))) == "done"
    assert isinstance(make_message("Đã hoàn thành").lower(), Message)


def test_one_of_many_is_one(an_application: Flask) -> None:
    assert drawn(an_application, "{{ a }}", a=make_message(WAITING, days=1)) == "1 day left"
    assert drawn(an_application, "{{ a }}", a=make_message(WAITING, days=21)) == "21 days left"
    counted = "{% trans n=n %}{{ n }} x{% pluralize n %}{{ n }} xs{% endtrans %}"
    assert drawn(an_application, counted, n=1) == "1 x" and drawn(an_application, counted, n=2) == "2 xs"


def test_data_in_vietnamese_says_so_and_english_about_it_does_not(an_application: Flask) -> None:
    template = '<a title="{{ name }}">{{ name }}</a> {{ said }} <option>{{ name }}</option>{{ code }}'
    page = drawn(an_application, template, name="Phường Tứ Hạ", said=make_message(WAITING, days=3), code="12/UBND")

    assert page == (
        '<a title="Phường Tứ Hạ"><span lang="vi">Phường Tứ Hạ</span></a> 3 days left '
        "<option>Phường Tứ Hạ</option>12/UBND"
    )


def test_a_link_may_stand_within_a_sentence(an_application: Flask) -> None:
    page = drawn(an_application, "{{ words }}", words=make_message(WAITING, days=Markup('<a href="/">3</a>')))
    assert page == "&lt;a href=&#34;/&#34;&gt;3&lt;/a&gt; days left"

    page = drawn(an_application, "{% trans a=a %}Hạn: {{ a }}{% endtrans %}", a=Markup('<a href="/">thứ Hai</a>'))
    assert page == 'Hạn: <a href="/"><span lang="vi">thứ Hai</span></a>'
    page = drawn(an_application, "{% trans a=a %}{{ a }} of 4{% endtrans %}", a=Markup('<a href="/">3</a>'))
    assert page == '<a href="/">3</a> of 4'


def test_data_is_escaped_in_both_languages(an_application: Flask) -> None:
    for language in ("vi", "en"):
        page = drawn(
            an_application,
            "{% trans a=a %}{{ a }}{% endtrans %}{{ b }}",
            language,
            a="<i>",
            b=make_message("{c}", c="<b>"),
        )
        assert page == "&lt;i&gt;&lt;b&gt;"


def test_a_percent_sign_is_no_value(an_application: Flask) -> None:
    for language in ("vi", "en"):
        assert drawn(an_application, "{% trans %}100 %{% endtrans %}{{ _('100 %') }}", language) == "100 %100 %"
