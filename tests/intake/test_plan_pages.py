"""The plan of 2021 as a leader, a ward and the office read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.browser import Browser, Desk, statements
from tests.support.builders import a_unit, an_official
from tests.support.databases import an_app, fresh_copy
from tests.support.html import Element, Page, faults
from tests.support.year2021 import loaded_for
from tracker.core.clock import ManualClock
from tracker.database.engine import db
from tracker.law.permissions import Actor, Role
from tracker.office import people as office_people

PLAN = "/ke-hoach/2021"
QUESTIONS = 13
"""Statements of the page: six of every page, the plan, its years, its figures with their labels, rows, leads."""


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, clock: ManualClock) -> Iterator[Desk]:
    """Yield the desk before the year 2021, on the cut-off day of its report."""
    with fresh_copy(loaded_for(tmp_path_factory), tmp_path / "year.db") as address:
        app = an_app(address, DATA_DIR=tmp_path)
        app.extensions["clock"] = clock
        engine = sa.create_engine(address)
        with Session(engine) as session:
            yield Desk(app, session)
        engine.dispose()
        with app.app_context():
            db.engine.dispose()


def seated(desk: Desk, login: str) -> Browser:
    """Return the browser of one of the people of 2021."""
    person = office_people.find_person_by_login(desk.session, login)
    assert person is not None
    return desk.seat(Actor(person.id, person.name))


def rows_of(page: Page) -> list[Element]:
    """Return the rows of the plan: the last table of the page, without the lines of the areas."""
    body = page.all("tbody")[-1]
    return [row for row in body.children if row.get("class") != "is-group"]


def test_a_leader_sees_34_of_34_and_each_figure_opens_its_list(town: Desk) -> None:
    browser = seated(town, "chutich")
    answer = browser.open(PLAN)
    page = Page(answer.text)

    figures = [link for link in page.all("a") if link.get("class").startswith("figure ")]
    assert figures[0].text == "34/34 Đã hoàn thành 100,0 %"
    assert faults(answer.text) == []
    for figure, number in zip(figures[:3], (34, 29, 0), strict=True):
        assert figure.text.startswith(str(number))
        lead = browser.open(figure.get("href")).text
        assert re.search(rf"<strong>{number}</strong> nhiệm vụ", lead)


def test_all_rows_stand_under_their_area_as_written(town: Desk) -> None:
    page = Page(seated(town, "chutich").open(PLAN).text)

    areas = [row.text for row in page.all("tbody")[-1].children if row.get("class") == "is-group"]
    rows = rows_of(page)

    assert areas[0] == "Chỉ đạo, điều hành (9 nhiệm vụ)"
    assert len(areas) == 7
    assert len(rows) == 34
    assert "Trước ngày 31/01/2021" in rows[0].text
    assert "hạn 31/01/2021" in rows[0].text


def test_a_collective_row_opens_the_list_of_its_units(town: Desk) -> None:
    browser = seated(town, "chutich")
    first = rows_of(Page(browser.open(PLAN).text))[0]
    [whole] = {link.get("href") for link in _links(first)}

    listed = browser.open(whole)

    assert "33 đơn vị" in first.text
    assert "<strong>33</strong> nhiệm vụ" in listed.text
    assert faults(listed.text) == []


def test_an_earlier_day_shows_what_was_known_to_stand_then(town: Desk) -> None:
    browser = seated(town, "chutich")
    then = Page(browser.open(f"{PLAN}?tinh-den=31/03/2021").text)

    figures = [link.text for link in then.all("a") if link.get("class").startswith("figure ")]
    finished = [row for row in rows_of(then) if _badges(row)[0].startswith("Hoàn thành")]

    done, whole = re.match(r"(\d+)/(\d+)", figures[0]).groups()  # type: ignore[union-attr]  # it stands there
    assert (len(finished), int(whole)) == (int(done), 34)
    assert 0 < int(done) < 34


def test_a_ward_reads_the_whole_plan_and_opens_only_its_own(town: Desk) -> None:
    browser = seated(town, "tuha")
    answer = browser.open(PLAN)
    rows = rows_of(Page(answer.text))

    assert len(rows) == 34
    assert faults(answer.text) == []
    assert "33 đơn vị, trong đó có Phường Tứ Hạ" in rows[0].text
    opened = {link.get("href") for row in rows for link in _links(row)}
    assert opened
    for address in opened:
        assert browser.open(address).status_code == 200
    for row in rows:
        assert bool(_links(row)) == bool(_badges(row))


def test_without_a_plan_the_page_says_how_one_comes_in(desk: Desk, session: Session) -> None:
    unit = a_unit(session, "NV", "Phòng Nội vụ")
    coordinator = desk.seat(an_official(session, Role.COORDINATOR, unit)).open("/ke-hoach")
    leader = desk.seat(an_official(session, Role.LEADER, unit)).open("/ke-hoach")

    assert "flask plan import" in coordinator.text
    assert "flask plan import" not in leader.text
    assert faults(coordinator.text) == faults(leader.text) == []
    assert desk.seat(an_official(session, Role.LEADER, unit, "lai")).open(PLAN).status_code == 404


def test_the_newest_plan_opens_first(town: Desk) -> None:
    assert seated(town, "chutich").open("/ke-hoach").location == PLAN


def test_34_rows_and_93_leads_are_asked_for_together(town: Desk) -> None:
    browser = seated(town, "chutich")
    with statements(town.app) as said:
        browser.open(PLAN)

    assert len(said) <= QUESTIONS


def _links(row: Element) -> list[Element]:
    return [each for each in _inside(row) if each.tag == "a"]


def _badges(row: Element) -> list[str]:
    return [each.text for each in _inside(row) if each.get("class").startswith("tag ")]


def _inside(element: Element) -> Iterator[Element]:
    for child in element.children:
        yield child
        yield from _inside(child)
